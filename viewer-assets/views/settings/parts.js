// What single groups of settings show beside their fields.
import "../../components/theme-switch/theme-switch.js";
import "../../components/language-switch/language-switch.js";
import { api } from "../../lib/api.js";
import { html, render } from "../../lib/html.js";
import { dayName, number } from "../../lib/format.js";
import { t } from "../../lib/locale.js";

const percent = (used, limit) => html`<meter min="0" max="${limit}" value="${Math.min(used, limit)}" high="${limit * 0.8}"
  optimum="0" aria-label="${t("settings.budget")}"></meter>`;

function trial({ isRunning, ok, latencyMs, usage, dollars, error, answeredBy } = {}) {
  if (isRunning) return html`<p class="faint" role="status">${t("settings.testing")}</p>`;
  if (ok === undefined) return "";
  if (!ok) return html`<p class="bad" role="status">${error.message} <small class="faint">${error.hint}</small></p>`;
  const parts = [`${number(latencyMs)} ms`, usage && t("settings.tokens", { count: usage.input + usage.output }),
    dollars !== undefined && dollars !== null && `$${number(dollars)}`, answeredBy];
  return html`<p class="good" role="status">✓ ${parts.filter(Boolean).join(" · ")}</p>`;
}

function role(view, { role: name, provider, model, configured, available, inherited, p50Ms, lastError, problems }) {
  const tone = !configured ? "" : available ? "good" : "bad";
  const state = t(!configured ? "settings.role.none" : inherited ? "settings.role.inherited"
    : available ? "settings.role.ready" : "settings.role.away");
  const wrong = problems[0] ?? (available ? null : lastError);
  return html`<li class="card"><h3>${view.data.schema.groups[0].sections.find(({ key }) => key === name)?.label}</h3>
    <p class="row"><span class="chip" data-tone="${tone}">${state}</span><span class="faint">${configured
      ? [provider, model, p50Ms && `${number(p50Ms)} ms`].filter(Boolean).join(" · ") : ""}</span></p>
    ${wrong ? html`<p class="bad">${wrong.message}</p>` : ""}${configured ? html`<p><button type="button" class="button"
      id="test-${name}" data-action="test" data-role="${name}">${t("settings.test")}</button></p>` : ""}
    ${trial(view.trials[name])}</li>`;
}

export function modelsPart(view, { roles, usage }) {
  const meter = (name) => {
    const { tokens, tokenLimit, dollars, dollarLimit } = usage.budget[name].total;
    return html`<dt>${t(`settings.${name}`)}</dt><dd>${number(tokens)}${tokenLimit === null ? ""
      : html` / ${number(tokenLimit)} ${percent(tokens, tokenLimit)}`} · $${number(dollars)}${dollarLimit === null ? ""
      : ` / $${number(dollarLimit)}`}</dd>`;
  };
  return html`<ul class="grid settings-roles">${roles.map((one) => role(view, one))}</ul>
    <section class="card"><h3>${t("settings.budget")}</h3><dl class="facts">${meter("day")}${meter("month")}</dl></section>`;
}

export function hostsPart(view, { hosts }) {
  const box = (agent, key, label) => html`<td><input type="checkbox" class="switch" role="switch" data-action="host"
    id="${key}-${agent}" data-agent="${agent}" data-key="${key}" aria-label="${agent}: ${label}"
    ${view.value(view.setting(key)).includes(agent) ? "" : html`checked`}></td>`;
  const [capture, recall] = [t("settings.captured"), t("settings.handed")];
  return html`<section class="card"><h3>${t("settings.hosts")}</h3>${hosts.hosts.length ? html`<div class="table-frame">
    <table class="table"><thead><tr><th scope="col">${t("settings.agent")}</th><th scope="col">${t("settings.seen")}</th>
    <th scope="col">${capture}</th><th scope="col">${recall}</th></tr></thead><tbody>${hosts.hosts.map(
      ({ agent, lastActiveAt }) => html`<tr><th scope="row">${agent}</th><td>${lastActiveAt ? dayName(lastActiveAt) : "–"}
      </td>${box(agent, "capture.exceptAgents", capture)}${box(agent, "recall.exceptAgents", recall)}</tr>`)}
    </tbody></table></div>` : html`<p class="faint">${t("settings.noHosts")}</p>`}</section>`;
}

export const rulesPart = (view) => html`<label for="rule-sample">${t("settings.try")}</label>
  <textarea class="input" id="rule-sample" rows="2" spellcheck="false" placeholder="${t("settings.sample")}">${view.sample
  }</textarea><output for="rule-sample" id="rule-found" aria-live="polite"></output>`;

let timer = null;

/** Shows what the rules, as they are written now, take out of the sample. */
export function showFindings(view) {
  clearTimeout(timer);
  const place = view.querySelector("#rule-found");
  if (!view.sample) return render(place, html``);
  timer = setTimeout(async () => {
    const rules = view.value(view.setting("privacy.rules"));
    try {
      const { redacted, found } = await api.post("/api/v1/privacy/test", {}, { text: view.sample, rules });
      render(place, html`<p class="mono">${redacted}</p><p class="faint">${t("settings.found", { count: found.length })}</p>`);
    } catch (error) {
      render(place, html`<p class="bad">${error.message}</p>`);
    }
  }, 250);
}

export const sharingPart = () => html`<section class="card"><h3>${t("settings.sharing")}</h3>
  <p>${t("settings.sharing.text")}</p><p><a class="button" href="#/hub">${t("page.hub")}</a></p></section>`;

export const accessPart = () => html`<section class="card settings-look"><h3>${t("settings.look")}</h3>
  <form class="row"><x-theme-switch></x-theme-switch><x-language-switch></x-language-switch></form></section>
  <x-access-panel></x-access-panel>
  <section class="card"><h3>${t("settings.restart")}</h3><p class="faint">${t("settings.restart.text")}</p>
  <p><button type="button" class="button" data-action="restartDaemon">${t("settings.restart")}</button></p></section>`;

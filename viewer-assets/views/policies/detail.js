// One policy: its life, what it is worth and against what, and every line with what it rests on.
import { score, signed } from "../../lib/format.js";
import { coded, html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { evidence, originChip, versions } from "../../lib/learned.js";
import { tools } from "../../lib/list-view.js";
import { t } from "../../lib/locale.js";

export const parts = ["trigger", "procedure", "verification", "boundary", "preference", "antiPattern"];
const life = ["candidate", "active", "archived"];

export const policyDetail = (policy, { lines, gain, excerpts }, history) => html`<header class="detail-head">
    <h2>${coded(policy.title)}</h2>${policy.origin ? html`<p>${originChip(policy.origin)}</p>` : ""}
    <ol class="life" aria-label="${t("part.status")}">${life.map((status) => html`<li ${status === policy.status
      ? html`aria-current="step"` : ""}>${t(`status.${status}`)}</li>`)}</ol>
    <p class="faint">${[t("policies.tasks", { count: policy.support }),
      policy.confidence === undefined ? "" : t("policies.confidence", { value: score(policy.confidence) }), maker(policy)]
      .filter(Boolean).join(" · ")}</p>
    ${tools(policy, html`<button type="button" class="button" data-action="merge">${icon("share")}${t("policies.merge.button")}</button>`)}
  </header>
  ${worth(gain, policy, excerpts)}
  <section class="card lines"><h3>${t("policies.says")}</h3>${parts.map((part) =>
    group(part, lines.filter((line) => line.part === part), excerpts))}</section>
  ${versions(history)}`;

function maker({ editedAt, madeBy }) {
  if (editedAt) return t("policies.edited");
  return madeBy.path === "model" ? t("policies.model", { model: madeBy.model }) : t("policies.rules");
}

/** With it and without it, as two bars, and what exactly is compared. */
function worth(gain, policy, excerpts) {
  const tasks = (list, name) => evidence(list.map(({ episodeId }) => episodeId), excerpts, name);
  return html`<section class="card gain"><h3>${t("policies.gain")} <strong class="${policy.gain < 0 ? "bad" : "good"}">${
    signed(policy.gain)}</strong></h3>
    <div class="bar"><h4>${t("policies.with")}</h4><x-score-bar value="${gain.meanWith}"></x-score-bar>
      <p class="faint">${gain.with.length ? t("policies.with.text", { count: gain.with.length }) : t("policies.with.none")}</p>
      ${tasks(gain.with, "with")}</div>
    <div class="bar"><h4>${t("policies.without")}</h4><x-score-bar value="${gain.expected}"></x-score-bar>
      <p class="faint">${gain.without.length ? t("policies.without.text", { count: gain.without.length,
        mean: signed(gain.meanWithout), prior: gain.prior.weight, value: signed(gain.prior.mean) })
        : t("policies.without.none", { prior: gain.prior.weight, value: signed(gain.prior.mean) })}</p>
      ${tasks(gain.without, "without")}</div></section>`;
}

const group = (part, lines, excerpts) => lines.length ? html`<div class="part" data-part="${part}"><h4>${t(`part.${part}`)}</h4>
  <ul>${lines.map(({ text, sourceIds }, index) => html`<li><p>${coded(text)}</p>${evidence(sourceIds, excerpts, `${part}-${index}`)
    || html`<p class="faint none">${t("policies.noEvidence")}</p>`}</li>`)}</ul></div>` : "";

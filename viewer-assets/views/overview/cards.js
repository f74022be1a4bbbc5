// The cards of the overview: hosts, the last recall, what waits to be learned, what models cost.
import { clock, duration, moment, number, score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";

const tones = { delivering: "good", quiet: "", failing: "bad", never: "wait" };
const shapes = { delivering: "ok", quiet: "open", failing: "error", never: "unknown" };

const since = (ts) => (ts ? t("overview.ago", { time: duration(Date.now() - ts).split(" ").slice(0, 2).join(" ") }) : "–");

/** Is my host delivering? */
export const hosts = (list) => list.length
  ? html`<ul class="grid hosts">${list.map((host) => html`<li class="card">
      <div class="row"><h3>${host.agent}</h3><span class="chip push" data-tone="${tones[host.state]}">${
        icon(shapes[host.state])}${t(`overview.host.${host.state}`)}</span></div>
      <p class="faint">${t(`overview.host.${host.fault ?? host.state}.text`)}</p>
      <dl class="facts"><dt>${t("overview.host.prompt")}</dt><dd>${since(host.lastPrompt)}</dd>
        <dt>${t("overview.host.capture")}</dt><dd>${since(host.lastCapture)}</dd>
        <dt>${t("overview.host.block")}</dt><dd>${since(host.lastBlock)}</dd>
        ${host.promptsSinceCapture ? html`<dt>${t("overview.host.since")}</dt><dd>${number(host.promptsSinceCapture)}</dd>` : ""}
        ${host.lastFailure ? html`<dt>${t("overview.host.failure")}</dt><dd title="${host.lastFailure.reason}">${
          since(host.lastFailure.ts)}</dd>` : ""}</dl></li>`)}</ul>`
  : html`<div class="card"><p>${t("overview.hosts.none")}</p><p><code>memos install claude</code></p></div>`;

/** The last recall before a turn, with its reason. */
export function lastRecall(recall) {
  if (!recall) return html`<section class="card"><h2>${t("overview.recall")}</h2><p class="faint">${t("overview.recall.none")}</p></section>`;
  const isSilent = recall.reason === "silent";
  return html`<section class="card recall"><h2>${t("overview.recall")}</h2>
    <blockquote>${recall.query || t("overview.recall.hidden")}</blockquote>
    <p class="reason">${isSilent ? t("overview.recall.silent")
      : t("overview.recall.shown", { count: recall.shown.length, tokens: recall.tokens })}</p>
    ${isSilent && recall.abstained ? html`<p class="faint">${recall.abstained}</p>` : ""}
    <p class="row faint">${recall.agent ?? ""} · ${moment(recall.ts)} · ${score(recall.ms)} ms
      <a class="push" href="${linkTo(recall.id)}">${t("overview.recall.why")}</a>
      ${recall.turnId ? html`<a href="#/logs/${recall.turnId}">${t("overview.recall.life")}</a>` : ""}</p></section>`;
}

/** What waits to be learned. */
export const queue = ({ pending, failed, next }) => html`<section class="card queue"><h2>${t("overview.queue")}</h2>
  <p class="faint">${t("overview.queue.waiting", { count: pending })}${failed ? html` · <span class="bad">${
    t("overview.queue.failed", { count: failed })}</span>` : ""}</p>
  <ul>${next.filter(({ kind }) => !["prune_history", "review_skills"].includes(kind)).slice(0, 6).map((job) => html`<li>
    <span>${t(`job.${job.kind}`)}</span>
    ${linkTo(job.subject) ? html`<a href="${linkTo(job.subject)}">${t("overview.queue.open")}</a>` : ""}
    <time class="${job.failed ? "bad" : "faint"}">${job.failed ? t("overview.queue.gaveUp")
      : job.notBefore > Date.now() ? t("overview.queue.from", { time: clock(job.notBefore) }) : t("overview.queue.now")}</time>
    ${job.error ? html`<small>${job.error}</small>` : ""}</li>`)}</ul></section>`;

/** What models cost today against what they may. */
export function budget({ budget: spent, models }) {
  const { total } = spent.day;
  const share = total.tokenLimit ? Math.min(1, total.tokens / total.tokenLimit) : 0;
  return html`<section class="card budget"><h2>${t("overview.budget")}</h2>
    ${models.length ? html`<ul class="row">${models.map(({ role, model, available }) => html`<li class="chip" data-tone="${
      available ? "good" : "wait"}">${icon(available ? "ok" : "open")}${role}: ${model}</li>`)}</ul>`
      : html`<p class="faint">${t("overview.budget.none")}</p>`}
    ${total.tokenLimit ? html`<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${
      t("overview.budget")}: ${number(total.tokens)} / ${number(total.tokenLimit)}"><rect class="rail" width="100" height="6" rx="3"/>
      <rect class="${spent.exhausted ? "full" : "used"}" width="${share * 100}" height="6" rx="3"/></svg>` : ""}
    <p class="faint">${total.tokenLimit ? t("overview.budget.ofTokens", { used: total.tokens, limit: total.tokenLimit })
      : t("overview.budget.tokens", { used: total.tokens })}${total.dollars || total.dollarLimit
      ? ` · $${score(total.dollars)}${total.dollarLimit ? ` / $${score(total.dollarLimit)}` : ""}` : ""}</p></section>`;
}

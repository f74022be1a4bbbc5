// What happened on the way from a question to a block, step by step, in words and with the numbers.
import { compared, number, score, signed } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { linkTo } from "../../lib/links.js";
import { channelName, t } from "../../lib/locale.js";
import { weightsTable } from "../../lib/weights.js";

const most = 25;

/** A reason of the daemon's in the reader's language, known by its first three words; one that we have no words for stays as it is. */
export function reasonText(reason) {
  const key = `recall.r.${reason.split(" ", 3).join("-")}`;
  const text = t(key);
  return text === key ? reason : text;
}

/** Whether anything is handed over, in a sentence. */
export function verdict({ silence, count, tokens, explanation: { probability, threshold } = {} }, isPast) {
  const odds = probability === undefined || threshold === undefined ? "" : ` (${compared(probability, threshold)})`;
  const key = `${silence ? "silent" : "speaks"}${isPast ? ".past" : ""}`;
  return html`<p class="verdict" data-silent="${Boolean(silence)}">${t(`recall.${key}`, silence
    ? { reason: reasonText(silence) } : { count, tokens: number(tokens) })}${odds}</p>`;
}

/** A link where a page shows it. */
export const item = (id, text) => (linkTo(id) ? html`<a href="${linkTo(id)}">${text || id}</a>` : text);

export function block(text, { tokens, characters, settings }) {
  if (!text) return "";
  const share = settings ? Math.min(100, (tokens / settings.promptTokens) * 100) : 0;
  return html`<section class="block"><h3>${t("recall.block")}</h3>
    <p class="row faint"><span>${settings ? t("recall.ofTokens", { tokens, most: settings.promptTokens })
      : t("recall.tokens", { count: tokens })} · ${t("recall.characters", { count: characters })}</span>
      ${settings ? html`<meter min="0" max="100" value="${share}" aria-label="${t("recall.budget")}"></meter>` : ""}</p>
    <pre class="mono" tabindex="0">${text}</pre></section>`;
}

/** `side` keeps the ids of two results apart. */
export function steps({ explanation = {}, hits = [] }, side = "") {
  const { channels = {}, candidates = [], dropped = [], gateContributions, legend = {}, deadline, failed = [] } =
    explanation;
  const names = Object.keys(channels);
  if (!names.length) return "";
  const words = new Map([...dropped.map(({ refId, excerpt }) => [refId, excerpt]),
    ...hits.map(({ refId, snippet }) => [refId, snippet])]);
  const others = Object.entries(Object.groupBy(dropped, ({ reason }) => reason));
  const { probability, threshold } = explanation;
  return html`<h3>${t("recall.steps")}</h3><ol class="steps">
    ${step("search", side, t("recall.found", {
      count: names.reduce((sum, name) => sum + channels[name].hits, 0), ways: names.length,
    }), html`<table class="table"><thead><tr><th scope="col">${t("why.channel")}</th><th scope="col" class="number">${
      t("search.found")}</th><th scope="col" class="number">${t("search.took")}</th></tr></thead><tbody>${names.map((name) =>
      html`<tr><th scope="row">${channelName(name)}</th><td class="number">${number(channels[name].hits)}</td>
        <td class="number">${number(channels[name].ms)} ms</td></tr>`)}</tbody></table>
      ${deadline?.late?.length ? html`<p class="bad">${t("search.late", {
        channels: deadline.late.map(channelName).join(", "), ms: deadline.ms })}</p>` : ""}
      ${failed.map(({ channel }) => html`<p class="bad">${t("search.failed", { channel: channelName(channel) })}</p>`)}`)}
    ${step("rank", side, t("recall.ranked", { count: candidates.length }), candidates.length ? html`<div class="table-frame"
      tabindex="0"><table class="table"><thead><tr><th scope="col">${t("kind.trace")}</th>${names.map((name) =>
      html`<th scope="col" class="number">${channelName(name)}</th>`)}<th scope="col" class="number">${
      t("search.score")}</th></tr></thead><tbody>${candidates.slice(0, most).map((candidate) => html`<tr>
      <td>${item(candidate.refId, words.get(candidate.refId))}<details><summary>${t("why.weights")}</summary>${
        weightsTable({ contributions: candidate.contributions, meanings: legend.features, caption:
          `${t("why.strength")} ${signed(candidate.strength)}` })}</details></td>
      ${names.map((name) => html`<td class="number">${candidate.channels[name] ? `#${candidate.channels[name].rank}` : "–"
        }</td>`)}<td class="number">${score(candidate.score)}</td></tr>`)}</tbody></table></div>` : "")}
    ${step("floor", side, t("recall.left", { count: dropped.length }), others.map(([reason, list]) => html`<details>
      <summary>${reasonText(reason)} <span class="faint">${number(list.length)}</span></summary><ul>${
      list.slice(0, most).map(({ refId, excerpt }) => html`<li>${item(refId, excerpt)}</li>`)}</ul></details>`))}
    ${probability === undefined ? "" : step("gate", side, compared(probability, threshold), html`<p class="faint">${
      t("recall.gate.note")}</p>${weightsTable({ contributions: gateContributions, meanings: legend.gate,
      caption: t("gate.caption") })}`)}
  </ol>`;
}

const step = (name, side, told, body) => html`<li><details id="step-${name}${side}"><summary><strong>${
  t(`recall.step.${name}`)}</strong> <span>${told}</span></summary><div class="stack"><p class="faint">${
  t(`recall.step.${name}.note`)}</p>${body}</div></details></li>`;

import { compared, number } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { channelName, t } from "../../lib/locale.js";
import { weightsTable } from "../../lib/weights.js";

const mostOfAReason = 20;

/**
 * What is to say of a whole search: whether an agent would have been told before a turn, what was left out and why, and
 * what the channels did.
 *
 *     const element = document.createElement("x-search-explanation");
 *     element.explanation = result.explanation;
 */
class SearchExplanation extends HTMLElement {
  set explanation(explanation = {}) {
    render(this, html`${verdict(explanation)}${troubles(explanation)}${leftOut(explanation.dropped ?? [])}
      ${channels(explanation.channels ?? {})}`);
  }
}

function verdict({ abstained, wouldAbstain, probability, threshold, gateContributions, legend }) {
  if (abstained) return html`<p lang="en">${abstained}</p>`;
  if (probability === undefined || threshold === undefined) return "";
  const comparison = compared(probability, threshold);
  const isSilent = Boolean(wouldAbstain);
  const key = isSilent ? "silent" : probability < threshold ? "fault" : "speaks";
  return html`<section class="verdict" data-silent="${isSilent}">
    <h2>${t(`gate.${key}`, { comparison })}</h2>
    <p>${t("gate.note")} ${isSilent ? html`<span lang="en">(${wouldAbstain})</span>` : ""}</p>
    ${gateContributions ? html`<details><summary>${t("gate.why")}</summary>${weightsTable({
      contributions: gateContributions, meanings: legend?.gate, caption: t("gate.caption"),
    })}</details>` : ""}
  </section>`;
}

function troubles({ deadline, failed = [] }) {
  const late = (deadline?.late ?? []).map(channelName);
  return html`
    ${late.length ? html`<p class="trouble">${t("search.late", { channels: late.join(", "), ms: deadline.ms })}</p>` : ""}
    ${failed.map(({ channel, code }) => html`<p class="trouble">${t("search.failed", { channel: channelName(channel) })}
      <code>${code}</code></p>`)}`;
}

function leftOut(dropped) {
  if (dropped.length === 0) return "";
  const groups = new Map();
  for (const item of dropped) groups.set(item.reason, [...(groups.get(item.reason) ?? []), item]);
  return html`<section class="left-out">
    <h2>${t("search.leftOut")}</h2>
    <p>${t("search.dropped", { count: dropped.length })}</p>
    ${[...groups].map(([reason, items]) => html`<details>
      <summary><span lang="en">${reason}</span> <span class="amount">${number(items.length)}</span></summary>
      <ul>${items.slice(0, mostOfAReason).map(({ refId, excerpt }) => html`<li>
        <a href="#/memories/${encodeURIComponent(refId)}">${excerpt || refId}</a></li>`)}</ul>
      ${items.length > mostOfAReason
        ? html`<p>${t("search.more", { count: items.length - mostOfAReason })}</p>` : ""}
    </details>`)}
  </section>`;
}

function channels(answers) {
  const rows = Object.entries(answers);
  if (rows.length === 0) return "";
  return html`<details class="channels"><summary>${t("search.channels")}</summary><table>
    <thead><tr><th scope="col">${t("why.channel")}</th><th scope="col">${t("search.found")}</th>
      <th scope="col">${t("search.took")}</th></tr></thead>
    <tbody>${rows.map(([name, { hits, ms }]) => html`<tr><th scope="row">${channelName(name)}</th>
      <td>${number(hits)}</td><td>${number(ms)} ms</td></tr>`)}</tbody>
  </table></details>`;
}

export const registerSearchExplanation = () => customElements.define("x-search-explanation", SearchExplanation);

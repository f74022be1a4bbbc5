import { score as scoreText } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { markedParts } from "../../lib/marks.js";

/**
 * One search result: its snippet with the query's words marked, and why it was found. `result` = {hit, candidate?,
 * query, best}; `best` is the highest score of the list, which fills the bar.
 *
 *     const element = document.createElement("x-search-hit");
 *     element.result = { hit, candidate, query, best };
 */
class SearchHit extends HTMLElement {
  set result({ hit, candidate, query, best }) {
    const target = hit.refKind === "trace" || hit.refKind === "episode" ? hit.refId : hit.sourceTraceId;
    const marks = markedParts(hit.snippet ?? "", query)
      .map(({ text, isMarked }) => (isMarked ? html`<mark>${text}</mark>` : text));
    const share = best > 0 ? Math.round((Math.max(0, hit.score) / best) * 100) : 0;
    render(this, html`<article aria-labelledby="hit-${hit.refId}" tabindex="-1" data-role="card">
      <div class="meta">
        <span class="chip" data-tone="accent">${t(`kind.${hit.refKind}`)}</span>
        ${hit.ownerAgentKind ? html`<span>${hit.ownerAgentKind}</span>` : ""}
        <span class="score"><meter min="0" max="100" value="${share}" aria-label="${t("search.score")}"></meter>
          <span title="${t("search.score")}">${scoreText(hit.score)}</span></span>
      </div>
      <p class="snippet" id="hit-${hit.refId}">${target
        ? html`<a href="#/memories/${encodeURIComponent(target)}">${marks}</a>` : marks}</p>
      <details>
        <summary>${icon("chevron")}${t("why.title")}</summary>
        ${candidate ? why(candidate) : html`<p>${t("why.unknown")}</p>`}
      </details>
    </article>`);
  }

  get article() {
    return this.querySelector("article");
  }
}

function why(candidate) {
  const channels = Object.entries(candidate.channels ?? {});
  return html`<div class="why">
    ${candidate.rule ? html`<p><span class="label">${t("why.rule")}</span> <code>${candidate.rule}</code></p>` : ""}
    <table>
      <caption class="visually-hidden">${t("why.table")}</caption>
      <thead><tr><th scope="col">${t("why.channel")}</th><th scope="col">${t("why.rank")}</th>
        <th scope="col">${t("why.score")}</th></tr></thead>
      <tbody>${channels.map(([name, { rank, score }]) => html`<tr>
        <th scope="row">${channelName(name)}</th><td>${rank === undefined ? "–" : `#${rank}`}</td>
        <td>${score === undefined ? "–" : scoreText(score)}</td></tr>`)}</tbody>
      <tfoot>
        <tr><th scope="row">${t("why.fused")}</th><td></td>
          <td>${candidate.fused === undefined ? "–" : scoreText(candidate.fused)}</td></tr>
        <tr><th scope="row">${t("why.final")}</th><td></td>
          <td>${candidate.score === undefined ? "–" : scoreText(candidate.score)}</td></tr>
      </tfoot>
    </table>
  </div>`;
}

/** A channel we have no words for keeps its own name. */
function channelName(name) {
  const key = `channel.${name}`;
  const text = t(key);
  return text === key ? name : text;
}

export const registerSearchHit = () => customElements.define("x-search-hit", SearchHit);

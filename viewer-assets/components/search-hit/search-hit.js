import { moment, score as scoreText } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { channelName, t } from "../../lib/locale.js";
import { markedParts } from "../../lib/marks.js";
import { weightsTable } from "../../lib/weights.js";

/**
 * One search result: its snippet with the query's words marked, and why it was found. `result` = {hit, candidate?,
 * meanings?, query, best}; `meanings` are the daemon's words for features, and `best` is the highest score of the list,
 * which fills the bar.
 *
 *     const element = document.createElement("x-search-hit");
 *     element.result = { hit, candidate, meanings, query, best };
 */
class SearchHit extends HTMLElement {
  set result({ hit, candidate, meanings, query, best }) {
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
        ${candidate ? why(hit, candidate, meanings) : html`<p>${t("why.unknown")}</p>`}
      </details>
    </article>`);
  }

  get article() {
    return this.querySelector("article");
  }
}

function why(hit, candidate, meanings) {
  const channels = Object.entries(candidate.channels ?? {});
  return html`<div class="why">
    <dl>
      ${candidate.rule ? html`<dt>${t("why.rule")}</dt><dd lang="en">${candidate.rule}</dd>` : ""}
      ${hit.ts ? html`<dt>${t("why.date")}</dt><dd>${moment(hit.ts)}</dd>` : ""}
      ${hit.sessionId ? html`<dt>${t("why.session")}</dt>
        <dd><a href="#/memories?session=${encodeURIComponent(hit.sessionId)}">${hit.sessionId}</a></dd>` : ""}
    </dl>
    ${channels.length ? html`<table class="channels">
      <caption class="visually-hidden">${t("why.table")}</caption>
      <thead><tr><th scope="col">${t("why.channel")}</th><th scope="col">${t("why.rank")}</th>
        <th scope="col">${t("why.score")}</th></tr></thead>
      <tbody>${channels.map(([name, { rank, score }]) => html`<tr>
        <th scope="row">${channelName(name)}</th><td>${rank === undefined ? "–" : `#${rank}`}</td>
        <td>${score === undefined ? "–" : scoreText(score)}</td></tr>`)}</tbody>
    </table>` : html`<p>${t("why.besides")}</p>`}
    ${weightsTable({
      contributions: candidate.contributions, meanings, caption: t("why.weights"), total: candidate.strength,
    })}
  </div>`;
}

export const registerSearchHit = () => customElements.define("x-search-hit", SearchHit);

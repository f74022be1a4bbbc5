// What a model's features added, as a table of words, numbers and bars to both sides of zero.
import { signed } from "./format.js";
import { html } from "./html.js";
import { t } from "./locale.js";

/**
 * `contributions` = {name: number}, greatest first; `meanings` = {name: words}, the daemon's legend. A name without
 * words is shown itself. `total`, where given, is shown below.
 */
export function weightsTable({ contributions, meanings = {}, caption, total }) {
  const rows = Object.entries(contributions ?? {});
  if (rows.length === 0) return "";
  const longest = Math.max(...rows.map(([, value]) => Math.abs(value)));
  return html`<table class="weights">
    <caption>${caption}</caption>
    <thead class="visually-hidden"><tr><th scope="col">${t("why.feature")}</th><th scope="col">${t("why.added")}</th>
      <td></td></tr></thead>
    <tbody>${rows.map(([name, value]) => html`<tr>
      <th scope="row" lang="en">${meanings[name] ?? name}</th><td>${signed(value)}</td>
      <td>${bar(value, longest)}</td></tr>`)}</tbody>
    ${total === undefined ? "" : html`<tfoot><tr><th scope="row">${t("why.strength")}</th><td>${signed(total)}</td>
      <td></td></tr></tfoot>`}
  </table>`;
}

/** The content policy forbids inline styles; a drawing's attributes say the length as well. */
function bar(value, longest) {
  const length = longest > 0 ? (Math.abs(value) / longest) * 50 : 0;
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"
    data-sign="${value < 0 ? "minus" : "plus"}"><path d="M50 0v8"></path>
    <rect x="${value < 0 ? 50 - length : 50}" y="1" width="${length}" height="6"></rect></svg>`;
}

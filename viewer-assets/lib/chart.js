// Charts as inline SVG in real pixels: words stay their size, lines stay sharp, and every series differs by more than
// its colour.
import { html } from "./html.js";

const pad = { top: 8, right: 4, bottom: 22, left: 36 };

/** A round number at or above, whose half is as round: 2, 4, 6, 8, 10, 20, 40 … */
export function niceCeiling(value) {
  if (!(value > 0)) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return [power === 1 ? 2 : 1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value * 0.9999);
}

/** Indexes that get a word below the axis: the first, the last and as many between as have room. */
export function tickIndexes(count, width, room = 76) {
  const most = Math.max(2, Math.floor(width / room));
  if (count <= most) return [...Array(count).keys()];
  return [...Array(most).keys()].map((step) => Math.round((step * (count - 1)) / (most - 1)));
}

/** For each place the sum of all series up to each one; `null` counts nothing. */
export function stacked(series) {
  const tops = [];
  for (const { values } of series) {
    const below = tops.at(-1);
    tops.push(values.map((value, index) => (value ?? 0) + (below ? below[index] : 0)));
  }
  return tops;
}

/**
 * The drawing. spec = {kind: "bars" | "area" | "line", ticks: [short word a place], series: [{name, tone, values}],
 * format}; bars and areas are stacked. `pointed` is the place that is pointed at.
 */
export function drawing({ kind, ticks, series, format = String }, width, height, pointed = -1) {
  const count = ticks.length;
  const inner = { width: width - pad.left - pad.right, height: height - pad.top - pad.bottom };
  const tops = kind === "line" ? series.map(({ values }) => values) : stacked(series);
  const peak = niceCeiling(Math.max(0, ...tops.flat().filter((value) => value !== null)));
  const slot = inner.width / Math.max(count, 1);
  const x = (index) => pad.left + slot * (index + 0.5);
  const y = (value) => pad.top + inner.height * (1 - value / peak);
  const r = (value) => Math.round(value * 10) / 10;
  const shape = { bars, area, line }[kind];
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    ${[0, 0.5, 1].map((share) => html`<path class="rule" d="M${pad.left} ${r(y(peak * share))}H${width - pad.right}"/>
      <text class="scale" x="${pad.left - 6}" y="${r(y(peak * share) + 4)}">${format(peak * share)}</text>`)}
    ${pointed >= 0 ? html`<rect class="pointer" x="${r(pad.left + slot * pointed)}" y="${pad.top}" width="${r(Math.max(slot, 1))}"
      height="${inner.height}"/>` : ""}
    ${shape({ series, tops, x, y, r, slot })}
    ${tickIndexes(count, inner.width).map((index) => {
      const at = slot > 44 ? "middle" : { 0: "start", [count - 1]: "end" }[index] ?? "middle";
      const place = { start: pad.left, middle: x(index), end: width - pad.right }[at];
      return html`<text class="tick" data-at="${at}" x="${r(place)}" y="${height - 5}">${ticks[index]}</text>`;
    })}
  </svg>`;
}

function bars({ series, tops, x, y, r, slot }) {
  const wide = Math.max(1, Math.min(28, slot * 0.72));
  return series.map(({ tone, values }, row) => values.map((value, index) => {
    if (!value) return "";
    const [top, bottom] = [y(tops[row][index]), y(row ? tops[row - 1][index] : 0)];
    return html`<rect class="fill" data-tone="${tone}" data-row="${row % 2}" rx="1" x="${r(x(index) - wide / 2)}" y="${r(top)}"
      width="${r(wide)}" height="${r(Math.max(1, bottom - top))}"/>`;
  }));
}

function area({ series, tops, x, y, r }) {
  return series.map(({ tone }, row) => {
    const upper = tops[row].map((value, index) => `${r(x(index))} ${r(y(value))}`);
    const lower = tops[row].map((_, index) => `${r(x(index))} ${r(y(row ? tops[row - 1][index] : 0))}`).reverse();
    return html`<path class="fill" data-tone="${tone}" data-soft d="M${[...upper, ...lower].join("L")}Z"/>
      <path class="line" data-tone="${tone}" data-dash="${row}" d="M${upper.join("L")}"/>`;
  });
}

/** Gaps stay gaps; a value between two gaps is a dot. */
function line({ series, x, y, r }) {
  return series.map(({ tone, values }, row) => {
    const parts = [];
    values.forEach((value, index) => {
      if (value === null) return;
      const joined = index > 0 && values[index - 1] !== null;
      parts.push(`${joined ? "L" : "M"}${r(x(index))} ${r(y(value))}${joined ? "" : "h0.01"}`);
    });
    return html`<path class="line" data-tone="${tone}" data-dash="${row}" d="${parts.join("")}"/>`;
  });
}

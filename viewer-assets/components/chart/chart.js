import { drawing } from "../../lib/chart.js";
import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/**
 * A chart with its legend and, behind a disclosure, its table. Property `spec`: what lib/chart.js draws, with `title`,
 * `labels`: [long word a place], and `place`: what a place is called, such as “Day”. Pointing at a place, or the arrow
 * keys, show its numbers in the legend; otherwise it shows the sums, or what `total` of a series says.
 *
 *     <x-chart id="growth"></x-chart>
 */
class Chart extends HTMLElement {
  #spec = null;
  #at = -1;
  #width = 0;
  #sight = new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width === this.#width || !this.#spec) return;
    this.#width = width;
    this.#plot();
  });

  disconnectedCallback() {
    this.#sight.disconnect();
  }

  set spec(spec) {
    this.#spec = spec;
    this.#at = -1;
    const isOpen = this.querySelector("details")?.open;
    render(this, html`<div class="legend"></div>
      <div class="plot" role="img" tabindex="0"></div>
      <details ${isOpen ? html`open` : ""}><summary>${t("chart.table")}</summary><div class="table-frame" tabindex="0"
        role="region" aria-label="${spec.title}"></div></details>`);
    const plot = this.querySelector(".plot");
    plot.setAttribute("aria-label", `${spec.title}. ${spec.series.map((series) => this.#sum(series)).join(", ")}`);
    plot.addEventListener("pointermove", ({ offsetX }) =>
      this.#point(Math.floor((offsetX - 36) / ((this.#width - 40) / spec.ticks.length))));
    plot.addEventListener("pointerleave", () => this.#point(-1));
    plot.addEventListener("blur", () => this.#point(-1));
    plot.addEventListener("keydown", this.#key);
    const details = this.querySelector("details");
    details.addEventListener("toggle", () => this.#tabulate(details.open));
    this.#tabulate(isOpen);
    this.#width = Math.floor(plot.clientWidth);
    this.#plot();
    this.#sight.disconnect();
    this.#sight.observe(plot);
  }

  #format = (value) => (value === null ? "–" : (this.#spec.format ?? String)(value));

  #sum({ name, values, total }) {
    return `${name} ${this.#format(total ?? values.reduce((sum, value) => sum + (value ?? 0), 0))}`;
  }

  #plot() {
    if (this.#width > 60) render(this.querySelector(".plot"), drawing(this.#spec, this.#width, this.#spec.height ?? 170, this.#at));
    const { series, labels } = this.#spec;
    render(this.querySelector(".legend"), html`${series.map((part, row) => html`<span data-tone="${part.tone}" data-row="${
      row % 2}"><i></i>${this.#at < 0 ? this.#sum(part) : `${part.name} ${this.#format(part.values[this.#at])}`}</span>`)}
      ${this.#at < 0 ? "" : html`<b>${labels[this.#at]}</b>`}`);
  }

  #point(at) {
    const next = at < 0 ? -1 : Math.min(at, this.#spec.ticks.length - 1);
    if (next === this.#at) return;
    this.#at = next;
    this.#plot();
  }

  #key = (event) => {
    const last = this.#spec.ticks.length - 1;
    const from = this.#at < 0 ? last + 1 : this.#at;
    const next = { ArrowLeft: Math.max(0, from - 1), ArrowRight: Math.min(last, from + 1), Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#point(next);
    const { series, labels } = this.#spec;
    event.target.setAttribute("aria-label",
      `${labels[next]}: ${series.map(({ name, values }) => `${name} ${this.#format(values[next])}`).join(", ")}`);
  };

  #tabulate(isOpen) {
    const { series, labels, title, place } = this.#spec;
    render(this.querySelector(".table-frame"), isOpen ? html`<table class="table"><caption>${title}</caption>
      <thead><tr><th scope="col">${place ?? t("chart.day")}</th>${series.map(({ name }) =>
        html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
      <tbody>${labels.map((label, index) => html`<tr><th scope="row">${label}</th>${series.map(({ values }) =>
        html`<td class="number">${this.#format(values[index])}</td>`)}</tr>`).reverse()}</tbody></table>` : html``);
  }
}

if (!customElements.get("x-chart")) customElements.define("x-chart", Chart);

import { signed } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";

/**
 * A number from −1 to 1 (or 0 to 1 with `data-unsigned`) as a bar from the middle (or the start) and as text. The name of
 * what it measures is the attribute `label`.
 *
 *     <x-score-bar value="0.42" label="V"></x-score-bar>
 */
class ScoreBar extends HTMLElement {
  static observedAttributes = ["value", "label"];

  connectedCallback() {
    this.#update();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#update();
  }

  #update() {
    const value = Number(this.getAttribute("value"));
    const isSigned = !this.hasAttribute("data-unsigned");
    const share = Math.min(1, Math.abs(value)) * (isSigned ? 50 : 100);
    const start = isSigned ? (value < 0 ? 50 - share : 50) : 0;
    this.dataset.sign = value < 0 ? "minus" : "plus";
    const label = this.getAttribute("label");
    render(this, html`${label ? html`<span class="name">${label}</span>` : ""}
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 4h100"/><rect x="${start}" y="1" width="${share}" height="6" rx="1"/></svg>
      <span class="number">${isSigned ? signed(value) : signed(value).replace("+", "")}</span>`);
  }
}

export const registerScoreBar = () => customElements.define("x-score-bar", ScoreBar);

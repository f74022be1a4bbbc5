import { html, render } from "../../lib/html.js";

/**
 * Tabs over what the page shows below them. Properties `tabs`: [{name, label, count?}], `chosen`: a name. Event `choose`,
 * detail: the name. Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ with automatic activation.
 *
 *     <x-tabs id="parts" data-action="choosePart"></x-tabs>
 */
class Tabs extends HTMLElement {
  #tabs = [];
  #chosen = null;

  connectedCallback() {
    this.setAttribute("role", "tablist");
    this.addEventListener("click", this.#click);
    this.addEventListener("keydown", this.#key);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#click);
    this.removeEventListener("keydown", this.#key);
  }

  set tabs(tabs) {
    this.#tabs = tabs;
    this.#update();
  }

  set chosen(name) {
    this.#chosen = name;
    this.#update();
  }

  #update() {
    render(this, html`${this.#tabs.map(({ name, label, count }) => html`<button type="button" role="tab" data-tab="${name}"
      aria-selected="${name === this.#chosen}" tabindex="${name === this.#chosen ? 0 : -1}">${label}${
      count === undefined ? "" : html`<small>${count}</small>`}</button>`)}`);
  }

  #choose(name) {
    if (name === this.#chosen) return;
    this.chosen = name;
    this.querySelector("[aria-selected=true]").focus();
    this.dispatchEvent(new CustomEvent("choose", { detail: name, bubbles: true }));
  }

  #click = ({ target }) => {
    const name = target.closest("[data-tab]")?.dataset.tab;
    if (name) this.#choose(name);
  };

  #key = (event) => {
    const at = this.#tabs.findIndex(({ name }) => name === this.#chosen);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.#tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(this.#tabs[(next + this.#tabs.length) % this.#tabs.length].name);
  };
}

export const registerTabs = () => customElements.define("x-tabs", Tabs);

import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { disposal } from "../../lib/store.js";

/**
 * One select a filter. `filters` = [{name, value, options: [{value, label}]}]; event `filter`, detail {name, value}.
 *
 *     <x-filter-bar></x-filter-bar>
 */
class FilterBar extends HTMLElement {
  #filters = [];
  #until = disposal();

  connectedCallback() {
    this.setAttribute("role", "group");
    this.#until.add(language.subscribe(() => this.#update()));
    this.addEventListener("change", this.#change);
    this.addEventListener("click", this.#clear);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("change", this.#change);
    this.removeEventListener("click", this.#clear);
  }

  set filters(filters) {
    if (JSON.stringify(filters) === JSON.stringify(this.#filters)) return;
    this.#filters = filters;
    this.#update();
  }

  #update() {
    const focused = this.contains(document.activeElement) ? document.activeElement.name : null;
    // One agent or session alone is no choice.
    const shown = this.#filters.filter(({ value, options }) => value || options.length > 1);
    this.setAttribute("aria-label", t("filter.label"));
    render(this, html`
      ${shown.map(({ name, value, options }) => html`<label data-set="${String(Boolean(value))}">
        <span>${t(`filter.${name}`)}</span>
        <select name="${name}">
          <option value="">${t(`filter.${name}.all`)}</option>
          ${options.map((option) => html`<option value="${option.value}"
            ${option.value === value ? html`selected` : ""}>${option.label}</option>`)}
        </select>${icon("chevron")}
      </label>`)}
      ${this.#filters.some(({ value }) => value) ? html`<button type="button" class="quiet-button">
        ${icon("close")}${t("filter.clear")}</button>` : ""}`);
    if (focused) this.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  }

  #change = (event) => this.#tell(event.target.name, event.target.value);

  #clear = (event) => {
    if (event.target.closest("button")) for (const { name } of this.#filters) this.#tell(name, "");
  };

  #tell(name, value) {
    this.dispatchEvent(new CustomEvent("filter", { detail: { name, value } }));
  }
}

export const registerFilterBar = () => customElements.define("x-filter-bar", FilterBar);

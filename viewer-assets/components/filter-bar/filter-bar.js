import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { disposal } from "../../lib/store.js";

/** Always in sight; the others wait in the panel. */
const pills = ["project", "agent", "outcome", "since"];
const fields = { branch: "select", tag: "list", minValue: "number", maxValue: "number", from: "date", to: "date",
  errors: "switch", pinned: "switch" };

/**
 * Filters as pills, a panel with the rarer ones, and a chip for each of those that is set. `filters` = {name: value},
 * `options` = {name: [{value, label?, turns?}]}, `only` = names that apply, or `null`. Event `filter`, detail {name, value}.
 *
 *     <x-filter-bar></x-filter-bar>
 */
class FilterBar extends HTMLElement {
  #filters = {};
  #options = {};
  #only = null;
  #until = disposal();

  connectedCallback() {
    this.setAttribute("role", "group");
    render(this, html`<div class="pills"></div><div class="panel" id="filter-panel" popover></div>`);
    this.#until.add(language.subscribe(() => this.#draw()));
    this.addEventListener("change", this.#change);
    this.addEventListener("click", this.#click);
    this.#panel.addEventListener("beforetoggle", this.#place);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("change", this.#change);
    this.removeEventListener("click", this.#click);
  }

  get #panel() {
    return this.querySelector(".panel");
  }

  set filters(filters) {
    if (JSON.stringify(filters) === JSON.stringify(this.#filters)) return;
    this.#filters = filters;
    this.#drawPills();
    for (const control of this.#panel.querySelectorAll("[name]")) {
      const value = filters[control.name] ?? "";
      if (control.type === "checkbox") control.checked = Boolean(value);
      else if (control !== document.activeElement) control.value = value;
    }
  }

  set options(options) {
    this.#options = options;
    this.#draw();
  }

  set only(names) {
    if (JSON.stringify(names) === JSON.stringify(this.#only)) return;
    this.#only = names;
    this.#drawPills();
  }

  #draw() {
    this.setAttribute("aria-label", t("filter.label"));
    this.#drawPills();
    render(this.#panel, html`<div class="fields">${Object.entries(fields).map(([name, kind]) => this.#field(name, kind))}</div>`);
  }

  #drawPills() {
    const focused = this.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const applies = (name) => !this.#only || this.#only.includes(name);
    // What there is only one of is no choice.
    const shown = pills.filter((name) => applies(name) && (this.#filters[name] || this.#choices(name).length > 1));
    const set = [...Object.keys(fields), "session"].filter((name) => applies(name) && this.#filters[name]);
    render(this.querySelector(".pills"), html`
      ${shown.map((name) => html`<label data-set="${String(Boolean(this.#filters[name]))}">
        <span>${t(`filter.${name}`)}</span>
        ${this.#select(name)}${icon("chevron")}</label>`)}
      ${this.#only ? "" : html`<button type="button" class="quiet-button" popovertarget="filter-panel" data-focus="more">
        ${icon("plus")}${t("filter.more")}</button>`}
      ${set.map((name) => html`<button type="button" class="chip" data-tone="accent" data-clear="${name}"
        aria-label="${t("filter.remove", { name: this.#told(name) })}">${this.#told(name)}${icon("close")}</button>`)}
      ${Object.values(this.#filters).some(Boolean) ? html`<button type="button" class="quiet-button" data-clear="all">
        ${icon("close")}${t("filter.clear")}</button>` : ""}`);
    if (focused) this.querySelector(`[data-focus="${focused}"]`)?.focus();
  }

  /** What is chosen can be seen even when nothing has it any more. */
  #choices(name) {
    const value = this.#filters[name];
    const options = this.#options[name] ?? [];
    return !value || options.some((option) => String(option.value) === value) ? options : [...options, { value }];
  }

  #select(name, id = "") {
    return html`<select name="${name}" data-focus="${name}" ${id ? html`id="${id}" class="input"` : ""}>
      <option value="">${t("filter.all")}</option>
      ${this.#choices(name).map(({ value, label, turns }) => html`<option value="${value}"
        ${String(value) === this.#filters[name] ? html`selected` : ""}>${label ?? value}${turns ? ` · ${turns}` : ""}</option>`)}
    </select>`;
  }

  #field(name, kind) {
    const id = `filter-${name}`;
    const value = this.#filters[name] ?? "";
    const control = {
      select: () => this.#select(name, id),
      list: () => html`<input class="input" id="${id}" name="${name}" list="${id}-known" value="${value}" autocomplete="off">
        <datalist id="${id}-known">${this.#choices(name).map((choice) => html`<option value="${choice.value}">`)}</datalist>`,
      number: () => html`<input class="input" id="${id}" name="${name}" type="number" min="-1" max="1" step="0.1" value="${value}">`,
      date: () => html`<input class="input" id="${id}" name="${name}" type="date" value="${value}">`,
      switch: () => html`<input class="switch" id="${id}" name="${name}" type="checkbox" ${value ? html`checked` : ""}>`,
    }[kind]();
    return html`<div class="field" data-kind="${kind}"><label for="${id}">${t(`filter.${name}`)}</label>${control}</div>`;
  }

  #told(name) {
    const value = this.#filters[name];
    return fields[name] === "switch" ? t(`filter.${name}`) : `${t(`filter.${name}`)}: ${value}`;
  }

  #change = ({ target }) => {
    if (!target.name || !target.checkValidity()) return;
    this.#tell(target.name, target.type === "checkbox" ? (target.checked ? "true" : "") : target.value.trim());
  };

  #click = ({ target }) => {
    const name = target.closest("[data-clear]")?.dataset.clear;
    if (name === "all") for (const each of Object.keys(this.#filters)) this.#tell(each, "");
    else if (name) this.#tell(name, "");
  };

  /** Below its button, within the window. */
  #place = ({ newState }) => {
    if (newState !== "open") return;
    const { left, bottom } = this.querySelector("[popovertarget]").getBoundingClientRect();
    const width = Math.min(416, innerWidth - 32);
    this.#panel.style.inlineSize = `${width}px`;
    this.#panel.style.left = `${Math.max(16, Math.min(left, innerWidth - width - 16))}px`;
    this.#panel.style.top = `${bottom + 6}px`;
  };

  #tell(name, value) {
    this.dispatchEvent(new CustomEvent("filter", { detail: { name, value } }));
  }
}

export const registerFilterBar = () => customElements.define("x-filter-bar", FilterBar);

// Pages of a list beside the item that is open, and what pages of learned things do with it.
import { api } from "./api.js";
import { html } from "./html.js";
import { icon } from "./icons.js";
import { drawDiffs, forget } from "./learned.js";
import { t } from "./locale.js";
import { toast } from "./toast.js";
import { View } from "./view.js";

/** Items that are asked for at a time. */
const portion = 50;

/**
 * A subclass says `path`, `member` (of the answer), `selects`: [[name, [[value, label], …]], …], `row(item)` → {title, facts},
 * `detail(data)`, and `nothing()`, what x-empty shows where there is nothing at all.
 */
export class ListView extends View {
  shown = portion;
  selects = [];

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("shortcut", this.#walk);
    this.addEventListener("keydown", this.#leave);
  }

  disconnectedCallback() {
    document.removeEventListener("shortcut", this.#walk);
    this.removeEventListener("keydown", this.#leave);
    super.disconnectedCallback();
  }

  /** From item to item, or into the search. */
  #walk = ({ detail }) => {
    if (detail === "search") return this.querySelector("#filter-q")?.focus();
    const rows = [...this.querySelectorAll(".rows a")];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const open = rows.findIndex((row) => row.ariaCurrent);
    rows.at(Math.max(0, Math.min(rows.length - 1, (at < 0 ? open : at) + (detail === "next" ? 1 : -1))))?.focus();
  };

  #leave = ({ key, target }) => {
    if (key === "Escape" && this.place.id && !target.matches("input, select")) this.open(null);
  };

  async load({ id, query }, signal) {
    const get = (tail) => (id ? api.get(`${this.path}/{id}${tail}`, { id }, {}, signal) : null);
    const [list, item, ...more] = await Promise.all([
      api.get(this.path, {}, { ...query, limit: this.shown }, signal), get(""), ...this.tails.map(get)]);
    return { items: list[this.member], item, more };
  }

  draw({ items, item, ...rest }, { id, query }) {
    if (!items.length && !item && !Object.values(query).some(Boolean)) return html`<x-empty></x-empty>`;
    const words = t(`${this.page}.search`);
    return html`<div class="split" ${item ? html`data-open` : ""}><div class="list"><div class="tools" role="search">
        <input class="input" type="search" id="filter-q" name="q" value="${query.q ?? ""}" data-action="filter"
          placeholder="${words}" aria-label="${words}">${this.selects.map(([name, options]) => html`<select class="input"
          id="filter-${name}" name="${name}" data-action="filter" aria-label="${t(options[0][1])}">${options.map(([value, label]) =>
          html`<option value="${value}" ${value === (query[name] ?? "") ? html`selected` : ""}>${t(label)}</option>`)}</select>`)}</div>
        ${items.length ? html`<ul class="rows" aria-label="${t(`page.${this.page}`)}">${items.map((one) => this.#line(one, id, query))}</ul>`
          : html`<p class="faint">${t("list.none")}</p>`}
        ${items.length === this.shown ? html`<p><button type="button" class="button" data-action="more">${t("pager.more")}</button></p>` : ""}
      </div><div class="detail stack">${item ? html`<p class="only-narrow"><button type="button" class="quiet-button"
        data-action="back">${icon("back")}${t("list.back")}</button></p>${this.detail({ item, ...rest })}`
        : html`<p class="faint">${t(`${this.page}.choose`)}</p>`}</div></div>`;
  }

  #line(item, id, query) {
    const { title, facts } = this.row(item);
    return html`<li><a data-focus="${item.id}" ${item.id === id ? html`aria-current="true"` : ""}
      href="#/${this.page}/${encodeURIComponent(item.id)}?${new URLSearchParams(query)}"><span class="title">${title}</span>
      <span class="row">${facts.filter(Boolean).map((fact) => html`<span>${fact}</span>`)}</span></a></li>`;
  }

  drawn() {
    const empty = this.querySelector("x-empty");
    if (empty) empty.content = { icon: this.page, title: t(`${this.page}.empty`), text: t(`${this.page}.empty.text`), steps: this.steps() };
  }

  steps() {
    return [];
  }

  actions = {
    filter: ({ name, value }) => {
      this.shown = portion;
      this.go({ [name]: value });
    },
    back: () => this.open(null),
    more: () => {
      this.shown = Math.min(1000, this.shown + portion);
      return this.reload();
    },
    forget: async () => {
      const { id, title, preview } = this.data.item;
      if (await forget(`${this.path}/{id}/forget`, id, title ?? preview)) this.open(null);
    },
  };
}

/** Something with evidence, versions and a state. */
export class LearnedView extends ListView {
  tails = ["/evidence", "/history"];

  constructor() {
    super();
    Object.assign(this.actions, {
      archive: () => this.move("archived", "archive"),
      activate: () => this.move("active", "activate"),
      undo: ({ dataset }) => this.undo(this.place.id, Number(dataset.version)),
      edit: () => this.edit(),
    });
  }

  drawn(data) {
    super.drawn();
    if (data.item) drawDiffs(this, data.more[1]);
  }

  send(tail, body = {}) {
    return api.post(`${this.path}/{id}/${tail}`, { id: this.data.item.id }, body);
  }

  /** Shows a new state at once; the answer confirms it. */
  async move(status, verb) {
    const { item, items } = this.data;
    const same = [item, ...items].filter(({ id }) => id === item.id);
    const former = item.status;
    const set = (value) => {
      for (const one of same) one.status = value;
      this.redraw();
    };
    set(status);
    await this.send(verb).catch((error) => {
      set(former);
      throw error;
    });
    await this.done(t(`learned.done.${status}`), item.id);
  }

  /** Says what was done and how it is taken back, and shows what is there now. */
  async done(text, id) {
    const run = () => this.undo(id).catch((error) => toast(error.message, { tone: "bad", hint: error.hint }));
    toast(text, { tone: "good", action: { label: t("undo"), run } });
    await this.reload();
  }

  async undo(id, version) {
    await api.post(`${this.path}/{id}/undo`, { id }, version ? { version } : {});
    toast(t("undo.done"), { tone: "good" });
    if (this.isConnected) await this.reload();
  }
}

/** The buttons that all learned things have; a page puts its own first. */
export const tools = ({ status }, own) => html`<div class="tools">${own}${button("edit", "edit")}
  ${status === "active" ? "" : button("activate", "ok", status === "archived" ? "restore" : "activate")}
  ${status === "archived" ? "" : button("archive", "transfer")}
  <button type="button" class="quiet-button" data-action="forget">${icon("forget")}${t("learned.forget")}</button></div>`;

const button = (action, shape, name = action) =>
  html`<button type="button" class="button" data-action="${action}">${icon(shape)}${t(`learned.${name}`)}</button>`;

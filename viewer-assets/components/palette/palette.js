import { api } from "../../lib/api.js";
import { openDialog } from "../../lib/dialog.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { chooseLanguage, language, languages, t } from "../../lib/locale.js";
import { debounced } from "../../lib/pace.js";
import { disposal } from "../../lib/store.js";
import { chooseTheme, themes } from "../../lib/theme.js";
import { pages } from "../../views/pages.js";

const kinds = { skill: "skills", trace: "memories", experience: "policies", episode: "tasks", "world-model": "world-models" };

/**
 * Everything within reach of one field: pages, commands, and what the memory finds. Opens with its button or with Ctrl K
 * (⌘ K). Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with a list that is always there.
 *
 *     <x-palette></x-palette>
 */
class Palette extends HTMLElement {
  #until = disposal();
  #dialog = null;
  #entries = [];
  #found = [];
  #at = 0;
  #abort = new AbortController();
  #search = debounced(180, (query) => this.#find(query));

  connectedCallback() {
    this.#until.add(language.subscribe(() => this.#update()));
    this.addEventListener("click", this.#open);
    document.addEventListener("keydown", this.#shortcut);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("click", this.#open);
    document.removeEventListener("keydown", this.#shortcut);
  }

  #update() {
    const key = navigator.platform.startsWith("Mac") ? "⌘ K" : "Ctrl K";
    render(this, html`<button type="button" class="quiet-button" aria-label="${t("palette.open")}" aria-haspopup="dialog">
      ${icon("search")}<kbd>${key}</kbd></button>`);
  }

  #shortcut = (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open();
  };

  #open = () => {
    if (this.#dialog) return;
    const { element, closed } = openDialog(t("palette.open"), html`<main class="palette">
      <input class="input" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" autofocus
        aria-label="${t("palette.label")}" placeholder="${t("palette.label")}" autocomplete="off" spellcheck="false">
      <ul id="palette-list" role="listbox" aria-label="${t("palette.open")}"></ul></main>`);
    this.#dialog = element;
    this.#found = [];
    closed.then(() => {
      this.#abort.abort();
      this.#search.cancel();
      this.#dialog = null;
    });
    const input = element.querySelector("input");
    input.addEventListener("input", () => {
      this.#found = [];
      this.#list(input.value);
      this.#search(input.value.trim());
    });
    input.addEventListener("keydown", (event) => this.#key(event));
    element.querySelector("ul").addEventListener("click", ({ target }) => {
      const row = target.closest("[role=option]");
      if (row) this.#run(Number(row.dataset.at));
    });
    this.#list("");
  };

  get #commands() {
    return [
      ...pages.map((name) => ({ icon: name, text: t(`page.${name}`), kind: t("palette.page"), go: `#/${name}` })),
      ...themes.map((name) => ({
        icon: name, text: t(`palette.theme.${name}`), kind: t("palette.command"), run: () => chooseTheme(name),
      })),
      ...languages.map(({ code, name }) => ({
        icon: "words", text: name, kind: t("palette.command"), run: () => chooseLanguage(code),
      })),
      {
        icon: "help", text: t("palette.tour"), kind: t("palette.command"),
        run: () => document.dispatchEvent(new CustomEvent("open-tour")),
      },
    ];
  }

  #list(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ text }) => words.every((word) => text.toLowerCase().includes(word));
    this.#entries = [...this.#commands.filter(fits), ...this.#found];
    this.#at = 0;
    const list = this.#dialog.querySelector("ul");
    render(list, this.#entries.length ? html`${this.#entries.map((entry, at) => html`<li role="option" id="palette-${at}"
      data-at="${at}">${icon(entry.icon)}<span>${entry.text}</span><small>${entry.kind}</small></li>`)}`
      : html`<li class="nothing">${t("palette.nothing")}</li>`);
    this.#mark();
  }

  #mark() {
    const rows = this.#dialog.querySelectorAll("[role=option]");
    rows.forEach((row, at) => { row.ariaSelected = String(at === this.#at); });
    rows[this.#at]?.scrollIntoView({ block: "nearest" });
    this.#dialog.querySelector("input").setAttribute("aria-activedescendant", rows.length ? `palette-${this.#at}` : "");
  }

  #key(event) {
    const count = this.#entries.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      this.#at = (this.#at + step + count) % count;
      this.#mark();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.#run(this.#at);
    }
  }

  #run(at) {
    const entry = this.#entries[at];
    if (!entry) return;
    this.#dialog.close("");
    if (entry.go) location.hash = entry.go;
    else entry.run();
  }

  async #find(query) {
    if (query.length < 2) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    try {
      const { hits } = await api.get("/api/v1/search", {}, { q: query, limit: 8 }, this.#abort.signal);
      this.#found = hits.map((hit) => ({
        icon: kinds[hit.refKind], text: hit.summary || hit.snippet, kind: t(`page.${kinds[hit.refKind]}`),
        go: linkTo(hit.refId),
      }));
    } catch {
      return; // The palette still has its pages and commands.
    }
    if (this.#dialog?.querySelector("input").value.trim() === query) this.#list(query);
  }
}

export const registerPalette = () => customElements.define("x-palette", Palette);

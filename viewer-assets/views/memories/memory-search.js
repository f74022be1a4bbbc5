import { announce } from "../../lib/announce.js";
import { api } from "../../lib/api.js";
import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/** The results of a search, each with its reasons, and what is to say of the whole. */
export class MemorySearch {
  #root;
  #query = null;
  #where = {};
  #sign = "";
  #result = null;
  #error = null;
  #abort = new AbortController();

  constructor(root) {
    this.#root = root;
    root.setAttribute("aria-busy", "false");
    root.addEventListener("retry", () => this.#load());
  }

  stop() {
    this.#abort.abort();
  }

  /** An empty query shows nothing and forgets nothing: coming back to the same words needs no new search. */
  show(query, where = {}) {
    const sign = JSON.stringify([query, where]);
    if (!query || sign === this.#sign) return;
    this.#sign = sign;
    this.#query = query;
    this.#where = where;
    this.#load();
  }

  refresh() {
    if (this.#query) this.#draw();
  }

  async #load() {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#error = null;
    this.#root.setAttribute("aria-busy", "true");
    if (!this.#result) render(this.#root, html`<x-skeleton></x-skeleton>`);
    try {
      const result = await api.get("/api/v1/search", {}, { ...this.#where, q: this.#query, limit: 20 }, signal);
      if (signal.aborted) return;
      this.#result = result;
      announce(t("search.count", { count: result.hits?.length ?? 0 }));
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#root.setAttribute("aria-busy", "false");
    this.#draw();
  }

  #draw() {
    if (this.#error) {
      const panel = document.createElement("x-error-panel");
      panel.error = this.#error;
      this.#root.replaceChildren(panel);
      return;
    }
    if (!this.#result) return;
    const hits = this.#result.hits ?? [];
    if (hits.length === 0) {
      const empty = document.createElement("x-empty");
      empty.content = {
        icon: "search", title: t("search.none", { query: this.#query }), text: t("search.none.text"),
      };
      this.#root.replaceChildren(empty, ...this.#explanation());
      return;
    }
    const { candidates = [], legend } = this.#result.explanation ?? {};
    const best = Math.max(...hits.map(({ score }) => score));
    const list = document.createElement("ol");
    list.append(...hits.map((hit) => {
      const row = document.createElement("li");
      const element = document.createElement("x-search-hit");
      const candidate = candidates.find(({ refId }) => refId === hit.refId);
      element.result = { hit, candidate, meanings: legend?.features, query: this.#query, best };
      row.append(element);
      return row;
    }));
    const heading = document.createElement("h2");
    heading.textContent = t("search.count", { count: hits.length });
    this.#root.replaceChildren(heading, list, ...this.#explanation());
    const first = list.querySelector("article");
    if (first) first.tabIndex = 0;
  }

  #explanation() {
    const { explanation } = this.#result;
    if (!explanation) return [];
    const element = document.createElement("x-search-explanation");
    element.explanation = explanation;
    return [element];
  }
}

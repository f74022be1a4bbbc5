import { html, render } from "../../lib/html.js";
import { language, t } from "../../lib/locale.js";
import { replaceRoute, route } from "../../lib/router.js";
import { signal, disposal } from "../../lib/store.js";
import { MemoryDetail } from "./memory-detail.js";
import { MemoryList } from "./memory-list.js";
import { MemorySearch } from "./memory-search.js";

/**
 * The page "Memories": title, search and filters; below them the stream of turns, the results of a search, or the one
 * turn a link points at. Which of the three is shown is decided by the address alone.
 */
class MemoriesView extends HTMLElement {
  #until = disposal();
  #filters = signal([]);
  /** Where the reader was in the stream and in the results, to come back to. */
  #places = { stream: 0, results: 0, detail: 0 };
  #shown = "stream";
  #list;
  #search;
  #detail;

  connectedCallback() {
    render(this, html`
      <header class="view-head"><h1></h1><p class="lead"></p></header>
      <div class="tools"><x-search-box></x-search-box><x-filter-bar></x-filter-bar></div>
      <section class="stream"></section>
      <section class="results" hidden></section>
      <section class="detail" hidden></section>`);
    this.#list = new MemoryList(this.querySelector(".stream"), this.#filters);
    this.#search = new MemorySearch(this.querySelector(".results"));
    this.#detail = new MemoryDetail(this.querySelector(".detail"));
    this.#until.add(
      language.subscribe(() => this.#translate()),
      this.#filters.subscribe((filters) => {
        this.querySelector("x-filter-bar").filters = filters;
      }),
      route.subscribe((where) => this.#show(where)),
      () => this.#list.stop(), () => this.#search.stop(), () => this.#detail.stop());
    this.querySelector("x-search-box").addEventListener("search", (event) => this.#go({ q: event.detail }));
    this.addEventListener("filter", this.#filter, true);
    document.addEventListener("shortcut", this.#shortcut);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("filter", this.#filter, true);
    document.removeEventListener("shortcut", this.#shortcut);
  }

  #translate() {
    this.querySelector("h1").textContent = t("page.memories");
    this.querySelector(".lead").textContent = t("memories.lead");
    document.title = `${t("page.memories")} · memos`;
    this.#list.refresh();
    this.#search.refresh();
    this.#detail.refresh();
  }

  #show({ id, query }) {
    const text = query.q ?? "";
    const shown = id ? "detail" : text ? "results" : "stream";
    if (shown !== this.#shown) this.#places[this.#shown] = scrollY;
    this.querySelector("x-search-box").value = text;
    for (const name of Object.keys(this.#places)) this.querySelector(`.${name}`).hidden = name !== shown;
    this.querySelector("x-filter-bar").hidden = Boolean(id || text);
    this.querySelector(".view-head").hidden = Boolean(id);
    this.#detail.show(id);
    this.#search.show(id ? null : text);
    this.#list.show({ agent: query.agent ?? "", sessionId: query.session ?? "" });
    if (shown !== this.#shown) scrollTo(0, shown === "detail" ? 0 : this.#places[shown]);
    this.#shown = shown;
  }

  #go(change) {
    replaceRoute({ page: "memories", query: { ...route.value.query, ...change } });
  }

  #filter = (event) => this.#go({ [event.detail.name]: event.detail.value });

  #shortcut = ({ detail: name }) => {
    if (name === "search") this.querySelector("x-search-box").focus();
    else this.#move(name === "next" ? 1 : -1);
  };

  /** j and k walk over the cards that are shown; the first press takes the one with the tab stop. */
  #move(step) {
    const cards = [...this.querySelectorAll("section:not([hidden]) article")];
    if (cards.length === 0) return;
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const start = cards.findIndex((card) => card.tabIndex === 0);
    const next = at < 0 ? Math.max(0, start) : Math.min(cards.length - 1, Math.max(0, at + step));
    for (const card of cards) card.tabIndex = -1;
    cards[next].tabIndex = 0;
    cards[next].focus({ preventScroll: true });
    cards[next].scrollIntoView({ block: "nearest" });
  }
}

customElements.define("view-memories", MemoriesView);

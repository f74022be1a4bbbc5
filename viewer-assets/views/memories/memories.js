import { api } from "../../lib/api.js";
import { feed } from "../../lib/events.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { throttled } from "../../lib/pace.js";
import { replaceRoute, route } from "../../lib/router.js";
import { disposal } from "../../lib/store.js";
import { keyOf } from "../../lib/turns.js";
import { MemoryActions, turnId } from "./memory-actions.js";
import { MemoryDetail } from "./memory-detail.js";
import { MemoryList } from "./memory-list.js";
import { MemorySearch } from "./memory-search.js";
import { filtersOf, optionsOf, turnsQuery } from "./memory-filters.js";

/** Filters that a search knows too. */
const ofSearch = ["project", "agent", "branch", "session"];

/**
 * The page "Memories": title, search and filters; below them the stream of turns, the results of a search, or the one
 * turn a link points at. Which of the three is shown is decided by the address alone.
 */
class MemoriesView extends HTMLElement {
  #until = disposal();
  #facets = null;
  #selection = { isOn: false, keys: new Set() };
  /** Where the reader was in the stream and in the results, to come back to. */
  #places = { stream: 0, results: 0, detail: 0 };
  #shown = "stream";
  #list;
  #search;
  #detail;
  #actions = new MemoryActions({
    patch: (ids, change) => {
      const backs = [this.#list.patch(ids, change), this.#detail.patch(ids, change)];
      return () => backs.forEach((back) => back());
    },
    hide: (turns) => {
      if (route.value.id) location.hash = "#/memories";
      this.#pick(false);
      return this.#list.hide(turns);
    },
  });

  connectedCallback() {
    render(this, html`
      <header class="view-head"><h1></h1><p class="lead"></p></header>
      <div class="tools"><x-search-box></x-search-box>
        <div class="filters"><x-filter-bar></x-filter-bar>
          <button type="button" class="quiet-button select" aria-pressed="false"></button></div></div>
      <section class="stream"></section>
      <section class="results" hidden></section>
      <section class="detail" hidden></section>
      <div class="bulk" role="toolbar" hidden></div>`);
    this.#list = new MemoryList(this.querySelector(".stream"), this.#selection);
    this.#search = new MemorySearch(this.querySelector(".results"));
    this.#detail = new MemoryDetail(this.querySelector(".detail"));
    const refresh = throttled(3000, () => this.#loadFacets());
    this.#until.add(
      language.subscribe(() => this.#translate()),
      route.subscribe((where) => this.#show(where)),
      feed.subscribe(({ type }) => {
        if (["trace.created", "trace.marked", "memory.forgotten"].includes(type)) refresh();
      }),
      () => refresh.cancel(),
      () => this.#list.stop(), () => this.#search.stop(), () => this.#detail.stop());
    this.querySelector("x-search-box").addEventListener("search", (event) => this.#go({ q: event.detail }));
    this.addEventListener("filter", this.#filter, true);
    this.addEventListener("action", this.#clear, true);
    this.addEventListener("click", this.#click);
    this.addEventListener("change", this.#picked);
    document.addEventListener("shortcut", this.#shortcut);
    this.#loadFacets();
  }

  disconnectedCallback() {
    this.#until.dispose();
    document.removeEventListener("shortcut", this.#shortcut);
  }

  get #bar() {
    return this.querySelector("x-filter-bar");
  }

  async #loadFacets() {
    // Without them the filters that are set can still be seen and cleared.
    this.#facets = await api.get("/api/v1/facets").catch(() => this.#facets);
    if (this.isConnected) this.#bar.options = optionsOf(this.#facets);
  }

  #translate() {
    this.querySelector("h1").textContent = t("page.memories");
    this.querySelector(".lead").textContent = t("memories.lead");
    document.title = `${t("page.memories")} · memos`;
    this.#bar.options = optionsOf(this.#facets);
    this.#list.refresh();
    this.#search.refresh();
    this.#detail.refresh();
    this.#drawBulk();
  }

  #show({ page, id, query }) {
    if (page && page !== "memories") return;
    const text = query.q ?? "";
    const shown = id ? "detail" : text ? "results" : "stream";
    if (shown !== this.#shown) this.#places[this.#shown] = scrollY;
    this.querySelector("x-search-box").value = text;
    for (const name of Object.keys(this.#places)) this.querySelector(`.${name}`).hidden = name !== shown;
    this.querySelector(".filters").hidden = Boolean(id);
    this.querySelector(".select").hidden = shown !== "stream";
    if (shown !== "stream") this.#pick(false);
    this.querySelector(".view-head").hidden = Boolean(id);
    const filters = filtersOf(query);
    this.#bar.only = text ? ofSearch : null;
    this.#bar.filters = filters;
    const asked = turnsQuery(filters);
    this.#detail.show(id);
    const { project, agent, branch, sessionId } = asked;
    this.#search.show(id ? null : text, { project, agent, branch, sessionId });
    this.#list.show(asked);
    if (shown !== this.#shown) scrollTo(0, shown === "detail" ? 0 : this.#places[shown]);
    this.#shown = shown;
  }

  #go(change) {
    replaceRoute({ page: "memories", query: { ...route.value.query, ...change } });
  }

  #filter = (event) => this.#go({ [event.detail.name]: event.detail.value });

  #clear = () => replaceRoute({ page: "memories", query: { q: route.value.query.q } });

  #click = ({ target }) => {
    if (target.closest(".select")) return this.#pick(!this.#selection.isOn);
    const bulk = target.closest("[data-bulk]")?.dataset.bulk;
    if (bulk) return this.#bulk(bulk);
    const button = target.closest("[data-act]");
    const card = button?.closest("x-turn-card");
    if (!card) return;
    const step = button.closest("x-step");
    const traces = card.turn.traces.filter(({ id }) => !step || id === step.dataset.trace);
    if (button.dataset.act === "menu") this.#actions.menu(button, card.turn, traces);
    else this.#actions.pin(traces, button.ariaPressed !== "true");
  };

  #picked = ({ target }) => {
    const { pick } = target.dataset;
    if (!pick) return;
    if (target.checked) this.#selection.keys.add(pick);
    else this.#selection.keys.delete(pick);
    this.#drawBulk();
  };

  #pick(isOn) {
    if (!isOn && !this.#selection.isOn) return;
    this.#selection.isOn = isOn;
    this.#selection.keys.clear();
    this.#list.refresh();
    this.#drawBulk();
  }

  #bulk(name) {
    const turns = this.#list.turns.filter((turn) => this.#selection.keys.has(keyOf(turn)));
    const traces = turns.flatMap((turn) => turn.traces ?? []);
    if (name === "all") {
      for (const turn of this.#list.turns) this.#selection.keys.add(keyOf(turn));
      this.#list.refresh();
      this.#drawBulk();
    } else if (name === "done") {
      this.#pick(false);
    } else if (name === "forget") {
      this.#actions.forget(turns, turns.map(turnId));
    } else if (traces.length > 0) {
      if (name === "pin") this.#actions.pin(traces, !traces.every(({ pinned }) => pinned));
      else this.#actions[name](traces);
    }
  }

  #drawBulk() {
    const { isOn, keys } = this.#selection;
    const select = this.querySelector(".select");
    select.ariaPressed = String(isOn);
    select.textContent = t("memories.select");
    const bar = this.querySelector(".bulk");
    const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.bulk : null;
    bar.hidden = !isOn;
    bar.ariaLabel = t("memories.bulk");
    const off = keys.size === 0 ? html`disabled` : "";
    render(bar, html`<span>${t("memories.picked", { count: keys.size })}</span>
      <button type="button" class="quiet-button" data-bulk="all">${t("memories.all")}</button>
      ${["pin", "tag", "share", "forget"].map((name) => html`<button type="button" class="quiet-button" data-bulk="${name}"
        ${name === "forget" ? html`data-tone="bad"` : ""} ${off}>${icon(name)}${t(`memories.bulk.${name}`)}</button>`)}
      <button type="button" class="quiet-button" data-bulk="done">${icon("close")}${t("memories.done")}</button>`);
    if (focused) bar.querySelector(`[data-bulk="${focused}"]`)?.focus();
  }

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

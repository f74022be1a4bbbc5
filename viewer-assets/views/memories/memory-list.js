import { announce } from "../../lib/announce.js";
import { api } from "../../lib/api.js";
import { feed, turnEvents } from "../../lib/events.js";
import { dayName } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { reconcile } from "../../lib/keyed.js";
import { t } from "../../lib/locale.js";
import { throttled } from "../../lib/pace.js";
import { disposal } from "../../lib/store.js";
import { groupByDay, keyOf, mergeTurns } from "../../lib/turns.js";

const pageSize = 30;
/** Pages read to join what arrived with what is shown; beyond that the list starts anew. */
const joinLimit = 5;

/** The stream of turns: newest first, by day, growing at both ends. */
export class MemoryList {
  #root;
  #filters;
  #where = null;
  #turns = [];
  #cursor = null;
  #isLoaded = false;
  #error = null;
  #abort = new AbortController();
  #fresh = new Set();
  #unseen = 0;
  #until = disposal();
  #refreshSoon = throttled(400, () => this.#loadNewest());

  constructor(root, filters) {
    this.#root = root;
    this.#filters = filters;
    render(root, html`
      <button type="button" class="button arrivals" hidden>${icon("up")}<span></span></button>
      <div class="notice"></div><div class="days"></div><x-pager hidden></x-pager>`);
    root.querySelector(".arrivals").addEventListener("click", () => {
      scrollTo({ top: 0, behavior: "smooth" });
      this.#seen();
    });
    this.#pager.addEventListener("more", () => this.#loadOlder());
    root.addEventListener("retry", () => this.#restart());
    root.addEventListener("action", () => {
      for (const name of ["agent", "session"]) {
        root.dispatchEvent(new CustomEvent("filter", { detail: { name, value: "" }, bubbles: true }));
      }
    });
    const onScroll = () => {
      if (scrollY < 200) this.#seen();
    };
    addEventListener("scroll", onScroll, { passive: true });
    this.#until.add(
      feed.subscribe(({ type }) => {
        if (turnEvents.includes(type)) this.#refreshSoon();
      }),
      feed.state.subscribe((state) => {
        if (state === "live" && this.#where) this.#refreshSoon();
      }),
      () => removeEventListener("scroll", onScroll), () => this.#refreshSoon.cancel());
  }

  stop() {
    this.#until.dispose();
    this.#abort.abort();
  }

  show(where) {
    if (this.#where && where.agent === this.#where.agent && where.sessionId === this.#where.sessionId) return;
    this.#where = where;
    this.#restart();
  }

  refresh() {
    if (this.#isLoaded) this.#draw();
  }

  get #pager() {
    return this.#root.querySelector("x-pager");
  }

  async #restart() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#turns = [];
    this.#cursor = null;
    this.#isLoaded = false;
    this.#error = null;
    this.#seen();
    this.#draw();
    await this.#loadNewest();
  }

  async #page(before) {
    const { signal } = this.#abort;
    return api.get("/api/v1/turns", {}, { limit: pageSize, before, ...this.#where }, signal);
  }

  /** The first page, and as many more as it takes to meet what is already shown. */
  async #loadNewest() {
    const { signal } = this.#abort;
    try {
      const known = new Set(this.#turns.map(keyOf));
      const first = await this.#page();
      let { turns, nextCursor } = first;
      let isJoined = known.size === 0 || turns.length === 0 || turns.some((turn) => known.has(keyOf(turn)));
      for (let read = 1; !isJoined && nextCursor && read < joinLimit; read += 1) {
        const page = await this.#page(nextCursor);
        isJoined = page.turns.some((turn) => known.has(keyOf(turn)));
        turns = turns.concat(page.turns);
        nextCursor = page.nextCursor;
      }
      if (signal.aborted) return;
      if (this.#isLoaded) this.#welcome(turns.filter((turn) => !known.has(keyOf(turn))));
      if (!this.#isLoaded || !isJoined) {
        this.#turns = [];
        this.#cursor = nextCursor ?? null;
      }
      this.#turns = mergeTurns(this.#turns, turns);
      this.#isLoaded = true;
      this.#error = null;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#draw();
  }

  async #loadOlder() {
    const { signal } = this.#abort;
    this.#pager.state = "loading";
    try {
      const { turns, nextCursor } = await this.#page(this.#cursor);
      if (signal.aborted) return;
      this.#turns = mergeTurns(this.#turns, turns);
      this.#cursor = nextCursor ?? null;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#draw();
  }

  #welcome(turns) {
    if (turns.length === 0) return;
    for (const turn of turns) this.#fresh.add(keyOf(turn));
    announce(t("memories.arrived", { count: turns.length }));
    if (scrollY >= 200) this.#unseen += turns.length;
  }

  #seen() {
    this.#unseen = 0;
    this.#root.querySelector(".arrivals").hidden = true;
  }

  #draw() {
    const arrivals = this.#root.querySelector(".arrivals");
    arrivals.hidden = this.#unseen === 0;
    arrivals.querySelector("span").textContent = t("memories.arrived", { count: this.#unseen });
    this.#drawNotice();
    this.#drawDays();
    this.#pager.hidden = !this.#isLoaded || this.#turns.length === 0;
    this.#pager.state = this.#error ? "end" : this.#cursor ? "more" : "end";
    this.#drawFilters();
  }

  #drawNotice() {
    const notice = this.#root.querySelector(".notice");
    const isFiltered = Boolean(this.#where?.agent || this.#where?.sessionId);
    let element = null;
    if (this.#error) {
      element = document.createElement("x-error-panel");
      element.error = this.#error;
    } else if (!this.#isLoaded) {
      element = document.createElement("x-skeleton");
    } else if (this.#turns.length === 0) {
      element = document.createElement("x-empty");
      element.content = isFiltered ? emptyFilter() : emptyMemory();
    }
    notice.replaceChildren(...(element ? [element] : []));
  }

  #drawDays() {
    const tabStop = this.#turns.find((turn) => this.#cardOf(turn)?.article.tabIndex === 0) ?? this.#turns[0];
    reconcile(this.#root.querySelector(".days"), groupByDay(this.#turns), {
      key: ({ day }) => day,
      make: ({ day }) => {
        const section = document.createElement("section");
        section.setAttribute("aria-labelledby", `day-${day}`);
        render(section, html`<h2 id="day-${day}"></h2><ol></ol>`);
        return section;
      },
      update: (section, { ts, turns }) => {
        section.querySelector("h2").textContent = dayName(ts);
        reconcile(section.querySelector("ol"), turns, {
          key: keyOf,
          make: (turn) => {
            const row = document.createElement("li");
            const card = document.createElement("x-turn-card");
            card.toggleAttribute("data-new", this.#fresh.delete(keyOf(turn)));
            row.append(card);
            return row;
          },
          update: (row, turn) => {
            row.firstElementChild.turn = turn;
            row.firstElementChild.article.tabIndex = turn === tabStop ? 0 : -1;
          },
        });
      },
    });
  }

  #cardOf(turn) {
    return this.#root.querySelector(`li[data-key="${CSS.escape(keyOf(turn))}"] x-turn-card`);
  }

  /** What can be chosen is what has been seen; what is chosen stays in the list even when nothing shows it. */
  #drawFilters() {
    const agents = new Set(this.#turns.map(({ agent }) => agent).filter(Boolean));
    const sessions = new Map();
    for (const turn of this.#turns) sessions.set(turn.sessionId, turn);
    const { agent, sessionId } = this.#where;
    if (agent) agents.add(agent);
    if (sessionId && !sessions.has(sessionId)) sessions.set(sessionId, null);
    const known = new Map(this.#filters.value.find(({ name }) => name === "session")?.options
      .map(({ value, label }) => [value, label]));
    for (const { value } of this.#filters.value.find(({ name }) => name === "agent")?.options ?? []) agents.add(value);
    for (const [id, turn] of sessions) known.set(id, turn ? sessionLabel(turn) : known.get(id) ?? id);
    this.#filters.value = [
      { name: "agent", value: agent, options: [...agents].sort().map((value) => ({ value, label: value })) },
      { name: "session", value: sessionId, options: [...known].map(([value, label]) => ({ value, label })) },
    ];
  }
}

const sessionLabel = (turn) => {
  const words = turn.userText.replace(/\s+/g, " ").trim();
  return `${dayName(turn.ts)} · ${words.length > 36 ? `${[...words].slice(0, 36).join("")}…` : words}`;
};

const emptyMemory = () => ({
  icon: "memories",
  title: t("empty.title"),
  text: t("empty.text"),
  steps: [
    { text: t("empty.install"), code: "memos install claude" },
    { text: t("empty.work") },
    { text: t("empty.import"), code: "memos import --dry-run" },
  ],
});

const emptyFilter = () => ({
  icon: "search",
  title: t("empty.filter.title"),
  text: t("empty.filter.text"),
  action: { label: t("filter.clear"), name: "clear" },
});

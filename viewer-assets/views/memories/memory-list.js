import { announce } from "../../lib/announce.js";
import { api } from "../../lib/api.js";
import { feed, turnEvents } from "../../lib/events.js";
import { dayName } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { throttled } from "../../lib/pace.js";
import { disposal } from "../../lib/store.js";
import { groupByDay, keyOf, mergeTurns, withTraces } from "../../lib/turns.js";
import { turnId } from "./memory-actions.js";

const pageSize = 30;
/** Pages read to join what arrived with what is shown; beyond that the list starts anew. */
const joinLimit = 5;
/** Turns that are asked for by name at once. */
const asked = 200;
/** Events after which turns that are loaded may be others. */
const changes = ["trace.edited", "trace.marked", "memory.forgotten"];

/** The stream of turns: newest first, by day, growing at both ends; only what is near the window is drawn. */
export class MemoryList {
  #root;
  #selection;
  #where = null;
  #hidden = new Set();
  /** The card that is reached by Tab. */
  #stop = null;
  #turns = [];
  #cursor = null;
  #isLoaded = false;
  #error = null;
  #abort = new AbortController();
  #fresh = new Set();
  #unseen = 0;
  #until = disposal();
  #refreshSoon = throttled(400, () => this.#loadNewest());

  /** @param selection which turns are picked: {isOn, keys}. */
  constructor(root, selection) {
    this.#root = root;
    this.#selection = selection;
    render(root, html`
      <button type="button" class="button arrivals" hidden>${icon("up")}<span></span></button>
      <div class="notice"></div><x-windowed-list></x-windowed-list><x-pager hidden></x-pager>`);
    root.querySelector(".arrivals").addEventListener("click", () => {
      scrollTo({ top: 0, behavior: "smooth" });
      this.#seen();
    });
    this.#pager.addEventListener("more", () => this.#loadOlder());
    root.addEventListener("retry", () => this.#restart());
    this.#days.rows = { make: (item) => this.#make(item), update: (row, item) => this.#update(row, item) };
    root.addEventListener("focusin", ({ target }) => {
      const card = target.closest("x-turn-card");
      if (card) this.#stop = keyOf(card.turn);
    });
    const onScroll = () => {
      if (scrollY < 200) this.#seen();
    };
    addEventListener("scroll", onScroll, { passive: true });
    this.#until.add(
      feed.subscribe(({ type, data }) => {
        if (changes.includes(type)) this.#follow(data.payload?.turnIds ?? (data.payload?.turnId ? [data.payload.turnId] : null));
        else if (turnEvents.includes(type)) this.#refreshSoon();
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
    if (JSON.stringify(where) === JSON.stringify(this.#where)) return;
    this.#where = where;
    this.#restart();
  }

  refresh() {
    if (this.#isLoaded) this.#draw();
  }

  get turns() {
    return this.#turns;
  }

  get #days() {
    return this.#root.querySelector("x-windowed-list");
  }

  /** Shows traces as they will be; gives how to take it back. */
  patch(ids, change) {
    const former = new Map(this.#turns.flatMap(({ traces = [] }) => traces).map((trace) => [trace.id, trace]));
    this.#turns = withTraces(this.#turns, ids, change);
    this.#draw();
    return () => {
      this.#turns = withTraces(this.#turns, ids, ({ id }) => ({ pinned: undefined, share: undefined, ...former.get(id) }));
      this.#draw();
    };
  }

  /** Leaves turns out; gives how to show them again. */
  hide(turns) {
    const keys = turns.map(turnId);
    for (const key of keys) this.#hidden.add(key);
    this.#draw();
    return () => {
      for (const key of keys) this.#hidden.delete(key);
      this.#draw();
    };
  }

  /** Asks again for turns that changed, or for all that are loaded, and drops those that are gone. */
  async #follow(ids) {
    const { signal } = this.#abort;
    const wanted = this.#turns.map(turnId).filter((id) => !ids || ids.includes(id));
    if (!ids) this.#refreshSoon();
    try {
      for (let start = 0; start < wanted.length; start += asked) {
        const part = wanted.slice(start, start + asked);
        const { turns } = await api.get("/api/v1/turns", {}, { limit: asked, turnIds: part.join(",") }, signal);
        if (signal.aborted) return;
        const gone = new Set(part);
        for (const turn of turns) gone.delete(turn.turnId);
        this.#turns = mergeTurns(this.#turns.filter((turn) => !gone.has(turnId(turn))), turns);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#draw();
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
      // Against what is shown by now: a first page that was asked for twice holds nothing new the second time.
      const shown = new Set(this.#turns.map(keyOf));
      if (this.#isLoaded) this.#welcome(turns.filter((turn) => !shown.has(keyOf(turn))));
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
  }

  #drawNotice() {
    const notice = this.#root.querySelector(".notice");
    const isFiltered = Object.values(this.#where ?? {}).some(Boolean);
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
    const turns = this.#hidden.size ? this.#turns.filter((turn) => !this.#hidden.has(turnId(turn))) : this.#turns;
    if (!turns.some((turn) => keyOf(turn) === this.#stop)) this.#stop = turns.length ? keyOf(turns[0]) : null;
    this.#days.items = groupByDay(turns).flatMap(({ day, ts, turns: ofDay }) => [
      { key: `day-${day}`, isHeading: true, ts }, ...ofDay.map((turn) => ({ key: keyOf(turn), turn })),
    ]);
  }

  #make({ key, isHeading, turn }) {
    if (isHeading) return document.createElement("h2");
    const row = document.createElement("div");
    row.className = "turn-row";
    render(row, html`<input type="checkbox" class="pick" data-pick="${key}" aria-labelledby="turn-${key}" hidden>
      <x-turn-card data-actions></x-turn-card>`);
    row.lastElementChild.toggleAttribute("data-new", this.#fresh.delete(keyOf(turn)));
    return row;
  }

  #update(row, { key, isHeading, ts, turn }) {
    if (isHeading) {
      row.textContent = dayName(ts);
      return;
    }
    const card = row.lastElementChild;
    // A scroll draws all rows in sight again; cards that are the same stay untouched.
    if (card.turn !== turn || card.lang !== language.value) card.turn = turn;
    if (card.turn !== turn || card.dataset.language !== language.value) card.turn = turn;
    card.dataset.language = language.value;
    card.article.tabIndex = key === this.#stop ? 0 : -1;
    const pick = row.firstElementChild;
    pick.hidden = !this.#selection.isOn;
    pick.checked = this.#selection.keys.has(key);
    row.toggleAttribute("data-picking", this.#selection.isOn);
  }
}

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

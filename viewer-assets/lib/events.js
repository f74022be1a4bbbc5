// The live feed: server-sent events, resumed after the last one seen, paused while nobody looks at the page.
import { address } from "./api.js";
import { signal } from "./store.js";

/** What can change a turn on the page. */
export const turnEvents = [
  "trace.created", "trace.value_updated", "trace.edited", "trace.marked", "episode.opened", "episode.closed", "session.opened", "session.closed",
  "reward.computed", "feedback.received", "memory.forgotten",
];

/** What changes policies, world models and skills. */
export const learningEvents = [
  "l2.candidate_added", "l2.candidate_expired", "l2.associated", "l2.induced", "l2.revised", "l2.boundary_shrunk",
  "l3.abstracted", "l3.revised", "skill.crystallized", "skill.eta_updated", "skill.boundary_updated", "skill.repaired",
  "skill.archived", "skill.activated", "decision_repair.generated", "decision_repair.validated",
];

/** What recall did. */
export const recallEvents = [
  "retrieval.triggered", "retrieval.tier1.hit", "retrieval.tier2.hit", "retrieval.tier3.hit", "retrieval.empty",
];

/** What the team's hub brought, and who belongs to it. */
export const hubEvents = [
  "hub.joined", "hub.left", "hub.synced", "hub.item_waiting", "hub.item_approved", "hub.item_withdrawn", "hub.rolled_back",
  "hub.member_changed",
];

const systemEvents = ["system.started", "system.shutdown", "system.config_changed"];

/** A stream names its events; what is not asked for by name is not heard. */
const allEvents = [...turnEvents, ...learningEvents, ...recallEvents, ...hubEvents, ...systemEvents, "feedback.classified"];

/** Milliseconds before the nth attempt in a row: doubling to half a minute, with some chance so that tabs differ. */
export function backoff(attempt, random = Math.random()) {
  return Math.min(30_000, 500 * 2 ** Math.min(attempt, 10)) * (0.75 + random / 2);
}

export class Feed {
  /** connecting, live, reconnecting or paused. */
  state = signal("connecting");
  #readers = new Set();
  #source = null;
  #lastSeq = null;
  #attempt = 0;
  #timer = null;
  #pauseTimer = null;
  #makeSource;

  constructor(makeSource = (url) => new EventSource(url)) {
    this.#makeSource = makeSource;
  }

  start() {
    this.#open();
    // Browsers allow few connections to one host: tabs in the background give theirs back.
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.#pauseTimer);
      if (document.hidden) this.#pauseTimer = setTimeout(() => this.#pause(), 20_000);
      else if (this.state.value === "paused") this.#open();
    });
    globalThis.addEventListener("pagehide", () => this.#close());
  }

  /** The reader gets `{type, seq, data}`. */
  subscribe(reader) {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  #open() {
    this.#close();
    const source = this.#makeSource(address("/api/v1/events", {}, { after: this.#lastSeq }));
    this.#source = source;
    source.addEventListener("open", () => {
      this.#attempt = 0;
      this.state.value = "live";
    });
    source.addEventListener("error", () => this.#retry());
    for (const type of allEvents) source.addEventListener(type, (event) => this.#receive(type, event));
  }

  #receive(type, event) {
    const seq = Number(event.lastEventId);
    if (Number.isFinite(seq)) this.#lastSeq = Math.max(this.#lastSeq ?? 0, seq);
    let data = null;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    for (const reader of this.#readers) reader({ type, seq, data });
  }

  /** The browser gives up after an error status; ours does not. */
  #retry() {
    this.#close();
    this.state.value = "reconnecting";
    this.#timer = setTimeout(() => this.#open(), backoff(this.#attempt));
    this.#attempt += 1;
  }

  #pause() {
    this.#close();
    this.state.value = "paused";
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}

export const feed = new Feed();

import { api } from "../../lib/api.js";
import { dayName } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { feed } from "../../lib/events.js";
import { throttled } from "../../lib/pace.js";
import { turnOfTrace, turnsOfTimeline, withTraces } from "../../lib/turns.js";

/** The turn, or the turns of the episode, that a link points at. */
export class MemoryDetail {
  #root;
  #id = null;
  #turns = null;
  #error = null;
  #abort = new AbortController();
  /** Whether the page has shown anything before: the first address may have been opened from outside. */
  #wasElsewhere = false;
  #cameFromHere = false;
  #followSoon = throttled(300, () => this.#load(true));
  #unsubscribe = feed.subscribe(({ type }) => {
    if (this.#id && ["trace.edited", "trace.marked", "trace.value_updated"].includes(type)) this.#followSoon();
  });

  constructor(root) {
    this.#root = root;
    root.addEventListener("retry", () => this.#load());
    root.addEventListener("click", (event) => {
      // Back to the very place in the list or the results, when we came from there.
      if (!event.target.closest("[data-back]") || !this.#cameFromHere) return;
      event.preventDefault();
      history.back();
    });
  }

  stop() {
    this.#unsubscribe();
    this.#followSoon.cancel();
    this.#abort.abort();
  }

  show(id) {
    const wasElsewhere = this.#wasElsewhere;
    this.#wasElsewhere = true;
    if (id === this.#id) return;
    this.#cameFromHere = this.#id === null && wasElsewhere;
    this.#id = id;
    if (id) this.#load();
  }

  refresh() {
    if (this.#id && (this.#turns || this.#error)) this.#draw();
  }

  get turns() {
    return this.#id ? this.#turns ?? [] : [];
  }

  patch(ids, change) {
    const former = this.#turns;
    if (!this.#id || !former) return () => {};
    this.#turns = withTraces(former, ids, change);
    this.#draw();
    return () => {
      if (!this.#id) return;
      this.#turns = former;
      this.#draw();
    };
  }

  /** @param isQuiet what is shown stays until the new is there. */
  async #load(isQuiet = false) {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#error = null;
    if (!isQuiet) {
      this.#turns = null;
      this.#draw();
    }
    try {
      const turns = await this.#find(signal);
      if (signal.aborted) return;
      this.#turns = turns;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
    }
    this.#draw();
    if (isQuiet) return;
    this.#root.querySelector("x-step[data-chosen]")?.scrollIntoView({ block: "center" });
    this.#root.querySelector("article")?.focus({ preventScroll: true });
  }

  /** The id names a trace; failing that, an episode. */
  async #find(signal) {
    try {
      const trace = await api.get("/api/v1/traces/{id}", { id: this.#id }, {}, signal);
      const { traces } = await timeline(trace.episodeId, signal);
      return [turnOfTrace(trace, traces)];
    } catch (error) {
      if (error.status !== 404) throw error;
      const { traces } = await timeline(this.#id, signal).catch(() => ({ traces: [] }));
      if (traces.length === 0) throw error;
      return turnsOfTimeline(traces);
    }
  }

  #draw() {
    render(this.#root, html`
      <a class="quiet-button" href="#/memories" data-back>${icon("back")}${t("detail.back")}</a>
      <h2></h2><ol></ol>`);
    const list = this.#root.querySelector("ol");
    if (this.#error) {
      const panel = document.createElement("x-error-panel");
      panel.error = this.#error;
      list.replaceWith(panel);
    } else if (!this.#turns) {
      list.replaceWith(document.createElement("x-skeleton"));
    } else {
      this.#root.querySelector("h2").textContent = dayName(this.#turns[0].ts);
      list.append(...this.#turns.map((turn) => {
        const row = document.createElement("li");
        const card = document.createElement("x-turn-card");
        card.toggleAttribute("data-actions", true);
        card.turn = turn;
        card.article.tabIndex = 0;
        card.isUnfolded = this.#turns.length === 1;
        card.chosenTrace = this.#id;
        row.append(card);
        return row;
      }));
    }
  }
}

const timeline = (id, signal) => api.get("/api/v1/episodes/{id}/timeline", { id }, {}, signal);

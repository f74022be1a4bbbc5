// What all pages share: title and lead, loading and its failures, drawing that leaves focus and place alone, actions.
import { feed } from "./events.js";
import { html, render } from "./html.js";
import { language, t } from "./locale.js";
import { throttled } from "./pace.js";
import { formatHash, replaceRoute, route } from "./router.js";
import { disposal } from "./store.js";
import { toast } from "./toast.js";

/** Milliseconds after which a page that has nothing to show yet says that it is loading. */
const patience = 150;

/**
 * A page. A subclass names itself and says how its data is loaded and drawn:
 *
 *     class TasksView extends View {
 *       page = "tasks";
 *       refreshOn = ["episode.closed"];
 *       load({ id, query }, signal) { return api.get("/api/v1/tasks", {}, query, signal); }
 *       draw({ tasks }, { id, query }) { return html`…`; }
 *       drawn(data) { … }
 *       actions = { archive: async (element, event) => { … } };
 *     }
 *
 * An action is what happens to an element with `data-action`: its click, a form's submission, the change of a field.
 */
export class View extends HTMLElement {
  page = "";
  /** Types of events after which the data is loaded again. */
  refreshOn = [];
  actions = {};
  /** What load gave last; `null` before it gave anything. */
  data = null;
  #until = disposal();
  #abort = new AbortController();
  #place = null;
  #error = null;
  #isStale = false;

  connectedCallback() {
    render(this, html`<header class="view-head"><h1></h1><p class="lead"></p></header><div class="view-body"></div>`);
    const follow = throttled(1000, () => this.#follow());
    this.#until.add(
      language.subscribe(() => this.#translate()),
      route.subscribe((place) => this.#visit(place)),
      feed.subscribe(({ type }) => {
        if (this.refreshOn.includes(type)) follow();
      }),
      () => follow.cancel(), () => this.#abort.abort());
    for (const type of ["click", "submit", "change"]) this.addEventListener(type, this.#act);
    this.addEventListener("focusout", this.#settle);
  }

  disconnectedCallback() {
    this.#until.dispose();
    for (const type of ["click", "submit", "change"]) this.removeEventListener(type, this.#act);
    this.removeEventListener("focusout", this.#settle);
  }

  /** For subclasses. */
  load() {}
  draw() {
    return html``;
  }
  drawn() {}

  get body() {
    return this.querySelector(".view-body");
  }

  /** Where the reader is on this page: {id, query}. */
  get place() {
    return { id: this.#place.id, query: this.#place.query };
  }

  /** Changes parts of the query; empty ones leave the address. */
  go(change) {
    replaceRoute({ page: this.page, id: this.#place.id, query: { ...this.#place.query, ...change } });
  }

  /** Opens an item of this page, as an entry of its own in the history; `null` goes back to the list. */
  open(id) {
    location.hash = formatHash({ page: this.page, id, query: this.#place.query });
  }

  /** Loads again and draws. */
  async reload() {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.body.ariaBusy = "true";
    const wait = setTimeout(() => this.data ?? this.#skeleton(), patience);
    try {
      this.data = (await this.load(this.place, signal)) ?? {};
      this.#error = null;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#error = error;
    } finally {
      clearTimeout(wait);
    }
    if (signal.aborted || !this.isConnected) return;
    this.body.ariaBusy = "false";
    this.redraw();
  }

  /** Draws what is there; focus, selection, open details and scroll position stay. */
  redraw() {
    if (this.#error) return this.#fail();
    if (this.data === null) return;
    const keep = remember(this.body);
    render(this.body, this.draw(this.data, this.place));
    keep();
    this.drawn(this.data, this.place);
  }

  #visit(place) {
    if (place.page !== this.page) return;
    const isOther = this.#place?.id !== place.id;
    this.#place = place;
    if (isOther && this.data !== null) scrollTo(0, 0);
    this.reload();
  }

  #translate() {
    const title = t(`page.${this.page}`);
    document.title = `${title} · memos`;
    this.querySelector("h1").textContent = title;
    this.querySelector(".lead").textContent = t(`${this.page}.lead`);
    this.redraw();
  }

  #skeleton() {
    this.body.replaceChildren(document.createElement("x-skeleton"));
  }

  #fail() {
    const panel = document.createElement("x-error-panel");
    panel.error = this.#error;
    panel.addEventListener("retry", () => this.reload());
    this.body.replaceChildren(panel);
  }

  /** Something happened. What a person is typing is not taken from under their hands. */
  #follow() {
    if (this.body.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
      this.#isStale = true;
    } else {
      this.reload();
    }
  }

  #settle = () => {
    if (!this.#isStale) return;
    this.#isStale = false;
    setTimeout(() => this.isConnected && this.#follow());
  };

  #act = async (event) => {
    const element = event.target.closest?.("[data-action]");
    if (!element || !this.contains(element)) return;
    const wanted = element.matches("form") ? "submit" : element.matches("input, select, textarea") ? "change" : "click";
    if (event.type !== wanted) return;
    event.preventDefault();
    if (element.ariaDisabled === "true") return;
    try {
      await this.actions[element.dataset.action].call(this, element, event);
    } catch (error) {
      toast(error.message || t(`error.${error.code}`), { tone: "bad", hint: error.hint });
    }
  };
}

/** What a drawing would lose, and how to bring it back. */
function remember(body) {
  const active = body.contains(document.activeElement) ? document.activeElement : null;
  const name = active && (active.id ? `#${CSS.escape(active.id)}`
    : active.dataset.focus && `[data-focus="${CSS.escape(active.dataset.focus)}"]`);
  const selection = active?.matches("input:not([type]), input[type=text], input[type=search], textarea")
    ? [active.selectionStart, active.selectionEnd, active.value] : null;
  const open = [...body.querySelectorAll("details[id][open]")].map(({ id }) => id);
  const top = scrollY;
  return () => {
    for (const id of open) body.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    const next = name && body.querySelector(name);
    if (next) {
      next.focus({ preventScroll: true });
      if (selection) {
        next.value = selection[2];
        next.setSelectionRange(selection[0], selection[1]);
      }
    }
    if (scrollY !== top) scrollTo(0, top);
  };
}

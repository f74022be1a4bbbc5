import { clock, moment } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { hasFailed, isEcho, keyOf, shortWorkspace, stepsOf, strongestValue } from "../../lib/turns.js";

const tones = { ok: "good", error: "bad", open: "wait", unknown: "" };

/**
 * One turn: when, who, the user's words, the answer; unfolded, its steps. Properties `turn`, `isUnfolded` and
 * `chosenTrace` (the step a link pointed at). Event `filter`, detail {name, value}. Disclosure pattern:
 * https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/
 *
 * With `data-actions`, set before the turn, it and its steps have buttons for a page to hear of (`data-act`: pin, menu).
 *
 *     const card = document.createElement("x-turn-card");
 *     card.turn = turn;
 */
class TurnCard extends HTMLElement {
  #turn = null;
  #shown = null;
  #isUnfolded = false;
  #chosenTrace = null;

  connectedCallback() {
    this.addEventListener("click", this.#click);
    this.addEventListener("keydown", this.#key);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#click);
    this.removeEventListener("keydown", this.#key);
  }

  get turn() {
    return this.#turn;
  }

  set turn(turn) {
    this.#turn = turn;
    this.refresh();
  }

  get isUnfolded() {
    return this.#isUnfolded;
  }

  set isUnfolded(value) {
    this.#isUnfolded = value;
    this.#fold();
  }

  set chosenTrace(id) {
    this.#chosenTrace = id;
    this.#fold();
  }

  get article() {
    return this.querySelector("article");
  }

  get #steps() {
    return stepsOf(this.#turn).filter((step) => !isEcho(step, this.#turn));
  }

  /** Draws again when the turn or the language changed; what has focus keeps it. */
  refresh() {
    const sign = JSON.stringify([this.#turn, document.documentElement.lang]);
    if (sign === this.#shown) return;
    this.#shown = sign;
    const focus = this.contains(document.activeElement) ? document.activeElement.dataset.role : null;
    const tabIndex = this.article?.tabIndex ?? -1;
    this.#draw();
    this.article.tabIndex = tabIndex;
    this.#fold();
    if (focus) this.querySelector(`[data-role="${focus}"]`)?.focus();
  }

  #draw() {
    const turn = this.#turn;
    const steps = stepsOf(turn);
    const state = turn.status === "open" ? "open" : turn.outcome ?? "unknown";
    const id = `turn-${keyOf(turn)}`;
    const link = turn.traces?.at(-1)?.id;
    const tags = [...new Set(steps.flatMap((step) => step.tags))].slice(0, 5);
    const failures = steps.filter(hasFailed).length;
    const value = strongestValue(turn);
    const isPinned = turn.traces?.some(({ pinned }) => pinned) ?? false;
    const canAct = this.hasAttribute("data-actions") && link;
    const canUnfold = this.#steps.length > 0 || [turn.userText, turn.agentText].some(isLong);
    this.dataset.state = state;
    render(this, html`
      <div class="gutter">
        <time datetime="${new Date(turn.ts).toISOString()}" title="${moment(turn.ts)}">${clock(turn.ts)}</time>
        <span class="knob" title="${t(`outcome.${state}`)}">${icon(state)}</span>
      </div>
      <article aria-labelledby="${id}" data-role="card">
        <div class="meta">
          <span class="chip" data-tone="${tones[state] ?? ""}">${t(`outcome.${state}`)}</span>
          ${turn.agent ? html`<button type="button" class="quiet-button" data-role="agent"
            title="${t("turn.onlyAgent", { agent: turn.agent })}">${turn.agent}</button>` : ""}
          ${turn.workspace ? html`<span class="workspace" title="${turn.workspace}">
            ${icon("folder")}<span>${shortWorkspace(turn.workspace)}</span></span>` : ""}
          ${link ? html`<a class="quiet-button link" href="#/memories/${encodeURIComponent(link)}" data-role="link"
            title="${t("turn.link")}" aria-label="${t("turn.link")}">${icon("link")}</a>` : ""}
          ${canAct ? html`<button type="button" class="quiet-button" data-act="pin" data-role="pin"
            aria-pressed="${String(isPinned)}" aria-label="${t("turn.pin")}" title="${t("turn.pin")}">${icon("pin")}</button>
          <button type="button" class="quiet-button" data-act="menu" data-role="menu" aria-haspopup="menu"
            aria-label="${t("turn.actions")}" title="${t("turn.actions")}">${icon("more")}</button>`
          : isPinned ? html`<span class="chip" data-tone="accent">${icon("pin")}${t("turn.pinned")}</span>` : ""}
        </div>
        <h3 id="${id}" class="asked">${turn.userText || t("turn.noWords")}</h3>
        ${turn.agentText ? html`<p class="answered">${turn.agentText}</p>`
          : html`<p class="answered" data-missing>${t(state === "open" ? "turn.working" : "turn.noAnswer")}</p>`}
        <div class="foot">
          ${canUnfold ? html`<button type="button" class="quiet-button fold" data-role="fold"
            aria-controls="${id}-steps">${icon("chevron")}<span></span></button>` : ""}
          ${failures ? html`<span class="chip" data-tone="bad">${t("turn.failures", { count: failures })}</span>` : ""}
          ${value ? html`<x-score-bar value="${value}" label="V"></x-score-bar>` : ""}
          ${tags.length ? html`<ul class="tags" aria-label="${t("turn.tags")}">${tags.map((tag) =>
            html`<li class="chip">${tag}</li>`)}</ul>` : ""}
        </div>
        <ol class="steps" id="${id}-steps" hidden></ol>
      </article>`);
  }

  /** Steps are built when they are first looked at. */
  #fold() {
    const list = this.querySelector(".steps");
    if (!list) return;
    const steps = this.#steps;
    this.toggleAttribute("data-unfolded", this.#isUnfolded);
    list.hidden = !this.#isUnfolded || steps.length === 0;
    const button = this.querySelector(".fold");
    if (button) {
      button.setAttribute("aria-expanded", String(this.#isUnfolded));
      button.querySelector("span").textContent =
        t(`turn.${this.#isUnfolded ? "hide" : "show"}${steps.length ? "Steps" : "All"}`, foldCount(steps));
    }
    if (this.#isUnfolded && list.childElementCount === 0) {
      list.replaceChildren(...steps.map((step) => {
        const row = document.createElement("li");
        const element = document.createElement("x-step");
        element.toggleAttribute("data-actions", this.hasAttribute("data-actions"));
        element.step = step;
        row.append(element);
        return row;
      }));
    }
    for (const step of list.querySelectorAll("x-step")) {
      step.toggleAttribute("data-chosen", step.dataset.trace === this.#chosenTrace);
    }
  }

  #click = (event) => {
    const role = event.target.closest("[data-role]")?.dataset.role;
    if (role === "fold") this.isUnfolded = !this.isUnfolded;
    if (role === "agent") {
      this.dispatchEvent(new CustomEvent("filter", {
        detail: { name: "agent", value: this.#turn.agent }, bubbles: true,
      }));
    }
  };

  #key = (event) => {
    if (event.target !== this.article || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    this.isUnfolded = !this.isUnfolded;
  };
}

const foldCount = (steps) => (steps.length ? { count: steps.length } : {});

/** Whether a folded card is likely to cut the text: the card shows three lines. */
const isLong = (text) => (text ?? "").length > 240 || (text ?? "").split("\n").length > 3;

export const registerTurnCard = () => customElements.define("x-turn-card", TurnCard);

import { duration, moment } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { hasFailed } from "../../lib/turns.js";

/**
 * One step of a turn: a tool call with input and output, or words of the agent, and what it was worth. `step` comes from
 * lib/turns.js. With `data-actions` it has buttons for a page to hear of (`data-act`: pin, menu).
 *
 *     const element = document.createElement("x-step");
 *     element.step = step;
 */
class Step extends HTMLElement {
  set step(step) {
    this.dataset.trace = step.traceId;
    this.toggleAttribute("data-failed", hasFailed(step));
    const title = step.kind === "tool" ? html`<code>${step.name}</code>` : t("step.words");
    render(this, html`
      <span class="knob">${icon(hasFailed(step) ? "error" : step.kind)}</span>
      <div class="head">
        <h4>${title}</h4>
        ${hasFailed(step) ? html`<span class="chip" data-tone="bad">${step.errorCode || t("step.failed")}</span>` : ""}
        ${step.ms === null || step.ms === undefined ? "" : html`<span class="took">${duration(step.ms)}</span>`}
        ${step.isPinned ? html`<span class="chip" data-tone="accent">${icon("pin")}${t("turn.pinned")}</span>` : ""}
        ${step.share ? html`<span class="chip">${icon("share")}${t(`share.${step.share}`)}</span>` : ""}
        ${step.editedAt ? html`<span class="took" title="${moment(step.editedAt)}">${t("turn.edited")}</span>` : ""}
        <a class="quiet-button" href="#/memories/${encodeURIComponent(step.traceId)}" title="${t("step.link")}"
          aria-label="${t("step.link")}">${icon("link")}</a>
        ${this.hasAttribute("data-actions") ? html`<button type="button" class="quiet-button" data-act="menu"
          aria-haspopup="menu" aria-label="${t("step.actions")}" title="${t("step.actions")}">${icon("more")}</button>` : ""}
      </div>
      ${step.thinking ? html`<details><summary>${t("step.thinking")}</summary><p>${step.thinking}</p></details>` : ""}
      ${step.said ? html`<p class="said">${step.said}</p>` : ""}
      ${step.input ? part("input") : ""}
      ${step.output ? part("output") : ""}
      ${step.signatures.length ? html`<div class="part"><h5>${t("step.signature")}</h5>
        <ul class="signatures">${step.signatures.map((signature) => html`<li><code>${signature}</code></li>`)}</ul>
      </div>` : ""}
      ${step.reflection ? html`<div class="part"><h5>${t("step.reflection")}</h5><p>${step.reflection}</p></div>` : ""}
      ${step.value || step.alpha ? html`<p class="worth">
        <x-score-bar value="${step.value}" label="V"></x-score-bar>
        <x-score-bar value="${step.alpha}" label="α" data-unsigned></x-score-bar>
        ${step.rule ? html`<span class="took">${t("step.credit")} <code>${step.rule}</code></span>` : ""}</p>` : ""}
      ${step.tags.length ? html`<ul class="tags" aria-label="${t("turn.tags")}">${step.tags.map((tag) =>
        html`<li class="chip">${tag}</li>`)}</ul>` : ""}`);
    for (const name of ["input", "output"]) {
      const element = this.querySelector(`x-clip-text[data-part="${name}"]`);
      if (element) element.text = step[name];
    }
  }
}

const part = (name) => html`<div class="part"><h5>${t(`step.${name}`)}</h5>
  <x-clip-text data-part="${name}" label="${t(`step.${name}`)}"></x-clip-text></div>`;

export const registerStep = () => customElements.define("x-step", Step);

import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";

/**
 * Nothing to show, and what to do next. `content` = {icon, title, text, steps?: [{text, code?}], action?: {label, name}};
 * the action is sent as the event `action`.
 *
 *     const empty = document.createElement("x-empty");
 *     empty.content = { icon: "memories", title: "No memories yet", text: "…" };
 */
class Empty extends HTMLElement {
  set content({ icon: name, title, text, steps = [], action }) {
    render(this, html`
      <span class="picture">${icon(name)}</span>
      <h2>${title}</h2>
      <p>${text}</p>
      ${steps.length ? html`<ol>${steps.map((step) => html`<li>
        <span>${step.text}</span>${step.code ? html`<code>${step.code}</code>` : ""}</li>`)}</ol>` : ""}
      ${action ? html`<button type="button" class="button">${action.label}</button>` : ""}`);
    this.querySelector("button")?.addEventListener("click", () => {
      this.dispatchEvent(new CustomEvent("action", { detail: action.name, bubbles: true }));
    });
  }
}

export const registerEmpty = () => customElements.define("x-empty", Empty);

// Short messages at the edge of the page: what was done, and how to take it back.
import { html, render } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./locale.js";

/**
 * `tone` is "good" or "bad"; `action` = {label, run}. Stays `seconds`, longer while it is pointed at or has focus; a bad
 * one stays until it is closed. Returns how to close it.
 */
export function toast(text, { tone = "", hint = "", action = null, seconds = action ? 10 : 5 } = {}) {
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.tone = tone;
  element.setAttribute("role", tone === "bad" ? "alert" : "status");
  render(element, html`<p>${text}${hint ? html`<small>${hint}</small>` : ""}</p>
    ${action ? html`<button type="button" class="quiet-button" data-role="action">${action.label}</button>` : ""}
    <button type="button" class="quiet-button" data-role="close" aria-label="${t("close")}">${icon("close")}</button>`);
  const close = () => element.remove();
  let timer = null;
  const wait = () => {
    clearTimeout(timer);
    if (tone !== "bad") timer = setTimeout(close, seconds * 1000);
  };
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", wait);
  element.addEventListener("focusin", () => clearTimeout(timer));
  element.addEventListener("focusout", wait);
  element.addEventListener("click", ({ target }) => {
    const role = target.closest("button")?.dataset.role;
    if (!role) return;
    close();
    if (role === "action") action.run();
  });
  shelf().append(element);
  wait();
  return close;
}

/** Above everything, also above a dialog that is open. */
function shelf() {
  let place = document.querySelector("#toasts");
  if (!place) {
    place = document.createElement("div");
    place.id = "toasts";
    place.popover = "manual";
    document.body.append(place);
  }
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
  return place;
}

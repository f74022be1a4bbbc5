// Questions in a window of their own: native dialogs, which hold focus and give it back.
import { html, render } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./locale.js";

/**
 * Opens a dialog around what html`` made. A button with `value` closes it with that value; Escape and the cross close it
 * with "". Returns {element, closed}: the element, and a promise of the value.
 */
export function openDialog(title, markup, { isWide = false } = {}) {
  const element = document.createElement("dialog");
  element.className = "dialog";
  element.toggleAttribute("data-wide", isWide);
  element.setAttribute("aria-labelledby", "dialog-title");
  render(element, html`<form method="dialog">
    <header><h2 id="dialog-title">${title}</h2>
      <button class="quiet-button" value="" formnovalidate aria-label="${t("close")}">${icon("close")}</button></header>
    ${markup}</form>`);
  document.body.append(element);
  element.returnValue = "";
  const closed = new Promise((resolve) => {
    element.addEventListener("close", () => {
      element.remove();
      resolve(element.returnValue);
    });
  });
  element.showModal();
  element.querySelector("[autofocus], main input, main textarea, footer button")?.focus();
  return { element, closed };
}

const footer = (action, tone) => html`<footer>
  <button class="button" value="" formnovalidate>${t("cancel")}</button>
  <button class="button" value="yes" data-tone="${tone}">${action}</button></footer>`;

/** Whether a person says yes. `text` may be what html`` made. */
export async function confirm({ title, text, action, tone = "accent" }) {
  const { closed } = openDialog(title, html`<main>${text}</main>${footer(action, tone)}`);
  return (await closed) === "yes";
}

/**
 * What a person fills in: {name: value}, `null` when they leave. A field is {name, label, value?, kind?, options?, hint?,
 * isRequired?}; `kind` is text (the default), area, select, password, number or file; `options` are [value, label].
 */
export async function ask({ title, text = "", fields, action, isWide = false }) {
  const { element, closed } = openDialog(title, html`<main>${text}${fields.map(field)}</main>${footer(action, "accent")}`,
    { isWide });
  const form = element.querySelector("form");
  if ((await closed) !== "yes") return null;
  return Object.fromEntries(new FormData(form));
}

function field({ name, label, value = "", kind = "text", options = [], hint = "", isRequired = false }) {
  const required = isRequired ? html`required` : "";
  const control = {
    area: () => html`<textarea class="input" id="ask-${name}" name="${name}" rows="5" ${required}>${value}</textarea>`,
    select: () => html`<select class="input" id="ask-${name}" name="${name}">${options.map(([choice, text]) =>
      html`<option value="${choice}" ${choice === value ? html`selected` : ""}>${text}</option>`)}</select>`,
  }[kind] ?? (() => html`<input class="input" id="ask-${name}" name="${name}" type="${kind}" value="${value}" ${required}
      autocomplete="off">`);
  return html`<div class="field"><label for="ask-${name}">${label}</label>${control()}
    ${hint ? html`<small>${hint}</small>` : ""}</div>`;
}

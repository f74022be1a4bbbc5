// A template that escapes by default, and the only place that turns text into markup.

class Markup {
  constructor(text) {
    this.text = text;
  }
}

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeText(value) {
  return String(value).replace(/[&<>"']/g, (character) => entities[character]);
}

function textOf(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join("");
  if (value === null || value === undefined || value === false) return "";
  return escapeText(value);
}

/** html`<p>${anything}</p>`: values are escaped, unless they are themselves made by html, or lists of such. */
export function html(strings, ...values) {
  let text = strings[0];
  values.forEach((value, index) => {
    text += textOf(value) + strings[index + 1];
  });
  return new Markup(text);
}

const policy = globalThis.trustedTypes?.createPolicy("viewer", { createHTML: (text) => text });

/** Replaces what is in an element. Takes only what html made. */
export function render(element, markup) {
  if (!(markup instanceof Markup)) throw new TypeError("render takes what html`` made");
  element.innerHTML = policy ? policy.createHTML(markup.text) : markup.text;
}

export const textOfMarkup = (markup) => textOf(markup);

/** Text in which what stands between backticks is code. */
export const coded = (text) => html`${String(text).split("`").map((part, index) =>
  (index % 2 ? html`<code>${part}</code>` : part))}`;

import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/** Where to cut: at the last line end before the limit when there is one, never inside a character. */
export function clipped(text, lines, characters) {
  const points = [...text.slice(0, characters * 2 + 2)];
  let head = points.length > characters ? points.slice(0, characters).join("") : text;
  const rows = head.split("\n");
  if (rows.length > lines) head = rows.slice(0, lines).join("\n");
  return head.length < text.length ? head : null;
}

/**
 * Verbatim text, shortened with a button that shows all of it. Property `text`, attributes `lines`, `characters` and
 * `label` (what the text is, for the button).
 *
 *     <x-clip-text lines="12" characters="900" label="Output"></x-clip-text>
 */
class ClipText extends HTMLElement {
  #text = "";
  #isWhole = false;

  set text(text) {
    if (text === this.#text) return;
    this.#text = text;
    this.#update();
  }

  #update() {
    const lines = Number(this.getAttribute("lines") ?? 12);
    const characters = Number(this.getAttribute("characters") ?? 900);
    const head = clipped(this.#text, lines, characters);
    const count = t("clip.characters", { count: [...this.#text].length });
    render(this, html`
      <pre tabindex="0" role="region" aria-label="${this.getAttribute("label") ?? ""}">${
        this.#isWhole || head === null ? this.#text : `${head}…`}</pre>
      ${head === null ? "" : html`<button type="button" class="quiet-button" aria-expanded="${String(this.#isWhole)}">
        ${this.#isWhole ? t("clip.less") : t("clip.all", { amount: count })}</button>`}`);
    this.querySelector("button")?.addEventListener("click", () => {
      this.#isWhole = !this.#isWhole;
      this.#update();
      this.querySelector("button").focus();
    });
  }
}

export const registerClipText = () => customElements.define("x-clip-text", ClipText);

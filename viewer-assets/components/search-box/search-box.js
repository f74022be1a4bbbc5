import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { debounced } from "../../lib/pace.js";
import { disposal } from "../../lib/store.js";

/**
 * A search field that speaks when typing pauses. Event `search`, detail: the text; Escape empties it.
 *
 *     <x-search-box></x-search-box>
 */
class SearchBox extends HTMLElement {
  #until = disposal();
  #send = debounced(220, () => this.#tell());
  #said = "";

  connectedCallback() {
    render(this, html`<form role="search" autocomplete="off">
      ${icon("search")}<input type="search" spellcheck="false" enterkeyhint="search">
      <kbd aria-hidden="true">/</kbd>
    </form>`);
    this.#until.add(language.subscribe(() => {
      this.#input.setAttribute("aria-label", t("search.label"));
      this.#input.setAttribute("aria-keyshortcuts", "/");
      this.#input.placeholder = t("search.placeholder");
    }));
    this.#input.addEventListener("input", this.#send);
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      if (this.#input.value) this.#input.value = "";
      else this.#input.blur();
      this.#tell();
    });
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#tell();
    });
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.#send.cancel();
  }

  get #input() {
    return this.querySelector("input");
  }

  /** Shows a text without searching for it: it came from the address. */
  set value(text) {
    this.#said = text;
    if (this.#input.value.trim() !== text) this.#input.value = text;
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  #tell() {
    this.#send.cancel();
    const text = this.#input.value.trim();
    if (text === this.#said) return;
    this.#said = text;
    this.dispatchEvent(new CustomEvent("search", { detail: text }));
  }
}

export const registerSearchBox = () => customElements.define("x-search-box", SearchBox);

import { html, render } from "../../lib/html.js";
import { chooseLanguage, language, languages, t } from "../../lib/locale.js";
import { disposal } from "../../lib/store.js";

/**
 * A native select of the languages, each in its own words.
 *
 *     <x-language-switch></x-language-switch>
 */
class LanguageSwitch extends HTMLElement {
  #until = disposal();

  connectedCallback() {
    render(this, html`<select>
      ${languages.map(({ code, name }) => html`<option value="${code}" lang="${code}">${name}</option>`)}
    </select>`);
    const select = this.querySelector("select");
    select.addEventListener("change", () => chooseLanguage(select.value));
    this.#until.add(language.subscribe((code) => {
      select.value = code;
      select.setAttribute("aria-label", t("language.label"));
    }));
  }

  disconnectedCallback() {
    this.#until.dispose();
  }
}

export const registerLanguageSwitch = () => customElements.define("x-language-switch", LanguageSwitch);

import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { disposal } from "../../lib/store.js";
import { chooseTheme, theme, themes } from "../../lib/theme.js";

/**
 * Three native radio buttons drawn as one control: arrow keys move, as people know them.
 *
 *     <x-theme-switch></x-theme-switch>
 */
class ThemeSwitch extends HTMLElement {
  #until = disposal();

  connectedCallback() {
    this.#until.add(language.subscribe(() => this.#update()), theme.subscribe(() => this.#show()));
    this.addEventListener("change", this.#choose);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("change", this.#choose);
  }

  #choose = (event) => chooseTheme(event.target.value);

  #update() {
    render(this, html`<fieldset>
      <legend class="visually-hidden">${t("theme.label")}</legend>
      ${themes.map((name) => html`<label title="${t(`theme.${name}`)}">
        <input type="radio" name="theme" value="${name}" class="visually-hidden">
        ${icon(name)}<span class="visually-hidden">${t(`theme.${name}`)}</span>
      </label>`)}
    </fieldset>`);
    this.#show();
  }

  #show() {
    const input = this.querySelector(`input[value="${theme.value}"]`);
    if (input) input.checked = true;
  }
}

export const registerThemeSwitch = () => customElements.define("x-theme-switch", ThemeSwitch);

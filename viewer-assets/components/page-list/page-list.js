import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { route } from "../../lib/router.js";
import { disposal } from "../../lib/store.js";
import { pages } from "../../views/pages.js";

/**
 * Links to the pages there are; the one shown carries aria-current.
 *
 *     <nav aria-label="Pages"><x-page-list></x-page-list></nav>
 */
class PageList extends HTMLElement {
  #until = disposal();

  connectedCallback() {
    this.#until.add(language.subscribe(() => this.#update()), route.subscribe(() => this.#update()));
  }

  disconnectedCallback() {
    this.#until.dispose();
  }

  #update() {
    const current = pages.find(({ name }) => name === route.value.page)?.name ?? pages[0].name;
    render(this, html`<ul>${pages.map(({ name }) => html`<li>
      <a href="#/${name}" ${name === current ? html`aria-current="page"` : ""}>${icon(name)}${t(`page.${name}`)}</a>
    </li>`)}</ul>`);
  }
}

export const registerPageList = () => customElements.define("x-page-list", PageList);

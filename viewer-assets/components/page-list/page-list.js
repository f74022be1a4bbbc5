import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { language, t } from "../../lib/locale.js";
import { route } from "../../lib/router.js";
import { disposal } from "../../lib/store.js";
import { groups, pages } from "../../views/pages.js";

/**
 * Links to the pages there are, by groups; the one shown carries aria-current. On a narrow screen it stands in a popover,
 * which a link closes.
 *
 *     <nav aria-label="Pages"><x-page-list></x-page-list></nav>
 */
class PageList extends HTMLElement {
  #until = disposal();

  connectedCallback() {
    this.#until.add(language.subscribe(() => this.#update()), route.subscribe(() => this.#mark()));
    this.addEventListener("click", this.#close);
  }

  disconnectedCallback() {
    this.#until.dispose();
    this.removeEventListener("click", this.#close);
  }

  #update() {
    render(this, html`${groups.map((group) => html`<h2 id="pages-${group.name}">${t(`pages.${group.name}`)}</h2>
      <ul aria-labelledby="pages-${group.name}">${group.pages.map((name) => html`<li>
        <a href="#/${name}">${icon(name)}${t(`page.${name}`)}</a></li>`)}</ul>`)}`);
    this.#mark();
  }

  #mark() {
    const current = pages.includes(route.value.page) ? route.value.page : pages[0];
    for (const link of this.querySelectorAll("a")) {
      if (link.hash === `#/${current}`) link.ariaCurrent = "page";
      else link.ariaCurrent = null;
    }
  }

  #close = ({ target }) => {
    const popover = this.closest("[popover]");
    if (target.closest("a") && popover?.matches(":popover-open")) popover.hidePopover();
  };
}

export const registerPageList = () => customElements.define("x-page-list", PageList);

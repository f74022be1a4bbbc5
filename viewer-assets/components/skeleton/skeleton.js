import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/**
 * Grey cards in the shape of what is being loaded.
 *
 *     <x-skeleton></x-skeleton>
 */
class Skeleton extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "status");
    render(this, html`<span class="visually-hidden">${t("loading")}</span>
      ${[0, 1, 2, 3].map(() => html`<div class="ghost" aria-hidden="true"><i></i><i></i><i></i></div>`)}`);
  }
}

export const registerSkeleton = () => customElements.define("x-skeleton", Skeleton);

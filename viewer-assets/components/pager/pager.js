import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/**
 * Asks for the next page when it comes into sight, or when its button is pressed. `state` is more, loading or end;
 * the event is `more`.
 *
 *     <x-pager></x-pager>
 */
class Pager extends HTMLElement {
  #observer = null;
  #state = "end";

  connectedCallback() {
    this.#observer = new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting) this.#ask();
    }, { rootMargin: "600px" });
    this.#observer.observe(this);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.removeEventListener("click", this.#press);
  }

  set state(state) {
    this.#state = state;
    render(this, state === "end"
      ? html`<p>${t("pager.end")}</p>`
      : html`<button type="button" class="button" aria-disabled="${String(state === "loading")}">
        ${t(state === "loading" ? "loading" : "pager.more")}</button>`);
    // Still in sight after a short page: the observer only reports changes.
    if (state === "more" && this.isConnected) {
      this.#observer.unobserve(this);
      this.#observer.observe(this);
    }
  }

  #press = (event) => {
    if (event.target.closest("button")) this.#ask();
  };

  #ask() {
    if (this.#state === "more") this.dispatchEvent(new CustomEvent("more"));
  }
}

export const registerPager = () => customElements.define("x-pager", Pager);

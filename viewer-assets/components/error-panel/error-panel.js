import { coded, html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";

/**
 * What went wrong and what to do. `error` is an ApiError; the event `retry` asks for another attempt.
 *
 *     const panel = document.createElement("x-error-panel");
 *     panel.error = error;
 */
class ErrorPanel extends HTMLElement {
  set error(error) {
    const known = ["unreachable", "unauthorized"].includes(error.code) ? error.code : null;
    const message = known ? t(`error.${known}`) : error.message;
    const hint = known ? t(`error.${known}.hint`) : error.hint;
    this.setAttribute("role", "alert");
    render(this, html`
      ${icon("error")}
      <div>
        <h2>${message}</h2>
        ${hint ? html`<p>${coded(hint)}</p>` : ""}
        <p class="foot"><button type="button" class="button">${t("error.retry")}</button>
          <code>${error.status ? `${error.status} · ` : ""}${error.code ?? ""}</code></p>
      </div>`);
    this.querySelector("button").addEventListener("click", () => {
      this.dispatchEvent(new CustomEvent("retry", { bubbles: true }));
    });
  }
}

export const registerErrorPanel = () => customElements.define("x-error-panel", ErrorPanel);

import { diffLines } from "../../lib/diff.js";
import { html, render } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

/**
 * Two texts as one, with what went and what came. Property `texts`: [before, after].
 *
 *     const diff = document.createElement("x-diff");
 *     diff.texts = ["a\nb", "a\nc"];
 */
class Diff extends HTMLElement {
  set texts([before, after]) {
    render(this, html`${diffLines(before, after).map(({ kind, text }) => {
      if (kind === "same") return html`<p>${text}</p>`;
      const name = html`<span class="visually-hidden">${t(`diff.${kind}`)}: </span>`;
      return kind === "added" ? html`<ins>${name}${text}</ins>` : html`<del>${name}${text}</del>`;
    })}`);
  }
}

export const registerDiff = () => customElements.define("x-diff", Diff);

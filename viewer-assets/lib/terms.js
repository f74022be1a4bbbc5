// Words that need explaining: a link to what the help page says of them, with one sentence as a tooltip.
import { html } from "./html.js";
import { t } from "./locale.js";

/** In the order in which the help page tells them. */
export const terms = [
  "trace", "task", "R", "alpha", "V", "priority", "policy", "support", "gain", "world-model", "skill", "trial", "eta",
  "tier", "channel", "strength", "floor", "mmr", "gate", "injection", "verdict", "relation", "provenance",
];

/** `term("V")`, or with other words in the text: `term("V", "value")`. */
export const term = (name, label = t(`term.${name}.name`)) =>
  html`<a class="term" href="#/help/${name}" title="${t(`term.${name}`)}">${label}</a>`;

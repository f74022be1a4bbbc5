import { number, score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { originChip } from "../../lib/learned.js";
import { t } from "../../lib/locale.js";
import { block, item, steps, verdict } from "./steps.js";

/** Name, range and step of what can be tried; lists are choices. */
const knobs = [
  ["topK.tier1", 0, 50], ["topK.tier2", 0, 50], ["topK.tier3", 0, 50], ["promptTokens", 50, 4000, 50],
  ["maxCharacters", 200, 9500, 100], ["candidates", 10, 2000, 10], ["relativeFloor", 0, 1, "any"],
  ["mmrLambda", 0, 1, "any"], ["documentFrequencyCap", 0.0001, 1, "any"], ["meaningWeight", 0, 2, "any"],
  ["neighbourWeight", 0, 2, "any"], ["sessionWeight", 0, 2, "any"], ["scope", ["agent", "home"]],
  ["projects", ["current", "all"]],
];

const valueAt = (object, key) => key.split(".").reduce((value, name) => value?.[name], object);

/** `{"topK.tier1": 2}` as the daemon takes it. */
export function overrides(settings) {
  const result = {};
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const [name, part] = key.split(".");
    if (part) (result[name] ??= {})[part] = value;
    else result[name] = value;
  }
  return result;
}

export function drawLab(view, { runs }, query) {
  const sides = query.compare ? [0, 1] : [0];
  const changed = sides.reduce((sum, side) => sum + Object.values(view.settings[side]).filter((v) => v !== undefined).length, 0);
  return html`<form class="card lab" data-action="try">
    <div class="field"><label for="lab-prompt">${t("recall.prompt")}</label>
      <textarea class="input" id="lab-prompt" name="q" rows="3" required placeholder="${t("recall.example")}">${
        query.q ?? ""}</textarea></div>
    <div class="tools">
      ${choice("agent", view.known.agents.map(({ value }) => [value, value]), query.agent)}
      ${choice("project", view.known.projects.map(({ id, name }) => [id, name]), query.project)}
      <label class="row faint"><input type="checkbox" class="switch" id="lab-compare" data-action="compare"
        ${query.compare ? html`checked` : ""}>${t("recall.compare")}</label>
      <button class="button push" data-tone="accent">${t("recall.try")} <kbd>Ctrl ↵</kbd></button>
    </div>
    <details id="lab-settings"><summary>${t("recall.settings")} ${changed ? html`<span class="chip" data-tone="accent">${
      t("recall.changed", { count: changed })}</span>` : ""}</summary>
      ${sides.length > 1 ? html`<p class="faint">${t("recall.sides")}</p>` : ""}
      <div class="knobs">${knobs.map(([key, ...range]) => html`<div class="field"><label for="set-0-${key}">${
        t(`recall.set.${key}`)}</label><span>${sides.map((side) => knob(view, key, range, side))}</span></div>`)}</div>
      <button type="button" class="quiet-button" data-action="reset">${t("recall.reset")}</button></details>
  </form>
  ${runs.length ? html`<div class="runs" aria-live="polite">${runs.map((run, side) => result(run, side, runs))}</div>`
    : html`<p class="faint">${t("recall.hint")}</p>`}`;
}

const choice = (name, options, chosen = "") => html`<select class="input" name="${name}" aria-label="${
  t(`recall.${name}`)}"><option value="">${t(`recall.${name}.all`)}</option>${options.map(([value, label]) => html`<option
    value="${value}" ${value === chosen ? html`selected` : ""}>${label}</option>`)}</select>`;

function knob(view, key, [low, high, stride = 1], side) {
  const own = view.settings[side][key];
  const common = html`class="input" id="set-${side}-${key}" data-action="set" data-side="${side}" data-key="${key}"
    aria-label="${t(`recall.set.${key}`)}${side ? " B" : ""}"`;
  const usual = valueAt(view.config, key);
  if (!Array.isArray(low)) {
    return html`<input ${common} type="number" min="${low}" max="${high}" step="${stride}" value="${own ?? ""}"
      placeholder="${usual}">`;
  }
  return html`<select ${common}>${low.map((value) => html`<option value="${value}" ${
    value === (own ?? usual) ? html`selected` : ""}>${t(`recall.set.${key}.${value}`)}</option>`)}</select>`;
}

function result(run, side, runs) {
  const shown = new Set(run.shown);
  const elsewhere = new Set(runs[1 - side]?.shown);
  const all = [...run.notes.map(({ id, text }) => ({ refId: id, refKind: "note", snippet: text })), ...run.hits];
  const kind = (name) => (name === "note" ? t("recall.note") : t(`kind.${name}`));
  return html`<section class="card stack" aria-label="${runs.length > 1 ? "AB"[side] : t("recall.result")}">
    ${runs.length > 1 ? html`<span class="chip side">${"AB"[side]}</span>` : ""}
    ${verdict({ ...run, count: shown.size })}
    ${all.length ? html`<ul class="given">${all.map(({ refId, refKind, summary, snippet, score: value, origin }) => html`<li>
      <span class="chip" data-tone="accent">${kind(refKind)}</span>
      <span>${item(refId, snippet || summary)} ${originChip(origin)}
        ${runs.length > 1 && shown.has(refId) && !elsewhere.has(refId) ? html`<span class="chip" data-tone="good">${
          t("recall.onlyHere")}</span>` : ""}
        ${shown.has(refId) || refKind === "episode" ? "" : html`<span class="chip" data-tone="wait">${
          t("recall.noRoom")}</span>`}</span>
      <span class="faint">${value === undefined ? "" : score(value)}</span></li>`)}</ul>` : ""}
    ${block(run.injectedContext, run)}
    ${steps(run, `-${side}`)}
    <p class="faint">${t("recall.took", { ms: number(Math.round(run.ms * 10) / 10) })}</p>
  </section>`;
}

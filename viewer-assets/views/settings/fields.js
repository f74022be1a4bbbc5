// One setting: its label and meaning, the control that fits its kind, its default, and what is wrong with it.
import { html } from "../../lib/html.js";
import { number } from "../../lib/format.js";
import { t } from "../../lib/locale.js";

const shown = (value) => {
  if (value === true || value === false) return t(value ? "settings.on" : "settings.off");
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "number" ? number(value) : String(value);
  return text || t("settings.empty");
};

/** What a control says, as the daemon takes it; `null` is no number. */
export function parsed(setting, control) {
  if (setting.kind === "flag") return control.checked;
  if (setting.kind === "integer" || setting.kind === "number") {
    return control.value.trim() === "" ? null : Number(control.value);
  }
  const isList = Array.isArray(setting.default);
  return isList ? control.value.split("\n").map((line) => line.trim()).filter(Boolean) : control.value.trim();
}

/** What is wrong with a value, before anybody is asked; "" when nothing is. */
export function fault({ kind, minimum, maximum }, value) {
  if (kind !== "integer" && kind !== "number") return "";
  const isNumber = typeof value === "number" && (kind === "number" ? Number.isFinite(value) : Number.isInteger(value));
  const fits = isNumber && value >= minimum && value <= maximum;
  return fits ? "" : t(`settings.wrong.${kind}`, { minimum: number(minimum), maximum: number(maximum) });
}

function control(view, setting, value, names) {
  const { key, kind, minimum, maximum, secret } = setting;
  if (kind === "flag") {
    return html`<input type="checkbox" class="switch" role="switch" ${names} ${value ? html`checked` : ""}>`;
  }
  if (secret) {
    const isHidden = setting.isSet && !view.replaced.has(key) && !view.changes.has(key);
    if (isHidden) {
      return html`<span class="row"><code id="set-${key}" tabindex="-1">********</code><button type="button"
        class="quiet-button" data-action="replace" data-key="${key}">${t("settings.replace")}</button></span>`;
    }
    if (!Array.isArray(setting.default)) {
      const typed = view.changes.has(key) ? value : "";
      return html`<input class="input" type="password" autocomplete="new-password" value="${typed}" ${names}>`;
    }
    value = view.changes.has(key) ? value : [];
  }
  if (kind === "choice") {
    return html`<select class="input" ${names}>${setting.choices.map((choice) => html`<option ${choice === value
      ? html`selected` : ""}>${choice}</option>`)}</select>`;
  }
  if (Array.isArray(setting.default)) {
    return html`<textarea class="input" rows="${Math.max(2, value.length + 1)}" spellcheck="false"
      placeholder="${t("settings.lines")}" ${names}>${value.join("\n")}</textarea>`;
  }
  if (kind === "text") return html`<input class="input" spellcheck="false" value="${value}" ${names}>`;
  return html`<input class="input" type="number" min="${minimum}" max="${maximum}" step="${kind === "integer" ? 1 : "any"}"
    value="${value ?? ""}" ${names}>`;
}

/** - `extra`: what belongs below the control. */
export function field(view, setting, extra = "") {
  const { key, label, meaning, restart, minimum } = setting;
  const value = view.value(setting);
  const problem = view.problems.get(key);
  const isDefault = JSON.stringify(value) === JSON.stringify(setting.default);
  const names = html`id="set-${key}" data-action="edit" data-key="${key}" aria-describedby="about-${key}"
    ${problem ? html`aria-invalid="true"` : ""}`;
  const range = minimum === undefined ? "" : ` ${t("settings.range", { minimum, maximum: setting.maximum })}`;
  return html`<div class="field setting" data-kind="${setting.kind}" data-setting="${key}" ${view.changes.has(key) ? html`data-changed` : ""}>
    <label for="set-${key}">${label}${restart ? html` <span class="chip">${t("settings.afterRestart")}</span>` : ""}</label>
    <div>${control(view, setting, value, names)}<p class="problem bad" ${problem ? "" : html`hidden`
    }>${problem ?? ""}</p>${extra}</div>
    <small id="about-${key}">${meaning}${range}</small>
    <small class="default">${t("settings.default", { value: shown(setting.default) })} · <button type="button"
      class="quiet-button" data-action="reset" data-key="${key}" ${isDefault ? html`hidden` : ""} aria-label="${
      `${t("settings.reset")}: ${label}`}">${t("settings.reset")}</button> <code>${key}</code></small></div>`;
}

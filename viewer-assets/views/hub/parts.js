// What the parts of the page have in common: chips, people, texts of strangers, findings.
import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { kindName, t } from "../../lib/locale.js";
import { blocks, bySeverity, countUnseen, inFours, visibleParts } from "./text.js";

const tones = { high: "bad", medium: "wait", low: "", active: "good", pending: "wait", revoked: "bad", sent: "good",
  queued: "wait", refused: "bad", approved: "good", superseded: "", withdrawn: "bad", waiting: "wait" };

export const chip = (text, tone = "") => html`<span class="chip" data-tone="${tone}">${text}</span>`;
export const stateChip = (state) => chip(t(`hub.state.${state}`), tones[state]);
export const kindChip = (kind) => chip(kind === "excerpt" ? t("hub.kind.excerpt") : kindName(kind), "accent");
export const roleName = (role) => t(`hub.role.${role}`);
export const groupChips = (groups = []) => groups.map((name) => chip(name));
export const finger = (text) => html`<code class="finger">${inFours(text ?? "")}</code>`;
/** The name of a device or what else is said to have done something; digits of a key are shortened. */
export const named = (names, id) => (names[id] ? verbatim(names[id])
  : /^[0-9a-f]{32,}$/.test(id) ? html`<code title="${id}">${id.slice(0, 16)}…</code>` : verbatim(id));
export const deviceNames = (members) => Object.fromEntries(members.flatMap(({ name, devices }) =>
  devices.map((device) => [device.id, `${name} · ${device.name}`])));
export const button = (action, key, { tone = "", data = {}, kind = "button" } = {}) => html`<button type="button" class="${kind}"
  data-action="${action}" data-focus="${[action, ...Object.values(data)].join(" ")}" data-tone="${tone}" ${Object.entries(data).map(([name, value]) => html`data-${name}="${value}" `)}>${
  t(key)}</button>`;
export const quiet = (action, key, data) => button(action, key, { data, kind: "quiet-button" });
export const none = (key) => html`<p class="faint">${t(key)}</p>`;
export const facts = (pairs) => html`<dl class="facts">${pairs.filter(([, value]) => value !== undefined && value !== null
  && value !== "").map(([key, value]) => html`<dt>${t(key)}</dt><dd>${value}</dd>`)}</dl>`;
export const table = (label, heads, rows) => html`<div class="table-frame" tabindex="0" role="region" aria-label="${label}">
  <table class="table"><thead><tr>${heads.map((key) => html`<th scope="col">${key && t(key)}</th>`)}</tr></thead>
  <tbody>${rows}</tbody></table></div>`;

/** Text of a stranger as it is, with what nobody would see made visible. */
export const verbatim = (text) => visibleParts(String(text ?? "")).map(({ text: words, code, kind }) => (code
  ? html`<mark class="unseen" data-kind="${kind}" title="${t(`hub.unseen.${kind}`)}">${code}</mark>` : words));

/** Who something is from: a name that a person chose, and the one that is checked. */
export const who = ({ memberName, member }) => (memberName && memberName.toLowerCase() !== member
  ? html`<b>${verbatim(memberName)}</b> (${member})` : html`<b>${memberName ?? member}</b>`);

export const unseen = (text) => {
  const count = countUnseen(text ?? "");
  return count ? html`<p class="warnings">${t("hub.unseen", { count })}</p>` : "";
};

/** Words in which what stands between backticks is code and between two stars is strong. */
const inline = (text) => text.split("`").map((part, index) => (index % 2 ? html`<code>${verbatim(part)}</code>`
  : part.split("**").map((words, turn) => (turn % 2 ? html`<strong>${verbatim(words)}</strong>` : verbatim(words)))));
const drawing = {
  heading: ({ text }) => html`<h4>${inline(text)}</h4>`,
  code: ({ text }) => html`<pre class="mono" tabindex="0">${verbatim(text)}</pre>`,
  quote: ({ text }) => html`<blockquote>${inline(text)}</blockquote>`,
  list: ({ items }) => html`<ul>${items.map((item) => html`<li>${inline(item)}</li>`)}</ul>`,
  numbers: ({ items }) => html`<ol>${items.map((item) => html`<li>${inline(item)}</li>`)}</ol>`,
  text: ({ text }) => html`<p>${inline(text)}</p>`,
};

/** A page of a stranger, laid out; its links and pictures stay words. */
export const rendered = (text) => html`<div class="rendered">${blocks(text).map((block) => drawing[block.kind](block))}</div>`;

export function findingsList(findings) {
  if (!findings?.length) return html`<p class="good">${icon("ok")} ${t("hub.findings.none")}</p>`;
  return html`<ul class="findings">${bySeverity(findings).map(({ severity, text, path, line, excerpt }) => html`<li>
    ${chip(t(`hub.severity.${severity}`), tones[severity])}<div><span lang="en">${text}</span>
    ${path || line ? html`<small class="faint">${verbatim(path)} ${line ? t("hub.line", { line: number(line) }) : ""}</small>` : ""}
    ${excerpt ? html`<code>${verbatim(excerpt)}</code>` : ""}</div></li>`)}</ul>`;
}

/** An action of admins: takes a device, a person, an item or one version of it from everybody. */
export async function revoke({ dataset: { kind, id, name } }) {
  const isPerson = kind === "member" || kind === "device";
  const said = await ask({ title: t(`hub.revoke.${kind}`), text: html`<p>${t("hub.revoke.text", { name })}</p>`, action: t("hub.revoke"),
    fields: [{ name: "reason", label: t("hub.reason"), isRequired: true }, ...(isPerson ? [{ name: "fate", label: t("hub.revoke.what"),
      kind: "select", options: ["withdraw", "keep", "compromised"].map((fate) => [fate, t(`hub.revoke.${fate}`)]) }] : [])] });
  if (!said) return;
  await this.done("hub.revoked", api.post("/api/v1/hub/revoke", {},
    { kind, id, reason: said.reason, ...(isPerson ? { keep: said.fate === "keep", compromised: said.fate === "compromised" } : {}) }));
}

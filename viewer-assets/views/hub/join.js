// Not yet there: how to join a hub, how to run one, and what to wait for.
import { coded, html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { button, facts, finger, quiet } from "./parts.js";

const promises = [["signed", "ok"], ["reviewed", "tasks"], ["revocable", "forget"]];
const field = (name, isRequired, extra = "") => html`<div class="field"><label for="join-${name}">${t(`hub.join.${name}`)}</label>
  <input class="input" id="join-${name}" name="${name}" autocomplete="off" spellcheck="false" ${extra} ${isRequired ? html`required` : ""}>
  <small>${coded(t(`hub.join.${name}.hint`))}</small></div>`;

/** `hubs` are those that announce themselves; `null` while they are looked for. */
const joining = (hubs, wasRevoked) => html`
  ${wasRevoked ? html`<p class="card warnings">${t("hub.revoked.text")}</p>` : ""}
  <ul class="grid promises">${promises.map(([name, picture]) => html`<li class="card"><h2>${icon(picture)} ${t(`hub.will.${name}`)}</h2>
    <p>${t(`hub.will.${name}.text`)}</p></li>`)}</ul>
  <div class="grid wide"><form class="card stack" data-action="join"><h2>${t("hub.join")}</h2>
    ${field("address", true, html`placeholder="192.168.1.20:18912"`)}${field("code", true, html`placeholder="ABCD-EFGH-JKMN"`)}
    ${field("name", true)}${field("deviceName", false)}
    <p class="tools"><button class="button" data-tone="accent">${t("hub.join")}</button></p></form>
  <div class="stack"><section class="card stack"><h2>${t("hub.found")}</h2>${found(hubs)}</section>
    <section class="card stack"><h2>${t("hub.serve")}</h2><p>${t("hub.serve.text")}</p>
      <ol class="recipe"><li>${t("hub.serve.first")}<code>memos hub serve --name "Team"</code></li>
        <li>${t("hub.serve.second")}<code>memos hub invite --serving</code></li><li>${t("hub.serve.third")}</li></ol></section></div></div>`;

function found(hubs) {
  if (!hubs) return html`<p class="faint" role="status">${t("hub.found.looking")}</p>`;
  if (!hubs.length) return html`<p class="faint">${t("hub.found.none")}</p><p>${quiet("look", "hub.found.again")}</p>`;
  return html`<p class="faint">${t("hub.found.text")}</p><ul class="entries">${hubs.map(({ name, address, fingerprint }) => html`<li>
    <div><b>${name}</b> <code>${address}</code><p>${finger(fingerprint)}</p></div>${button("useHub", "hub.found.use", { data: { address } })}</li>`)}</ul>
    <p>${quiet("look", "hub.found.again")}</p>`;
}

const pending = ({ hub, device }) => html`<section class="card stack"><h2>${icon("open")} ${t("hub.pending")}</h2>
  <p>${t("hub.pending.text", { hub: hub.name })}</p>
  ${facts([["hub.device.finger", finger(device.fingerprint)], ["hub.address", hub.address], ["hub.finger", finger(hub.fingerprint)]])}
  <p class="faint">${t("hub.pending.note")}</p>
  <p class="tools">${button("sync", "hub.pending.ask")}${quiet("leave", "hub.pending.stop")}</p></section>`;

export const draw = ({ status }, hubs) => (status.state === "pending" ? pending(status) : joining(hubs, status.state === "revoked"));

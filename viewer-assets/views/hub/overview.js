import { api } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { duration, moment, number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { button, chip, facts, finger, groupChips, roleName, verbatim, who } from "./parts.js";
import { syncWords } from "./text.js";

const counts = [["waiting", "review"], ["approved", "received"], ["shared", "shared"], ["withdrawn", "received"]];

export function draw({ status: { hub, member, device, role, groups, sync, counts: amount, log } }) {
  const { tone, key } = syncWords(sync);
  const values = { count: sync.outbox ?? 0, when: sync.lastSyncAt ? moment(sync.lastSyncAt) : "" };
  return html`<ul class="grid tiles">${counts.map(([name, tab]) => html`<li class="card"><a class="stat" href="#/hub?tab=${tab}"><strong>${
      number(amount[name] ?? 0)}</strong><span>${t(`hub.count.${name}`)}</span></a></li>`)}</ul>
    <section class="card stack"><h2>${t("hub.sync")}</h2><p id="sync-words">${chip(t(`hub.activity.${sync.state}`), tone)} ${t(key, values)}</p>
      ${facts([["hub.sync.error", sync.lastError && html`<span lang="en">${verbatim(sync.lastError.message)}</span>`],
        ["hub.sync.next", sync.nextTryAt && t("hub.in", { time: duration(sync.nextTryAt - Date.now()) })],
        ["hub.sync.place", sync.head !== undefined && t("hub.sync.of", { cursor: number(sync.cursor), head: number(sync.head ?? sync.cursor) })],
        ["hub.sync.last", sync.lastSyncAt && moment(sync.lastSyncAt)]])}
      <p class="faint">${t("hub.sync.note")}</p><p class="tools">${button("sync", "hub.sync.now")}</p>
      ${log?.length ? html`<details id="hub-log"><summary>${t("hub.log")}</summary><ul class="plain">${log.map(({ at, message }) => html`<li>
        <span class="faint">${moment(at)}</span> <span lang="en">${verbatim(message)}</span></li>`)}</ul></details>` : ""}</section>
    <section class="card stack"><h2>${hub.name}</h2>
      ${facts([["hub.address", html`<code>${hub.address}</code>`], ["hub.finger", finger(hub.fingerprint)], ["hub.you", who({ member: member.member, memberName: member.name })],
        ["hub.role", role && roleName(role)], ["hub.groups", html`<span class="row">${groupChips(groups)}</span>`],
        ["hub.device.finger", finger(device.fingerprint)]])}
      <p class="faint">${t("hub.finger.note")}</p>
      <p class="tools">${button("rotate", "hub.token.rotate")}</p></section>
    <section class="card stack"><h2>${t("hub.leave")}</h2><p>${t("hub.leave.text")}</p>
      <p class="tools">${button("leave", "hub.leave")}</p></section>`;
}

export const actions = {
  async rotate() {
    if (await confirm({ title: t("hub.token.rotate"), text: t("hub.token.rotate.text"), action: t("hub.token.rotate") })) {
      await this.done("hub.token.rotated", api.post("/api/v1/hub/tokens/rotate"));
    }
  },
};

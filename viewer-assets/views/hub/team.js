// Groups, revocations, the audit log, and how the hub itself does.
import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { bytes, duration, moment, number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { button, chip, deviceNames, facts, named, none, quiet, table, verbatim } from "./parts.js";

/** Lines of the audit log that are asked for at a time. */
const portion = 100;

const loads = {
  groups: (get) => get("/api/v1/hub/groups"),
  async revocations(get) {
    const [{ revocations }, { members }] = await Promise.all([get("/api/v1/hub/revocations"), get("/api/v1/hub/members")]);
    return { revocations, names: deviceNames(members) };
  },
  async audit(get, { query }) {
    const [log, { members }] = await Promise.all([get("/api/v1/hub/audit", {}, { after: query.after, limit: portion }),
      get("/api/v1/hub/members")]);
    return { ...log, names: deviceNames(members) };
  },
  async health(get) {
    const [hub, { members }] = await Promise.all([get("/api/v1/hub/health"), get("/api/v1/hub/members")]);
    return { health: hub, names: deviceNames(members) };
  },
};

export const load = (get, place, status, tab) => loads[tab](get, place);

const groups = ({ groups: all }) => (all.length ? html`<ul class="cards">${all.map(({ name, members: list, items }) => html`<li class="card stack"><h2>${verbatim(name)}</h2>
  ${name === "everyone" ? html`<p class="faint">${t("hub.everyone")}</p>` : ""}<p class="row">${list.map((one) => chip(verbatim(one.name ?? one.member ?? one)))}</p>
  ${items === undefined ? "" : html`<p class="faint">${t("hub.groups.items", { count: items })}</p>`}</li>`)}</ul><p class="faint">${t("hub.groups.text")}</p>` : none("hub.nothing"));

const revocations = ({ revocations: all, names }) => html`<p class="faint lead">${t("hub.revocations.text")}</p>${all.length ? table(t("hub.tab.revocations"),
  ["hub.what", "hub.reason", "hub.by", "hub.when"], all.map(({ kind, id, reason, by, at }) => html`<tr><th scope="row">${chip(t(`hub.kind.${kind}`))} ${
    named(names, id)}</th><td>${verbatim(reason || "–")}</td><td>${verbatim(by?.name ?? by?.member ?? by)}</td>
    <td>${moment(at)}</td></tr>`)) : none("hub.revocations.none")}`;

const audit = ({ entries, verified, brokenAt, names }, { query }) => html`<div class="tools"><p class="lead" id="chain">${verified === false
    ? chip(t("hub.chain.broken", { seq: brokenAt ?? "?" }), "bad") : chip(t("hub.chain.whole"), "good")} <span class="faint">${t("hub.audit.text")}</span></p>
    ${button("exportAudit", "hub.audit.export")}</div>
  ${entries.length ? table(t("hub.tab.audit"), ["", "hub.when", "hub.actor", "hub.action", "hub.subject"], entries.map(({ seq, at, actor, action, subject, details }) => html`<tr>
    <th scope="row">${number(seq)}</th><td>${moment(at)}</td><td>${named(names, actor ?? "")}</td><td><code>${action}</code></td><td>${named(names, subject ?? "")}
    ${details && Object.keys(details).length ? html`<small class="faint">${verbatim(JSON.stringify(details))}</small>` : ""}</td></tr>`)) : none("hub.nothing")}
  <p class="tools">${query.after ? quiet("page", "hub.audit.first", { after: "" }) : ""}${entries.length >= portion ? quiet("page", "hub.audit.next",
    { after: entries.at(-1).seq }) : ""}</p>`;

const tile = (key, value) => html`<li class="card"><div class="stat"><strong>${value}</strong><span>${t(key)}</span></div></li>`;

const health = ({ health: hub, names }) => html`<p>${chip(t(hub.ok ? "hub.health.good" : "hub.health.bad"), hub.ok ? "good" : "bad")}</p>
  <ul class="grid tiles">${tile("hub.health.p95", t("hub.ms", { ms: number(Math.round((hub.p95Milliseconds ?? 0) * 10) / 10) }))}
    ${["members", "devices", "items", "statements"].map((name) => tile(`hub.health.${name}`, number(hub[name] ?? 0)))}${tile("hub.health.bytes", bytes(hub.bytes ?? 0))}</ul>
  ${facts([["hub.health.database", hub.database], ["hub.health.version", hub.version], ["hub.health.up", hub.startedAt && duration(Date.now() - hub.startedAt)]])}
  ${hub.clients?.length ? table(t("hub.health.clients"), ["hub.health.clients", "hub.health.lag", "hub.health.seen"], hub.clients.map(({ device, cursor, lastSeenAt }) => html`<tr>
    <th scope="row">${named(names, device)}</th><td>${number(Math.max(0, (hub.statements ?? 0) - (cursor ?? 0)))}</td>
    <td>${lastSeenAt ? moment(lastSeenAt) : "–"}</td></tr>`)) : ""}`;

const panels = { groups, revocations, audit, health };
export const draw = (data, place, tab) => panels[tab](data, place);

export const actions = {
  page({ dataset: { after } }) {
    this.go({ after });
  },
  async exportAudit() {
    const said = await ask({ title: t("hub.audit.export"), text: html`<p>${t("hub.audit.export.text")}</p>`, action: t("hub.audit.export"),
      fields: [{ name: "path", label: t("hub.audit.path"), isRequired: true, hint: t("hub.audit.path.hint") }] });
    if (!said) return;
    const { path, entries } = await api.post("/api/v1/hub/audit/export", {}, { path: said.path.trim() });
    toast(t("hub.audit.exported"), { tone: "good", hint: entries === undefined ? path : `${path} (${entries})` });
  },
};

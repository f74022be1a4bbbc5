// Who belongs to the hub, who waits, and the codes that let people in.
import { api } from "../../lib/api.js";
import { ask, confirm, openDialog } from "../../lib/dialog.js";
import { moment } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { button, chip, deviceNames, finger, groupChips, named, quiet, revoke, roleName, stateChip, verbatim, who } from "./parts.js";
import { countdown, names } from "./text.js";

export async function load(get, place, { role }) {
  const [all, { invites }, { tokens }] = await Promise.all([get("/api/v1/hub/members"),
    role === "admin" ? get("/api/v1/hub/invites") : { invites: [] }, get("/api/v1/hub/tokens").catch(() => ({ tokens: [] }))]);
  // A hub that has not heard of the grant yet still lists the device as one that waits.
  const known = new Set(all.members.flatMap(({ devices }) => devices.map(({ id }) => id)));
  return { ...all, pending: (all.pending ?? []).filter(({ id }) => !known.has(id)), invites, tokens };
}

const seen = (at) => (at ? t("hub.seen", { when: moment(at) }) : t("hub.seen.never"));

export function draw({ members: all, pending, invites, tokens, status }) {
  const isAdmin = status.role === "admin";
  const own = status.device.id;
  return html`${isAdmin ? html`<div class="tools"><p class="faint lead">${t("hub.invite.text")}</p>${button("invite", "hub.invite", { tone: "accent" })}</div>` : ""}
    ${isAdmin && pending.length ? html`<section class="card stack" id="pending"><h2>${t("hub.waiting")}</h2><p class="faint">${t("hub.waiting.text")}</p>
      <ul class="entries">${pending.map((one) => html`<li><div><b>${verbatim(one.name)}</b> · ${verbatim(one.deviceName)} ${one.role ? chip(roleName(one.role)) : ""}
      ${groupChips(one.groups)}<p>${finger(one.fingerprint)}</p></div><span class="tools">${button("admit", "hub.admit",
        { tone: "accent", data: { device: one.id } })}${quiet("reject", "hub.reject", { device: one.id, name: one.name })}</span></li>`)}</ul></section>` : ""}
    ${invites.length ? html`<section class="card stack"><h2>${t("hub.invites")}</h2><ul class="entries">${invites.map(({ handle, role, groups, expiresAt }) => html`<li>
      <span class="row"><code>${handle}-…</code>${chip(roleName(role))}${groupChips(groups)}<span class="faint">${t("hub.until", { time: countdown(expiresAt) || "0:00" })}</span></span>${
      quiet("cancelInvite", "hub.invite.cancel", { handle })}</li>`)}</ul></section>` : ""}
    <ul class="cards">${all.map((one) => html`<li class="card stack"><div class="row"><h2>${who({ member: one.member, memberName: one.name })}</h2>
      ${chip(roleName(one.role), one.role === "admin" ? "accent" : "")}<span class="row">${groupChips(one.groups)}</span>
      ${isAdmin && !one.devices.some((device) => device.id === own) ? html`<span class="push">${quiet("revoke", "hub.revoke.member", { kind: "member", id: one.member, name: one.name })}</span>` : ""}</div>
      <ul class="entries">${one.devices.map((device) => html`<li><div><b>${verbatim(device.name)}</b> ${device.id === own ? chip(t("hub.this"), "accent") : ""} ${
        device.state === "active" ? "" : stateChip(device.state)}<p>${finger(device.fingerprint)}</p><p class="faint">${seen(device.lastSeenAt)}</p></div>
        ${isAdmin && device.state === "active" ? html`<span class="tools">${quiet("change", "hub.change", { device: device.id, member: one.member })}${
          device.id === own ? "" : quiet("revoke", "hub.revoke.device", { kind: "device", id: device.id, name: device.name })}</span>` : ""}</li>`)}</ul></li>`)}</ul>
    ${tokens.length ? html`<details class="card" id="tokens"><summary>${t("hub.tokens")}</summary><p class="faint">${t("hub.tokens.text")}</p><ul class="entries">${
      tokens.map(({ id, device, lastUsedAt, current }) => html`<li><span>${named(deviceNames(all), device)} ${current ? chip(t("hub.this"), "accent") : ""}
      <span class="faint">${seen(lastUsedAt)}</span></span>${current ? "" : quiet("endToken", "hub.token.end", { id })}</li>`)}</ul></details>` : ""}`;
}

const roles = ["member", "reader", "admin"];
const roleField = (value) => ({ name: "role", label: t("hub.role"), kind: "select", value, hint: t("hub.role.hint"),
  options: roles.map((name) => [name, roleName(name)]) });
const groupsField = (value) => ({ name: "groups", label: t("hub.groups"), value: value.join(", "), hint: t("hub.groups.hint") });

/** What a device may, from now on. Whether it was said. */
async function grant(title, { device, role = "member", groups = ["everyone"], member = "", name = "" }) {
  const said = await ask({ title: t(title), text: html`<p>${t("hub.grant.text")}</p>`, action: t(title), fields: [
    { name: "name", label: t("hub.member.name"), value: name, isRequired: true },
    { name: "member", label: t("hub.member.slug"), value: member, hint: t("hub.member.slug.hint") }, roleField(role), groupsField(groups)] });
  if (!said) return false;
  await api.post("/api/v1/hub/devices/{device}/grant", { device },
    { role: said.role, groups: names(said.groups), name: said.name, ...(said.member ? { member: said.member } : {}) });
  return true;
}

/** A code once, with the time it is good for. */
async function showCode({ code, expiresAt, address, fingerprint }) {
  const command = `memos hub join ${address} ${code} --name "…"`;
  const { element, closed } = openDialog(t("hub.invite.made"), html`<main><p>${t("hub.invite.give")}</p><p class="code">${code}</p>
    <p role="timer" data-part="time"></p><p class="faint">${t("hub.invite.command")}</p><p><code>${command}</code></p>
    <p class="faint">${t("hub.invite.compare")}</p><p>${finger(fingerprint)}</p></main>
    <footer><button type="button" class="button" data-do="code">${t("hub.copy.code")}</button><button type="button" class="button"
    data-do="command">${t("hub.copy.command")}</button><button class="button" value="yes" data-tone="accent">${t("close")}</button></footer>`);
  const tick = () => {
    const left = countdown(expiresAt);
    element.querySelector("[data-part=time]").textContent = left ? t("hub.until", { time: left }) : t("hub.invite.over");
  };
  const timer = setInterval(tick, 1000);
  tick();
  element.addEventListener("click", async ({ target }) => {
    const what = target.closest("[data-do]")?.dataset.do;
    if (!what) return;
    await navigator.clipboard.writeText(what === "code" ? code : command);
    toast(t("hub.copied"), { tone: "good" });
  });
  await closed;
  clearInterval(timer);
}

export const actions = {
  async invite() {
    const said = await ask({ title: t("hub.invite"), text: html`<p>${t("hub.invite.once")}</p>`, action: t("hub.invite.make"), fields: [
      roleField("member"), groupsField(["everyone"]), { name: "minutes", label: t("hub.invite.minutes"), kind: "number", value: "10" },
      { name: "approved", label: t("hub.invite.approved"), kind: "select", options: [["", t("hub.invite.ask")], ["yes", t("hub.invite.atOnce")]] }] });
    if (!said) return;
    const made = await api.post("/api/v1/hub/invites", {}, { role: said.role, groups: names(said.groups), approved: said.approved === "yes",
      ...(Number(said.minutes) ? { minutes: Number(said.minutes) } : {}) });
    this.reload();
    await showCode(made);
  },
  cancelInvite({ dataset: { handle } }) {
    return this.done("hub.invite.cancelled", api.delete("/api/v1/hub/invites/{handle}", { handle }));
  },
  async admit({ dataset: { device } }) {
    const one = this.data.pending.find((other) => other.id === device);
    if (await grant("hub.admit", { ...one, device })) await this.done("hub.admitted");
  },
  async change({ dataset: { device, member } }) {
    const { role, groups, name } = this.data.members.find((one) => one.member === member);
    if (await grant("hub.change", { device, member, role, groups, name })) await this.done("hub.changed");
  },
  async reject({ dataset: { device, name } }) {
    if (await confirm({ title: t("hub.reject"), text: t("hub.reject.text", { name }), action: t("hub.reject"), tone: "bad" })) {
      await this.done("hub.rejected", api.post("/api/v1/hub/devices/{device}/reject", { device }));
    }
  },
  endToken({ dataset: { id } }) {
    return this.done("hub.token.ended", api.delete("/api/v1/hub/tokens/{id}", { id }));
  },
  revoke,
};

import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { moment } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { button, groupChips, kindChip, none, quiet, stateChip, verbatim } from "./parts.js";

export async function load(get) {
  const [{ items }, { skills }] = await Promise.all([get("/api/v1/hub/shared"), get("/api/v1/skills", {}, { limit: 1000 })]);
  const sent = new Set(items.map(({ localId }) => localId));
  return { items, marked: skills.filter((skill) => skill.share?.scope === "hub" && !skill.origin && !sent.has(skill.id)) };
}

export function draw({ items, marked, status }) {
  const isReader = status.role === "reader";
  return html`${isReader ? html`<p class="card">${t("hub.shared.reader")}</p>` : html`<div class="tools"><p class="faint lead">${
      t("hub.shared.text")}</p>${button("share", "hub.share", { tone: "accent" })}</div>`}
    ${marked.length && !isReader ? html`<section class="card stack"><h2>${t("hub.marked")}</h2><p class="faint">${t("hub.marked.text")}</p>
      <ul class="entries">${marked.map(({ id, name }) => html`<li><a href="${linkTo(id)}">${name}</a>${
        button("share", "hub.share.look", { data: { id } })}</li>`)}</ul></section>` : ""}
    ${items.length ? html`<ul class="cards">${items.map((item) => html`<li class="card stack" id="shared-${item.item}"><div class="row">
      <h2>${item.localId ? html`<a href="${linkTo(item.localId)}">${item.name}</a>` : item.name}</h2>${kindChip(item.kind)}
      <span class="push">${stateChip(item.state)}</span></div>
      <p class="row faint"><span>${t("hub.version", { version: item.version })}</span><span>${moment(item.at)}</span>${groupChips(item.groups)}</p>
      ${item.error ? html`<p class="bad" lang="en">${item.error.message ?? item.error}</p>` : ""}
      ${item.reason ? html`<p class="faint">${verbatim(item.reason)}</p>` : ""}
      ${item.changed ? html`<p>${t("hub.shared.changed")}</p>` : ""}
      ${item.state === "withdrawn" || isReader ? "" : html`<div class="tools">${item.localId ? button("share", "hub.share.again", {
        tone: item.changed ? "accent" : "", data: { id: item.localId, groups: item.groups.join(" ") } }) : ""}
        ${quiet("unshare", "hub.unshare", { item: item.item, name: item.name })}</div>`}</li>`)}</ul>` : none("hub.shared.none")}`;
}

export const actions = {
  async share({ dataset: { id, groups } }) {
    const { share } = await import("./share.js");
    if (await share(this.data.status.groups, id, groups?.split(" "))) await this.done("hub.share.done");
  },
  async unshare({ dataset: { item, name } }) {
    const said = await ask({ title: t("hub.unshare"), text: html`<p>${t("hub.unshare.text", { name })}</p>`, action: t("hub.unshare"),
      fields: [{ name: "reason", label: t("hub.reason") }] });
    if (said) await this.done("hub.unshare.done", api.post("/api/v1/hub/shared/{item}/unshare", { item }, { reason: said.reason }));
  },
};

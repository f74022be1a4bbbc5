// What came of others' items, the search in the team, and whom one trusts.
import { api } from "../../lib/api.js";
import { score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { chip, groupChips, kindChip, none, quiet, stateChip, verbatim, who } from "./parts.js";
import { href } from "./review.js";

export async function load(get, { query }) {
  const [{ items }, { trusted }, found] = await Promise.all([get("/api/v1/hub/received"), get("/api/v1/hub/trusted"),
    query.q && get("/api/v1/hub/search", {}, { q: query.q })]);
  return { items, trusted, found: found?.hits };
}

export const draw = ({ items, trusted, found }, { query }) => html`
  <section class="card stack"><h2>${t("hub.search")}</h2><form class="tools" data-action="search"><input class="input" id="filter-q" name="q" type="search"
    value="${query.q ?? ""}" aria-label="${t("hub.search.words")}" placeholder="${t("hub.search.words")}"><button class="button">${t("hub.search.action")}</button></form>
    ${found ? html`<div aria-live="polite">${found.length ? html`<ul class="entries">${found.map(({ id, name, summary, kind, member }) => html`<li><div>
      <a href="${href(id)}">${verbatim(name)}</a> ${kindChip(kind)}<p class="faint">${verbatim(summary)} · ${verbatim(member)}</p></div></li>`)}</ul>`
      : none("hub.nothing")}</div>` : ""}</section>
  ${items.length ? html`<ul class="cards">${items.map((item) => html`<li class="card stack"><div class="row"><h2><a href="${
    item.localId && item.state === "approved" ? linkTo(item.localId) : href(item.envelope)}">${verbatim(item.name)}</a></h2>${kindChip(item.kind)}<span class="push">${
    stateChip(item.state)}</span></div><p class="row faint"><span>${t("hub.fromWhom", { name: item.memberName ?? item.member })}</span>${groupChips(item.groups)}
    <a href="${href(item.envelope)}">${t("hub.version", { version: item.version })}</a></p>
    ${item.state === "approved" ? html`<p class="row faint"><span>${item.trials ? t("hub.trials.own", { passed: item.trials.passed, count: item.trials.attempted })
      : t("hub.trials.none")}</span>${item.reliability === undefined ? "" : html`<span>η ${score(item.reliability)}</span>`}</p>`
      : html`<p class="bad">${verbatim(item.reason || t("hub.noReason"))}</p>`}</li>`)}</ul>` : none("hub.received.none")}
  <section class="card stack"><h2>${t("hub.trusted")}</h2><p class="faint">${t("hub.trusted.text")}</p>${trusted.length ? html`<ul class="entries">${
    trusted.map(({ member, name, group }) => html`<li><span>${who({ member, memberName: name })} ${chip(group)}</span>${
      quiet("untrust", "hub.untrust", { member, group })}</li>`)}</ul>` : none("hub.trusted.none")}</section>`;

export const actions = {
  search(form) {
    this.go({ q: new FormData(form).get("q").trim() });
  },
  untrust({ dataset: { member, group } }) {
    return this.done("hub.untrust.done", api.post("/api/v1/hub/untrust", {}, { member, group }));
  },
};

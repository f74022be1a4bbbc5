// What comes in: the queue, and one item with everything a decision needs.
import { api } from "../../lib/api.js";
import { ask, confirm } from "../../lib/dialog.js";
import { moment, number, score, signed } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { button, chip, facts, finger, findingsList, groupChips, kindChip, none, quiet, rendered, revoke, stateChip, unseen, verbatim,
  who } from "./parts.js";
import { fileText, worst } from "./text.js";

const states = ["waiting", "approved", "refused", "withdrawn"];
const tones = { high: "bad", medium: "wait", low: "" };
export const href = (envelope) => `#/hub/${encodeURIComponent(envelope)}?tab=review`;

export async function load(get, { id, query }) {
  const [{ items }, { trusted }, item] = await Promise.all([get("/api/v1/hub/review", {}, { state: query.state }),
    get("/api/v1/hub/trusted"), id && get("/api/v1/hub/items/{envelope}", { envelope: id })]);
  return { items, trusted, item };
}

export function draw(data, { id, query }) {
  const { items, item } = data;
  const state = query.state ?? "waiting";
  return html`<div class="split" ${item ? html`data-open` : ""}><div class="list stack">
      <div class="segments" role="group" aria-label="${t("hub.tab.review")}">${states.map((name) => html`<label><input type="radio"
        name="state" value="${name}" id="state-${name}" data-action="state" ${name === state ? html`checked` : ""}>${t(`hub.state.${name}`)}</label>`)}</div>
      ${items.length ? html`<ul class="rows" aria-label="${t("hub.tab.review")}">${items.map((one) => html`<li><a href="${href(one.envelope)}${
        query.state ? `&state=${query.state}` : ""}" data-focus="${one.envelope}" ${one.envelope === id ? html`aria-current="true"` : ""}><span class="title">${
        verbatim(one.name)}</span><span class="row">${findingChip(one.findings)}${one.isUpdate ? chip(t("hub.update"), "accent") : ""}
        <span>${verbatim(one.memberName ?? one.member)}</span><span>${moment(one.receivedAt)}</span></span></a></li>`)}</ul>`
        : none(state === "waiting" ? "hub.review.none" : "hub.nothing")}</div>
    <div class="detail stack">${item ? detail(data, query) : items.length ? none("hub.review.choose") : ""}</div></div>`;
}

const findingChip = (findings) => {
  const severity = worst(findings);
  return severity ? chip(t("hub.findings.count", { count: findings.length }), tones[severity]) : chip(t("hub.findings.clean"), "good");
};

const views = (item) => ["rendered", "raw", ...(item.diff?.length ? ["diff"] : []), ...(item.files?.length ? ["files"] : [])];

function detail({ item, status, trusted }, { show }) {
  const isAdmin = status.role === "admin";
  const { evidence = {}, provenance, project, findings } = item;
  const shown = views(item).includes(show) ? show : item.diff?.length ? "diff" : "rendered";
  const open = item.groups.filter((group) => !trusted.some((one) => one.member === item.member && one.group === group));
  return html`<p class="only-narrow"><a class="quiet-button" href="#/hub?tab=review">${icon("back")}${t("list.back")}</a></p>
    <article class="stack" aria-labelledby="item-name"><header class="card stack"><div class="row"><h2 id="item-name" tabindex="-1">${verbatim(item.name)}</h2>${
      kindChip(item.kind)}<span class="push">${stateChip(item.state ?? "waiting")}</span></div>
      ${item.summary ? html`<p>${verbatim(item.summary)}</p>` : ""}
      ${facts([["hub.from", who(item)], ["hub.signer", finger(item.fingerprint)], ["hub.groups", html`<span class="row">${groupChips(item.groups)}</span>`],
        ["hub.versionName", number(item.version)], ["hub.licence", verbatim(item.licence || t("hub.licence.none"))], ["hub.project", project && verbatim(project.name)],
        ["hub.received.at", moment(item.receivedAt)], ["hub.reason", item.reason && verbatim(item.reason)]])}
      ${item.localId ? html`<p><a href="${linkTo(item.localId)}">${t("hub.local")}</a></p>` : ""}</header>
    <section class="card stack"><h3>${t("hub.findings")}</h3>${findingsList(findings)}</section>
    ${(item.state ?? "waiting") === "waiting" || item.state === "refused" ? html`<section class="card stack decision"><h3>${t("hub.decide")}</h3>
      <p class="faint">${t(item.isUpdate ? "hub.decide.update" : "hub.decide.text")}</p>
      <form class="tools" data-action="approve"><div class="field"><label for="as">${t("hub.as")}</label><input class="input" id="as" name="as"
        maxlength="80" placeholder="${item.name}" autocomplete="off"></div>
        <button class="button" data-tone="accent">${icon("ok")}${t("hub.approve")}</button>
        ${item.state === "refused" ? "" : button("refuse", "hub.refuse")}</form>
      ${open.length ? html`<p class="tools">${open.map((group) => html`<button type="button" class="quiet-button" data-action="trust" data-member="${
        item.member}" data-name="${item.memberName ?? item.member}" data-group="${group}">${t("hub.trust", { name: item.memberName ?? item.member, group })}</button>`)}</p>` : ""}
      </section>` : ""}
    ${content(item, shown)}
    <section class="card stack"><h3>${t("hub.told")}</h3><p class="faint">${t("hub.told.text")}</p>
      ${facts([["hub.support", evidence.support], ["hub.gain", evidence.gain === undefined ? undefined : signed(evidence.gain)],
        ["hub.reliability", evidence.reliability === undefined ? undefined : score(evidence.reliability)],
        ["hub.trials", evidence.trials], ["hub.sources", evidence.sources], ["hub.tools", evidence.tools && verbatim(evidence.tools.join(", "))],
        ["hub.by", provenance && t(provenance.by === "model" ? "hub.by.model" : "hub.by.rules", { model: provenance.model ?? "" })]])}</section>
    ${isAdmin && item.state !== "withdrawn" ? html`<p class="tools">${quiet("revoke", "hub.revoke.item", { kind: "item", id: item.item, name: item.name })}
      ${quiet("revoke", "hub.revoke.envelope", { kind: "envelope", id: item.envelope, name: item.name })}</p>` : ""}</article>`;
}

function content(item, shown) {
  const text = item.text ?? "";
  const part = {
    rendered: () => html`${unseen(text)}${rendered(item.rendered ?? text)}`,
    raw: () => html`${unseen(text)}<pre class="mono" tabindex="0">${verbatim(text)}</pre>`,
    diff: () => html`<p class="faint">${t("hub.diff.text")}</p>${unseen(text)}<x-diff>${item.diff.map(({ kind, text: line }) => {
      const name = kind === "same" ? "" : html`<span class="visually-hidden">${t(`diff.${kind}`)}: </span>`;
      return kind === "added" ? html`<ins>${name}${verbatim(line)}</ins>` : kind === "removed" ? html`<del>${name}${verbatim(line)}</del>`
        : html`<p>${verbatim(line)}</p>`;
    })}</x-diff>`,
    files: () => item.files.map(file),
  }[shown];
  return html`<section class="card stack"><div class="row"><h3>${t("hub.content")}</h3><div class="segments push" role="group" aria-label="${
    t("hub.content")}">${views(item).map((name) => html`<label><input type="radio" name="show" value="${name}" id="show-${name}" data-action="show" ${
    name === shown ? html`checked` : ""}>${t(`hub.show.${name}`)}</label>`)}</div></div>${part()}</section>`;
}

function file({ path, content: data, bytes: size }, index) {
  const text = data === undefined ? null : fileText(data);
  return html`<details id="file-${index}"><summary><code>${verbatim(path)}</code> <span class="faint">${size === undefined ? "" : `${number(size)} B`}</span></summary>
    ${text === null ? none("hub.file.binary") : html`${unseen(text)}<pre class="mono" tabindex="0">${verbatim(text)}</pre>`}</details>`;
}

export const actions = {
  state({ value }) {
    location.hash = `#/hub?tab=review${value === "waiting" ? "" : `&state=${value}`}`;
  },
  show({ value }) {
    this.go({ show: value });
  },
  async approve(form) {
    const { envelope, findings, name } = this.data.item;
    if (worst(findings) === "high" && !await confirm({ title: t("hub.approve.sure", { name }), action: t("hub.approve.anyway"), tone: "bad",
      text: html`${findingsList(findings.filter(({ severity }) => severity === "high"))}<p>${t("hub.approve.sure.text")}</p>` })) return;
    const as = new FormData(form).get("as").trim();
    await api.post("/api/v1/hub/items/{envelope}/approve", { envelope }, as ? { as } : {});
    await next(this, "hub.approved");
  },
  async refuse() {
    const { envelope, name } = this.data.item;
    const said = await ask({ title: t("hub.refuse"), text: html`<p>${t("hub.refuse.text", { name })}</p>`, action: t("hub.refuse"),
      fields: [{ name: "reason", label: t("hub.reason") }] });
    if (!said) return;
    await api.post("/api/v1/hub/items/{envelope}/refuse", { envelope }, { reason: said.reason });
    await next(this, "hub.refused");
  },
  async trust({ dataset: { member, name, group } }) {
    if (await confirm({ title: t("hub.trust", { name, group }), text: t("hub.trust.text"), action: t("hub.trust.action") })) {
      await this.done("hub.trust.done", api.post("/api/v1/hub/trust", {}, { member, group }));
    }
  },
  revoke,
};

/** After a decision: the next one that waits, with the focus on its name. */
async function next(view, told) {
  const { items, item } = view.data;
  const at = items.findIndex(({ envelope }) => envelope === item.envelope);
  const other = items[at + 1] ?? items[at - 1];
  toast(t(told), { tone: "good" });
  location.hash = other && other !== item ? href(other.envelope) : "#/hub?tab=review";
  await view.reload();
  (view.querySelector("#item-name") ?? view.querySelector("#hub-tabs [aria-selected=true]"))?.focus();
}

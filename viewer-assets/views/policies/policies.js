import { api } from "../../lib/api.js";
import { ask, openDialog } from "../../lib/dialog.js";
import { dayName, signed } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { coded, drawDiffs, forget, linesOf, statusChip } from "../../lib/learned.js";
import { t } from "../../lib/locale.js";
import { debounced } from "../../lib/pace.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { parts, policyDetail } from "./detail.js";

const page = 100;

class PoliciesView extends View {
  page = "policies";
  refreshOn = ["l2.induced", "l2.revised", "l2.associated", "l2.boundary_shrunk", "memory.forgotten"];
  #shown = page;

  async load({ id, query }, signal) {
    const one = (get) => (id ? get : null);
    const [list, policy, evidence, history] = await Promise.all([
      api.get("/api/v1/policies", {}, { ...query, limit: this.#shown }, signal),
      one(id && api.get("/api/v1/policies/{id}", { id }, {}, signal)),
      one(id && api.get("/api/v1/policies/{id}/evidence", { id }, {}, signal)),
      one(id && api.get("/api/v1/policies/{id}/history", { id }, {}, signal)),
    ]);
    return { policies: list.policies, policy, evidence, history };
  }

  draw({ policies, policy, evidence, history }, { id, query }) {
    if (!policies.length && !policy && !Object.values(query).some(Boolean)) return html`<x-empty></x-empty>`;
    return html`<div class="split" ${policy ? html`data-open` : ""}>
      <div class="list"><div class="tools" role="search">
        <input class="input" type="search" id="policies-q" name="q" value="${query.q ?? ""}" data-action="filter"
          placeholder="${t("policies.search")}" aria-label="${t("policies.search")}">
        <select class="input" id="policies-status" name="status" data-action="filter" aria-label="${t("part.status")}">
          <option value="">${t("policies.all")}</option>${["candidate", "active", "archived"].map((status) =>
            html`<option value="${status}" ${status === query.status ? html`selected` : ""}>${t(`status.${status}`)}</option>`)}</select></div>
        ${policies.length ? html`<ul class="rows" aria-label="${t("page.policies")}">${policies.map((item) => row(item, id, query))}</ul>`
          : html`<p class="faint">${t("policies.none")}</p>`}
        ${policies.length === this.#shown ? html`<p><button type="button" class="button" data-action="more">${t("pager.more")}</button></p>` : ""}
      </div>
      <div class="detail stack">${policy ? policyDetail(policy, evidence, history)
        : html`<p class="faint">${t("policies.choose")}</p>`}</div></div>`;
  }

  drawn({ history }) {
    const empty = this.querySelector("x-empty");
    if (empty) empty.content = { icon: "policies", title: t("policies.empty"), text: t("policies.empty.text") };
    if (history) drawDiffs(this, history);
  }

  actions = {
    filter: (element) => this.go({ [element.name]: element.value }),
    back: () => this.open(null),
    more: () => {
      this.#shown = Math.min(1000, this.#shown + page);
      return this.reload();
    },
    archive: () => this.#move("archived", () => api.post("/api/v1/policies/{id}/archive", { id: this.place.id })),
    activate: () => this.#move("active", () => api.post("/api/v1/policies/{id}/activate", { id: this.place.id })),
    undo: (element) => this.#undo(this.place.id, Number(element.dataset.version)),
    edit: () => this.#edit(),
    merge: () => this.#merge(),
    forget: async () => {
      if (await forget("/api/v1/policies/{id}/forget", this.place.id, this.data.policy.title)) this.open(null);
    },
  };

  /** Shows a new state at once; the answer confirms it. */
  async #move(status, send) {
    const { policy, policies } = this.data;
    const former = policy.status;
    const set = (value) => {
      for (const item of [policy, ...policies]) if (item.id === policy.id) item.status = value;
      this.redraw();
    };
    set(status);
    try {
      await send();
    } catch (error) {
      set(former);
      throw error;
    }
    this.#done(t(`policies.done.${status}`), policy.id);
    await this.reload();
  }

  #done(text, id) {
    toast(text, { tone: "good", action: { label: t("undo"), run: () => this.#undo(id).catch((error) =>
      toast(error.message, { tone: "bad", hint: error.hint })) } });
  }

  async #undo(id, version) {
    await api.post("/api/v1/policies/{id}/undo", { id }, version ? { version } : {});
    toast(t("undo.done"), { tone: "good" });
    if (this.isConnected) await this.reload();
  }

  async #edit() {
    const { policy } = this.data;
    const fields = ["title", ...parts].map((name) => ({
      name, label: t(`part.${name}`), value: linesOf(policy[name]), kind: name === "title" ? "text" : "area",
      hint: Array.isArray(policy[name]) ? t("policies.line") : "", isRequired: name === "title" }));
    const said = await ask({ title: t("policies.edit"), text: t("policies.edit.text"), action: t("policies.save"), isWide: true,
      fields: [...fields, { name: "reason", label: t("policies.reason") }] });
    if (!said) return;
    const change = {};
    for (const name of ["title", ...parts]) {
      const text = said[name].replaceAll("\r", "").trim();
      if (text === linesOf(policy[name]).trim()) continue;
      change[name] = Array.isArray(policy[name]) ? text.split("\n").filter((line) => line.trim()) : text;
    }
    if (!Object.keys(change).length) return;
    await api.patch("/api/v1/policies/{id}", { id: policy.id }, { ...change, ...(said.reason ? { reason: said.reason } : {}) });
    this.#done(t("policies.done.edited"), policy.id);
    await this.reload();
  }

  /** Choosing the policy that goes on, by words. */
  async #merge() {
    const { policy } = this.data;
    const { element, closed } = openDialog(t("policies.merge"), html`<main><p>${t("policies.merge.text")}</p>
      <div class="field"><label for="merge-q">${t("policies.merge.into")}</label>
        <input class="input" type="search" id="merge-q" autocomplete="off"></div>
      <fieldset class="choices"><legend class="visually-hidden">${t("page.policies")}</legend></fieldset>
      <div class="field"><label for="merge-reason">${t("policies.reason")}</label>
        <input class="input" id="merge-reason" name="reason" autocomplete="off"></div></main>
      <footer><button class="button" value="" formnovalidate>${t("cancel")}</button>
        <button class="button" value="yes" data-tone="accent">${t("policies.merge.action")}</button></footer>`);
    const input = element.querySelector("#merge-q");
    const find = async () => {
      const { policies } = await api.get("/api/v1/policies", {}, { q: input.value, limit: 30 });
      const others = policies.filter(({ id, status }) => id !== policy.id && status !== "archived");
      render(element.querySelector(".choices"), html`<legend class="visually-hidden">${t("page.policies")}</legend>${
        others.length ? others.map(({ id, title, status }) => html`<label><input type="radio" name="into" value="${id}" required>
          <span>${coded(title)}</span>${statusChip(status)}</label>`) : html`<p class="faint">${t("policies.none")}</p>`}`);
    };
    input.addEventListener("input", debounced(250, find));
    await find();
    const form = element.querySelector("form");
    if ((await closed) !== "yes") return;
    const { into, reason } = Object.fromEntries(new FormData(form));
    if (!into) return;
    await api.post("/api/v1/policies/{id}/merge", { id: policy.id }, { into, ...(reason ? { reason } : {}) });
    this.#done(t("policies.done.merged"), into);
    this.open(into);
  }
}

const row = (policy, id, query) => html`<li><a data-focus="${policy.id}" ${policy.id === id ? html`aria-current="true"` : ""}
  href="#/policies/${encodeURIComponent(policy.id)}?${new URLSearchParams(query)}">
  <span class="title">${coded(policy.title)}</span>
  <span class="row">${statusChip(policy.status)}<span>${t("policies.tasks", { count: policy.support })}</span>
    <span>G ${signed(policy.gain)}</span><span>${dayName(policy.updatedAt)}</span></span></a></li>`;

customElements.define("view-policies", PoliciesView);

import { api } from "../../lib/api.js";
import { ask, openDialog } from "../../lib/dialog.js";
import { dayName, signed } from "../../lib/format.js";
import { coded, html, render } from "../../lib/html.js";
import { linesOf, statusChip } from "../../lib/learned.js";
import { LearnedView } from "../../lib/list-view.js";
import { t } from "../../lib/locale.js";
import { debounced } from "../../lib/pace.js";
import { parts, policyDetail } from "./detail.js";

class PoliciesView extends LearnedView {
  page = "policies";
  path = "/api/v1/policies";
  member = "policies";
  refreshOn = ["l2.induced", "l2.revised", "l2.associated", "l2.boundary_shrunk", "memory.forgotten"];
  selects = [["status", [["", "list.status"], ...["candidate", "active", "archived"].map((name) => [name, `status.${name}`])]]];

  constructor() {
    super();
    this.actions.merge = () => this.#merge();
  }

  row({ title, status, support, gain, updatedAt }) {
    return { title: coded(title), facts: [statusChip(status), t("policies.tasks", { count: support }), `G ${signed(gain)}`,
      dayName(updatedAt)] };
  }

  detail({ item, more }) {
    return policyDetail(item, ...more);
  }

  async edit() {
    const { item } = this.data;
    const names = ["title", ...parts];
    const said = await ask({ title: t("learned.edit"), text: t("policies.edit.text"), action: t("learned.save"), isWide: true, fields: [
      ...names.map((name) => ({ name, label: t(`part.${name}`), value: linesOf(item[name]), isRequired: name === "title",
        kind: name === "title" ? "text" : "area", hint: Array.isArray(item[name]) ? t("policies.line") : "" })),
      { name: "reason", label: t("learned.reason") }] });
    if (!said) return;
    const change = said.reason ? { reason: said.reason } : {};
    for (const name of names) {
      const text = said[name].replaceAll("\r", "").trim();
      if (text === linesOf(item[name]).trim()) continue;
      change[name] = Array.isArray(item[name]) ? text.split("\n").filter((line) => line.trim()) : text;
    }
    await api.patch("/api/v1/policies/{id}", { id: item.id }, change);
    await this.done(t("learned.done.edited"), item.id);
  }

  /** Choosing the policy that goes on, by words. */
  async #merge() {
    const own = this.data.item.id;
    const { element, closed } = openDialog(t("policies.merge"), html`<main><p>${t("policies.merge.text")}</p>
      <div class="field"><label for="merge-q">${t("policies.merge.into")}</label>
        <input class="input" type="search" id="merge-q" autocomplete="off"></div>
      <fieldset class="choices" aria-label="${t("page.policies")}"></fieldset>
      <div class="field"><label for="merge-reason">${t("learned.reason")}</label>
        <input class="input" id="merge-reason" name="reason" autocomplete="off"></div></main>
      <footer><button class="button" value="" formnovalidate>${t("cancel")}</button>
        <button class="button" value="yes" data-tone="accent">${t("policies.merge.action")}</button></footer>`);
    const input = element.querySelector("#merge-q");
    const find = async () => {
      const { policies } = await api.get("/api/v1/policies", {}, { q: input.value, limit: 50 });
      const others = policies.filter(({ id, status }) => id !== own && status !== "archived");
      render(element.querySelector(".choices"), others.length ? html`${others.map(({ id, title, status }) => html`<label>
        <input type="radio" name="into" value="${id}" required><span>${coded(title)}</span>${statusChip(status)}</label>`)}`
        : html`<p class="faint">${t("list.none")}</p>`);
    };
    input.addEventListener("input", debounced(250, find));
    const form = element.querySelector("form");
    await find();
    if ((await closed) !== "yes") return;
    const { into, reason } = Object.fromEntries(new FormData(form));
    await this.send("merge", { into, ...(reason ? { reason } : {}) });
    this.open(into);
    await this.done(t("policies.merged"), into);
  }
}

customElements.define("view-policies", PoliciesView);

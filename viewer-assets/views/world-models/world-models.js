import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { dayName, score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { drawDiffs, forget, linesOf, statusChip } from "../../lib/learned.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { parts, worldDetail } from "./map.js";

class WorldModelsView extends View {
  page = "world-models";
  refreshOn = ["l3.abstracted", "l3.revised", "memory.forgotten"];

  async load({ id, query }, signal) {
    const one = (path, ask) => (id ? ask(path) : null);
    const [list, model, evidence, history] = await Promise.all([
      api.get("/api/v1/world-models", {}, { ...query, limit: 1000 }, signal),
      one("/api/v1/world-models/{id}", (path) => api.get(path, { id }, {}, signal)),
      one("/api/v1/world-models/{id}/evidence", (path) => api.get(path, { id }, {}, signal)),
      one("/api/v1/world-models/{id}/history", (path) => api.get(path, { id }, {}, signal)),
    ]);
    return { models: list.worldModels, model, evidence, history };
  }

  draw({ models, model, evidence, history }, { id, query }) {
    if (!models.length && !model && !Object.values(query).some(Boolean)) return html`<x-empty></x-empty>`;
    return html`<div class="split" ${model ? html`data-open` : ""}>
      <div class="list"><div class="tools" role="search">
        <input class="input" type="search" id="worlds-q" name="q" value="${query.q ?? ""}" data-action="filter"
          placeholder="${t("world-models.search")}" aria-label="${t("world-models.search")}">
        <select class="input" id="worlds-status" name="status" data-action="filter" aria-label="${t("part.status")}">
          ${["", "archived", "all"].map((status) => html`<option value="${status}" ${status === (query.status ?? "")
            ? html`selected` : ""}>${t(status === "all" ? "world-models.all" : `status.${status || "active"}`)}</option>`)}</select></div>
        ${models.length ? html`<ul class="rows" aria-label="${t("page.world-models")}">${models.map((item) => row(item, id, query))}</ul>`
          : html`<p class="faint">${t("world-models.none")}</p>`}</div>
      <div class="detail stack">${model ? worldDetail(model, evidence, history)
        : html`<p class="faint">${t("world-models.choose")}</p>`}</div></div>`;
  }

  drawn({ history }) {
    const empty = this.querySelector("x-empty");
    if (empty) empty.content = { icon: "world-models", title: t("world-models.empty"), text: t("world-models.empty.text") };
    if (history) drawDiffs(this, history);
  }

  actions = {
    filter: (element) => this.go({ [element.name]: element.value }),
    back: () => this.open(null),
    right: () => this.#thumb("up"),
    wrong: () => this.#thumb("down"),
    archive: () => this.#change("archived", (id) => api.post("/api/v1/world-models/{id}/archive", { id })),
    activate: () => this.#change("active", (id) => api.post("/api/v1/world-models/{id}/activate", { id })),
    undo: (element) => this.#undo(this.place.id, Number(element.dataset.version)),
    edit: () => this.#edit(),
    forget: async () => {
      if (await forget("/api/v1/world-models/{id}/forget", this.place.id, this.data.model.title)) this.open(null);
    },
  };

  #thumb(thumb) {
    return this.#change("thanks", (id) => api.post("/api/v1/world-models/{id}/thumb", { id }, { thumb }));
  }

  async #change(name, send) {
    const { id } = this.data.model;
    await send(id);
    const undo = () => this.#undo(id).catch((error) => toast(error.message, { tone: "bad", hint: error.hint }));
    toast(t(`world-models.done.${name}`), { tone: "good", action: { label: t("undo"), run: undo } });
    await this.reload();
  }

  async #undo(id, version) {
    await api.post("/api/v1/world-models/{id}/undo", { id }, version ? { version } : {});
    toast(t("undo.done"), { tone: "good" });
    if (this.isConnected) await this.reload();
  }

  /** Entries are edited as lines, "name: sentence"; a line that stays keeps what it rests on. */
  async #edit() {
    const { model } = this.data;
    const said = await ask({ title: t("world-models.edit"), text: t("world-models.edit.text"), action: t("world-models.save"),
      isWide: true, fields: [{ name: "title", label: t("part.title"), value: model.title, isRequired: true },
        ...parts.map((part) => ({ name: part, label: t(`part.${part}`), kind: "area", value: linesOf(model.structure[part]) })),
        { name: "reason", label: t("world-models.reason") }] });
    if (!said) return;
    const structure = Object.fromEntries(parts.map((part) => [part,
      said[part].split(/\r?\n/).filter((line) => line.trim()).map((line) => entry(line, model.structure[part]))]));
    const { title, reason } = said;
    await this.#change("edited", (id) => api.patch("/api/v1/world-models/{id}", { id },
      { title, structure, ...(reason ? { reason } : {}) }));
  }
}

function entry(line, known) {
  const same = known.find((one) => linesOf([one]) === line);
  if (same) return { label: same.label, description: same.description };
  const [label, ...rest] = line.split(/[:：]/);
  const description = rest.join(":").trim();
  return { label: label.trim().slice(0, 80), description: description || label.trim() };
}

const row = (model, id, query) => html`<li><a data-focus="${model.id}" ${model.id === id ? html`aria-current="true"` : ""}
  href="#/world-models/${encodeURIComponent(model.id)}?${new URLSearchParams(query)}">
  <span class="title">${model.title}</span>
  <span class="row">${model.status === "active" ? "" : statusChip(model.status)}<span>${t("world-models.confidence",
    { value: score(model.confidence) })}</span><span>${t("world-models.entries",
    { count: parts.reduce((sum, part) => sum + model.structure[part].length, 0) })}</span>
    <span>${dayName(model.updatedAt)}</span></span></a></li>`;

customElements.define("view-world-models", WorldModelsView);

import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { dayName, signed } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { forget } from "../../lib/learned.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { taskDetail } from "./detail.js";

const page = 50;
const list = "/api/v1/tasks";

class TasksView extends View {
  page = "tasks";
  refreshOn = ["episode.opened", "episode.closed", "reward.computed", "feedback.received", "memory.forgotten"];
  #shown = page;
  /** A task that somebody has just judged, as it was: {id, score}. */
  #judged = null;

  async load({ id, query }, signal) {
    const [found, task, timeline] = await Promise.all([
      api.get(list, {}, { ...query, limit: this.#shown }, signal),
      id && api.get("/api/v1/tasks/{id}", { id }, {}, signal),
      id && api.get("/api/v1/tasks/{id}/timeline", { id }, {}, signal),
    ]);
    return { tasks: found.episodes, hasMore: Boolean(found.nextCursor), task, steps: timeline?.traces ?? [] };
  }

  draw({ tasks, hasMore, task, steps }, { id, query }) {
    const isFiltered = Object.values(query).some(Boolean);
    if (!tasks.length && !isFiltered && !task) return html`<x-empty></x-empty>`;
    const before = this.#judged?.id === id ? this.#judged.score : null;
    return html`<div class="split" ${task ? html`data-open` : ""}>
      <div class="list">${filters(query)}
        ${tasks.length ? html`<ul class="rows" aria-label="${t("page.tasks")}">${tasks.map((task) => row(task, id, query))}</ul>`
          : html`<p class="faint">${t("tasks.none")}</p>`}
        ${hasMore ? html`<p><button type="button" class="button" data-action="more">${t("pager.more")}</button></p>` : ""}</div>
      <div class="detail stack">${task ? taskDetail(task, steps, before) : html`<p class="faint">${t("tasks.choose")}</p>`}</div>
    </div>`;
  }

  drawn() {
    const empty = this.querySelector("x-empty");
    if (empty) empty.content = { icon: "tasks", title: t("tasks.empty"), text: t("tasks.empty.text"), steps: [
      { text: t("empty.install"), code: "memos install claude" }, { text: t("empty.import"), code: "memos import --dry-run" }] };
  }

  actions = {
    filter: (element) => {
      this.#shown = page;
      this.go({ [element.name]: element.value });
    },
    back: () => this.open(null),
    more: () => {
      this.#shown = Math.min(1000, this.#shown + page);
      return this.reload();
    },
    worked: () => this.#judge("positive"),
    failed: () => this.#judge("negative"),
    words: async () => {
      const said = await ask({ title: t("tasks.words.title"), text: t("tasks.words.text"), action: t("tasks.words.send"), fields: [
        { name: "polarity", label: t("tasks.words.polarity"), kind: "select", value: "neutral",
          options: ["positive", "neutral", "negative"].map((name) => [name, t(`polarity.${name}`)]) },
        { name: "rationale", label: t("tasks.words.label"), kind: "area", hint: t("tasks.words.hint"), isRequired: true }] });
      if (said) await this.#judge(said.polarity, said.rationale);
    },
    forget: async () => {
      const { id, preview } = this.data.task;
      if (await forget("/api/v1/tasks/{id}/forget", id, preview)) this.open(null);
    },
  };

  /** Shows at once what was said; the number follows when it was worked out. */
  async #judge(polarity, rationale) {
    const { task } = this.data;
    this.#judged = { id: task.id, score: { ...task.score } };
    const former = { feedback: task.feedback, scoring: task.scoring };
    task.feedback = [...task.feedback, { id: "new", ts: Date.now(), channel: "explicit", polarity, rationale }];
    if (task.status === "closed") task.scoring = { state: "rescoring" };
    this.redraw();
    try {
      await api.post("/api/v1/tasks/{id}/feedback", { id: task.id },
        { polarity, ...(polarity === "neutral" ? {} : { magnitude: 1 }), ...(rationale ? { rationale } : {}) });
      toast(t("tasks.thanks"), { tone: "good" });
    } catch (error) {
      Object.assign(task, former);
      this.#judged = null;
      this.redraw();
      throw error;
    }
  }
}

const filters = (query) => html`<div class="tools" role="search">
  <input class="input" type="search" id="tasks-q" name="q" value="${query.q ?? ""}" data-action="filter"
    placeholder="${t("tasks.search")}" aria-label="${t("tasks.search")}">
  ${select("status", ["open", "closed"], query.status)}${select("reward", ["positive", "negative", "none"], query.reward)}</div>`;

const select = (name, values, chosen) => html`<select class="input" name="${name}" id="tasks-${name}" data-action="filter"
  aria-label="${t(`tasks.${name}`)}"><option value="">${t(`tasks.${name}`)}</option>${values.map((value) =>
  html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${t(`tasks.${name}.${value}`)}</option>`)}</select>`;

const row = (task, id, query) => html`<li><a data-focus="${task.id}" ${task.id === id ? html`aria-current="true"` : ""}
  href="#/tasks/${encodeURIComponent(task.id)}?${new URLSearchParams(query)}">
  <span class="title">${task.preview || t("turn.noWords")}</span>
  <span class="row">${verdict(task)}<span>${dayName(task.startedAt)}</span><span>${task.agent}</span>
    <span>${t("tasks.turns", { count: task.turnCount })}</span></span></a></li>`;

function verdict({ rTask, scoring }) {
  const isDue = ["waiting", "rescoring", "open"].includes(scoring.state);
  const tone = isDue ? "wait" : rTask > 0 ? "good" : rTask < 0 ? "bad" : "";
  const text = rTask === undefined || scoring.state === "open" ? t(`tasks.state.${scoring.state}`) : `R ${signed(rTask)}`;
  return html`<span class="chip" data-tone="${tone}">${text}</span>`;
}

customElements.define("view-tasks", TasksView);

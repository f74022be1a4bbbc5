import { api } from "../../lib/api.js";
import { ask } from "../../lib/dialog.js";
import { dayName, signed } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { ListView } from "../../lib/list-view.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { taskDetail } from "./detail.js";

const options = (name, values) => [name, [["", `tasks.${name}`], ...values.map((value) => [value, `tasks.${name}.${value}`])]];

class TasksView extends ListView {
  page = "tasks";
  path = "/api/v1/tasks";
  member = "episodes";
  tails = ["/timeline"];
  refreshOn = ["episode.opened", "episode.closed", "reward.computed", "feedback.received", "memory.forgotten"];
  selects = [options("status", ["open", "closed"]), options("reward", ["positive", "negative", "none"])];
  /** A task that somebody has just judged, as it was: {id, score}. */
  #judged = null;

  constructor() {
    super();
    Object.assign(this.actions, {
      worked: () => this.#judge("positive"),
      failed: () => this.#judge("negative"),
      words: () => this.#words(),
    });
  }

  row(task) {
    const { preview, startedAt, agent, turnCount } = task;
    return { title: preview || t("turn.noWords"), facts: [verdict(task), dayName(startedAt), agent,
      turnCount > 1 ? t("tasks.turns", { count: turnCount }) : ""] };
  }

  detail({ item, more: [{ traces }] }) {
    return taskDetail(item, traces, this.#judged?.id === item.id ? this.#judged.score : null);
  }

  steps() {
    return [{ text: t("empty.install"), code: "memos install claude" }, { text: t("empty.import"), code: "memos import --dry-run" }];
  }

  async #words() {
    const said = await ask({ title: t("tasks.howWasIt"), text: t("tasks.words.text"), action: t("tasks.words.send"), fields: [
      { name: "polarity", label: t("tasks.words.polarity"), kind: "select", value: "neutral",
        options: ["positive", "neutral", "negative"].map((name) => [name, t(`polarity.${name}`)]) },
      { name: "rationale", label: t("tasks.words.label"), kind: "area", hint: t("tasks.words.hint"), isRequired: true }] });
    if (said) await this.#judge(said.polarity, said.rationale);
  }

  /** Shows at once what was said; the number follows when it was worked out. */
  async #judge(polarity, rationale) {
    const { item: task } = this.data;
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

function verdict({ rTask, scoring }) {
  const isDue = ["waiting", "rescoring", "open"].includes(scoring.state);
  const tone = isDue ? "wait" : rTask > 0 ? "good" : rTask < 0 ? "bad" : "";
  const text = rTask === undefined || scoring.state === "open" ? t(`tasks.state.${scoring.state}`) : `R ${signed(rTask)}`;
  return html`<span class="chip" data-tone="${tone}">${text}</span>`;
}

customElements.define("view-tasks", TasksView);

import { api } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { View } from "../../lib/view.js";
import { drawHistory } from "./history.js";
import { drawLab, overrides } from "./lab.js";

const entries = 50;

/** Recall: a laboratory (`q`, `agent`, `project`, `compare`), and the history (`tab=history`, or an id) of what was given. */
class RecallView extends View {
  page = "recall";
  refreshOn = ["retrieval.triggered", "retrieval.empty"];
  /** Settings that differ from those in force, by name, for each side. */
  settings = [{}, {}];
  #runs = new Map();
  #limit = entries;

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("choose", ({ detail }) => {
      location.hash = detail === "history" ? "#/recall?tab=history" : "#/recall";
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.target.form?.requestSubmit();
      if (event.key === "Escape" && this.place.id && !event.target.matches("input, select")) this.open(null);
    });
  }

  async load({ id, query }, signal) {
    this.known ??= await api.get("/api/v1/facets", {}, {}, signal).catch(() => ({ agents: [], projects: [] }));
    if (id || query.tab === "history") {
      const { agent, kind } = query;
      const [list, record] = await Promise.all([
        api.get("/api/v1/recall/injections", {}, {
          limit: this.#limit, agent, silent: { given: false, silent: true }[kind],
        }, signal),
        id ? api.get("/api/v1/recall/injections/{id}", { id }, {}, signal) : null,
      ]);
      return { list, record };
    }
    this.config ??= (await api.get("/api/v1/config", {}, {}, signal)).config.recall;
    if (!query.q) return { runs: [] };
    const sides = query.compare ? [0, 1] : [0];
    return { runs: await Promise.all(sides.map((side) => this.#run(query, overrides(this.settings[side])))) };
  }

  /** The same question with the same settings is asked once. */
  async #run({ q, agent, project }, settings) {
    const body = { prompt: q, agent, project, settings };
    const key = JSON.stringify(body);
    if (!this.#runs.has(key)) this.#runs.set(key, await api.post("/api/v1/recall/try", {}, body));
    return this.#runs.get(key);
  }

  draw(data, place) {
    const tab = data.list ? "history" : "lab";
    return html`<x-tabs id="recall-tabs"></x-tabs>${tab === "lab" ? drawLab(this, data, place.query)
      : drawHistory(this, data, place)}`;
  }

  drawn(data) {
    const tabs = this.querySelector("#recall-tabs");
    tabs.setAttribute("aria-label", t("page.recall"));
    tabs.tabs = ["lab", "history"].map((name) => ({ name, label: t(`recall.${name}`) }));
    tabs.chosen = data.list ? "history" : "lab";
  }

  actions = {
    try(form) {
      const { q, agent, project } = Object.fromEntries(new FormData(form));
      this.#runs.clear();
      this.go({ q: q.trim(), agent, project });
    },
    set({ dataset: { side, key }, value, validity, type }) {
      if (!validity.valid) return;
      this.settings[side][key] = value === "" ? undefined : type === "number" ? Number(value) : value;
      this.reload();
    },
    reset() {
      this.settings = [{}, {}];
      this.reload();
    },
    compare: ({ checked }) => this.go({ compare: checked ? "1" : "" }),
    filter: ({ name, value }) => this.go({ [name]: value, tab: "history" }),
    older() {
      this.#limit = Math.min(200, this.#limit + entries);
      this.reload();
    },
  };
}

customElements.define("view-recall", RecallView);

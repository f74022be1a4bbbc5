import { api } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { terms } from "../../lib/terms.js";
import { View } from "../../lib/view.js";
import { examples } from "./examples.js";

const keys = [["/"], ["j"], ["k"], ["Esc"], ["Ctrl", "K"], ["Tab"], ["Enter"]];
const tones = { ok: "good", warning: "wait", failed: "bad" };
const pages = ["ALGORITHM", "RETRIEVAL", "MODELS", "CONFIGURATION", "CLI", "OPERATIONS"];

/** What every word and number means, with numbers of the reader's own; the keys; the daemon's examination of itself. */
class HelpView extends View {
  page = "help";
  verdict = null;

  /** What an example cannot be made of is left out; the words stand for themselves. */
  async load(place, signal) {
    const ask = (path, captures, query) => api.get(path, captures, query, signal).catch((error) => {
      if (error.name === "AbortError") throw error;
      return null;
    });
    const [tasks, policies, skills, recalls] = await Promise.all([
      ask("/api/v1/tasks", {}, { limit: 20, status: "closed" }), ask("/api/v1/policies"), ask("/api/v1/skills"),
      ask("/api/v1/recall/injections", {}, { limit: 20 }),
    ]);
    const scored = tasks?.episodes?.find(({ rTask }) => typeof rTask === "number");
    const [task, timeline] = scored ? await Promise.all([
      ask("/api/v1/tasks/{id}", { id: scored.id }), ask("/api/v1/tasks/{id}/timeline", { id: scored.id }),
    ]) : [];
    return { task, traces: timeline?.traces ?? [], policy: policies?.policies?.[0],
      skill: skills?.skills?.find(({ trialsAttempted }) => trialsAttempted) ?? skills?.skills?.[0],
      injection: recalls?.injections?.find(({ shown, tokens }) => shown?.length || tokens) };
  }

  draw(data) {
    const mine = examples(data);
    return html`<nav class="row help-index" aria-label="${t("help.terms")}">${terms.map((name) => html`<a class="chip"
        href="#/help/${name}">${t(`term.${name}.name`)}</a>`)}</nav>
      <section class="stack" aria-labelledby="help-terms"><h2 id="help-terms">${t("help.terms")}</h2>
      ${terms.map((name) => this.term(name, mine[name]))}</section>
      <section class="card"><h2>${t("help.keys")}</h2><dl class="facts">${keys.map((combination) => html`<dt>${
        combination.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${t(`help.key.${combination.at(-1)}`)}</dd>`)}</dl></section>
      <section class="card" id="help-doctor"><h2>${t("help.doctor")}</h2>${this.doctor()}</section>
      <section class="card"><h2>${t("help.more")}</h2><dl class="facts">${pages.map((name) => html`<dt><code>docs/${name}.md</code>
        </dt><dd>${t(`help.docs.${name}`)}</dd>`)}</dl></section>`;
  }

  term(name, example) {
    const formula = t(`help.${name}.formula`);
    return html`<article class="card help-term" id="term-${name}" tabindex="-1"><h3>${t(`term.${name}.name`)}</h3>
      <p><strong>${t(`term.${name}`)}</strong> ${t(`help.${name}`)}</p>
      ${formula.startsWith("help.") ? "" : html`<p class="mono">${formula}</p>`}
      ${example ? html`<p class="help-example"><span class="chip" data-tone="${example.isOwn ? "accent" : ""}">${
        t(example.isOwn ? "help.yours" : "help.made")}</span> ${example.text}</p>` : ""}</article>`;
  }

  doctor() {
    const { verdict } = this;
    return html`<p class="faint">${t("help.doctor.text")}</p>
      <p><button type="button" class="button" id="run-doctor" data-action="examine">${t("help.doctor.run")}</button></p>
      <div role="status">${verdict ? html`<p><strong class="${verdict.state === "ok" ? "good" : ""}">${
        t(`help.doctor.${verdict.state}`)}</strong></p><ul class="help-checks">${verdict.checks.map(
        ({ check, state, message, hint }) => html`<li><span class="chip" data-tone="${tones[state]}">${
          t(`help.state.${state}`)}</span><p><strong>${t(`help.check.${check}`)}</strong> ${message}${hint
          ? html`<small class="faint">${hint}</small>` : ""}</p></li>`)}</ul>` : ""}</div>`;
  }

  drawn(data, { id }) {
    if (!id || id === this.shownTerm) return;
    this.shownTerm = id;
    const place = this.querySelector(`#term-${CSS.escape(id)}`) ?? this.querySelector(`#help-${CSS.escape(id)}`);
    requestAnimationFrame(() => {
      place?.scrollIntoView({ block: "start" });
      place?.focus({ preventScroll: true });
    });
  }

  actions = {
    examine: async (button) => {
      button.ariaDisabled = "true";
      try {
        this.verdict = await api.post("/api/v1/doctor");
      } finally {
        button.ariaDisabled = "false";
      }
      this.redraw();
    },
  };
}

customElements.define("view-help", HelpView);

import "../../components/chart/chart.js";
import { api } from "../../lib/api.js";
import { feed, learningEvents, recallEvents, turnEvents } from "../../lib/events.js";
import { clock, duration, moment, number } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { kindName, t } from "../../lib/locale.js";
import { View } from "../../lib/view.js";
import { dayTicks } from "../analytics/days.js";
import { budget, hosts, lastRecall, queue } from "./cards.js";
import { tell } from "./telling.js";

const shownEvents = 14;

/** What a person wants to know first: is all well, what happened today, what grows, what waits. */
class OverviewView extends View {
  page = "overview";
  refreshOn = [...turnEvents, ...learningEvents, ...recallEvents, "system.config_changed"];
  #events = [];
  #stop = null;

  connectedCallback() {
    super.connectedCallback();
    this.#stop = feed.subscribe((event) => this.#hear({ ...event, ...event.data, type: event.type }));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  async load(_, signal) {
    const data = await api.get("/api/v1/overview", {}, { offsetMinutes: -new Date().getTimezoneOffset() }, signal);
    for (const event of data.events) this.#keep(event);
    return data;
  }

  draw(data) {
    return html`${hero(data)}${problems(data.health)}
      <section class="stack"><h2>${t("overview.hosts")}</h2>${hosts(data.hosts)}</section>
      <div class="columns">
        <div class="stack">
          <section class="card"><h2>${t("overview.growth")}</h2><x-chart id="growth"></x-chart></section>
          ${lastRecall(data.lastRecall)}
          <section class="card"><h2>${t("overview.recent")}</h2>${recent(data.recent)}</section>
          ${budget(data)}
        </div>
        <div class="stack">
          <section class="card live"><h2>${t("overview.live")}</h2><ol id="live"></ol></section>
          ${queue(data.learning)}
        </div>
      </div>
      <section class="card totals"><h2>${t("overview.totals")}</h2>${totals(data)}</section>`;
  }

  drawn({ growth }) {
    this.#tellAll();
    this.querySelector("#growth").spec = {
      kind: "bars", title: t("overview.growth"), ...dayTicks(growth),
      series: [
        { name: t("overview.turns"), tone: "accent", values: growth.map(({ turns }) => turns) },
        { name: t("overview.learned"), tone: "wait",
          values: growth.map(({ policies, worldModels, skills }) => policies + worldModels + skills) },
      ],
      format: number,
    };
  }

  #keep(event) {
    if (this.#events.some(({ seq }) => seq === event.seq) || !tell(event)) return;
    this.#events = [...this.#events, event].sort((a, b) => b.seq - a.seq).slice(0, shownEvents);
  }

  #hear(event) {
    this.#keep(event);
    if (this.data) this.#tellAll();
  }

  #tellAll() {
    const list = this.querySelector("#live");
    if (!list) return;
    render(list, this.#events.length ? html`${this.#events.map((event) => {
      const { text, href, tone, shape } = tell(event);
      return html`<li data-tone="${tone}"><span class="dot">${icon(shape)}</span>
        ${href ? html`<a href="${href}" data-focus="e${event.seq}">${text}</a>` : html`<span>${text}</span>`}
        <time>${clock(event.ts)}</time></li>`;
    })}` : html`<li class="faint">${t("overview.live.none")}</li>`);
  }
}

/** The day in one sentence, and in numbers. */
function hero({ today, version, startedAt, ts, health }) {
  const blocks = today.recalls - today.silent;
  const learned = today.policies + today.worldModels + today.skills;
  const parts = [
    today.turns ? t("overview.hero.turns", { count: today.turns }) : "",
    learned ? t("overview.hero.learned", { count: learned }) : "",
    blocks ? t("overview.hero.blocks", { count: blocks }) : "",
  ].filter(Boolean);
  const sentence = parts.length ? t("overview.hero", { parts: parts.join(t("overview.hero.join")) }) : t("overview.hero.quiet");
  return html`<section class="hero">
    <p class="sentence">${sentence}</p>
    <p class="row"><span class="chip" data-tone="${health.ok ? "good" : "bad"}">${icon(health.ok ? "ok" : "error")}${
      health.ok ? t("overview.well") : t("overview.unwell", { count: health.problems.length })}</span>
      <span class="faint">memos ${version} · ${t("overview.up", { time: duration(ts - startedAt) })}</span></p>
    <div class="numbers">${[
      ["turns", today.turns, "#/memories"], ["tasks", today.tasks, "#/tasks"], ["traces", today.traces, "#/memories"],
      ["blocks", blocks, "#/recall"], ["silent", today.silent, "#/recall"], ["tokens", today.tokens, "#/analytics"],
      ["failures", today.toolFailures, "#/analytics"],
    ].map(([name, value, href]) => html`<a class="stat" href="${href}" data-focus="n-${name}"><strong>${number(value)}</strong>
      <span>${t(`overview.today.${name}`)}</span></a>`)}</div></section>`;
}

const problems = ({ problems: list }) => list.length
  ? html`<section class="stack"><h2 class="visually-hidden">${t("overview.problems")}</h2>${list.map(({ code, message, hint, subject = "" }) =>
    html`<div class="card problem">${icon("error")}<div><strong>${said(`overview.problem.${code}`, message, subject)}</strong>${
      hint ? html`<p>${said(`overview.problem.${code}.hint`, hint, subject)}</p>` : ""}</div>
      ${code === "jobs_failed" ? html`<a class="button" href="#/logs?level=warning">${t("page.logs")}</a>`
        : html`<a class="button" href="#/help">${t("overview.doctor")}</a>`}</div>`)}</section>`
  : "";

/** In the reader's language where we have the words, else as the daemon says it. */
const said = (key, message, subject) => (t(key) === key ? message : t(key, { subject }));

const recent = (list) => list.length
  ? html`<ul class="recent">${list.slice(0, 8).map(({ kind, id, ts, title }) => html`<li>
      <span class="chip" data-tone="accent">${kindName(kind)}</span>
      <a href="${linkTo(id)}">${title}</a><time class="faint">${moment(ts)}</time></li>`)}</ul>`
  : html`<p class="faint">${t("overview.recent.none")}</p>`;

const totals = ({ totals: all, embedding }) => html`<div class="numbers">${[
  ["turns", "#/memories"], ["traces", "#/memories"], ["episodes", "#/tasks"], ["policies", "#/policies"],
  ["worldModels", "#/world-models"], ["skills", "#/skills"], ["injections", "#/recall"],
].map(([name, href]) => html`<a class="stat" href="${href}" data-focus="t-${name}"><strong>${number(all[name] ?? 0)}</strong>
  <span>${t(`overview.total.${name}`)}</span></a>`)}</div>
  <p class="faint">${t(`overview.embedding.${embedding.state}`)}</p>`;

customElements.define("view-overview", OverviewView);

import "../../components/chart/chart.js";
import { api } from "../../lib/api.js";
import { number, moment, score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { View } from "../../lib/view.js";
import { dayTicks } from "./days.js";

const periods = ["7", "30", "90", "365"];
const money = (value) => `$${score(value)}`;
const compact = (value) => (value >= 10_000 ? `${score(value / 1000)}k` : score(value));

/** Each chart: its series as [name, tone, member or function of a day], and what draws it. */
const charts = [
  { name: "memories", kind: "bars", series: [["turns", "accent"], ["traces", "faint"]] },
  { name: "recalls", kind: "bars", series: [["blocks", "accent", (day) => day.recalls - day.silent], ["silent", "faint"]] },
  { name: "tokens", kind: "area", series: [["tokens", "accent"]] },
  { name: "verdicts", kind: "bars", series: [["used", "good"], ["ignored", "faint"], ["contradicted", "bad"]] },
  { name: "learned", kind: "bars", series: [["policies", "accent"], ["worldModels", "wait"], ["skills", "good"]] },
  { name: "tools", kind: "bars", series: [["toolOk", "good", (day) => day.toolCalls - day.toolFailures], ["toolFailures", "bad"]] },
  { name: "latency", kind: "line", series: [["p50Ms", "good"], ["p95Ms", "wait"], ["p99Ms", "bad"]], unit: " ms" },
  { name: "cost", kind: "bars", series: [["dollars", "accent"]], format: money },
];

/** Figures of days as charts, each with its table; tools, faults and latency. */
class AnalyticsView extends View {
  page = "analytics";
  refreshOn = ["trace.created", "reward.computed", "memory.forgotten"];
  actions = { period: ({ value }) => this.go({ days: value === "30" ? "" : value }), agent: ({ value }) => this.go({ agent: value }) };

  load({ query }, signal) {
    return api.get("/api/v1/analytics", {},
      { days: periods.includes(query.days) ? query.days : "30", agent: query.agent, offsetMinutes: -new Date().getTimezoneOffset() },
      signal);
  }

  draw({ agents, total, tools, errors }, { query }) {
    const period = periods.includes(query.days) ? query.days : "30";
    const judged = total.used + total.ignored + total.contradicted;
    return html`<div class="tools">
      <fieldset class="segments"><legend class="visually-hidden">${t("analytics.period")}</legend>${periods.map((days) =>
        html`<label><input type="radio" name="days" id="days-${days}" value="${days}" data-action="period" ${
          days === period ? html`checked` : ""}>${t("analytics.days", { count: Number(days) })}</label>`)}</fieldset>
      <label class="row faint">${t("analytics.agent")} <select class="input" id="agent" data-action="agent"><option value="">${
        t("analytics.agents")}</option>${agents.map((agent) => html`<option ${agent === query.agent ? html`selected` : ""}>${
        agent}</option>`)}</select></label></div>
      <div class="numbers card">${[
        ["turns", number(total.turns)], ["recalls", number(total.recalls)], ["tokens", compact(total.tokens)],
        ["usedShare", judged ? `${Math.round((100 * total.used) / judged)}%` : "–"],
        ["toolSuccess", total.toolCalls ? `${Math.round(100 - (100 * total.toolFailures) / total.toolCalls)}%` : "–"],
        ["p95Ms", total.p95Ms === null ? "–" : `${score(total.p95Ms)} ms`], ["dollars", money(total.dollars)],
      ].map(([name, value]) => html`<div class="stat"><strong>${value}</strong><span>${t(`analytics.${name}`)}</span></div>`)}</div>
      <div class="charts">${charts.map(({ name }) => html`<section class="card"><h2>${t(`analytics.chart.${name}`)}</h2>
        <p class="faint">${t(`analytics.chart.${name}.text`)}</p><x-chart id="chart-${name}"></x-chart></section>`)}
      <section class="card"><h2>${t("analytics.histogram")}</h2><p class="faint">${t("analytics.histogram.text")}</p>
        <x-chart id="histogram"></x-chart></section></div>
      <div class="charts">${toolTable(tools)}${errorTable(errors)}</div>`;
  }

  drawn({ days, total, latency }) {
    for (const { name, kind, series, unit = "", format = compact } of charts) {
      this.querySelector(`#chart-${name}`).spec = {
        kind, title: t(`analytics.chart.${name}`), ...dayTicks(days), format: (value) => format(value) + unit,
        series: series.map(([part, tone, of = (day) => day[part]]) => ({
          name: t(`analytics.${part}`), tone, values: days.map(of), total: kind === "line" ? total[part] : undefined,
        })),
      };
    }
    const range = ({ fromMs, toMs }) => (toMs === null ? `≥ ${fromMs}` : `${fromMs}–${toMs}`);
    this.querySelector("#histogram").spec = {
      kind: "bars", title: t("analytics.histogram"), place: "ms", ticks: latency.map(range),
      labels: latency.map((entry) => `${range(entry)} ms`), format: number,
      series: [{ name: t("analytics.recalls"), tone: "accent", values: latency.map(({ count }) => count) }],
    };
  }
}

const none = html`<p class="faint">–</p>`;

const toolTable = (tools) => html`<section class="card"><h2>${t("analytics.toolTable")}</h2>${tools.length ? html`
  <div class="table-frame" tabindex="0" role="region" aria-label="${t("analytics.toolTable")}"><table class="table">
  <thead><tr><th scope="col">${t("analytics.tool")}</th><th scope="col" class="number">${t("analytics.calls")}</th>
    <th scope="col" class="number">${t("analytics.success")}</th><th scope="col" class="number">${t("analytics.median")}</th></tr></thead>
  <tbody>${tools.map(({ name, calls, failures, medianMs }) => html`<tr><th scope="row">${name}</th>
    <td class="number">${number(calls)}</td><td class="number">${Math.round(100 - (100 * failures) / calls)}%</td>
    <td class="number">${medianMs === null ? "–" : `${number(medianMs)} ms`}</td></tr>`)}</tbody></table></div>` : none}</section>`;

const errorTable = (errors) => html`<section class="card"><h2>${t("analytics.errorTable")}</h2>${errors.length ? html`
  <div class="table-frame" tabindex="0" role="region" aria-label="${t("analytics.errorTable")}"><table class="table">
  <thead><tr><th scope="col">${t("analytics.signature")}</th><th scope="col" class="number">${t("analytics.count")}</th>
    <th scope="col">${t("analytics.last")}</th></tr></thead>
  <tbody>${errors.map(({ signature, count, last, episodeId }) => html`<tr><td><code>${signature}</code></td>
    <td class="number">${number(count)}</td><td>${episodeId ? html`<a href="${linkTo(episodeId)}">${moment(last)}</a>`
      : moment(last)}</td></tr>`)}</tbody></table></div>` : none}</section>`;

customElements.define("view-analytics", AnalyticsView);

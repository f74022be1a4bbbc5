import { clock, dayKey, dayName, moment, number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { formatHash } from "../../lib/router.js";
import { block, item, reasonText, steps, verdict } from "./steps.js";

const tones = { used: "good", contradicted: "bad", ignored: "", pending: "wait" };
const mark = (verdict, count) => html`<span class="chip" data-tone="${tones[verdict]}">${t(`recall.${verdict}`)}${
  count > 1 ? ` ${number(count)}` : ""}</span>`;

export function drawHistory(view, { list: { injections, nextCursor }, record }, { id, query }) {
  const days = Object.entries(Object.groupBy(injections, ({ ts }) => dayKey(ts)));
  return html`<div class="tools">
      <select class="input" name="kind" data-action="filter" id="history-kind" aria-label="${t("recall.kind")}">${
        ["", "given", "silent"].map((kind) => option(kind, t(`recall.kind.${kind || "all"}`), query.kind))}</select>
      <select class="input" name="agent" data-action="filter" id="history-agent" aria-label="${t("recall.agent")}">${
        option("", t("recall.agent.all"), query.agent)}${view.known.agents.map(({ value }) =>
        option(value, value, query.agent))}</select>
    </div>
    ${injections.length ? html`<div class="split" ${id ? html`data-open` : ""}>
      <div class="list stack">${days.map(([, entries]) => html`<section><h2 class="day">${dayName(entries[0].ts)}</h2>
        <ul class="rows">${entries.map((entry) => row(entry, id, query))}</ul></section>`)}
        ${nextCursor && injections.length < 200 ? html`<button class="button" data-action="older">${t("pager.more")}</button>`
          : ""}</div>
      <div class="detail">${record ? detail(record, query) : html`<p class="faint">${t("recall.choose")}</p>`}</div>
    </div>` : html`<p class="card">${t("recall.empty")}</p>`}`;
}

const option = (value, label, chosen = "") => html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${
  label}</option>`;

function row(entry, id, query) {
  const { silent, silence, hits, tokens, ts, agent, entry: kind } = entry;
  return html`<li><a href="${formatHash({ page: "recall", id: entry.id, query: { ...query, tab: "history" } })}" ${
    entry.id === id ? html`aria-current="true"` : ""}>
    <span class="title">${entry.query.slice(0, 160) || t("recall.unkept")}</span>
    <span class="row">${clock(ts)}${agent ? html`<span>${agent}</span>` : ""}
      ${kind === "turn_start" ? "" : html`<span>${t(`recall.entry.${kind}`)}</span>`}
      <span>${silent ? t("recall.wasSilent") : html`${t("recall.memories", { count: hits })}${tokens
        ? html` · ${t("recall.tokens", { count: tokens })}` : ""}`}</span>
      ${["used", "contradicted"].map((verdict) => (entry[verdict] ? mark(verdict, entry[verdict]) : ""))}</span>
    ${silent && silence ? html`<span class="faint">${reasonText(silence)}</span>` : ""}</a></li>`;
}

function detail(record, query) {
  const silence = record.injectedContext || record.entry !== "turn_start" ? null
    : record.explanation.abstained ?? t("recall.unknown");
  return html`<article class="card stack">
    <a class="quiet-button only-narrow" href="${formatHash({ page: "recall", query: { ...query, tab: "history" } })}">${
      t("recall.back")}</a>
    <h2>${record.query || t("recall.unkept")}</h2>
    ${verdict({ ...record, silence, count: record.items.length }, true)}
    <dl class="facts"><dt>${t("recall.when")}</dt><dd>${moment(record.ts)}</dd>
      ${record.agent ? html`<dt>${t("recall.agent")}</dt><dd>${record.agent}</dd>` : ""}
      <dt>${t("recall.asked")}</dt><dd>${t(`recall.entry.${record.entry}`)}</dd>
      <dt>${t("search.took")}</dt><dd>${number(Math.round(record.ms * 10) / 10)} ms</dd>
      ${record.episodeId ? html`<dt>${t("kind.episode")}</dt><dd>${item(record.episodeId, t("recall.open"))}</dd>` : ""}</dl>
    ${record.items.length ? html`<ul class="given">${record.items.map(({ id, kind, title, verdict, reason }) => html`<li>
      <span class="chip" data-tone="accent">${kind === "note" ? t("recall.note")
        : t(`kind.${{ policy: "experience", world_model: "world-model" }[kind] ?? kind}`)}</span>
      <span>${item(id, title)}${reason ? html` <small class="faint" lang="en">${reason}</small>` : ""
        }</span>
      ${verdict ? mark(verdict) : ""}</li>`)}</ul>` : ""}
    ${block(record.injectedContext, record)}
    ${steps({ explanation: record.explanation,
      hits: record.items.map(({ id, title }) => ({ refId: id, snippet: title })) })}
    ${record.query ? html`<a class="button" href="${formatHash({ page: "recall", query: { q: record.query.slice(0, 1500),
      agent: record.agent } })}">${t("recall.again")}</a>` : ""}
  </article>`;
}

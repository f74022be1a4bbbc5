// One task: what it was worth and why, what people said, what came of it, and the conversation with its values.
import { clock, dayName, duration, moment, signed } from "../../lib/format.js";
import { coded, html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { evidence, statusChip } from "../../lib/learned.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";

/** The parts of the reward with their weights, as the formula has them. */
const axes = [["goal", 0.45], ["process", 0.3], ["satisfaction", 0.25]];

/** @param before the score before somebody said something just now, or `null`. */
export const taskDetail = (task, steps, before) => html`${head(task)}${worth(task, before)}${said(task)}${outcomes(task)}${
  conversation(task, steps)}`;

const head = (task) => html`<header class="detail-head">
  <h2>${task.preview || t("turn.noWords")}</h2>
  <p class="row"><span class="chip" data-tone="${task.status === "open" ? "wait" : ""}">${t(`tasks.status.${task.status}`)}</span>
    <span class="chip">${task.agent}</span>${task.workspace ? html`<span class="chip">${icon("folder")}${task.workspace}</span>` : ""}
    <span class="faint">${moment(task.startedAt)}${task.endedAt ? ` · ${duration(task.endedAt - task.startedAt)}` : ""}</span>
    <button type="button" class="quiet-button push" data-action="forget">${icon("forget")}${t("learned.forget")}</button></p>
</header>`;

function worth({ score, scoring, excerpts }, before) {
  const isDue = scoring.state !== "scored";
  return html`<section class="card worth"><h3>${t("tasks.worth")}</h3>
    <p class="row total">${score?.reward === undefined ? html`<strong>${t("tasks.noReward")}</strong>`
      : html`<strong class="${score.reward < 0 ? "bad" : "good"}">${signed(score.reward)}</strong>
        <span class="faint">${t("tasks.reward")}</span>`}
      ${isDue ? html`<span class="chip" data-tone="${scoring.state === "failed" ? "bad" : "wait"}" role="status">${
        t(`tasks.state.${scoring.state}`)}</span>` : ""}</p>
    ${before && !isDue ? changed(before, score) : ""}
    ${score ? html`<ul class="axes">${axes.map(([name, weight]) => axis(name, weight, score[name], excerpts))}</ul>` : ""}</section>`;
}

/** What feedback has done. */
function changed(before, now) {
  const parts = [["reward", before.reward, now.reward], ...axes.map(([name]) => [name, before[name]?.value, now[name]?.value])]
    .filter(([, was, is]) => was !== is);
  const number = (value) => (value === undefined ? "—" : signed(value));
  return html`<p class="changed" role="status">${parts.length ? t("tasks.changed") : t("tasks.unchanged")} ${parts.map(
    ([name, was, is]) => html`<span class="chip" data-tone="accent">${t(`tasks.${name}`)} ${number(was)} → ${number(is)}</span> `)}</p>`;
}

const axis = (name, weight, value, excerpts) => html`<li><div class="row"><h4>${t(`tasks.${name}`)}</h4>
  <span class="faint">${t("tasks.weight", { weight: signed(weight).replace("+", "") })}</span>
  ${value ? html`<x-score-bar class="push" value="${value.value}"></x-score-bar>` : ""}</div>
  ${value ? value.evidence.map((found, index) => html`<p>${coded(found.text)}</p>${
    evidence(found.sourceIds, excerpts, `${name}-${index}`)}`) : html`<p class="faint">${t("tasks.noEvidence")}</p>`}</li>`;

const said = ({ feedback, status }) => html`<section class="card said"><h3>${t("tasks.howWasIt")}</h3>
  <p class="faint">${t(status === "open" ? "tasks.feedback.open" : "tasks.feedback.closed")}</p>
  <div class="tools"><button type="button" class="button" data-action="worked">${icon("thumbUp")}${t("tasks.worked")}</button>
    <button type="button" class="button" data-action="failed">${icon("thumbDown")}${t("tasks.failed")}</button>
    <button type="button" class="button" data-action="words">${icon("words")}${t("tasks.words")}</button></div>
  ${feedback.length ? html`<ul>${feedback.map(({ polarity, rationale, channel, ts }) => html`<li>
    <span class="chip" data-tone="${{ positive: "good", negative: "bad" }[polarity]}">${t(`polarity.${polarity}`)}</span>
    ${rationale ? html`<q>${rationale}</q>` : ""} <span class="faint">${t(`tasks.channel.${channel}`)} · ${moment(ts)}</span></li>`)}</ul>` : ""}
</section>`;

function outcomes({ learned, trials, status }) {
  const items = [["policies", learned.policies], ["skills", learned.skills], ["world-models", learned.worldModels]]
    .flatMap(([kind, list]) => list.map((item) => ({ kind, ...item })));
  return html`<section class="card outcomes"><h3>${t("tasks.learned")}</h3>
    ${items.length || trials.length ? html`<ul>${items.map(({ kind, id, title, status }) => html`<li>${icon(kind)}
      <a href="${linkTo(id)}">${coded(title)}</a> ${statusChip(status)}</li>`)}${trials.map(({ skillId, name, passed }) => html`<li>
      ${icon("skills")}<a href="${linkTo(skillId)}">${name}</a> <span class="chip" data-tone="${
        passed === undefined ? "wait" : passed ? "good" : "bad"}">${t(`tasks.trial.${passed ?? "open"}`)}</span></li>`)}</ul>`
      : html`<p class="faint">${t(status === "open" ? "tasks.learned.open" : "tasks.learned.none")}</p>`}</section>`;
}

function conversation({ turns, scoring }, steps) {
  const hasValues = scoring.state !== "open" && steps.some(({ value }) => value);
  return html`<section class="card conversation"><h3>${t("tasks.conversation")}</h3>
    ${hasValues ? html`${course(steps)}<p class="faint">${t("tasks.values")}</p>` : ""}
    <ol>${turns.map((turn) => html`<li class="turn"><p class="asked"><span class="faint">${t("tasks.you")} · ${
      dayName(turn.ts)}, ${clock(turn.ts)}</span>${turn.userText || t("turn.noWords")}</p>
      <ol>${steps.filter((step) => step.turn === turn.turnId).map((step) => one(step, hasValues))}</ol></li>`)}</ol></section>`;
}

/** The values along the steps: up is good, down is bad. The numbers stand at the steps. */
const course = (steps) => html`<svg class="course" viewBox="0 0 ${Math.max(24, steps.length)} 2" preserveAspectRatio="none" aria-hidden="true">
  <path d="M0 1h${Math.max(24, steps.length)}"/>${steps.map(({ value }, index) => html`<rect x="${index + 0.1}" width="0.8"
    y="${value < 0 ? 1 : 1 - value}" height="${Math.abs(value)}" class="${value < 0 ? "minus" : "plus"}"/>`)}</svg>`;

function one(step, hasValues) {
  const call = step.toolCalls[0];
  const numbers = hasValues ? html`<span class="numbers"><x-score-bar value="${step.value}" label="V"></x-score-bar>
    <span class="faint">α ${signed(step.alpha).replace("+", "")}</span></span>` : "";
  const note = step.reflection ? html`<p class="reflection">${coded(step.reflection)}</p>` : "";
  const link = html`<a class="quiet-button" href="${linkTo(step.id)}" aria-label="${t("step.link")}" title="${t("step.link")}">${icon("link")}</a>`;
  if (!call) return html`<li class="answer">${step.agentText}${note}<div class="row">${numbers}${link}</div></li>`;
  const input = typeof call.input === "string" ? call.input : call.input?.command ?? JSON.stringify(call.input, null, 1);
  return html`<li class="tool"><details id="step-${step.id}"><summary>${icon(step.outcome === "error" ? "error" : "tool")}
    <span class="line">${step.summary}</span>${step.outcome === "error" ? html`<span class="chip" data-tone="bad">${t("outcome.error")}</span>` : ""}
    ${numbers}</summary>
    <h5>${t("step.input")}</h5><pre class="mono" tabindex="0">${input}</pre>
    ${call.output ? html`<h5>${t("step.output")}</h5><pre class="mono" tabindex="0">${call.output}</pre>` : ""}${link}</details>${note}</li>`;
}

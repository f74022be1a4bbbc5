// Numbers of the reader's own memory, worked out as the formulas say; where there are none, made-up ones that say so.
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { linkTo } from "../../lib/links.js";

const two = (value) => (Math.round(value * 100) / 100).toFixed(2).replace("-", "−").replace("−0.00", "0.00");
const link = (id, words) => (id ? html` <a href="${linkTo(id)}">${words}</a>` : "");
const weights = { goal: 0.45, process: 0.3, satisfaction: 0.25 };

export function examples({ task, traces, policy, skill, injection }) {
  return {
    R: reward(task), V: value(traces, task), alpha: weight(traces), priority: priority(traces),
    eta: reliability(skill), support: policy && { isOwn: true, text: html`${policy.support}:${link(policy.id, policy.title)}` },
    gain: policy && { isOwn: true, text: html`G = ${two(policy.gain)}:${link(policy.id, policy.title)}` },
    injection: injection && { isOwn: true, text: html`${t("help.injected", { tokens: injection.tokens })}
      ${link(injection.id, t("help.open"))}` },
  };
}

function reward(task) {
  const score = task?.score ?? { goal: { value: 0.8 }, process: { value: 1 } };
  const axes = Object.keys(weights).filter((name) => score[name]);
  if (!axes.length) return null;
  const sum = axes.reduce((total, name) => total + weights[name] * score[name].value, 0);
  const all = axes.reduce((total, name) => total + weights[name], 0);
  const terms = axes.map((name) => `${weights[name]}·${two(score[name].value)}`).join(" + ");
  return { isOwn: Boolean(task?.score), text: html`R = (${terms}) / ${two(all)} = ${two(sum / all)}
    ${link(task?.score && task.id, task?.preview)}` };
}

function value(traces, task) {
  const steps = traces.filter(({ value, alpha }) => typeof value === "number" && typeof alpha === "number");
  const own = steps.length > 1 && typeof task?.rTask === "number";
  const [step, next, R] = own ? [steps.at(-2), steps.at(-1), task.rTask] : [{ alpha: 0.4 }, { value: 0.8 }, 0.8];
  const result = step.alpha * R + (1 - step.alpha) * 0.9 * next.value;
  return { isOwn: own, text: html`V = ${two(step.alpha)}·${two(R)} + ${two(1 - step.alpha)}·0.9·${two(next.value)} = ${
    two(result)}${link(own && step.id, t("help.open"))}` };
}

function weight(traces) {
  const step = traces.reduce((best, one) => ((one.alpha ?? 0) > (best?.alpha ?? 0) ? one : best), null);
  return step && { isOwn: true, text: html`α = ${two(step.alpha)}: ${step.reflection ?? ""}${link(step.id, t("help.open"))}` };
}

function priority(traces) {
  const step = traces.findLast(({ value }) => value > 0);
  const [V, days] = step ? [step.value, (Date.now() - step.ts) / 86_400_000] : [0.8, 30];
  return { isOwn: Boolean(step), text: html`${two(V)} · 0.5^(${Math.round(days)}/30) = ${two(V * 0.5 ** (days / 30))}
    ${link(step?.id, t("help.open"))}` };
}

function reliability(skill) {
  const own = Boolean(skill?.trialsAttempted);
  const [passed, all] = own ? [skill.trialsPassed, skill.trialsAttempted] : [2, 3];
  return { isOwn: own, text: html`(${passed} + 1) / (${all} + 2) = ${two((passed + 1) / (all + 2))}${own
    ? html`; η = ${two(skill.eta)}${link(skill.id, skill.name)}` : ""}` };
}

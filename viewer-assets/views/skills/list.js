import { compared, moment, number, score } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { originChip, statusChip } from "../../lib/learned.js";
import { t } from "../../lib/locale.js";

const statuses = ["", "active", "candidate", "archived"];
/** η as a gauge with a word for it. */
export function gauge(eta) {
  const word = eta >= 0.75 ? "high" : eta >= 0.5 ? "fair" : eta >= 0.25 ? "low" : "poor";
  return html`<span class="gauge"><svg viewBox="0 0 36 20" aria-hidden="true"><path d="M3 18a15 15 0 0 1 30 0"></path>
    <path class="fill" data-word="${word}" pathLength="100" stroke-dasharray="${Math.round(eta * 100)} 200"
      d="M3 18a15 15 0 0 1 30 0"></path></svg><strong>${score(eta)}</strong>
    <span class="faint">${t(`skills.eta.${word}`)}</span></span>`;
}

export function drawList({ skills, packages }, { status = "", from = "" }, tested) {
  const isShown = ({ origin }) => !from || Boolean(origin) === (from === "team");
  const shown = skills.filter(isShown);
  return html`<div class="tools"><div class="segments" role="group" aria-label="${t("skills.which")}">${statuses.map((name) =>
      html`<label><input type="radio" name="status" value="${name}" data-action="status" id="status-${name || "all"}" ${
        name === status ? html`checked` : ""}>${t(name ? `status.${name}` : "skills.all")}</label>`)}</div>
    ${from || skills.some(({ origin }) => origin) ? html`<select class="input" id="from" data-action="from" aria-label="${t("skills.from")}">${
      ["", "own", "team"].map((name) => html`<option value="${name}" ${name === from ? html`selected` : ""}>${
        t(`skills.from.${name || "all"}`)}</option>`)}</select>` : ""}
    <button class="button push" data-action="import">${t("skills.import")}</button></div>
  ${waiting(packages)}
  ${tester(tested)}
  ${shown.length ? html`<ul class="grid">${shown.map(card)}</ul>` : html`<p class="card">${t(skills.length ? "list.none" : "skills.empty")}</p>`}`;
}

const card = (skill) => html`<li class="card skill-card"><div class="row"><h2><a href="#/skills/${
  encodeURIComponent(skill.id)}">${skill.name}</a></h2><span class="push">${statusChip(skill.status)}</span></div>
  <p>${skill.summary}</p>
  ${skill.origin ? html`<p>${originChip(skill.origin)}</p>` : ""}
  <div class="row">${gauge(skill.eta)}<span class="faint push">${skill.trialsAttempted
    ? t("skills.passed", { passed: skill.trialsPassed, count: skill.trialsAttempted }) : t("skills.untried")}</span></div></li>`;

/** Those of others: the warnings first, then what they would have an agent do. */
function waiting(packages) {
  if (!packages.length) return "";
  return html`<section class="card stack" id="waiting"><h2>${t("skills.waiting")}</h2>
    <p class="faint">${t("skills.waiting.text")}</p>${packages.map(({ id, name, description, source, ts, steps, files,
      warnings }) => html`<article class="package"><h3>${name}</h3>
      ${warnings.length ? html`<ul class="warnings">${warnings.map(({ text }) => html`<li lang="en">${text}</li>`)}</ul>`
        : html`<p class="good">${t("skills.noWarnings")}</p>`}
      <p>${description}</p>
      <details id="package-${id}"><summary>${t("skills.contents", { count: steps.length, files: files.length })}</summary>
        <ol>${steps.map((text) => html`<li>${text}</li>`)}</ol><ul>${files.map(({ path, bytes }) =>
          html`<li><code>${path}</code> <span class="faint">${number(bytes)} B</span></li>`)}</ul></details>
      <p class="faint">${source} · ${moment(ts)}</p>
      <div class="tools"><button class="button" data-tone="accent" data-action="approve" data-id="${id}">${
        t("skills.approve")}</button><button class="button" data-action="refuse" data-id="${id}">${t("skills.refuse")}</button>
      </div></article>`)}</section>`;
}

/** What a task would be given: of all skills, or with one among them. */
export function tester(tested, own) {
  return html`<section class="card stack"><h2>${t(own ? "skills.test.one" : "skills.test")}</h2>
    <form class="tools test" data-action="test"><input class="input" id="test-query" name="query" type="search" value="${
      tested?.query ?? ""}" placeholder="${t("skills.test.example")}" aria-label="${t("skills.test.words")}">
      <button class="button">${t("skills.test.action")}</button></form>
    <div aria-live="polite">${tested ? ranking(tested.skills, own) : ""}</div></section>`;
}

function ranking(skills, own) {
  if (!skills.length) return html`<p class="faint">${t("skills.test.none")}</p>`;
  const parts = ["share", "strength", "kindred", "nearness"];
  return html`<div class="table-frame" tabindex="0"><table class="table"><thead><tr><th scope="col">${t("kind.skill")}</th>
    <th scope="col">${t("skills.test.shown")}</th><th scope="col" class="number">${t("skills.test.odds")}</th>${parts.map(
      (part) => html`<th scope="col" class="number">${t(`skills.part.${part}`)}</th>`)}</tr></thead>
    <tbody>${skills.slice(0, 20).map((skill) => html`<tr ${skill.id === own ? html`aria-current="true"` : ""}>
      <th scope="row"><a href="#/skills/${encodeURIComponent(skill.id)}">${skill.name}</a></th>
      <td>${skill.shown ? html`<span class="chip" data-tone="good">${t("skills.test.yes")}</span>`
        : t(`skills.reason.${skill.reason}`)}</td>
      <td class="number">${compared(skill.probability, 0.5)}</td>
      ${parts.map((part) => html`<td class="number">${score(skill.parts[part])}</td>`)}</tr>`)}</tbody></table></div>`;
}

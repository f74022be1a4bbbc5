import { moment, number, score, signed } from "../../lib/format.js";
import { coded, html } from "../../lib/html.js";
import { linesOf, originChip, statusChip } from "../../lib/learned.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { gauge, tester } from "./list.js";

export const tabs = ["guide", "markdown", "reliability", "trials", "versions"];

export function detail(data, { tab = tabs[0] }, tested) {
  const { skill } = data;
  return html`<a class="quiet-button back" href="#/skills">${t("skills.back")}</a>
  <article class="stack"><header class="card stack"><div class="row"><h2>${skill.name}</h2>${statusChip(skill.status)}
      <span class="push">${gauge(skill.eta)}</span></div>
    <p>${skill.summary}</p>${skill.origin ? html`<p>${originChip(skill.origin)}</p>` : ""}
    <div class="tools">
      ${skill.status === "active" ? button("archive") : button("activate", "accent")}
      ${skill.status === "candidate" ? button("archive") : ""}
      <button class="button" data-action="thumb" data-thumb="up">${t("skills.right")}</button>
      <button class="button" data-action="thumb" data-thumb="down">${t("skills.wrong")}</button>
      ${button("export")}${button("download")}
      ${skill.origin ? "" : html`<label class="row faint push"><input type="checkbox" class="switch" id="share" data-action="share" ${
        skill.share?.scope === "hub" ? html`checked` : ""}>${t("skills.share")}</label>`}</div></header>
  <x-tabs id="skill-tabs"></x-tabs>
  <div class="card stack">${{ guide, markdown, reliability, trials, versions }[tab]?.(data) ?? ""}</div>
  ${places(data)}
  ${tester(tested, skill.id)}</article>`;
}

const button = (action, tone = "") => html`<button class="button" data-action="${action}" data-tone="${tone}">${
  t(`skills.${action}`)}</button>`;
const part = (title, list, tag = "ul") => (list.length ? html`<section><h3>${t(`skills.${title}`)}</h3>${tag === "ol"
  ? html`<ol>${list}</ol>` : html`<ul>${list}</ul>`}</section>` : "");
const lines = (texts) => texts.filter(Boolean).map((text) => html`<li>${coded(text)}</li>`);

function guide({ skill }) {
  const { procedure, decisionGuidance: { preference, antiPattern } } = skill;
  const { applies, doesNotApply, boundary } = procedure.scope;
  const sources = [...skill.sourcePolicyIds, ...skill.sourceWorldModelIds, ...skill.evidenceAnchors];
  return html`<div class="guide">${part("when", lines([applies]))}${part("before", lines(procedure.preconditions))}
    ${part("steps", lines(procedure.steps), "ol")}${part("checks", lines([procedure.verification]))}
    ${part("prefer", lines(preference))}${part("avoid", lines(antiPattern))}
    ${part("limits", lines([doesNotApply, boundary]))}${part("examples", lines(procedure.examples))}
    ${procedure.steps.length ? "" : html`<p class="text">${skill.invocationGuide}</p>`}</div>
    <dl class="facts"><dt>${t("skills.support")}</dt><dd>${number(skill.support)}</dd><dt>${t("skills.gain")}</dt>
      <dd>${signed(skill.gain)}</dd><dt>${t("skills.uses")}</dt><dd>${number(skill.usageCount)}</dd>
      <dt>${t("skills.owner")}</dt><dd>${skill.ownerAgentKind}</dd><dt>${t("skills.changed")}</dt>
      <dd>${moment(skill.updatedAt)}</dd></dl>
    ${sources.length ? html`<details id="sources"><summary>${t("skills.evidence", { count: sources.length })}</summary>
      <ul>${sources.map((id) => html`<li><a href="${linkTo(id)}">${id}</a></li>`)}</ul></details>` : ""}`;
}

const markdown = ({ markdown: text }) => html`<div class="tools"><button class="button" data-action="copy">${
  t("skills.copy")}</button></div><pre class="mono" tabindex="0">${text}</pre>`;

/** η as each version had it at its end, with the trials below it. */
function reliability({ versions, trials: tried }) {
  const points = versions.map(({ version, validFrom, validTo, reason, content }) =>
    ({ version, from: validFrom, to: validTo, eta: content.eta, reason }));
  const start = points[0].from;
  const end = Math.max(points.at(-1).from, ...tried.map(({ ts }) => ts), start + 1);
  const x = (at) => Math.round(((at - start) / (end - start)) * 580) + 10;
  const y = (eta) => 100 - Math.round(eta * 90);
  const path = points.map(({ from, to, eta }, index) => `${index ? "L" : "M"}${x(from)} ${y(eta)}H${x(to ?? end)}`).join("");
  return html`<p class="faint">${t("skills.eta.note")}</p>
    <svg class="course" viewBox="0 0 600 120" role="img" aria-label="${t("skills.eta.course")}">
      ${[0, 0.25, 0.5, 0.75, 1].map((eta) => html`<path class="grid-line" d="M10 ${y(eta)}h580"></path>`)}
      <path class="line" d="${path}"></path>
      ${points.map(({ from, eta }) => html`<circle cx="${x(from)}" cy="${y(eta)}" r="3"></circle>`)}
      ${tried.map(({ ts, passed }) => html`<circle class="trial" data-passed="${passed}" cx="${x(Math.max(start, ts))}"
        cy="112" r="3.5"></circle>`)}</svg>
    <div class="table-frame"><table class="table"><thead><tr><th scope="col">${t("skills.version")}</th><th scope="col">${
      t("skills.since")}</th><th scope="col" class="number">η</th><th scope="col">${t("skills.why")}</th></tr></thead>
    <tbody>${points.toReversed().map(({ version, from, eta, reason }) => html`<tr><th scope="row">${version}</th>
      <td>${moment(from)}</td><td class="number">${score(eta)}</td><td lang="en">${reason}</td></tr>`)}</tbody></table></div>`;
}

function trials({ trials: tried }) {
  if (!tried.length) return html`<p class="faint">${t("skills.noTrials")}</p>`;
  return html`<div class="table-frame"><table class="table"><thead><tr><th scope="col">${t("kind.episode")}</th><th scope="col">${
    t("skills.when.tried")}</th><th scope="col">${t("skills.outcome")}</th><th scope="col">${t("skills.why")}</th></tr></thead>
    <tbody>${tried.map(({ episodeId, ts, passed, task }) => html`<tr><th scope="row"><a href="${linkTo(episodeId)}">${
      task?.preview || episodeId}</a></th><td>${moment(ts)}</td>
      <td><span class="chip" data-tone="${passed === undefined ? "wait" : passed ? "good" : "bad"}">${
        t(`skills.trial.${passed ?? "undecided"}`)}</span></td>
      <td>${passed === undefined ? t(task?.status === "open" ? "skills.trial.open" : "skills.trial.noReward")
        : html`<span lang="en">${task?.rewardReason ?? ""}</span>`}</td></tr>`)}</tbody></table></div>`;
}

function versions({ versions: all }) {
  return html`<ol class="versions">${all.toReversed().map(({ version, validFrom, reason, changes = [] }, index) => html`<li>
    <div class="row"><strong>${t("skills.versionNumber", { version })}</strong><span class="faint">${moment(validFrom)}</span>
      ${index ? html`<button class="quiet-button push" data-action="undo" data-version="${version}">${
        t("skills.restore")}</button>` : html`<span class="chip push">${t("skills.present")}</span>`}</div>
    <p lang="en">${reason}</p>
    ${changes.length ? html`<details id="version-${version}"><summary>${t("skills.changes", { count: changes.length })}</summary>
      ${changes.map(({ member }) => html`<h3><code>${member}</code></h3>
        <x-diff data-version="${version}" data-member="${member}"></x-diff>`)}</details>` : ""}</li>`)
  }</ol>`;
}

/** Fills in what each version changed. */
export function drawDiffs(root, all) {
  for (const element of root.querySelectorAll("x-diff")) {
    const { changes } = all.find(({ version }) => String(version) === element.dataset.version);
    const { before, after } = changes.find(({ member }) => member === element.dataset.member);
    element.texts = [before, after].map(wording);
  }
}

const wording = (value) => (value && typeof value === "object" && !Array.isArray(value)
  ? Object.entries(value).filter(([, part]) => part?.length).map(([name, part]) => `${name}: ${linesOf(part.applies ?? part)}`)
    .join("\n") : linesOf(value));

function places({ skill, folders }) {
  return html`<section class="card stack"><h2>${t("skills.places")}</h2><p class="faint">${t("skills.places.text")}</p>
    <ul class="places">${folders.map(({ name, path, readers, installed }) => {
      const own = installed.find(({ id }) => id === skill.id);
      return html`<li class="row"><span><strong>${readers.join(", ")}</strong> <code>${path}</code></span>
        ${own ? html`<span class="chip" data-tone="${own.current ? "good" : "wait"}">${t(own.current ? "skills.current"
          : "skills.outdated")}</span>` : ""}
        <span class="push tools">${own?.current ? "" : html`<button class="button" data-action="install" data-folder="${name}">${
          t(own ? "skills.update" : "skills.install")}</button>`}${own ? html`<button class="quiet-button"
          data-action="uninstall" data-folder="${name}">${t("skills.uninstall")}</button>` : ""}</span></li>`;
    })}</ul></section>`;
}

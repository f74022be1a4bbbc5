// One place as a map: where things are, how it responds, what must not be done; each with what it rests on.
import { dayName } from "../../lib/format.js";
import { coded, html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { evidence, originChip, versions } from "../../lib/learned.js";
import { tools } from "../../lib/list-view.js";
import { t } from "../../lib/locale.js";

export const parts = ["environment", "inference", "constraints"];
const icons = { environment: "folder", inference: "tool", constraints: "error" };

export function worldDetail(model, { contradictions, excerpts }, history) {
  return html`<header class="detail-head">
    <h2>${model.title}</h2>${model.origin ? html`<p>${originChip(model.origin)}</p>` : ""}
    <p class="row"><x-score-bar data-unsigned value="${model.confidence}" label="${t("part.confidence")}"></x-score-bar>
      ${model.status === "archived" ? html`<span class="chip">${t("status.archived")}</span>` : ""}
      ${contradictions.length ? html`<span class="chip" data-tone="wait">${t("world-models.contradictions",
        { count: contradictions.length })}</span>` : ""}
      ${model.domainTags.map((tag) => html`<span class="chip">${tag}</span>`)}</p>
    ${tools(model, ["right", "wrong"].map((word) => html`<button type="button" class="button" data-action="${word}">${
      icon(word === "right" ? "thumbUp" : "thumbDown")}${t(`world-models.${word}`)}</button>`))}
  </header>
  <div class="map">${parts.map((part) => html`<section data-part="${part}"><h3>${icon(icons[part])}${t(`part.${part}`)}</h3>
    <p class="faint">${t(`world-models.${part}`)}</p>
    ${model.structure[part].length ? html`<ul>${model.structure[part].map((entry, index) =>
      card(entry, contradictions.filter(({ label }) => label === entry.label), excerpts, `${part}-${index}`))}</ul>`
      : html`<p class="faint nothing">${t("world-models.nothing")}</p>`}</section>`)}</div>
  ${versions(history)}`;
}

const card = ({ label, description, evidenceIds = [], concludedFrom = [] }, against, excerpts, name) => html`<li class="card">
  <h4>${coded(label)}</h4><p>${coded(description)}</p>
  ${concludedFrom.length ? html`<p class="faint">${t("world-models.concluded", { labels: concludedFrom.join(", ") })}</p>` : ""}
  ${evidence(evidenceIds, excerpts, name)}
  ${against.map(({ kind, text, tasks, lastAt, sourceIds }, index) => html`<div class="against"><p>${icon("error")}<span>${
    t(`world-models.against.${kind}`)} ${coded(text)} <span class="faint">${t("world-models.seen", { count: tasks, day: dayName(lastAt) })}</span></span></p>
    ${evidence(sourceIds, excerpts, `${name}-against-${index}`)}</div>`)}</li>`;

// What pages of learned things share: the evidence of a line, versions with their changes, forgetting.
import { api } from "./api.js";
import { confirm } from "./dialog.js";
import { moment, signed } from "./format.js";
import { coded, html } from "./html.js";
import { icon } from "./icons.js";
import { linkTo } from "./links.js";
import { t } from "./locale.js";
import { toast } from "./toast.js";

export const tones = { active: "good", candidate: "wait", archived: "" };

export const statusChip = (status) => html`<span class="chip" data-tone="${tones[status]}">${t(`status.${status}`)}</span>`;

/** Whom something of the team is from, a link to what was shared; "" for one's own. */
export const originChip = (origin) => (origin ? html`<a class="chip origin" data-tone="accent" href="#/hub/${
  encodeURIComponent(origin.envelope)}?tab=review">${t("origin.from", { name: origin.name, hub: origin.hub })}</a>` : "");

/** A line's evidence, folded; `name` tells it from others on the page. "" where there is none to show. */
export function evidence(ids, excerpts, name) {
  const known = ids.filter((id) => excerpts[id]);
  if (!known.length) return "";
  return html`<details class="evidence" id="evidence-${name}">
    <summary>${t("evidence.count", { count: known.length })}</summary>
    <ul>${known.map((id) => excerpt(id, excerpts[id]))}</ul></details>`;
}

function excerpt(id, { kind, ts, title, text, episodeId, outcome, value }) {
  const isSaid = kind === "feedback";
  const href = linkTo(id) || (episodeId ? linkTo(episodeId) : "");
  const head = isSaid ? t(`polarity.${title}`) : title;
  return html`<li>
    <p>${href ? html`<a href="${href}">${coded(head || id)}</a>` : coded(head || id)}</p>
    ${text ? html`<blockquote>${text}</blockquote>` : ""}
    <p class="faint">${t(`evidence.${kind}`)} · ${moment(ts)}${outcome === "error" ? html` · <span class="bad">${
      t("outcome.error")}</span>` : ""}${value ? ` · ${kind === "episode" ? "R" : "V"} ${signed(value)}` : ""}${
      episodeId && kind !== "episode" && href !== linkTo(episodeId)
        ? html` · <a href="${linkTo(episodeId)}">${t("evidence.task")}</a>` : ""}</p></li>`;
}

const told = ["title", "trigger", "procedure", "verification", "boundary", "preference", "antiPattern", "body",
  "structure", "status", "confidence", "domainTags"];

/** A value of a version as lines of text. */
export function linesOf(value) {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((entry) => entry.label ? `${entry.label}: ${entry.description}` : entry).join("\n");
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([part, entries]) => (entries.length ? [`${t(`part.${part}`)}:`, linesOf(entries)] : []))
      .join("\n");
  }
  return tones[value] === undefined ? String(value) : t(`status.${value}`);
}

/** Versions, the newest first. `drawDiffs` fills in their differences afterwards. */
export function versions({ versions: list }) {
  const last = list.length - 1;
  return html`<details class="card versions" id="versions"><summary><h3>${t("version.title", { count: list.length })}</h3>
    </summary><ol reversed>${list.map(({ version, validFrom, reason, changes = [] }, index) => html`<li>
      <div class="row"><strong>${t("version.name", { version })}</strong><span class="faint">${moment(validFrom)}</span>
        ${index === last ? html`<span class="chip" data-tone="accent">${t("version.present")}</span>`
          : html`<button type="button" class="quiet-button push" data-action="undo" data-version="${version}">${icon("recall")}${
            t("version.restore")}</button>`}</div>
      <p>${reason}</p>
      ${changes.filter(({ member }) => told.includes(member)).map(({ member }) => html`<h4>${t(`part.${member}`)}</h4>
        <x-diff data-version="${version}" data-member="${member}"></x-diff>`)}</li>`).reverse()}</ol></details>`;
}

export function drawDiffs(root, { versions: list }) {
  for (const element of root.querySelectorAll("x-diff")) {
    const { changes } = list.find(({ version }) => String(version) === element.dataset.version);
    const { before, after } = changes.find(({ member }) => member === element.dataset.member);
    element.texts = [linesOf(before), linesOf(after)];
  }
}

/** Asks what would go, tells it, and lets it go. Whether it is gone. */
export async function forget(path, id, title) {
  const { removed } = await api.post(path, { id }, { dryRun: true });
  const list = Object.entries(removed).map(([kind, count]) => html`<li>${t(`forget.${kind}`, { count })}</li>`);
  const text = html`<p>${title}</p><p>${t("forget.text")}</p><ul class="plain">${list}</ul>`;
  if (!(await confirm({ title: t("forget.title"), text, action: t("forget.action"), tone: "bad" }))) return false;
  await api.post(path, { id });
  toast(t("forget.done"), { tone: "good" });
  return true;
}

// What an import would do, does and has done, in words. Shared by the page and the tour.
import { duration, number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";

export const isOver = (run) => !["running", "stopping"].includes(run?.state);

/** The sum of dry runs. */
export function planned(plans) {
  const sum = (name) => plans.reduce((all, { total }) => all + total[name], 0);
  const models = plans.map((plan) => plan.models).filter((models) => models?.asked);
  const calls = models.reduce((all, model) => all + model.calls, 0);
  return html`<p>${t("transfer.planned", {
    turns: number(sum("newTurns")), sessions: number(sum("sessions")), files: number(sum("sources")) })}
    ${calls ? t("transfer.planned.models", { count: calls }) : t("transfer.planned.noModels")}</p>`;
}

/** A run with its progress, and how to end it while it goes on. */
export function importReport(run) {
  const { state, done, total, imported, unchanged, path, errors } = run;
  return html`<div class="stack import-report" data-state="${state}">
    <div class="field"><label for="import-progress">${t(`transfer.run.${state}`)}</label>
      <progress id="import-progress" value="${done}" max="${total || 1}"></progress>
      <small>${t("transfer.run.files", { done: number(done), total: number(total) })}
        ${isOver(run) ? html`· ${duration(run.endedAt - run.startedAt)}` : path ? html`· <code>${path}</code>` : ""}</small></div>
    <p>${t("transfer.run.counts", { turns: number(imported.turns), traces: number(imported.traces),
      unchanged: number(unchanged) })}</p>
    ${errors.length ? html`<details id="import-errors"><summary>${t("transfer.run.errors", { count: errors.length })}</summary>
      <ul>${errors.map((error) => html`<li><code>${error.path}</code> ${error.message} ${error.hint ?? ""}</li>`)}</ul></details>` : ""}
    ${state === "running" ? html`<div><button type="button" class="button" data-action="cancelImport"
      data-focus="cancel">${t("transfer.cancel")}</button></div>` : ""}
    ${state === "cancelled" ? html`<p class="faint">${t("transfer.run.again")}</p>` : ""}</div>`;
}

// The dialog that shows every byte before it goes.
import { api } from "../../lib/api.js";
import { openDialog } from "../../lib/dialog.js";
import { bytes, moment } from "../../lib/format.js";
import { coded, html, render } from "../../lib/html.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { findingsList, none, unseen, verbatim } from "./parts.js";
import { worst } from "./text.js";

const sources = { skill: "kind.skill", policy: "kind.experience", world_model: "kind.world-model" };

async function choices() {
  const [{ skills }, { policies }, { worldModels }] = await Promise.all([api.get("/api/v1/skills", {}, { limit: 1000 }),
    api.get("/api/v1/policies", {}, { limit: 1000 }), api.get("/api/v1/world-models", {}, { limit: 1000 })]);
  const own = (list, name) => list.filter(({ status, origin }) => status !== "archived" && !origin)
    .map((item) => ({ id: item.id, name: item[name] ?? item.id }));
  return { skill: own(skills, "name"), policy: own(policies, "title"), world_model: own(worldModels, "title") };
}

/** The steps an item rests on, by id: what can be shown with it when a person says so. */
async function traces(kind, id) {
  if (kind === "policy") return (await api.get("/api/v1/policies/{id}/evidence", { id })).excerpts;
  if (kind === "world_model") return (await api.get("/api/v1/world-models/{id}/evidence", { id })).excerpts;
  const { evidenceAnchors = [] } = await api.get("/api/v1/skills/{id}", { id });
  const found = await Promise.all(evidenceAnchors.filter((one) => one.startsWith("tr_")).slice(0, 24).map((one) =>
    api.get("/api/v1/traces/{id}", { id: one }).catch(() => null)));
  return Object.fromEntries(found.filter(Boolean).map((trace) => [trace.id, { kind: "trace", ts: trace.ts,
    title: trace.toolCalls?.map(({ name }) => name).join(", ") || trace.userText?.slice(0, 120) || trace.id }]));
}

/** Opens the dialog, with an item and those who may read it chosen or not. Whether something was shared. */
export async function share(groups, id = "", chosen = groups.length === 1 ? groups : []) {
  const lists = await choices();
  const kindOf = (chosen) => Object.keys(lists).find((kind) => lists[kind].some((item) => item.id === chosen));
  const { element, closed } = openDialog(t("hub.share"), html`<main class="share">
    <div class="field"><label for="share-id">${t("hub.share.what")}</label><select class="input" id="share-id" name="id" required>
      <option value=""></option>${Object.entries(lists).filter(([, list]) => list.length).map(([kind, list]) => html`<optgroup label="${
        t(sources[kind])}">${list.map((item) => html`<option value="${item.id}" ${item.id === id ? html`selected` : ""}>${item.name}</option>`)}
      </optgroup>`)}</select></div>
    <fieldset class="field"><legend>${t("hub.share.groups")}</legend><div class="row">${groups.map((name) => html`<label><input
      type="checkbox" name="groups" value="${name}" ${chosen.includes(name) ? html`checked` : ""}> ${name}</label>`)}</div></fieldset>
    <div class="field"><label for="share-licence">${t("hub.licence")}</label><input class="input" id="share-licence" name="licence"
      list="licences" autocomplete="off"><datalist id="licences">${["CC0-1.0", "CC-BY-4.0", "MIT", "Apache-2.0"].map((name) =>
        html`<option value="${name}"></option>`)}</datalist><small>${t("hub.licence.hint")}</small></div>
    <details id="share-steps"><summary>${t("hub.share.traces")}</summary><p class="faint">${t("hub.share.traces.text")}</p><div></div></details>
    <div data-part="preview" aria-live="polite"></div></main>
    <footer><button class="button" value="" formnovalidate>${t("cancel")}</button>
      <button type="button" class="button" data-do="preview">${t("hub.share.look")}</button>
      <button type="button" class="button" data-do="send" data-tone="accent" hidden>${t("hub.share.send")}</button></footer>`, { isWide: true });
  const form = element.querySelector("form");
  const [place, send] = [element.querySelector("[data-part=preview]"), element.querySelector("[data-do=send]")];
  let preview = null;
  const wanted = () => {
    const data = new FormData(form);
    return { id: data.get("id"), kind: kindOf(data.get("id")), groups: data.getAll("groups"), licence: data.get("licence") || undefined,
      withTraces: data.getAll("withTraces") };
  };
  const show = (markup, isReady) => {
    render(place, markup);
    send.hidden = !isReady;
  };
  const steps = async () => {
    const chosen = form.elements.id.value;
    const found = chosen ? Object.entries(await traces(kindOf(chosen), chosen)).filter(([, { kind }]) => kind === "trace") : [];
    render(element.querySelector("#share-steps div"), found.length ? html`<ul class="ticks">${found.map(([one, { title, ts }]) => html`<li><label>
      <input type="checkbox" name="withTraces" value="${one}"> <span>${coded(title)}</span></label> <a class="faint" href="${linkTo(one)}"
      target="_blank">${moment(ts)}</a></li>`)}</ul>` : none("hub.share.traces.none"));
  };
  const fail = (error) => show(html`<p class="warnings" role="alert">${error.message} ${error.hint ?? ""}</p>`, false);
  form.addEventListener("change", ({ target }) => {
    show(html``, false);
    if (target.name === "id") steps().catch(fail);
  });
  element.addEventListener("click", async ({ target }) => {
    const name = target.closest("[data-do]")?.dataset.do;
    if (!name || target.ariaDisabled === "true") return;
    target.ariaDisabled = "true";
    try {
      if (name === "send") {
        await api.post("/api/v1/hub/share", {}, { ...preview.asked, confirm: preview.digest });
        element.close("sent");
      } else if (form.reportValidity()) {
        const asked = wanted();
        if (!asked.groups.length) throw { message: t("hub.share.noGroup") };
        preview = { asked, ...await api.post("/api/v1/hub/preview", {}, asked) };
        show(previewed(preview), true);
        place.scrollIntoView({ block: "nearest" });
      }
    } catch (error) {
      fail(error);
    } finally {
      target.ariaDisabled = null;
    }
  });
  if (id) steps().catch(fail);
  return (await closed) === "sent";
}

function previewed({ statement, bytes: size, findings, redactions = [] }) {
  const text = JSON.stringify(statement, null, 2);
  return html`<section class="stack"><h3>${t("hub.preview")}</h3><p>${t("hub.preview.text", { size: bytes(size) })}</p>
    <h4>${t("hub.redactions")}</h4>${redactions.length ? html`<ul class="plain">${redactions.map(({ kind, place, count }) =>
      html`<li>${kind} × ${count} (${place})</li>`)}</ul>` : none("hub.redactions.none")}
    <h4>${t("hub.findings")}</h4>${worst(findings) === "high" ? html`<p class="warnings">${t("hub.share.careful")}</p>` : ""}${findingsList(findings)}
    ${unseen(text)}<details id="payload" open><summary>${t("hub.payload")}</summary><pre class="mono" tabindex="0">${verbatim(text)}</pre></details></section>`;
}

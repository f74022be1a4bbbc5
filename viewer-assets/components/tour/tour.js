import { api } from "../../lib/api.js";
import { openDialog } from "../../lib/dialog.js";
import { bytes, number } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { loadWords, t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { importReport, isOver, planned } from "../../views/transfer/import-report.js";

const steps = ["what", "hosts", "past", "look"];
let isOpen = false;

/** Opens the tour; resolves when it is closed. */
export async function openTour() {
  if (isOpen) return;
  isOpen = true;
  try {
    await loadWords("transfer");
    await new Tour().run();
  } finally {
    isOpen = false;
  }
}

/** Four steps in a dialog: what memos does, who delivers, past conversations with consent, where to look next. */
class Tour {
  #at = 0;
  #body = null;
  #sources = null;
  #run = null;
  #plans = new Map();
  #left = new Set();
  #timer = null;

  async run() {
    const { element, closed } = openDialog(t("tour.title"), html`<main class="tour"></main>`, { isWide: true });
    this.#body = element.querySelector("main");
    this.#body.addEventListener("click", (event) => this.#act(event));
    this.#draw();
    this.#button.focus();
    this.#load();
    await closed;
    clearTimeout(this.#timer);
  }

  async #load() {
    try {
      const [{ sources }, { run }] = await Promise.all([api.get("/api/v1/import/sources"), api.get("/api/v1/import")]);
      this.#sources = sources;
      this.#follow(run);
    } catch {
      this.#sources = [];
    }
    this.#draw();
  }

  #draw() {
    const name = steps[this.#at];
    const isLast = this.#at === steps.length - 1;
    const focus = this.#body.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    render(this.#body, html`<p class="faint" role="status">${t("tour.step", { step: this.#at + 1, steps: steps.length })}</p>
      <section class="stack"><h3>${t(`tour.${name}`)}</h3><p>${t(`tour.${name}.text`)}</p>${this[`draw_${name}`]()}</section>
      <div class="tools">${isLast ? "" : html`<button type="button" class="quiet-button" data-role="skip">${t("tour.skip")}</button>`}
        ${this.#at ? html`<button type="button" class="button push" data-role="back" data-focus="back">${t("tour.back")}</button>` : ""}
        <button type="button" class="button ${this.#at ? "" : "push"}" data-tone="accent" data-role="${isLast ? "skip" : "next"}"
          data-focus="next">${t(isLast ? "tour.done" : "tour.next")}</button></div>`);
    if (focus) (this.#body.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? this.#button).focus();
  }

  get #button() {
    return this.#body.querySelector('[data-focus="next"]');
  }

  draw_what() {
    return html`<ul class="grid">${[["memories", "keep"], ["skills", "learn"], ["recall", "recall"]].map(([picture, name]) =>
      html`<li>${icon(picture)}<div><strong>${t(`tour.what.${name}`)}</strong><p>${t(`tour.what.${name}.text`)}</p></div></li>`)}</ul>`;
  }

  draw_hosts() {
    const found = (this.#sources ?? []).map(({ host }) => host);
    return html`<p>${found.length ? t("tour.hosts.found", { hosts: found.join(", ") }) : t("tour.hosts.none")}</p>
      <p class="mono">memos install --host claude</p>`;
  }

  draw_past() {
    if (!this.#sources) return html`<p class="faint">${t("tour.past.looking")}</p>`;
    if (!this.#sources.length) return html`<p class="faint">${t("transfer.in.none")}</p>`;
    const isBusy = this.#run && !isOver(this.#run);
    const isOff = String(Boolean(isBusy || this.#sources.every(({ host }) => this.#left.has(host))));
    return html`<ul class="stack">${this.#sources.map(({ host, files, bytes: size }) => html`<li><label class="row">
        <input type="checkbox" value="${host}" data-focus="host-${host}" ${this.#left.has(host) ? "" : html`checked`}
          ${isBusy ? html`disabled` : ""}> <strong>${host}</strong>
        <span class="faint">${t("tour.past.files", { count: files, size: bytes(size) })}${this.#plans.has(host)
          ? html` · ${t("transfer.newTurns", { count: this.#plans.get(host).total.newTurns })}` : ""}</span></label></li>`)}</ul>
      <div class="tools"><button type="button" class="button" data-role="plan" data-focus="plan" aria-disabled="${isOff}">
        ${t("transfer.plan")}</button><button type="button" class="button" data-role="start" data-focus="start"
        aria-disabled="${isOff}">${t("transfer.start")}</button></div>
      <div role="status">${this.#plans.size ? planned([...this.#plans.values()]) : ""}</div>
      ${this.#run ? importReport(this.#run) : ""}`;
  }

  draw_look() {
    return html`<ul class="grid">${["overview", "memories", "tasks", "help"].map((page) => html`<li>${icon(page)}<div>
      <a href="#/${page}" data-role="go"><strong>${t(`page.${page}`)}</strong></a><p>${t(`tour.look.${page}`)}</p></div></li>`)}</ul>`;
  }

  async #act(event) {
    const { target } = event;
    if (target.matches("input[type=checkbox]")) {
      this.#left[target.checked ? "delete" : "add"](target.value);
      return this.#draw();
    }
    const role = target.closest("[data-role]")?.dataset.role ?? target.closest("[data-action]")?.dataset.action;
    if (!role || target.closest("[aria-disabled=true]")) return;
    try {
      await this.#roles[role]?.();
    } catch (error) {
      toast(error.message || t(`error.${error.code}`), { tone: "bad", hint: error.hint });
    }
  }

  #roles = {
    next: () => this.#move(1),
    back: () => this.#move(-1),
    skip: () => this.#body.closest("dialog").close(),
    go: () => this.#body.closest("dialog").close(),
    plan: async () => {
      for (const host of this.#chosen) {
        this.#plans.set(host, await api.get("/api/v1/import/plan", {}, { host }));
        this.#draw();
      }
    },
    start: async () => this.#follow((await api.post("/api/v1/import", {}, { hosts: this.#chosen })).run),
    cancelImport: async () => this.#follow((await api.post("/api/v1/import/cancel")).run),
  };

  get #chosen() {
    return this.#sources.map(({ host }) => host).filter((host) => !this.#left.has(host));
  }

  #move(by) {
    this.#at += by;
    this.#draw();
    this.#button.focus();
  }

  #follow(run) {
    this.#run = run;
    clearTimeout(this.#timer);
    if (run && !isOver(run)) {
      this.#timer = setTimeout(async () => this.#follow((await api.get("/api/v1/import").catch(() => ({ run }))).run), 1000);
    }
    this.#draw();
  }
}

// Past conversations come in, a copy of the memory goes out and comes back.
import { announce } from "../../lib/announce.js";
import { address, api } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { bytes, dayName, number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { importReport, isOver, planned } from "./import-report.js";

class TransferView extends View {
  page = "transfer";
  /** What a dry run said, by host. */
  #plans = new Map();
  /** Hosts that are not chosen. */
  #left = new Set();
  #path = "";
  #timer = null;
  /** Whether a copy is on its way back. */
  #isRestoring = false;

  async load(place, signal) {
    const [{ sources }, { run }] = await Promise.all([
      api.get("/api/v1/import/sources", {}, {}, signal), api.get("/api/v1/import", {}, {}, signal)]);
    return { sources, run };
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  draw({ sources, run }) {
    return html`${this.#incoming(sources, run)}<div class="grid transfer-copies">${this.#outgoing()}${this.#back()}</div>
      <section class="card"><h2>${t("transfer.upstream")}</h2><p>${t("transfer.upstream.text")}</p></section>`;
  }

  /** While an import goes on only its state is asked for; files are counted again at the end. */
  drawn({ run }) {
    clearTimeout(this.#timer);
    if (!run || isOver(run)) return;
    this.#timer = setTimeout(async () => {
      const { run: next } = await api.get("/api/v1/import").catch(() => ({ run }));
      if (!this.isConnected) return;
      if (isOver(next)) {
        this.#plans.clear();
        announce(t(`transfer.run.${next.state}`));
        return this.reload();
      }
      this.data = { ...this.data, run: next };
      this.redraw();
    }, 1000);
  }

  #incoming(sources, run) {
    const isBusy = run && !isOver(run);
    const chosen = sources.filter(({ host }) => !this.#left.has(host));
    return html`<section class="card stack"><h2>${t("transfer.in")}</h2><p>${t("transfer.in.text")}</p>
      ${sources.length ? html`<div class="table-frame" tabindex="0" role="region" aria-label="${t("transfer.in")}">
        <table class="table transfer-hosts"><thead><tr>
        ${["host", "files", "size", "known", "newest", "new"].map((name) =>
          html`<th scope="col" class="${["host", "newest"].includes(name) ? "" : "number"}">${t(`transfer.col.${name}`)}</th>`)}</tr></thead>
        <tbody>${sources.map((source) => this.#host(source, isBusy))}</tbody></table></div>`
      : html`<p class="faint">${t("transfer.in.none")}</p>`}
      <div class="tools">
        ${sources.length ? html`<button type="button" class="button" data-action="plan" data-focus="plan"
          aria-disabled="${String(Boolean(isBusy || !chosen.length))}">${t("transfer.plan")}</button>
        <button type="button" class="button" data-tone="accent" data-action="start" data-focus="start"
          aria-disabled="${String(Boolean(isBusy || !chosen.length))}">${t("transfer.start")}</button>` : ""}
        <form data-action="startPath" class="tools transfer-path"><label for="transfer-path" class="faint">
          ${t("transfer.path")}</label><input class="input" id="transfer-path" name="path" value="${this.#path}"
          placeholder="/home/…/sessions" autocomplete="off" spellcheck="false">
          <button class="button" aria-disabled="${String(Boolean(isBusy))}">${t("transfer.path.start")}</button></form>
      </div>
      <div role="status">${this.#plans.size ? planned([...this.#plans.values()]) : ""}</div>
      ${run ? importReport(run) : ""}</section>`;
  }

  #host({ host, files, bytes: size, known, newest }, isBusy) {
    const plan = this.#plans.get(host);
    return html`<tr><th scope="row"><label class="row"><input type="checkbox" data-action="choose" value="${host}"
        data-focus="host-${host}" ${this.#left.has(host) ? "" : html`checked`} ${isBusy ? html`disabled` : ""}>
        ${host}</label></th>
      <td class="number">${number(files)}</td><td class="number">${bytes(size)}</td>
      <td class="number">${number(known)}</td><td>${newest ? dayName(newest) : "–"}</td>
      <td class="number">${plan ? t("transfer.newTurns", { count: plan.total.newTurns }) : "–"}</td></tr>`;
  }

  #outgoing() {
    const link = (name, url) => html`<div><a class="button" href="${url}" download>${icon("download")}
      ${t(`transfer.${name}`)}</a><small class="faint">${t(`transfer.${name}.text`)}</small></div>`;
    return html`<section class="card stack"><h2>${t("transfer.out")}</h2><p>${t("transfer.out.text")}</p>
      ${link("jsonl", address("/api/v1/export.jsonl"))}${link("book", address("/api/v1/export.md"))}</section>`;
  }

  #back() {
    return html`<section class="card stack"><h2>${t("transfer.back")}</h2><p>${t("transfer.back.text")}</p>
      <div class="field"><label for="transfer-file">${t("transfer.back.file")}</label>
      <input class="input" id="transfer-file" type="file" accept=".jsonl,.ndjson,.json" data-action="restore"
        ${this.#isRestoring ? html`disabled` : ""}></div>
      ${this.#isRestoring ? html`<div class="field"><label for="transfer-progress">${t("transfer.restoring")}</label>
        <progress id="transfer-progress"></progress></div>` : ""}</section>`;
  }

  #setRestoring(value) {
    this.#isRestoring = value;
    if (this.isConnected) this.redraw();
  }

  get #chosen() {
    return this.data.sources.map(({ host }) => host).filter((host) => !this.#left.has(host));
  }

  async #begin(body) {
    this.#plans.clear();
    const { run } = await api.post("/api/v1/import", {}, body);
    this.data = { ...this.data, run };
    this.redraw();
  }

  actions = {
    choose: async ({ value, checked }) => {
      this.#left[checked ? "delete" : "add"](value);
      this.redraw();
    },
    plan: async (button) => {
      button.ariaDisabled = "true";
      for (const host of this.#chosen) {
        this.#plans.set(host, await api.get("/api/v1/import/plan", {}, { host }));
        this.redraw();
      }
    },
    start: async () => {
      const hosts = this.#chosen;
      const text = t("transfer.start.text", { hosts: hosts.join(", ") });
      if (await confirm({ title: t("transfer.start"), text, action: t("transfer.start") })) await this.#begin({ hosts });
    },
    startPath: async (form) => {
      this.#path = form.elements.path.value.trim();
      if (this.#path) await this.#begin({ path: this.#path });
    },
    cancelImport: async () => {
      const { run } = await api.post("/api/v1/import/cancel");
      this.data = { ...this.data, run };
      this.redraw();
    },
    restore: async (input) => {
      const file = input.files[0];
      if (!file) return;
      const text = t("transfer.restore.text", { name: file.name, size: bytes(file.size) });
      try {
        if (!await confirm({ title: t("transfer.back"), text, action: t("transfer.restore") })) return;
        this.#setRestoring(true);
        const { imported, skipped } = await api.upload("/api/v1/restore", {}, file);
        toast(t("transfer.restored", { imported: number(imported), skipped: number(skipped) }),
          { tone: "good", seconds: 15 });
      } finally {
        input.value = "";
        this.#setRestoring(false);
      }
    },
  };
}

customElements.define("view-transfer", TransferView);

import "../../components/access-panel/access-panel.js";
import { api } from "../../lib/api.js";
import { html, render } from "../../lib/html.js";
import { language, t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { fault, field, parsed } from "./fields.js";
import { accessPart, hostsPart, modelsPart, rulesPart, sharingPart, showFindings } from "./parts.js";

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Everything that can be set, drawn from the daemon's own table. What was changed waits in a bar until it is saved. */
class SettingsView extends View {
  page = "settings";
  /** By key: what a person wrote and has not saved, and what is wrong with it. */
  changes = new Map();
  problems = new Map();
  replaced = new Set();
  trials = {};
  restart = [];
  find = "";
  sample = "";

  async load(place, signal) {
    const ask = (path, query) => api.get(path, {}, query, signal);
    const [schema, hosts, models, usage] = await Promise.all([
      ask("/api/v1/config/schema", { language: language.value }), ask("/api/v1/hosts"), ask("/api/v1/models"),
      ask("/api/v1/models/usage", { days: 1, limit: 0 }),
    ]);
    return { schema, hosts, roles: models.roles, usage };
  }

  value = (setting) => (this.changes.has(setting.key) ? this.changes.get(setting.key) : setting.value);

  get settings() {
    return this.data.schema.groups.flatMap((group) => group.sections.flatMap((section) => section.settings));
  }

  setting = (key) => this.settings.find((setting) => setting.key === key);

  draw(data, { id }) {
    if (data.schema.language !== language.value) queueMicrotask(() => this.reload());
    const { groups } = data.schema;
    const words = this.find.trim().toLowerCase();
    const group = groups.find(({ key }) => key === id) ?? groups[0];
    return html`<div class="settings-frame">
      <nav aria-label="${t("settings.groups")}"><input class="input" id="settings-find" type="search"
        placeholder="${t("settings.find")}" aria-label="${t("settings.find")}" value="${this.find}">
        <ul>${groups.map(({ key, label }) => html`<li><a href="#/settings/${key}" ${!words && key === group.key
          ? html`aria-current="page"` : ""}>${label}</a></li>`)}</ul></nav>
      <div class="stack">${words ? this.found(groups, words) : this.group(group)}<div class="bar-place">${this.bar()}</div></div></div>`;
  }

  found(groups, words) {
    const hits = groups.flatMap((group) => group.sections).map((section) => ({ ...section, settings:
      section.settings.filter(({ key, label, meaning }) => `${key} ${label} ${meaning}`.toLowerCase().includes(words)) }))
      .filter(({ settings }) => settings.length);
    return hits.length ? hits.map((section) => this.section(section, true))
      : html`<p class="faint">${t("settings.nothing")}</p>`;
  }

  group(group) {
    const part = { models: modelsPart, hosts: hostsPart, sharing: sharingPart, general: accessPart }[group.key];
    return html`<h2 class="visually-hidden">${group.label}</h2>${part?.(this, this.data)}
      ${group.sections.filter(({ settings }) => settings.length).map((section) => this.section(section))}`;
  }

  section({ key, label, meaning, settings }, isFound = false) {
    const rare = isFound ? [] : settings.filter((one) => one.advanced);
    const rows = (list) => list.map((one) => field(this, one, one.kind === "rules" ? rulesPart(this) : ""));
    const isOpen = rare.some((one) => one.isSet || this.changes.has(one.key));
    const isWhole = rare.length === settings.length;
    return html`<section class="card settings-section" aria-label="${label}"><h3>${label}</h3>
      <p class="faint">${meaning}</p>${rows(isFound ? settings : settings.filter((one) => !one.advanced))}
      ${rare.length ? html`<details id="rare-${key}" ${isOpen ? html`open` : ""}><summary>${
        t(isWhole ? "settings.show" : "settings.rare", { count: rare.length })}</summary>${rows(rare)}</details>` : ""}
    </section>`;
  }

  bar() {
    const count = this.changes.size;
    const needs = [...this.changes.keys()].filter((key) => this.setting(key)?.restart).length;
    if (count) {
      return html`<div class="card settings-bar" role="status"><p><strong>${t("settings.changed", { count })}</strong>
        ${needs ? html`<small>${t("settings.needs", { count: needs })}</small>` : ""}</p>
        <button class="button" type="button" data-action="discard">${t("settings.discard")}</button>
        <button class="button" type="button" data-tone="accent" data-action="save" ${this.problems.size
          ? html`aria-disabled="true"` : ""}>${t("settings.save")}</button></div>`;
    }
    return this.restart.length ? html`<div class="card settings-bar" role="status"><p>${t("settings.pending")}
      <small>${this.restart.join(", ")}</small></p>
      <button class="button" type="button" data-tone="accent" data-action="restartDaemon">${t("settings.restart")}</button>
      </div>` : "";
  }

  drawn() {
    const find = this.querySelector("#settings-find");
    find.oninput = () => {
      this.find = find.value;
      this.redraw();
    };
    this.oninput = ({ target }) => {
      if (target.dataset.action === "edit") this.actions.edit(target);
    };
    const sample = this.querySelector("#rule-sample");
    if (sample) {
      sample.oninput = () => {
        this.sample = sample.value;
        showFindings(this);
      };
      showFindings(this);
    }
  }

  change(key, value) {
    const setting = this.setting(key);
    if (this.changes.has(key) && JSON.stringify(value) === JSON.stringify(this.changes.get(key))) return;
    const same = JSON.stringify(value) === JSON.stringify(setting.value) && !setting.secret;
    if (same) this.changes.delete(key);
    else this.changes.set(key, value);
    const wrong = same ? "" : fault(setting, value);
    if (wrong) this.problems.set(key, wrong);
    else this.problems.delete(key);
    this.note(setting);
  }

  /** Shows that one setting changed; drawing all would take the control from under the hands that change it. */
  note(setting) {
    const { key } = setting;
    const row = this.querySelector(`[data-setting="${key}"]`);
    if (row) {
      const problem = this.problems.get(key) ?? "";
      row.toggleAttribute("data-changed", this.changes.has(key));
      const [place, reset] = [row.querySelector(".problem"), row.querySelector('[data-action="reset"]')];
      place.hidden = !problem;
      place.textContent = problem;
      reset.hidden = JSON.stringify(this.value(setting)) === JSON.stringify(setting.default);
      row.querySelector('[data-action="edit"]')?.setAttribute("aria-invalid", Boolean(problem));
    }
    if (key === "privacy.rules" && row) showFindings(this);
    render(this.querySelector(".bar-place"), this.bar());
  }

  actions = {
    edit: (element) => this.change(element.dataset.key, parsed(this.setting(element.dataset.key), element)),
    reset: ({ dataset }) => {
      this.replaced.delete(dataset.key);
      this.change(dataset.key, this.setting(dataset.key).default);
      this.redraw();
    },
    replace: ({ dataset }) => {
      this.replaced.add(dataset.key);
      this.redraw();
    },
    host: ({ dataset, checked }) => {
      const { key, agent } = dataset;
      const rest = this.value(this.setting(key)).filter((name) => name !== agent);
      this.change(key, checked ? rest : [...rest, agent]);
      this.redraw();
    },
    discard: () => {
      for (const kept of [this.changes, this.problems, this.replaced]) kept.clear();
      this.redraw();
    },
    save: async () => {
      try {
        const answer = await api.patch("/api/v1/config", {}, { patch: Object.fromEntries(this.changes) });
        this.restart = [...new Set([...this.restart, ...answer.restartRequired])];
        for (const kept of [this.changes, this.problems, this.replaced]) kept.clear();
        const warning = answer.warnings?.[0];
        toast(t("settings.saved"), { tone: "good" });
        if (warning) toast(warning.message, { hint: warning.hint, seconds: 15 });
        await this.reload();
      } catch (error) {
        for (const { key, message } of error.fields?.problems ?? []) if (key) this.problems.set(key, message);
        if (!this.problems.size) throw error;
        this.redraw();
      }
    },
    test: async (element) => {
      const { role } = element.dataset;
      this.trials[role] = { isRunning: true };
      this.redraw();
      try {
        [this.trials[role]] = (await api.post("/api/v1/models/{role}/test", { role })).trials;
      } catch (error) {
        this.trials[role] = { ok: false, error };
      }
      this.redraw();
    },
    restartDaemon: async (element) => {
      element.ariaDisabled = "true";
      const { instanceId } = await api.get("/api/v1/ping");
      await api.post("/api/v1/restart");
      toast(t("settings.restarting"), { seconds: 3 });
      for (let round = 0; round < 100; round += 1) {
        await wait(300);
        const now = await api.get("/api/v1/ping").catch(() => null);
        if (now && now.instanceId !== instanceId) {
          this.restart = [];
          toast(t("settings.restarted"), { tone: "good" });
          return this.reload();
        }
      }
      element.ariaDisabled = "false";
      return toast(t("settings.gone"), { tone: "bad", hint: "memos viewer" });
    },
  };
}

customElements.define("view-settings", SettingsView);

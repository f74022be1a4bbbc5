import { api } from "../../lib/api.js";
import { confirm, openDialog } from "../../lib/dialog.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { detail, drawDiffs, tabs } from "./detail.js";
import { drawList } from "./list.js";

/** Skills: cards, those of others that wait, a test of what a task would be given; one of them in detail by its id. */
class SkillsView extends View {
  page = "skills";
  refreshOn = ["skill.crystallized", "skill.eta_updated", "skill.activated", "skill.archived", "skill.repaired",
    "skill.boundary_updated"];
  tested = null;

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("choose", ({ detail: tab }) => this.go({ tab: tab === tabs[0] ? "" : tab }));
    this.addEventListener("keydown", ({ key, target }) => {
      if (key === "Escape" && this.place.id && !target.matches("input, textarea, select")) this.open(null);
    });
  }

  async load({ id, query }, signal) {
    if (!id) {
      const [{ skills }, { packages }] = await Promise.all([
        api.get("/api/v1/skills", {}, { limit: 1000, status: query.status }, signal),
        api.get("/api/v1/skills/packages", {}, {}, signal),
      ]);
      return { skills, packages };
    }
    const [skill, { versions }, { trials }, { markdown }, { folders }] = await Promise.all([
      api.get("/api/v1/skills/{id}", { id }, {}, signal),
      api.get("/api/v1/skills/{id}/history", { id }, {}, signal),
      api.get("/api/v1/skills/{id}/trials", { id }, {}, signal),
      api.get("/api/v1/skills/{id}/markdown", { id }, {}, signal),
      api.get("/api/v1/skills/folders", {}, {}, signal),
    ]);
    return { skill, versions, trials, markdown, folders };
  }

  draw(data, { query }) {
    return data.skill ? detail(data, query, this.tested) : drawList(data, query, this.tested);
  }

  drawn(data, { query }) {
    const bar = this.querySelector("#skill-tabs");
    if (!bar) return;
    bar.setAttribute("aria-label", data.skill.name);
    bar.tabs = tabs.map((name) => ({ name, label: t(`skills.tab.${name}`), count: { trials: data.trials.length,
      versions: data.versions.length }[name] }));
    bar.chosen = query.tab ?? tabs[0];
    drawDiffs(this, data.versions);
  }

  /** Does something with the skill that is open, says so, and offers how to take it back. */
  async #change(path, body, told, undo) {
    const { id } = this.place;
    await api.post(path, { id }, body);
    toast(t(told), { tone: "good", action: undo && { label: t("skills.undo"), run: async () => {
      await undo(id);
      this.reload();
    } } });
    return this.reload();
  }

  actions = {
    status: ({ value }) => this.go({ status: value }),
    from: ({ value }) => this.go({ from: value }),
    async test(form) {
      const query = new FormData(form).get("query").trim();
      this.tested = query ? { query, ...await api.post("/api/v1/skills/test", {}, { query, id: this.place.id ?? undefined }) }
        : null;
      this.redraw();
    },
    archive() {
      return this.#change("/api/v1/skills/{id}/archive", {}, "skills.archived",
        (id) => api.post("/api/v1/skills/{id}/undo", { id }));
    },
    activate() {
      return this.#change("/api/v1/skills/{id}/activate", {}, "skills.activated",
        (id) => api.post("/api/v1/skills/{id}/undo", { id }));
    },
    thumb({ dataset: { thumb } }) {
      return this.#change("/api/v1/skills/{id}/thumb", { thumb }, "skills.judged",
        (id) => api.post("/api/v1/skills/{id}/undo", { id }));
    },
    undo({ dataset: { version } }) {
      return this.#change("/api/v1/skills/{id}/undo", { version: Number(version) }, "skills.restored",
        (id) => api.post("/api/v1/skills/{id}/undo", { id }));
    },
    share({ checked }) {
      return this.#change("/api/v1/skills/{id}/share", { scope: checked ? "hub" : "private" },
        checked ? "skills.shared" : "skills.unshared");
    },
    install({ dataset: { folder } }) {
      return this.#change("/api/v1/skills/{id}/install", { folder }, "skills.installed",
        (id) => api.post("/api/v1/skills/{id}/uninstall", { id }, { folder }));
    },
    async uninstall({ dataset: { folder } }) {
      if (!await confirm({ title: t("skills.uninstall"), text: t("skills.uninstall.text"), action: t("skills.uninstall"),
        tone: "bad" })) return;
      await this.#change("/api/v1/skills/{id}/uninstall", { folder }, "skills.uninstalled");
    },
    async export() {
      const { paths, foreign } = await api.post("/api/v1/skills/export", {}, { ids: [this.place.id] });
      toast(t(paths.length ? "skills.exported" : "skills.foreign"), { hint: [...paths, ...foreign].join(", "),
        tone: paths.length ? "good" : "bad" });
    },
    download() {
      const { skill, markdown } = this.data;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([markdown], { type: "text/markdown" }));
      link.download = `${skill.name}.SKILL.md`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
    async copy() {
      await navigator.clipboard.writeText(this.data.markdown);
      toast(t("skills.copied"), { tone: "good" });
    },
    async approve({ dataset: { id } }) {
      const skill = await api.post("/api/v1/skills/packages/{id}/approve", { id });
      toast(t("skills.approved"), { tone: "good" });
      this.open(skill.id);
    },
    async refuse({ dataset: { id } }) {
      if (!await confirm({ title: t("skills.refuse.title"), text: t("skills.refuse.text"), action: t("skills.refuse"),
        tone: "bad" })) return;
      await api.post("/api/v1/skills/packages/{id}/refuse", { id });
      this.reload();
    },
    async import() {
      const { element, closed } = openDialog(t("skills.import"), html`<main><p>${t("skills.import.text")}</p>
        <input class="input" type="file" id="skill-file" accept=".md,.zip" required aria-label="${t("skills.file")}"></main>
        <footer><button class="button" value="yes" data-tone="accent">${t("skills.import.action")}</button></footer>`);
      const file = () => element.querySelector("#skill-file").files[0];
      if (await closed !== "yes" || !file()) return;
      await api.upload("/api/v1/skills/import", {}, file());
      toast(t("skills.waits"), { tone: "good" });
      await this.reload();
      this.querySelector("#waiting")?.scrollIntoView();
    },
  };
}

customElements.define("view-skills", SkillsView);

import { api } from "../../lib/api.js";
import { ask, confirm } from "../../lib/dialog.js";
import { hubEvents } from "../../lib/events.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { View } from "../../lib/view.js";
import { finger } from "./parts.js";

/** Tabs, and the module of each: `load(get, place, status)`, `draw(data, place)`, `actions`. */
const modules = {
  overview: () => import("./overview.js"),
  shared: () => import("./shared.js"),
  review: () => import("./review.js"),
  received: () => import("./received.js"),
  members: () => import("./members.js"),
  groups: () => import("./team.js"),
  revocations: () => import("./team.js"),
  audit: () => import("./team.js"),
  health: () => import("./team.js"),
};

/** The team's hub: how to join one, and all that a member, and an admin, does there. */
class HubView extends View {
  page = "hub";
  refreshOn = hubEvents;
  /** Hubs nearby, `null` while they are looked for. */
  hubs = null;
  #isLooking = false;
  #timer = null;

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("choose", this.#choose);
    this.addEventListener("keydown", this.#leave);
    document.addEventListener("shortcut", this.#walk);
    // How keeping up goes, and whether an admin has let this device in, is told by no event.
    this.#timer = setInterval(() => {
      const { state } = this.data?.status ?? {};
      const isBusy = document.hidden || document.querySelector("dialog[open]") || !getSelection().isCollapsed;
      if (!isBusy && (state === "pending" || (state === "active" && this.tab === "overview"))) this.reload();
    }, 5000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.removeEventListener("choose", this.#choose);
    this.removeEventListener("keydown", this.#leave);
    document.removeEventListener("shortcut", this.#walk);
    super.disconnectedCallback();
  }

  #choose = ({ detail }) => {
    location.hash = detail === "overview" ? "#/hub" : `#/hub?tab=${detail}`;
  };

  #leave = ({ key, target }) => {
    if (key === "Escape" && this.place.id && !target.matches("input, textarea, select")) this.open(null);
  };

  /** From item to item with the keys of all lists. */
  #walk = ({ detail }) => {
    if (detail === "search") return this.querySelector("#filter-q")?.focus();
    const rows = [...this.querySelectorAll(".rows a")];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const open = rows.findIndex((row) => row.ariaCurrent);
    rows.at(Math.max(0, Math.min(rows.length - 1, (at < 0 ? open : at) + (detail === "next" ? 1 : -1))))?.focus();
  };

  get tab() {
    const { tab } = this.place.query;
    return modules[tab] ? tab : "overview";
  }

  async load(place, signal) {
    const status = await api.get("/api/v1/hub/status", {}, {}, signal);
    if (status.state !== "active") return { status, panel: await import("./join.js") };
    const { tab } = this;
    const panel = await modules[tab]();
    const get = (path, captures = {}, values = {}) => api.get(path, captures, values, signal);
    Object.assign(this.actions, panel.actions);
    try {
      return { status, panel, tab, ...await panel.load?.(get, place, status, tab) };
    } catch (error) {
      // A hub that is away is no reason to hide the rest of the page.
      if (error.name === "AbortError" || error.status === 401) throw error;
      return { status, panel, tab, error };
    }
  }

  draw(data, place) {
    const { status: { state }, panel, tab, error } = data;
    if (state !== "active") return panel.draw(data, this.hubs);
    let shown = html`<x-error-panel></x-error-panel>`;
    try {
      if (!error) shown = panel.draw(data, place, tab);
    } catch {
      // Some answers are the hub's own word: their shape is not to be relied on.
      data.error = { message: t("hub.nonsense"), code: "hub_untrusted" };
    }
    return html`<x-tabs id="hub-tabs"></x-tabs>${shown}`;
  }

  drawn({ status, tab, error }) {
    const panel = this.querySelector("x-error-panel");
    if (panel) {
      panel.error = error;
      panel.addEventListener("retry", () => this.reload());
    }
    const bar = this.querySelector("#hub-tabs");
    if (bar) {
      bar.setAttribute("aria-label", t("page.hub"));
      bar.tabs = Object.keys(modules).filter((name) => name !== "audit" || status.role === "admin").map((name) =>
        ({ name, label: t(`hub.tab.${name}`), count: name === "review" ? status.counts.waiting || undefined : undefined }));
      bar.chosen = tab;
    } else if (status.state !== "pending") this.#look();
  }

  /** Asks once who is there; what is typed meanwhile stays. */
  async #look() {
    if (this.#isLooking || this.hubs) return;
    this.#isLooking = true;
    this.hubs = await api.get("/api/v1/hub/discover").then(({ hubs }) => hubs, () => []);
    this.#isLooking = false;
    const fields = () => [...this.querySelector("form")?.elements ?? []];
    const typed = fields().map(({ value }) => value);
    this.redraw();
    fields().forEach((field, index) => {
      field.value = typed[index] ?? "";
    });
  }

  /** Waits for what was asked, says that it is done, and shows what is there now. */
  async done(told, asked) {
    await asked;
    toast(t(told), { tone: "good" });
    await this.reload();
  }

  actions = {
    async join(form) {
      const send = form.querySelector("button");
      send.ariaDisabled = "true";
      try {
        const body = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
        const { hub, state } = await api.post("/api/v1/hub/join", {}, body);
        await this.reload();
        await confirm({ title: t("hub.joined"), action: t("hub.joined.same"), text: html`<p>${t(state === "active" ? "hub.joined.active"
          : "hub.joined.pending", { hub: hub.name })}</p><p>${t("hub.joined.compare")}</p><p>${finger(hub.fingerprint)}</p>` });
      } finally {
        send.ariaDisabled = null;
      }
    },
    look() {
      this.hubs = null;
      this.redraw();
    },
    useHub({ dataset: { address } }) {
      this.querySelector("#join-address").value = address;
      this.querySelector("#join-code").focus();
    },
    sync() {
      return this.done("hub.sync.asked", api.post("/api/v1/hub/sync"));
    },
    async leave() {
      const said = await ask({ title: t("hub.leave"), text: html`<p>${t("hub.leave.text")}</p>`, action: t("hub.leave"), fields: [
        { name: "forget", label: t("hub.leave.what"), kind: "select", options: [["", t("hub.leave.keep")], ["yes", t("hub.leave.forget")]] }] });
      if (said) await this.done("hub.left", api.post("/api/v1/hub/leave", {}, { forget: said.forget === "yes" }));
    },
  };
}

customElements.define("view-hub", HubView);

import { api } from "../../lib/api.js";
import { ask, confirm, openDialog } from "../../lib/dialog.js";
import { dayName, moment } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { language, t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";

const scopes = { read: ["read"], write: ["read", "write"], admin: ["read", "write", "admin"] };
/** What the daemon said last: a page that draws itself anew shows it until it answers again. */
let known = null;
const when = (key, ms) => html`<span title="${moment(ms)}">${t(key, { day: dayName(ms) })}</span>`;

const row = ({ id, lastUsedAt, expiresAt }, action, label, name) => html`<li><div><b>${name}</b><small class="faint">
  ${lastUsedAt ? when("access.used", lastUsedAt) : t("access.unused")}${expiresAt ? html` · ${when("access.until", expiresAt)}` : ""}
  </small></div><button type="button" class="quiet-button" data-do="${action}" data-id="${id}">${label}</button></li>`;

/**
 * Who may look: sessions, tokens and the password. Loads and changes them itself; the page that shows it imports this
 * file.
 *
 *     <x-access-panel></x-access-panel>
 */
class AccessPanel extends HTMLElement {
  #leave = () => {};

  connectedCallback() {
    this.#leave = language.subscribe(() => this.#draw());
    this.addEventListener("click", this.#act);
    this.#load();
  }

  disconnectedCallback() {
    this.#leave();
    this.removeEventListener("click", this.#act);
  }

  async #load() {
    try {
      known = await api.get("/api/v1/access");
    } catch (error) {
      known = { error };
    }
    this.#draw();
  }

  #draw() {
    if (!known) return;
    const { error, hasPassword, sessions, tokens } = known;
    if (error) return render(this, html`<p class="bad">${error.message}</p>`);
    render(this, html`<section class="card"><h3>${t("access.sessions")}</h3>
      <ul class="rows">${sessions.map((session) => row({ ...session, expiresAt: null }, "endSession", t("access.end"), html`
        ${session.label} ${session.isCurrent ? html`<span class="chip" data-tone="accent">${t("access.here")}</span>` : ""}`))}
      </ul></section>
      <section class="card"><h3>${t("access.tokens")}</h3>
      <p class="faint">${t("access.tokens.lead")}</p>
      ${tokens.length ? html`<ul class="rows">${tokens.map((token) => row(token, "revoke", t("access.revoke"), html`
        ${token.name} ${token.scopes.map((scope) => html`<span class="chip">${t(`access.scope.${scope}`)}</span>`)}`))}
      </ul>` : ""}
      <p><button type="button" class="button" data-do="makeToken">${t("access.make")}</button></p></section>
      <section class="card"><h3>${t("access.password")}</h3>
      <p class="faint">${t(hasPassword ? "access.password.on" : "access.password.off")}</p>
      <p class="tools"><button type="button" class="button" data-do="setPassword">
        ${t(hasPassword ? "access.password.change" : "access.password.set")}</button>
        ${hasPassword ? html`<button type="button" class="button" data-do="removePassword">
          ${t("access.password.remove")}</button>` : ""}</p></section>`);
  }

  #act = async ({ target }) => {
    const button = target.closest("[data-do]");
    if (!button) return;
    try {
      if (await this[button.dataset.do](button.dataset.id)) await this.#load();
    } catch (error) {
      toast(error.message, { tone: "bad", hint: error.hint });
    }
  };

  async endSession(id) {
    const isOwn = known.sessions.some((session) => session.id === id && session.isCurrent);
    if (isOwn && !await this.#sure("access.leave")) return false;
    await api.delete("/api/v1/access/sessions/{id}", { id });
    if (isOwn) location.reload();
    return !isOwn;
  }

  async revoke(id) {
    if (!await this.#sure("access.revoke")) return false;
    await api.delete("/api/v1/access/tokens/{id}", { id });
    return true;
  }

  async makeToken() {
    const given = await ask({
      title: t("access.make"), action: t("access.make"),
      fields: [
        { name: "name", label: t("access.name"), isRequired: true },
        { name: "scope", label: t("access.scope"), kind: "select",
          options: Object.keys(scopes).map((name) => [name, t(`access.allow.${name}`)]) },
        { name: "days", label: t("access.days"), kind: "number", hint: t("access.days.hint") },
      ],
    });
    if (!given) return false;
    const body = { name: given.name, scopes: scopes[given.scope] };
    if (given.days) body.days = Number(given.days);
    const { token } = await api.post("/api/v1/access/tokens", {}, body);
    const { element, closed } = openDialog(t("access.made.title"), html`<main><p>${t("access.made.lead")}</p>
      <p><code class="secret">${token}</code></p></main>
      <footer><button type="button" class="button" data-role="copy">${t("access.copy")}</button>
      <button class="button" value="yes" data-tone="accent">${t("access.kept")}</button></footer>`);
    element.querySelector("[data-role=copy]").addEventListener("click", async () => {
      await navigator.clipboard.writeText(token);
      toast(t("access.copied"), { tone: "good" });
    });
    await closed;
    return true;
  }

  async setPassword() {
    const given = await ask({
      title: t("access.password.set"), text: html`<p>${t("access.password.lead")}</p>`, action: t("access.password.set"),
      fields: [{ name: "password", label: t("access.password"), kind: "password", isRequired: true }],
    });
    if (!given) return false;
    await api.put("/api/v1/access/password", {}, { password: given.password });
    toast(t("access.password.on"), { tone: "good" });
    return true;
  }

  async removePassword() {
    if (!await this.#sure("access.password.remove")) return false;
    await api.delete("/api/v1/access/password");
    return true;
  }

  #sure(key) {
    return confirm({ title: t(key), text: html`<p>${t(`${key}.lead`)}</p>`, action: t(key), tone: "bad" });
  }
}

customElements.define("x-access-panel", AccessPanel);

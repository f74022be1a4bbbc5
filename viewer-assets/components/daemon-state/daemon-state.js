import { feed } from "../../lib/events.js";
import { bytes, duration, moment, number } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { language, t } from "../../lib/locale.js";
import { status } from "../../lib/state.js";
import { disposal } from "../../lib/store.js";

/**
 * Whether the page is live, and what the daemon says of itself: a line in the header, the rest in a popover.
 *
 *     <x-daemon-state></x-daemon-state>
 */
class DaemonState extends HTMLElement {
  #until = disposal();

  connectedCallback() {
    render(this, html`
      <button type="button" popovertarget="daemon-facts">
        <span class="dot" aria-hidden="true"></span><span class="state"></span><span class="line"></span>
      </button>
      <section id="daemon-facts" popover></section>`);
    this.#until.add(
      language.subscribe(() => this.#update()), status.subscribe(() => this.#update()),
      feed.state.subscribe(() => this.#update()));
  }

  disconnectedCallback() {
    this.#until.dispose();
  }

  #update() {
    const state = feed.state.value;
    const facts = status.value;
    this.dataset.state = state;
    const button = this.querySelector("button");
    button.setAttribute("aria-label", `${t("daemon.label")}: ${t(`connection.${state}`)}`);
    this.querySelector(".state").textContent = t(`connection.${state}`);
    const isKnown = facts && !facts.error;
    render(this.querySelector(".line"), isKnown ? html`
      <span>v${facts.version}</span>
      <span>${t("daemon.turns", { count: facts.counts?.turns ?? 0 })}</span>
      <span>${t("daemon.sessions", { count: facts.counts?.sessions ?? 0 })}</span>
      <span>${t("daemon.up", { time: duration(facts.uptimeMs ?? 0) })}</span>` : html``);
    render(this.querySelector("section"), html`
      <h2>${t("daemon.title")}</h2>
      <p>${t(`connection.${state}.hint`)}</p>
      ${isKnown ? this.#table(facts) : html`<p>${t("daemon.unknown")}</p>`}`);
  }

  #table(facts) {
    const rows = [
      ["version", facts.version], ["uptime", duration(facts.uptimeMs ?? 0)], ["agent", facts.agent],
      ["home", facts.home, "path"], ["turnCount", count(facts.counts?.turns)],
      ["sessionCount", count(facts.counts?.sessions)], ["traceCount", count(facts.counts?.traces)],
      ["signatureCount", count(facts.counts?.errorSignatures)],
      ["injectionCount", count(facts.counts?.injections)],
      ["database", facts.bytes?.database === undefined ? null : bytes(facts.bytes.database)],
      ["memory", facts.rssBytes === undefined ? null : bytes(facts.rssBytes)],
      ["lastCapture", facts.lastCapture?.ts ? moment(facts.lastCapture.ts) : null],
      ...modelRows(facts.models),
    ].filter(([, value]) => value !== null && value !== undefined);
    return html`<dl>${rows.map(([name, value, kind]) => html`
      <dt>${t(`daemon.${name}`)}</dt><dd class="${kind ?? ""}">${value}</dd>`)}</dl>`;
  }
}

/** Which models are asked, what they have used of today's limits, and what keeps them from being asked. */
function modelRows(models) {
  if (!models) return [];
  if (!models.roles.length) return [["models", t("daemon.models.none")]];
  const names = models.roles.map(({ role, provider, model }) => `${role}: ${[provider, model].filter(Boolean).join("/")}`);
  const { tokens, tokenLimit, dollars, dollarLimit } = models.budget.day.total;
  const spent = [
    tokenLimit === null || tokenLimit === undefined ? number(tokens) : t("daemon.ofLimit", {
      used: number(tokens), limit: number(tokenLimit) }),
    dollarLimit === null || dollarLimit === undefined ? `$${dollars.toFixed(2)}` : t("daemon.ofLimit", {
      used: `$${dollars.toFixed(2)}`, limit: `$${dollarLimit.toFixed(2)}` }),
  ];
  const failed = models.roles.find(({ available, lastError }) => !available && lastError);
  return [
    ["models", names.join(", ")], ["modelTokens", spent[0]], ["modelCost", spent[1]],
    ["modelTrouble", models.budget.exhausted ? t("daemon.models.spent") : failed?.lastError.message ?? null],
  ];
}

const count = (value) => (value === undefined ? null : number(value));

export const registerDaemonState = () => customElements.define("x-daemon-state", DaemonState);

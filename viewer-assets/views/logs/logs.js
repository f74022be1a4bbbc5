import { address, api } from "../../lib/api.js";
import { moment } from "../../lib/format.js";
import { html, render } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/locale.js";
import { throttled } from "../../lib/pace.js";
import { View } from "../../lib/view.js";
import { life } from "./life.js";

const levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"];
const tones = { warning: "wait", error: "bad", critical: "bad" };
const mostRows = 500;

/** The log as it is written, filtered; or, under the id of a turn, that turn's life. */
class LogsView extends View {
  page = "logs";
  #source = null;
  #level = null;
  #isPaused = false;
  #waiting = [];
  #show = throttled(250, () => this.#take());
  actions = {
    level: ({ value }) => this.go({ level: value === "info" ? "" : value }),
    channel: ({ value }) => this.go({ channel: value }),
    search: (form) => this.go({ q: form.elements.q.value.trim() }),
    pause: () => {
      this.#isPaused = !this.#isPaused;
      this.redraw();
      this.#take();
    },
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#show.cancel();
    this.#listen(null);
  }

  async load({ id, query }, signal) {
    if (id) {
      this.#listen(null);
      return { life: await api.get("/api/v1/turns/{id}/life", { id }, {}, signal) };
    }
    const level = levels.includes(query.level) ? query.level : "info";
    this.#listen(level);
    const [{ records }, { channels }] = await Promise.all([
      api.get("/api/v1/logs", {}, { limit: mostRows, level, channel: query.channel, text: query.q }, signal),
      api.get("/api/v1/logs/channels", {}, {}, signal),
    ]);
    this.#waiting = [];
    return { records: records.reverse(), channels, level };
  }

  draw(data, { query }) {
    if (data.life) return life(data.life);
    return html`<form class="tools" role="search" data-action="search">
        <label class="row faint">${t("logs.level")} <select class="input" id="level" data-action="level">${levels.map((level) =>
          html`<option value="${level}" ${level === data.level ? html`selected` : ""}>${t(`logs.level.${level}`)}</option>`)}</select></label>
        <label class="row faint">${t("logs.channel")} <select class="input" id="channel" data-action="channel">
          <option value="">${t("logs.channels")}</option>${data.channels.map(({ name }) =>
          html`<option ${name === query.channel ? html`selected` : ""}>${name}</option>`)}</select></label>
        <input class="input" type="search" id="q" name="q" value="${query.q ?? ""}" aria-label="${t("logs.search")}"
          placeholder="${t("logs.search")}">
        <button type="button" class="button" id="pause" data-action="pause" aria-pressed="${this.#isPaused}">${
          icon(this.#isPaused ? "open" : "close")}${t(this.#isPaused ? "logs.resume" : "logs.pause")}</button>
        <a class="button" href="${address("/api/v1/logs.ndjson", {},
          { limit: 1000, level: data.level, channel: query.channel, text: query.q })}" download>${icon("download")}${t("logs.download")}</a>
      </form>
      <p class="faint" id="state" role="status">${t(this.#isPaused ? "logs.paused" : "logs.live", { count: data.records.length })}</p>
      ${data.records.length ? html`<ol class="records" tabindex="0" aria-label="${t("page.logs")}">${data.records.map(row)}</ol>`
        : html`<p class="card">${t("logs.none")}</p>`}`;
  }

  /** Follows the log from a level on; `null` stops. */
  #listen(level) {
    if (level === this.#level) return;
    this.#level = level;
    this.#source?.close();
    this.#source = level && new EventSource(address("/api/v1/events", {}, { logs: level }));
    this.#source?.addEventListener("log", ({ data }) => {
      this.#waiting.push(JSON.parse(data));
      this.#show();
    });
  }

  #take() {
    if (this.#isPaused || !this.data?.records || !this.#waiting.length) return;
    const { channel, q = "" } = this.place.query;
    const known = new Set(this.data.records.slice(0, 100).map(({ pid, seq }) => `${pid} ${seq}`));
    const fresh = this.#waiting.filter((record) => !known.has(`${record.pid} ${record.seq}`)
      && (!channel || record.channel === channel)
      && JSON.stringify([record.msg, record.ctx, record.err]).toLowerCase().includes(q.toLowerCase()));
    this.#waiting = [];
    if (!fresh.length) return;
    this.data.records = [...fresh.reverse(), ...this.data.records].slice(0, mostRows);
    const list = this.querySelector(".records");
    if (!list) return this.redraw();
    // Only the new rows: what is open or selected below stays as it is.
    const fragment = document.createElement("ol");
    render(fragment, html`${fresh.map(row)}`);
    list.prepend(...fragment.children);
    while (list.children.length > mostRows) list.lastElementChild.remove();
  }
}

const row = (record) => html`<li data-tone="${tones[record.level] ?? ""}"><details id="r${record.pid}-${record.seq}">
  <summary><time>${time(record.ts)}</time><span class="chip" data-tone="${tones[record.level] ?? ""}">${
    t(`logs.level.${record.level}`)}</span><span class="channel">${record.channel}</span><span class="msg">${record.msg}${
    record.err ? html` <span class="bad">${record.err.message}</span>` : ""}</span></summary>
  <pre class="mono" tabindex="0">${JSON.stringify({ ...record, at: moment(record.ts) }, null, 2)}</pre></details></li>`;

const time = (ts) => {
  const date = new Date(ts);
  const two = (value) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(ts % 1000).padStart(3, "0")}`;
};

customElements.define("view-logs", LogsView);

// The life of one turn, from its prompt to what was learned of it.
import { clock, duration, moment, score, signed } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { channelName, kindName, t } from "../../lib/locale.js";

const link = (id, text) => (linkTo(id) ? html`<a href="${linkTo(id)}">${text}</a>` : text);
const took = (ms) => (ms === undefined ? "" : ms < 1000 ? `${score(ms)} ms` : duration(ms));

/** A code and what was found: “names: pg_config”. */
function why(reason) {
  const [code, ...found] = (reason ?? "").split(": ");
  return code ? t(`logs.reason.${code}`, { found: found.join(": ") }) : "";
}

/** What each stage says: [icon, tone, text, more]. */
const stages = {
  prompt: ({ text, workspace, branch }) => ["words", "accent", t("logs.life.prompt"), html`<blockquote>${text}</blockquote>
    <p class="faint">${[workspace, branch].filter(Boolean).join(" · ")}</p>`],
  task: ({ episodeId, preview, began, place, turns, after }) => ["tasks", "", began ? t("logs.life.began")
    : t("logs.life.went", { place, turns }), html`<p>${link(episodeId, preview || episodeId)}</p>
    ${after ? html`<p class="faint">${t(`logs.life.after.${after}`)}</p>` : ""}`],
  recall: ({ injectionId, ms, tokens, channels, silent, items }) => ["recall", tokens ? "good" : "",
    tokens ? t("logs.life.shown", { count: items.length, tokens }) : t("logs.life.silent"), html`
    <p class="faint">${score(ms)} ms · ${channels.map(channelName).join(", ")} · ${link(injectionId, t("logs.life.why"))}</p>
    ${silent ? html`<p class="faint">${silent}</p>` : ""}
    <ul>${items.map(({ id, kind, verdict, reason }) => html`<li><span class="chip" data-tone="${
      { used: "good", contradicted: "bad" }[verdict] ?? ""}">${t(`logs.verdict.${verdict}`)}</span> ${
      link(id, kindName(kind))} <small>${why(reason)}</small></li>`)}</ul>`],
  call: ({ traceId, tool, summary, outcome, ms, pending }) => ["tool", outcome === "error" ? "bad" : "", tool, html`
    <p>${traceId ? link(traceId, summary || t("logs.life.step")) : pending ? t("logs.life.pending") : ""}
      <small>${took(ms)}</small></p>`],
  open: () => ["open", "wait", t("logs.life.open"), ""],
  end: ({ outcome, ms }) => [outcome === "error" ? "error" : "ok", outcome === "error" ? "bad" : "good",
    t("logs.life.end", { time: took(ms) }), ""],
  steps: ({ count }) => ["memories", "good", t("logs.life.steps", { count }), ""],
  feedback: ({ polarity, text }) => [polarity === "negative" ? "thumbDown" : "thumbUp", polarity === "negative" ? "bad" : "good",
    t(`logs.life.feedback.${polarity}`), text ? html`<blockquote>${text}</blockquote>` : ""],
  closed: ({ reason }) => ["tasks", "", t("logs.life.closed"), html`<p class="faint">${t(`logs.life.after.${reason}`)}</p>`],
  scored: ({ reward }) => ["analytics", reward < 0 ? "bad" : "good",
    reward === null ? t("logs.life.unscored") : t("logs.life.scored", { reward: signed(reward) }), ""],
  learned: ({ lessons, facts, notes, policies, skills }) => ["policies", lessons + facts + notes ? "good" : "",
    t("logs.life.learned", { lessons, facts, notes }), html`<ul>${policies.map(({ id, title }) => html`<li>${link(id, title)}</li>`)}${
    skills.map((id) => html`<li>${link(id, kindName("skill"))}</li>`)}</ul>`],
  job: ({ job, failed, ts, error }) => ["open", failed ? "bad" : "wait", t(`job.${job}`), html`<p class="faint">${
    failed ? t("logs.life.gaveUp") : t("logs.life.from", { time: clock(ts) })} ${error ?? ""}</p>`],
};

export function life({ turnId, sessionId, agent, stages: list }) {
  return html`<section class="life card"><header class="row"><a class="quiet-button" href="#/logs">${icon("back")}${t("logs.all")}</a>
      <h2>${t("logs.life")}</h2><span class="faint push">${agent} · ${moment(list[0].ts)}</span></header>
    <ol>${list.map((stage) => {
      const [shape, tone, text, more] = stages[stage.kind]?.(stage) ?? ["unknown", "", stage.kind, ""];
      return html`<li data-tone="${tone}"><span class="dot">${icon(shape)}</span><div><h3>${text}</h3>${more}</div>
        <time>${stage.ts ? clock(stage.ts) : ""}</time></li>`;
    })}</ol>
    <p class="row faint">${t("logs.life.log")} <a href="#/logs?level=debug&q=${encodeURIComponent(turnId)}">${turnId}</a>
      <a href="#/logs?level=debug&q=${encodeURIComponent(sessionId)}">${sessionId}</a></p></section>`;
}

// The runs under way: what their prompt was and under which name their turn is kept, from the prompt to the end.

import { agentOf, isSubagent, sessionOf, systemReason } from "./audience.js";
import { contentKey, words } from "./turns.js";

/** Runs and tool times that are remembered; an older one of a run that never ended is dropped. */
const MOST_RUNS = 500;
const MOST_TIMES = 2_000;

function keep(map, key, value, most) {
  map.delete(key);
  if (map.size >= most) map.delete(map.keys().next().value);
  map.set(key, value);
}

export class Runs {
  #runs = new Map();
  times = new Map();

  constructor(configuration) {
    this.configuration = configuration;
  }

  static #name(event, context) {
    return context?.runId ?? event?.runId ?? `session:${sessionOf(context)}`;
  }

  /** The run whose prompt this is, or `null` for one that is not served: another agent's, or the host's own. */
  begin(event, context) {
    const agentId = agentOf(context);
    if (!this.configuration.allows(agentId) || systemReason(context)) return null;
    const prompt = words({ content: event?.prompt ?? "" });
    const settings = this.configuration.settings(agentId);
    const name = Runs.#name(event, context);
    // A host that builds a prompt twice in one run means the same turn.
    const known = this.#runs.get(name);
    if (known && known.prompt === prompt) return known;
    const history = Array.isArray(event?.messages) ? event.messages : [];
    const occurrence = history.filter((message) => message?.role === "user" && words(message) === prompt).length + 1;
    const isWhole = settings.captureStrategy === "full_session";
    const runId = context?.runId ?? event?.runId;
    const run = {
      agentId, prompt, settings, isSubagent: isSubagent(context?.sessionKey), session: sessionOf(context),
      sessionKey: context?.sessionKey, startedAt: Date.now(),
      key: isWhole || !runId ? contentKey(prompt, occurrence) : runId,
      namespace: {
        agentKind: "openclaw", profileId: this.configuration.profile(agentId), workspacePath: context?.workspaceDir,
      },
      visibleSince: history.find((message) => typeof message?.timestamp === "number")?.timestamp,
    };
    keep(this.#runs, name, run, MOST_RUNS);
    return run;
  }

  of(event, context) {
    return this.#runs.get(Runs.#name(event, context));
  }

  end(event, context) {
    const name = Runs.#name(event, context);
    const run = this.#runs.get(name);
    this.#runs.delete(name);
    return run;
  }

  noteCall(toolCallId, times) {
    keep(this.times, toolCallId, times, MOST_TIMES);
  }
}

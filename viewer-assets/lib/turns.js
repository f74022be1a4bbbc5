// Pure work on turns and traces as the API gives them.
import { dayKey } from "./format.js";

/** Names a turn among all: turn ids are times, and two agents may answer in one moment. */
export const keyOf = (turn) => `${turn.sessionId}/${turn.turnId}`;

/** Newest first, one of each, the later copy winning: a turn that was open may have ended since. */
export function mergeTurns(known, arrived) {
  const byKey = new Map(known.map((turn) => [keyOf(turn), turn]));
  for (const turn of arrived) byKey.set(keyOf(turn), turn);
  return [...byKey.values()].sort((left, right) => right.ts - left.ts || compareText(keyOf(right), keyOf(left)));
}

const compareText = (left, right) => (left < right ? -1 : Number(left > right));

/** [{day, ts, turns}] in the order of the turns. */
export function groupByDay(turns) {
  const groups = [];
  for (const turn of turns) {
    const day = dayKey(turn.ts);
    if (groups.at(-1)?.day === day) groups.at(-1).turns.push(turn);
    else groups.push({ day, ts: turn.ts, turns: [turn] });
  }
  return groups;
}

/** One entry a tool call; a trace without one is words only. */
export function stepsOf(turn) {
  return (turn.traces ?? []).flatMap((trace) => {
    const shared = {
      traceId: trace.id, ts: trace.ts, tags: trace.tags ?? [], value: trace.value ?? 0, alpha: trace.alpha ?? 0,
      rule: trace.creditRule, isPinned: Boolean(trace.pinned), share: trace.share, editedAt: trace.editedAt,
      reflection: trace.reflection,
    };
    const signatures = trace.errorSignatures ?? [];
    const calls = trace.toolCalls ?? [];
    const steps = calls.map((call) => ({
      ...shared,
      kind: "tool",
      name: call.name,
      thinking: call.thinkingBefore,
      said: call.assistantTextBefore,
      input: textOfValue(call.input),
      output: textOfValue(call.output),
      errorCode: call.errorCode,
      signatures: call.errorCode || calls.length === 1 ? signatures : [],
      ms: call.startedAt && call.endedAt ? call.endedAt - call.startedAt : null,
    }));
    if (steps.length > 0) return steps;
    return [{
      ...shared, kind: "words", thinking: trace.agentThinking, said: trace.agentText, signatures,
    }];
  });
}

/** Strings as they are, anything else as indented JSON; nothing for nothing. */
export function textOfValue(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A closing step that only says the answer again, which the card shows anyway. */
export function isEcho(step, turn) {
  return step.kind === "words" && step.said === turn.agentText && !step.thinking && !step.reflection
    && step.signatures.length === 0 && !step.value;
}

/** V that says most of a turn: the one farthest from 0; `null` where nothing has any. */
export function strongestValue(turn) {
  const values = (turn.traces ?? []).map(({ value }) => value ?? 0);
  return values.reduce((best, value) => (Math.abs(value) > Math.abs(best ?? 0) ? value : best), null);
}

/** The turns with some of their traces changed; all others are the very same objects. */
export function withTraces(turns, ids, change) {
  const wanted = new Set(ids);
  return turns.map((turn) => (turn.traces?.some(({ id }) => wanted.has(id))
    ? { ...turn, traces: turn.traces.map((trace) => (wanted.has(trace.id) ? { ...trace, ...change(trace) } : trace)) }
    : turn));
}

export function hasFailed(step) {
  return Boolean(step.errorCode) || step.signatures.length > 0;
}

/** The turn of one trace, put together from the traces of its episode. */
export function turnOfTrace(trace, timeline) {
  const traces = timeline.filter((other) => other.turnId === trace.turnId);
  if (!traces.some((other) => other.id === trace.id)) traces.push(trace);
  return {
    turnId: trace.turnId,
    sessionId: trace.sessionId,
    episodeId: trace.episodeId,
    ts: Math.min(...traces.map((other) => other.ts)),
    userText: traces.find((other) => other.userText)?.userText ?? "",
    agentText: traces.findLast((other) => other.agentText)?.agentText ?? "",
    agent: trace.ownerAgentKind,
    workspace: trace.ownerWorkspaceId,
    outcome: traces.some((other) => other.toolCalls?.some((call) => call.errorCode)) ? "error" : "unknown",
    status: "ended",
    traces,
  };
}

/** All turns of an episode, oldest first. */
export function turnsOfTimeline(timeline) {
  const ids = [...new Set(timeline.map((trace) => trace.turnId))];
  return ids.map((id) => turnOfTrace(timeline.find((trace) => trace.turnId === id), timeline));
}

/** The last two parts of a path say where; the whole is in the tooltip. */
export function shortWorkspace(path) {
  const parts = String(path ?? "").split(/[\\/]/).filter(Boolean);
  return parts.slice(-2).join("/");
}

// Turns out of the harness' event stream. Listening is synchronous and only collects; the end of a turn hands it over.

import { bounded, resultText, textOf } from "./memory.js";
import { isDelegated, isUsers } from "./messages.js";

/** Sessions whose current turn is gathered at one time. */
const MOST_SESSIONS = 200;
/** Ends of a delegated turn, and what they are in the memory. */
const OUTCOMES = { completed: "ok", error: "error", aborted: "killed" };

class GatheredTurn {
  words = [];
  key = undefined;
  said = [];
  thought = [];
  calls = new Map();

  /** A delegated task comes as its agent wrote it; what the harness says with it stands in blocks behind it. */
  hearUser({ data }, isTask) {
    if (!isUsers(data)) return;
    const text = textOf(isTask ? data?.content?.slice?.(0, 1) : data?.content);
    if (!text) return;
    this.words.push(text);
    this.key = data.id ?? this.key;
  }

  hearAnswer({ data }) {
    for (const block of data?.message?.content ?? []) {
      if (block?.type === "text" && block.text) this.said.push(block.text);
      if (block?.type === "reasoning" && block.text) this.thought.push(block.text);
    }
  }

  hearCall({ data, time }) {
    if (!data?.name) return;
    const call = { name: data.name, toolCallId: data.callId, input: argumentsOf(data.arguments), startedAt: time };
    if (this.said.length) call.assistantTextBefore = bounded(this.said.join("\n"));
    if (this.thought.length) call.thinkingBefore = bounded(this.thought.join("\n"));
    this.said = [];
    this.thought = [];
    this.calls.set(data.callId ?? `call:${this.calls.size}`, call);
  }

  hearResult({ data, time }) {
    const message = data?.message ?? {};
    const blocks = (message.content ?? []).filter((block) => block?.type === "tool-result");
    // Harnesses before 0.2 put the result into a block of its own; since then it is the message's content.
    for (const result of blocks.length ? blocks : [message]) {
      const call = this.calls.get(result.toolCallId ?? message.source?.callId);
      if (!call) continue;
      call.output = resultText(result.content ?? result.output);
      call.endedAt = time;
      if (result.isError || data.isError) call.errorCode = "error";
    }
  }
}

/** Arguments as the model wrote them are JSON in a text. */
function argumentsOf(given) {
  if (typeof given !== "string") return given ?? {};
  try {
    return JSON.parse(given);
  } catch {
    return bounded(given);
  }
}

export class SessionTurns {
  #turns = new Map();
  #lastKeys = new Map();

  /** @param forget is told of a session whose earlier messages are no longer before the model */
  constructor(memory, forget) {
    this.memory = memory;
    this.forget = forget;
  }

  #turn(id) {
    if (!this.#turns.has(id)) {
      if (this.#turns.size >= MOST_SESSIONS) this.#turns.delete(this.#turns.keys().next().value);
      this.#turns.set(id, new GatheredTurn());
    }
    return this.#turns.get(id);
  }

  hear(session, event) {
    if (session?.id === undefined) return;
    const id = String(session.id);
    switch (event?.type) {
      case "turn/start":
        this.#turns.delete(id);
        break;
      case "user/message":
        this.#turn(id).hearUser(event, isDelegated(session));
        break;
      case "assistant/message":
        this.#turn(id).hearAnswer(event);
        break;
      case "tool/call":
        this.#turn(id).hearCall(event);
        break;
      case "tool/result":
        this.#turn(id).hearResult(event);
        break;
      case "compaction/end":
        this.forget(id);
        if (!isDelegated(session)) this.memory.tell("session.compacted", { sessionId: id, ts: Date.now() });
        break;
      case "turn/end":
        this.#end(id, session, event);
        break;
      default:
        break;
    }
  }

  #end(id, session, event) {
    const turn = this.#turns.get(id);
    this.#turns.delete(id);
    if (!turn) return;
    const namespace = { agentKind: "dsh", workspacePath: session.header?.cwd };
    const agentText = bounded(turn.said.join("\n"));
    const toolCalls = [...turn.calls.values()];
    const ts = event.time ?? Date.now();
    if (isDelegated(session)) {
      const { parentSession } = session.header;
      if (!parentSession || !turn.words.length) return;
      const outcome = OUTCOMES[event.data?.reason?.kind] ?? "unknown";
      this.memory.tell("subagent.record", {
        sessionId: String(parentSession), childSessionId: id, namespace, task: turn.words.join("\n\n"), toolCalls, outcome,
        result: agentText, ts,
      });
      return;
    }
    // The harness wakes an agent when a helper is done. What it says then goes on with the user's last turn.
    const key = turn.words.length ? turn.key : this.#lastKeys.get(id);
    if (!turn.words.length && (!key || (!agentText && !toolCalls.length))) return;
    if (this.#lastKeys.size >= MOST_SESSIONS) this.#lastKeys.delete(this.#lastKeys.keys().next().value);
    this.#lastKeys.set(id, key);
    this.memory.tell("turn.end", {
      sessionId: id, episodeId: "", namespace, ...(key ? { turnKey: key } : {}), agentText, toolCalls, ts,
      ...(event.data?.reason?.kind === "error" ? { outcome: "error" } : {}),
      ...(turn.words.length ? { userText: turn.words.join("\n\n") } : {}),
      ...(turn.thought.length ? { agentThinking: bounded(turn.thought.join("\n")) } : {}),
    });
  }

  /** The session is gone from the host; what it was is kept. */
  close(session) {
    if (session?.id === undefined || isDelegated(session)) return;
    const id = String(session.id);
    this.#turns.delete(id);
    this.#lastKeys.delete(id);
    this.forget(id);
    this.memory.forgetStanding(id);
    this.memory.tell("session.close", { sessionId: id });
  }
}

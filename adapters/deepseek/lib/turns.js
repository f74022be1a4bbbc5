// Turns out of the harness' event stream. Listening is synchronous and only collects; the end of a turn hands it over.

import { bounded, resultText, textOf } from "./memory.js";
import { isUsers } from "./messages.js";

/** Sessions whose current turn is gathered at one time. */
const MOST_SESSIONS = 200;

class GatheredTurn {
  words = [];
  key = undefined;
  said = [];
  thought = [];
  calls = new Map();

  hearUser({ data }) {
    if (!isUsers(data)) return;
    const text = textOf(data?.content);
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
    const call = { name: data.name, toolCallId: data.callId, input: data.arguments ?? {}, startedAt: time };
    if (this.said.length) call.assistantTextBefore = bounded(this.said.join("\n"));
    if (this.thought.length) call.thinkingBefore = bounded(this.thought.join("\n"));
    this.said = [];
    this.thought = [];
    this.calls.set(data.callId ?? `call:${this.calls.size}`, call);
  }

  hearResult({ data, time }) {
    for (const block of data?.message?.content ?? []) {
      if (block?.type !== "tool-result") continue;
      const call = this.calls.get(block.toolCallId ?? data.message.source?.callId);
      if (!call) continue;
      call.output = resultText(block.content ?? block.output);
      call.endedAt = time;
      if (block.isError || data.isError) call.errorCode = "error";
    }
  }
}

export class SessionTurns {
  #turns = new Map();

  constructor(memory) {
    this.memory = memory;
  }

  #turn(id) {
    if (!this.#turns.has(id)) {
      if (this.#turns.size >= MOST_SESSIONS) this.#turns.delete(this.#turns.keys().next().value);
      this.#turns.set(id, new GatheredTurn());
    }
    return this.#turns.get(id);
  }

  hear(session, event) {
    // A delegated session is told by its parent's call.
    if (session?.id === undefined || (session.header?.delegationDepth ?? 0) > 0) return;
    const id = String(session.id);
    switch (event?.type) {
      case "turn/start":
        this.#turns.delete(id);
        break;
      case "user/message":
        this.#turn(id).hearUser(event);
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
        this.memory.tell("session.compacted", { sessionId: id, ts: Date.now() });
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
    if (!turn?.words.length) return;
    this.memory.tell("turn.end", {
      sessionId: id, episodeId: "", namespace: { agentKind: "dsh", workspacePath: session.header?.cwd },
      ...(turn.key ? { turnKey: turn.key } : {}), userText: turn.words.join("\n\n"),
      agentText: bounded(turn.said.join("\n")), toolCalls: [...turn.calls.values()],
      ...(turn.thought.length ? { agentThinking: bounded(turn.thought.join("\n")) } : {}), ts: event.time ?? Date.now(),
    });
  }

  /** The session is gone from the host; what it was is kept. */
  close(session) {
    if (session?.id === undefined || (session.header?.delegationDepth ?? 0) > 0) return;
    const id = String(session.id);
    this.#turns.delete(id);
    this.memory.tell("session.close", { sessionId: id });
  }
}

// What is kept of a run when it ended.

import { contentKey, turnsOf } from "./turns.js";

/** Turns of one session that are handed over again at most, with the strategy `full_session`. */
const MOST_TURNS = 50;
/** Sessions whose handed-over turns are remembered. */
const MOST_SESSIONS = 200;

export class Capture {
  #told = new Map();

  constructor(memory) {
    this.memory = memory;
  }

  /** Hands over the run's turns. Returns at once. */
  keep(run, event, times) {
    const turns = turnsOf(event?.messages, times);
    if (!turns.length) return;
    const current = Capture.#currentIndex(turns, run.prompt);
    const told = this.#toldOf(run.session);
    turns.forEach((turn, index) => {
      const isCurrent = index === current;
      if (index < current && run.settings.captureStrategy !== "full_session") return;
      if (index < turns.length - MOST_TURNS) return;
      // A run that failed before it answered goes on, or is tried again under the same name.
      if (!turn.isAnswered && !turn.userText) return;
      if (isCurrent && !turn.isAnswered && event.success === false) return;
      const mark = JSON.stringify([turn.agentText, turn.toolCalls.map((call) => call.toolCallId)]);
      if (!isCurrent && told.has(mark)) return;
      told.add(mark);
      const outcome = isCurrent && event.success === false ? { outcome: "error" } : {};
      this.#hand(run, turn, isCurrent, index - current, outcome);
    });
  }

  #hand(run, turn, isCurrent, distance, outcome) {
    const isWhole = run.settings.captureStrategy === "full_session";
    const own = isWhole ? contentKey(turn.userText, turn.occurrence) : `${run.key}+${distance}`;
    this.memory.tell("turn.end", {
      sessionId: run.session, episodeId: "", namespace: run.namespace, turnKey: isCurrent ? run.key : own,
      userText: isCurrent ? run.prompt : turn.userText, agentText: turn.agentText, toolCalls: turn.toolCalls,
      ...(turn.agentThinking ? { agentThinking: turn.agentThinking } : {}), ts: turn.ts ?? Date.now(), ...outcome,
    });
  }

  /** The turn that the run's prompt began: messages that came while it ran are turns after it. */
  static #currentIndex(turns, prompt) {
    for (let index = turns.length - 1; index >= 0; index -= 1) {
      const { userText } = turns[index];
      if (userText === prompt || (prompt && userText.includes(prompt))) return index;
    }
    return turns.length - 1;
  }

  #toldOf(session) {
    if (!this.#told.has(session)) {
      if (this.#told.size >= MOST_SESSIONS) this.#told.delete(this.#told.keys().next().value);
      this.#told.set(session, new Set());
    }
    return this.#told.get(session);
  }
}

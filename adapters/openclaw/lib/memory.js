// Made by scripts/assemble-adapters from adapters/javascript. Edit it there.

// The memory as an adapter uses it: recall with a deadline, and everything else handed over behind the host's back.
// Nothing here rejects or throws: a failure is an empty answer, and one line in the host's log.

import { Bridge } from "./bridge.js";

/** No prompt waits longer for its recall, in milliseconds. */
export const LONGEST_RECALL_MS = 2_500;
/** Records that may wait to be handed over. */
const MOST_WAITING = 500;
/** Pauses before a record that could not be handed over is tried again, in milliseconds. */
const RETRY_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Codes after which the same record may well be taken the next time. */
const PASSING_FAULTS = new Set(["transport_closed", "backing_off", "deadline_exceeded", "daemon_unavailable"]);
/** The same complaint is logged once in this time, in milliseconds. */
const SILENCE_MS = 10 * 60_000;
const MOST_SAID = 100;
/** Sessions whose standing text is kept. */
const MOST_SESSIONS = 500;
/** Characters of one text that are handed over; the daemon keeps far fewer. */
const LONGEST_TEXT = 200_000;

/** A text with its middle left out when it is longer than the daemon could use. */
export function bounded(text) {
  const whole = String(text ?? "");
  if (whole.length <= LONGEST_TEXT) return whole;
  return whole.slice(0, LONGEST_TEXT / 2) + "\n…\n" + whole.slice(-LONGEST_TEXT / 2);
}

/** The words of a message's content: a string, or blocks of which those of type `text` count. */
export function textOf(content) {
  if (typeof content === "string") return bounded(content);
  if (!Array.isArray(content)) return "";
  const texts = content.filter((block) => block?.type === "text" && typeof block.text === "string" && !block.synthetic);
  return bounded(texts.map((block) => block.text).join("\n"));
}

/** A tool's result as text: as it is, the words of its content, or its JSON. */
export function resultText(value) {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return bounded(value);
  const words = textOf(Array.isArray(value) ? value : value.content);
  if (words) return words;
  try {
    return bounded(JSON.stringify(value) ?? "");
  } catch {
    return "";
  }
}

export class HostMemory {
  #waiting = 0;
  #queues = new Map();
  #standing = new Map();
  #hasStanding = true;
  #said = new Map();
  #isClosed = false;
  counts = { recalls: 0, recalled: 0, recorded: 0, lost: 0 };

  /** @param log takes one sentence; called seldom */
  constructor({ agent, program, home, log = () => {} }) {
    this.agent = agent;
    this.bridge = Bridge.shared({ agent, program, home });
    this.log = log;
  }

  /** Starts the child, so that the first prompt does not wait for it. */
  warm() {
    this.#isClosed = false;
    void this.bridge.call("core.health", {}, { timeoutMs: 60_000 }).catch((fault) => this.#complain("start", fault));
  }

  /** Records the message and recalls for it: `turn.start` with these parameters. Gives the block, or `""`. */
  async recall(params, deadlineMs = LONGEST_RECALL_MS) {
    return this.#ask("turn.start", { ...params, deadlineAt: Date.now() + deadlineMs }, deadlineMs);
  }

  /** Recalls without recording anything: `memory.search` with these parameters. */
  async look(params, deadlineMs = LONGEST_RECALL_MS) {
    return this.#ask("memory.search", params, deadlineMs, params.leastProbability);
  }

  async #ask(method, params, deadlineMs, leastProbability) {
    this.counts.recalls += 1;
    const { leastProbability: _, ...rest } = params;
    try {
      const result = await this.bridge.call(
        method, { agent: this.agent, ...rest, ...(leastProbability === undefined ? {} : { explain: true }) },
        { timeoutMs: deadlineMs, keepsHost: true });
      if (leastProbability !== undefined && (result?.explanation?.probability ?? 0) < leastProbability) return "";
      const text = typeof result?.injectedContext === "string" ? result.injectedContext : "";
      if (text) this.counts.recalled += 1;
      return text;
    } catch (fault) {
      this.#complain("recall", fault);
      return "";
    }
  }

  /** What a session's system context says of the memory, the same at every call: a prompt's prefix stays cached. */
  async standing(params, deadlineMs = LONGEST_RECALL_MS) {
    const known = this.#standing.get(params.sessionId);
    if (known !== undefined) return known;
    if (!this.#hasStanding) return "";
    try {
      const result = await this.bridge.call(
        "session.context", { agent: this.agent, entry: "start", ...params },
        { timeoutMs: deadlineMs, keepsHost: true });
      const text = typeof result?.text === "string" ? result.text : "";
      if (typeof result?.notice === "string") this.#say(`notice ${result.notice}`, `memos: ${result.notice}`);
      if (this.#standing.size >= MOST_SESSIONS) this.#standing.delete(this.#standing.keys().next().value);
      this.#standing.set(params.sessionId, text);
      return text;
    } catch (fault) {
      if (fault.code === "unknown_method") this.#hasStanding = false;
      else this.#complain("standing", fault);
      return "";
    }
  }

  /** A session's standing text is asked for anew: it was closed, or its host dropped its context. */
  forgetStanding(sessionId) {
    this.#standing.delete(sessionId);
  }

  /** Hands a record over: at once for the caller, in order with the others of its session, again when it failed. */
  tell(method, params) {
    if (this.#isClosed) return;
    if (this.#waiting >= MOST_WAITING) {
      this.counts.lost += 1;
      this.#complain("full", { code: "too_many_calls", message: "Too many records wait; this one is left out." });
      return;
    }
    this.#waiting += 1;
    const session = params.sessionId ?? "";
    const before = this.#queues.get(session) ?? Promise.resolve();
    const after = before.then(() => this.#hand(method, { agent: this.agent, ...params })).finally(() => {
      this.#waiting -= 1;
      if (this.#queues.get(session) === after) this.#queues.delete(session);
    });
    this.#queues.set(session, after);
  }

  async #hand(method, params) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.bridge.call(method, params, { timeoutMs: 60_000 });
        if (method === "turn.end") this.counts.recorded += 1;
        return;
      } catch (fault) {
        const isLast = attempt >= RETRY_PAUSES_MS.length || this.#isClosed || !PASSING_FAULTS.has(fault.code);
        if (isLast) {
          if (method === "session.close" && fault.code === "session_not_found") return;
          this.counts.lost += 1;
          this.#complain(method, fault);
          return;
        }
        await new Promise((done) => setTimeout(done, RETRY_PAUSES_MS[attempt]).unref?.());
      }
    }
  }

  /** Calls one of the tools of `tool.list`. Gives its answer, or one that says what is wrong. */
  async tool(name, parameters, sessionId) {
    try {
      return await this.bridge.call(
        "tool.call", { name, arguments: parameters ?? {}, ...(sessionId ? { sessionId } : {}) },
        { timeoutMs: 30_000, keepsHost: true });
    } catch (fault) {
      this.#complain("tool", fault);
      const text = ["The memory cannot be asked now.", fault.message, fault.hint].filter(Boolean).join(" ");
      return {
        content: [{ type: "text", text }], isError: true,
        structuredContent: { error: { code: fault.code ?? "internal", message: text } },
      };
    }
  }

  /** Waits until what was told is handed over, at most this long. */
  async drain(limitMs) {
    let timer;
    const late = new Promise((done) => { timer = setTimeout(done, limitMs); });
    await Promise.race([Promise.allSettled([...this.#queues.values()]), late]);
    clearTimeout(timer);
  }

  /** Hands over what waits and ends the child, in at most about twice this time. */
  async close(limitMs = 1_500) {
    await this.drain(limitMs);
    this.#isClosed = true;
    await this.bridge.stop(limitMs);
  }

  #complain(about, fault) {
    const code = fault.code ?? "internal";
    this.#say(`${about} ${code}`, `memos: ${about} failed (${code}): ${fault.message} ${fault.hint ?? ""}`.trim());
  }

  #say(key, sentence) {
    const now = Date.now();
    if (now - (this.#said.get(key) ?? -Infinity) < SILENCE_MS) return;
    if (this.#said.size >= MOST_SAID) this.#said.clear();
    this.#said.set(key, now);
    try {
      this.log(sentence);
    } catch {
      // A log that fails must not take the host's turn with it.
    }
  }
}

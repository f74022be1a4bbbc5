// opencode's hooks. A session's current turn is gathered from the host's events, so that it can be handed over at the
// moment it ends: a host that ran one prompt is gone right after.

import { HostMemory, LONGEST_RECALL_MS, bounded, resultText, textOf } from "./memory.js";

/** Sessions whose current turn is known at one time. */
const MOST_TURNS = 200;
/** How long the host's own server may take to tell of a session, in milliseconds. */
const HOST_LIMIT_MS = 500;
const MESSAGES_LIMIT_MS = 10_000;
/** System texts up to this length that speak of titles belong to the little model that names sessions. */
const SHORT_SYSTEM_TEXT = 4_000;

function inTime(promise, limitMs) {
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(done, limitMs);
    timer.unref?.();
  });
  return Promise.race([Promise.resolve(promise).catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

function namesSessions(system) {
  const text = system.join("\n");
  return /\btitle generator\b/i.test(text) || (text.length < SHORT_SYSTEM_TEXT && /\btitle\b/i.test(text));
}

const errorText = (error) => (typeof error === "string" ? error : error?.data?.message ?? error?.message ?? "");

/** A turn's messages as the host keeps them, `{info, parts}`, as what `turn.end` takes. */
function answerOf(records) {
  const toolCalls = [];
  let said = [];
  let thought = [];
  let endedAt;
  for (const { info, parts } of records) {
    endedAt = info.time?.completed ?? info.time?.created ?? endedAt;
    for (const part of parts) {
      if (part.type === "text" && !part.synthetic && part.text) said.push(part.text);
      else if (part.type === "reasoning" && part.text) thought.push(part.text);
      else if (part.type === "tool" && part.tool) {
        toolCalls.push(callOf(part, said.join("\n"), thought.join("\n")));
        said = [];
        thought = [];
      }
    }
  }
  return { agentText: bounded(said.join("\n")), agentThinking: bounded(thought.join("\n")), toolCalls, endedAt };
}

function callOf({ tool, callID, state = {} }, textBefore, thinkingBefore) {
  const output = resultText(state.output ?? state.error);
  const call = { name: tool, toolCallId: callID, input: state.input ?? {}, output };
  if (state.status === "error") call.errorCode = "error";
  if (state.time?.start) call.startedAt = state.time.start;
  if (state.time?.end) call.endedAt = state.time.end;
  if (textBefore) call.assistantTextBefore = bounded(textBefore);
  if (thinkingBefore) call.thinkingBefore = bounded(thinkingBefore);
  return call;
}

/** What is known of a session's current turn. */
class OpencodeTurn {
  constructor(key, userText) {
    this.key = key;
    this.userText = userText;
    this.startedAt = Date.now();
    this.block = "";
    this.calls = new Map();
    this.messages = new Map();
    this.told = "";
  }

  message(id) {
    if (!this.messages.has(id)) this.messages.set(id, { info: { id }, parts: new Map() });
    return this.messages.get(id);
  }

  /** The assistant's messages, in the order in which they began. */
  get records() {
    return [...this.messages.values()]
      .filter(({ info }) => info.role === "assistant")
      .map(({ info, parts }) => ({ info, parts: [...parts.values()] }));
  }
}

class OpencodeAdapter {
  #turns = new Map();
  #children = new Map();
  #lastSession;

  constructor({ client, directory, worktree }, options) {
    const choice = (name) => options?.[name] ?? process.env[`MEMOS_OPENCODE_${name.toUpperCase()}`];
    this.client = client;
    this.records = String(choice("capture") ?? "true") !== "false";
    this.recalls = String(choice("recall") ?? "true") !== "false";
    this.namespace = { agentKind: "opencode", workspacePath: worktree && worktree !== "/" ? worktree : directory };
    this.memory = new HostMemory({
      agent: "opencode", program: choice("binary"), home: choice("home"), log: (message) => this.#log(message),
    });
  }

  /** Into opencode's own log: its screen belongs to its interface. */
  #log(message) {
    void inTime(this.client?.app?.log?.({ body: { service: "memos", level: "warn", message } }), HOST_LIMIT_MS);
  }

  hooks() {
    const quiet = (handler) => async (...given) => {
      try {
        await handler.apply(this, given);
      } catch (fault) {
        this.#log(`memos: ${fault?.message ?? fault}`);
      }
    };
    this.memory.warm();
    return {
      "chat.message": quiet(this.begin),
      "experimental.chat.system.transform": quiet(this.inform),
      "tool.execute.after": quiet(this.noteCall),
      "experimental.session.compacting": quiet(this.compacting),
      event: quiet(this.hear),
      dispose: quiet(this.close),
    };
  }

  /** A helper agent's session: its parent's `task` call tells of it. */
  async #isChild(session) {
    if (!this.#children.has(session)) {
      const answer = await inTime(this.client?.session?.get?.({ path: { id: session } }), HOST_LIMIT_MS);
      const info = answer?.data ?? answer;
      this.#noteSession({ id: session, parentID: info?.parentID });
    }
    return this.#children.get(session);
  }

  #noteSession(info) {
    if (!info?.id) return;
    if (this.#children.size >= MOST_TURNS * 5) this.#children.delete(this.#children.keys().next().value);
    this.#children.set(info.id, Boolean(info.parentID));
  }

  async begin(input, output) {
    const session = input.sessionID;
    const userText = textOf(output?.parts).trim();
    if (!session || !userText || (await this.#isChild(session))) return;
    const turn = new OpencodeTurn(input.messageID ?? output.message?.id ?? `at:${Date.now()}`, userText);
    this.#turns.delete(session);
    if (this.#turns.size >= MOST_TURNS) this.#turns.delete(this.#turns.keys().next().value);
    this.#turns.set(session, turn);
    this.#lastSession = session;
    const start = {
      sessionId: session, userText, ts: turn.startedAt, turnKey: turn.key, namespace: this.namespace,
    };
    if (!this.recalls) {
      if (this.records) this.memory.tell("turn.start", { ...start, contextHints: { captureOnly: true } });
      return;
    }
    const look = { query: userText, entry: "turn_start", namespace: this.namespace };
    const [, block] = await Promise.all([
      this.#standing(session), this.records ? this.memory.recall(start) : this.memory.look(look),
    ]);
    turn.block = block;
  }

  #standing(session) {
    return this.memory.standing({ sessionId: session, namespace: this.namespace }, LONGEST_RECALL_MS);
  }

  /** Each step of a turn is given the same two texts: the host makes its system context anew for every request. */
  async inform(input, output) {
    const session = input?.sessionID ?? this.#lastSession;
    const turn = this.#turns.get(session);
    if (!turn || !this.recalls || !Array.isArray(output?.system) || namesSessions(output.system)) return;
    for (const text of [await this.#standing(session), turn.block]) {
      if (text && !output.system.includes(text)) output.system.push(text);
    }
  }

  async noteCall(input, output) {
    const turn = this.#turns.get(input?.sessionID);
    if (!turn || !input.callID) return;
    turn.calls.set(input.callID, {
      name: input.tool, toolCallId: input.callID, input: input.args ?? {}, output: resultText(output?.output),
      endedAt: Date.now(),
    });
  }

  async compacting(input, output) {
    if (!this.recalls || !Array.isArray(output?.context) || (await this.#isChild(input.sessionID))) return;
    const text = await this.#standing(input.sessionID);
    if (text) output.context.push(text);
  }

  async hear({ event } = {}) {
    const about = event?.properties ?? {};
    switch (event?.type) {
      case "session.created":
      case "session.updated":
        return this.#noteSession(about.info);
      case "message.updated": {
        const message = this.#turns.get(about.info?.sessionID)?.message(about.info.id);
        if (message) message.info = about.info;
        return undefined;
      }
      case "message.part.updated": {
        const message = this.#turns.get(about.part?.sessionID)?.message(about.part.messageID);
        return void message?.parts.set(about.part.id, about.part);
      }
      case "session.idle":
        return this.end(about.sessionID);
      case "session.status":
        return about.status?.type === "idle" ? this.end(about.sessionID) : undefined;
      case "session.error": {
        const turn = this.#turns.get(about.sessionID);
        if (turn) turn.error = errorText(about.error);
        return undefined;
      }
      case "session.compacted":
        if (!this.records) return undefined;
        return this.memory.tell("session.compacted", { sessionId: about.sessionID, ts: Date.now() });
      case "session.deleted":
        return this.#closeSession(about.info?.id ?? about.sessionID);
      default:
        return undefined;
    }
  }

  #closeSession(session) {
    if (!session) return;
    this.#turns.delete(session);
    this.memory.forgetStanding(session);
    if (this.records && this.#children.get(session) !== true) this.memory.tell("session.close", { sessionId: session });
  }

  /** Hands over the turn, at once where the events told it whole. */
  async end(session) {
    const turn = this.#turns.get(session);
    if (!turn || !this.records) return;
    if (turn.records.length) return this.#hand(session, turn, turn.records);
    const answer = await inTime(this.client?.session?.messages?.({ path: { id: session } }), MESSAGES_LIMIT_MS);
    const list = answer?.data ?? answer;
    this.#hand(session, turn, Array.isArray(list) ? repliesTo(turn, list) : []);
  }

  #hand(session, turn, records) {
    const { agentText, agentThinking, toolCalls, endedAt } = answerOf(records);
    const known = new Set(toolCalls.map((call) => call.toolCallId));
    toolCalls.push(...[...turn.calls.values()].filter((call) => !known.has(call.toolCallId)));
    if (!agentText && !toolCalls.length && !turn.error) return;
    const told = JSON.stringify([agentText, toolCalls.map((call) => [call.toolCallId, call.output])]);
    if (told === turn.told) return;
    turn.told = told;
    this.memory.tell("turn.end", {
      sessionId: session, episodeId: "", namespace: this.namespace, turnKey: turn.key, userText: turn.userText,
      agentText, toolCalls, ...(agentThinking ? { agentThinking } : {}), ...(turn.error ? { outcome: "error" } : {}),
      ts: endedAt ?? Date.now(),
    });
  }

  async close() {
    if (this.records) {
      for (const [session, turn] of this.#turns) this.#hand(session, turn, turn.records);
    }
    await this.memory.close();
  }
}

/** The assistant's messages that follow the turn's own. */
function repliesTo(turn, list) {
  const isTold = ({ info, parts }) => info.id === turn.key || textOf(parts).trim() === turn.userText;
  const first = list.findLastIndex((record) => record.info?.role === "user" && isTold(record));
  return first < 0 ? [] : list.slice(first + 1).filter(({ info }) => info?.role === "assistant");
}

export const MemosMemory = async (host, options) => new OpencodeAdapter(host ?? {}, options).hooks();

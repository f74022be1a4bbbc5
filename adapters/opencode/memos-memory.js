// Made by scripts/assemble-adapters from adapters/javascript. Edit it there.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { homedir } from "node:os";
import { spawn } from "node:child_process";

// One `memos bridge` child of a host's process, and JSON-RPC with it by lines.
//
// The child never keeps the host alive (it and its pipes are not counted by the event loop), ends with the host
// (its input closes, also when the host is killed), and is started again by the next call when it died.

/** Milliseconds until a child that died may be started again: doubled with each death, at most the last. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Calls that may wait for their answers at one time. A host that asks for more has lost its memory already. */
const MOST_PENDING = 1_000;
/** Characters of one answer; a child that sends more without a line end speaks no JSON-RPC. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A call that got no result. `code` is the daemon's `data.code`, or one of ours: `program_missing`, `backing_off`,
 * `transport_closed`, `deadline_exceeded`, `too_many_calls`, `invalid_argument`. */
class BridgeError extends Error {
  constructor(code, message, hint) {
    super(message);
    this.name = "BridgeError";
    this.code = code;
    this.hint = hint;
  }
}

/** The program's path, or `null`. A configured one is the only one that is looked at. */
function findProgram(configured, environment = process.env) {
  const home = environment.HOME || homedir();
  const places = configured
    ? [configured.startsWith("~/") ? join(home, configured.slice(2)) : configured]
    : [
        ...(environment.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/")),
        join(home, ".local/bin"), "/usr/local/bin", "/opt/homebrew/bin",
      ].map((folder) => join(folder, "memos"));
  for (const place of places) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      continue;
    }
  }
  return null;
}

const pause = (ms, keepsHost) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  if (!keepsHost) timer.unref?.();
});

/** A running child with the calls that wait for it. */
class Connection {
  constructor(program, parameters, reverse) {
    this.pending = new Map();
    this.hasAnswered = false;
    this.isOpen = true;
    this.reverse = reverse;
    this.rest = [];
    this.restLength = 0;
    this.ended = new Promise((done) => { this.didEnd = done; });
    // The root folder is there as long as the machine is; the host's own folder may be removed under it.
    const child = (this.child = spawn(program, parameters, { stdio: ["pipe", "pipe", "ignore"], cwd: "/" }));
    child.once("error", () => this.end());
    child.once("close", () => this.end());
    // A grandchild could hold the pipes: the exit alone is enough after a moment for what is still in them.
    child.once("exit", () => setTimeout(() => this.end(), 200).unref?.());
    child.stdin?.on("error", () => {});
    child.stdout?.on("error", () => {});
    child.stdout?.setEncoding("utf8");
    child.stdout?.on("data", (text) => this.take(text));
    for (const handle of [child, child.stdin, child.stdout]) handle?.unref?.();
  }

  end() {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const { reject } of this.pending.values()) {
      reject(new BridgeError("transport_closed", "The memory's bridge ended before it answered."));
    }
    this.pending.clear();
    this.didEnd();
  }

  send(message) {
    if (this.isOpen && this.child.stdin?.writable) this.child.stdin.write(message + "\n");
  }

  take(text) {
    let start = 0;
    for (let end; (end = text.indexOf("\n", start)) >= 0; start = end + 1) {
      const line = this.rest.join("") + text.slice(start, end);
      this.rest = [];
      this.restLength = 0;
      this.receive(line);
    }
    this.rest.push(text.slice(start));
    this.restLength += text.length - start;
    if (this.restLength > LONGEST_LINE) this.child.kill();
  }

  receive(line) {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    if (message === null || typeof message !== "object") return;
    if (typeof message.method === "string") {
      if (message.id !== undefined) void this.answer(message);
      return;
    }
    const call = this.pending.get(message.id);
    if (!call) return;
    this.hasAnswered = true;
    this.pending.delete(message.id);
    const { error } = message;
    if (error) call.reject(new BridgeError(error.data?.code ?? "internal", error.message ?? "", error.data?.hint));
    else call.resolve(message.result);
  }

  /** Answers what the daemon asks of its host. */
  async answer({ id, method, params }) {
    const handler = Object.hasOwn(this.reverse, method) ? this.reverse[method] : null;
    const reply = { jsonrpc: "2.0", id };
    if (!handler) {
      const message = `This host does not answer "${method}".`;
      reply.error = { code: -32601, message, data: { code: "unknown_method", message } };
    } else {
      try {
        reply.result = (await handler(params ?? {})) ?? null;
      } catch (fault) {
        const message = String(fault?.message ?? fault);
        reply.error = { code: -32000, message, data: { code: fault?.code ?? "internal", message } };
      }
    }
    this.send(JSON.stringify(reply));
  }
}

class Bridge {
  #connection = null;
  #lastId = 0;
  #deaths = 0;
  #mayStartAt = 0;
  #starts = 0;
  #lastFault = null;

  /** The one bridge of this process for an agent, a program and a home, however often a host loads an adapter. */
  static shared(options) {
    const bridges = (globalThis[Symbol.for("memos.bridges.1")] ??= new Map());
    const key = JSON.stringify([options.agent, options.program ?? "", options.home ?? ""]);
    if (!bridges.has(key)) bridges.set(key, new Bridge(options));
    return bridges.get(key);
  }

  /**
   * @param agent name of the host on the wire
   * @param program path of `memos`; looked for when missing
   * @param home runtime home; the agent's own when missing
   * @param reverse handlers of the daemon's own requests, by method
   */
  constructor({ agent, program, home, reverse = {} }) {
    this.agent = agent;
    this.program = program;
    this.home = home;
    this.reverse = reverse;
  }

  get state() {
    return {
      isRunning: Boolean(this.#connection?.isOpen), pid: this.#connection?.child.pid ?? null, starts: this.#starts,
      lastFault: this.#lastFault,
    };
  }

  /**
   * Calls a method and gives its result.
   *
   * @param timeoutMs when the answer is given up; the daemon still does what it was asked
   * @param keepsHost whether the host's process may not end before: for what the host itself waits for
   * @throws BridgeError
   */
  async call(method, params = {}, { timeoutMs = 30_000, keepsHost = false } = {}) {
    const limit = Date.now() + timeoutMs;
    try {
      const rest = this.#connection?.isOpen ? 0 : this.#mayStartAt - Date.now();
      if (rest >= timeoutMs) throw new BridgeError("backing_off", "The memory's bridge died and is not started yet.");
      if (rest > 0) await pause(rest, keepsHost);
      return await this.#send(this.#open(), method, params, limit - Date.now(), keepsHost);
    } catch (fault) {
      this.#lastFault = { code: fault.code ?? "internal", message: fault.message, ts: Date.now() };
      throw fault;
    }
  }

  #open() {
    if (this.#connection?.isOpen) return this.#connection;
    const program = findProgram(this.program);
    if (!program) {
      throw new BridgeError(
        "program_missing", `The program ${this.program || "memos"} was not found.`,
        "Install memos, or name the program in the plugin's settings.");
    }
    const parameters = ["bridge", `--agent=${this.agent}`, ...(this.home ? [`--home=${this.home}`] : [])];
    const connection = (this.#connection = new Connection(program, parameters, this.reverse));
    this.#starts += 1;
    void connection.ended.then(() => {
      if (this.#connection !== connection) return;
      this.#connection = null;
      this.#deaths = connection.hasAnswered ? 1 : this.#deaths + 1;
      this.#mayStartAt = Date.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#deaths - 1));
    });
    return connection;
  }

  #send(connection, method, params, timeoutMs, keepsHost) {
    if (connection.pending.size >= MOST_PENDING) {
      throw new BridgeError("too_many_calls", "Too many calls wait for the memory.");
    }
    const id = ++this.#lastId;
    let text;
    try {
      text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    } catch {
      throw new BridgeError("invalid_argument", `What ${method} was given cannot be written as JSON.`);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        connection.pending.delete(id);
        reject(new BridgeError("deadline_exceeded", `${method} was not answered in time.`));
      }, Math.max(0, timeoutMs));
      if (!keepsHost) timer.unref?.();
      connection.pending.set(id, {
        resolve: (value) => { clearTimeout(timer); resolve(value); },
        reject: (fault) => { clearTimeout(timer); reject(fault); },
      });
      connection.send(text);
    });
  }

  /** Ends the child as its input's end does: it hands over what it has read. The next call starts another. */
  async stop(graceMs = 5_000) {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = null;
    connection.child.stdin?.end();
    let timer;
    const late = new Promise((done) => { timer = setTimeout(done, graceMs); });
    await Promise.race([connection.ended, late]);
    clearTimeout(timer);
    if (connection.isOpen) connection.child.kill();
  }
}

// The memory as an adapter uses it: recall with a deadline, and everything else handed over behind the host's back.
// Nothing here rejects or throws: a failure is an empty answer, and one line in the host's log.

/** No prompt waits longer for its recall, in milliseconds. */
const LONGEST_RECALL_MS = 2_500;
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
function bounded(text) {
  const whole = String(text ?? "");
  if (whole.length <= LONGEST_TEXT) return whole;
  return whole.slice(0, LONGEST_TEXT / 2) + "\n…\n" + whole.slice(-LONGEST_TEXT / 2);
}

/** The words of a message's content: a string, or blocks of which those of type `text` count. */
function textOf(content) {
  if (typeof content === "string") return bounded(content);
  if (!Array.isArray(content)) return "";
  const texts = content.filter((block) => block?.type === "text" && typeof block.text === "string" && !block.synthetic);
  return bounded(texts.map((block) => block.text).join("\n"));
}

/** A tool's result as text: as it is, the words of its content, or its JSON. */
function resultText(value) {
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

class HostMemory {
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

// opencode's hooks. A session's current turn is gathered from the host's events, so that it can be handed over at the
// moment it ends: a host that ran one prompt is gone right after.

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

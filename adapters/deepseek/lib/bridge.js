// Made by scripts/assemble-adapters from adapters/javascript. Edit it there.

// One `memos bridge` child of a host's process, and JSON-RPC with it by lines.
//
// The child never keeps the host alive (it and its pipes are not counted by the event loop), ends with the host
// (its input closes, also when the host is killed), and is started again by the next call when it died.

import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Milliseconds until a child that died may be started again: doubled with each death, at most the last. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Calls that may wait for their answers at one time. A host that asks for more has lost its memory already. */
const MOST_PENDING = 1_000;
/** Characters of one answer; a child that sends more without a line end speaks no JSON-RPC. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A call that got no result. `code` is the daemon's `data.code`, or one of ours: `program_missing`, `backing_off`,
 * `transport_closed`, `deadline_exceeded`, `too_many_calls`, `invalid_argument`. */
export class BridgeError extends Error {
  constructor(code, message, hint) {
    super(message);
    this.name = "BridgeError";
    this.code = code;
    this.hint = hint;
  }
}

/** The program's path, or `null`. A configured one is the only one that is looked at. */
export function findProgram(configured, environment = process.env) {
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

export class Bridge {
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

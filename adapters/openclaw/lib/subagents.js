// Helper agents: what they were asked and what came of it is one step of their parent's session.

import { agentOf, sessionName } from "./audience.js";
import { turnsOf } from "./turns.js";

/** How long the other half of a helper's end (its messages, or the host's word on it) is waited for. */
const PATIENCE_MS = 3_000;
const MOST_CHILDREN = 200;

export class Subagents {
  #children = new Map();

  constructor(memory) {
    this.memory = memory;
  }

  spawned(event, context) {
    const key = event?.childSessionKey ?? context?.childSessionKey;
    const parentKey = context?.requesterSessionKey;
    if (!key || !parentKey) return;
    if (this.#children.size >= MOST_CHILDREN) this.#children.delete(this.#children.keys().next().value);
    const parentAgent = agentOf({ sessionKey: parentKey });
    this.#children.set(key, {
      parent: sessionName(parentAgent, parentKey), parentAgent, child: sessionName(event.agentId ?? "main", key),
      label: event.label ?? "", runId: event.runId,
    });
  }

  /** The helper's own run ended, with these messages. */
  finished(run, event, times) {
    const child = this.#children.get(run.sessionKey);
    if (!child) return;
    const turn = turnsOf(event?.messages, times).at(-1);
    child.task = run.prompt;
    child.namespace = run.namespace;
    child.result = turn?.agentText ?? "";
    child.toolCalls = turn?.toolCalls ?? [];
    child.outcome ??= event?.success === false ? "error" : undefined;
    child.error ??= event?.error;
    if (child.hasEnded) this.#record(run.sessionKey, child);
    else this.#soon(run.sessionKey, child);
  }

  /** The host says that the helper ended. */
  ended(event) {
    const key = event?.targetSessionKey;
    const child = this.#children.get(key);
    if (!child) return;
    child.hasEnded = true;
    child.outcome = event.outcome ?? child.outcome;
    child.error = event.error ?? child.error;
    if (child.task !== undefined) this.#record(key, child);
    else this.#soon(key, child);
  }

  #soon(key, child) {
    setTimeout(() => this.#record(key, child), PATIENCE_MS).unref?.();
  }

  #record(key, child) {
    if (this.#children.get(key) !== child) return;
    this.#children.delete(key);
    const task = child.task || child.label;
    if (!task) return;
    this.memory.tell("subagent.record", {
      sessionId: child.parent, childSessionId: child.runId ? `${child.child}::${child.runId}` : child.child, task,
      result: child.result ?? "", toolCalls: child.toolCalls ?? [], outcome: child.outcome ?? "unknown",
      ...(child.error ? { error: String(child.error) } : {}), ts: Date.now(),
      namespace: child.namespace ?? { agentKind: "openclaw" },
    });
  }
}

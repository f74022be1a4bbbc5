// The Cordis plugin of DeepSeek Harness: recall in the first step of a turn, capture from the session's own events.

import { createRequire } from "node:module";
import { HostMemory, LONGEST_RECALL_MS } from "./lib/memory.js";
import { isDelegated, messageOf, userTextOf } from "./lib/messages.js";
import { SessionTurns } from "./lib/turns.js";

const TOOLS = createRequire(import.meta.url)("./tools.json");

export const name = "memos-memory";
export const inject = ["tools"];

/**
 * @param config `{binary?, home?, recall = true, capture = true, recallDeadlineMs = 2500}`
 */
export function apply(ctx, config = {}) {
  const log = (sentence) => ctx.logger?.warn?.(sentence);
  const memory = new HostMemory({ agent: "dsh", program: config.binary, home: config.home, log });
  const recalls = config.recall !== false;
  const records = config.capture !== false;
  const limit = Math.min(LONGEST_RECALL_MS, Math.max(100, Number(config.recallDeadlineMs) || LONGEST_RECALL_MS));
  // The harness' system text is one for all its sessions, so what a session is to know comes with its first turn.
  const introduced = new Set();
  const turns = new SessionTurns(memory, (sessionId) => introduced.delete(sessionId));
  memory.warm();

  if (recalls) {
    const part = { memory, introduced, records, limit, log };
    ctx.on("agent/pre-step", (payload, next) => withRecall(payload, next, part), { prepend: true });
  }
  if (records) {
    ctx.on("session/event", (session, event) => {
      try {
        turns.hear(session, event);
      } catch (fault) {
        log(`memos: ${fault?.message ?? fault}`);
      }
    });
    ctx.on("session/disposed", (session) => turns.close(session));
  }
  for (const tool of TOOLS) ctx.tools?.register?.(toolOf(tool, memory));
  ctx.effect?.(() => () => void memory.close());
}

/** The host's own decision first; then, in a turn's first step, a message of our own behind the user's. */
async function withRecall(payload, next, { memory, introduced, records, limit, log }) {
  const decision = await next();
  try {
    const session = payload?.agent?.session;
    if (decision?.kind !== "enter" || payload.step !== 1 || payload.signal?.aborted || !session?.id) return decision;
    const { text, key } = userTextOf(decision.messages);
    if (!text || isDelegated(session)) return decision;
    const namespace = { agentKind: "dsh", workspacePath: session.header?.cwd };
    const sessionId = String(session.id);
    const [standing, block] = await Promise.all([
      introduced.has(sessionId) ? "" : memory.standing({ sessionId, namespace }, limit),
      records
        ? memory.recall({ sessionId, userText: text, ts: Date.now(), turnKey: key, namespace }, limit)
        : memory.look({ query: text, entry: "turn_start", namespace }, limit),
    ]);
    if (standing) introduced.add(sessionId);
    const added = [standing, block].filter(Boolean).join("\n\n");
    return added ? { ...decision, messages: [...decision.messages, messageOf(added)] } : decision;
  } catch (fault) {
    log(`memos: ${fault?.message ?? fault}`);
    return decision;
  }
}

function toolOf(tool, memory) {
  return {
    name: tool.name,
    description: tool.description,
    parameters: tool.inputSchema,
    output: { schema: { type: "string" }, render: (_parameters, value) => [{ type: "text", text: value }] },
    async execute(parameters, run) {
      const session = run?.agent?.session?.id;
      const answer = await memory.tool(tool.name, parameters, session === undefined ? undefined : String(session));
      return (answer?.content ?? []).map((block) => block.text ?? "").join("\n");
    },
  };
}

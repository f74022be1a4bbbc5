// The Cordis plugin of DeepSeek Harness: recall in the first step of a turn, capture from the session's own events.

import { createRequire } from "node:module";
import { HostMemory, LONGEST_RECALL_MS } from "./lib/memory.js";
import { messageOf, userTextOf } from "./lib/messages.js";
import { SessionTurns } from "./lib/turns.js";

const TOOLS = createRequire(import.meta.url)("./tools.json");

/** Where the standing text goes among the host's sections: behind its own. */
const SECTION_ORDER = 900;

export const name = "memos-memory";
export const inject = ["systemPrompt", "tools"];

/**
 * @param config `{binary?, home?, recall = true, capture = true, recallDeadlineMs = 2500}`
 */
export function apply(ctx, config = {}) {
  const log = (sentence) => ctx.logger?.warn?.(sentence);
  const memory = new HostMemory({ agent: "dsh", program: config.binary, home: config.home, log });
  const recalls = config.recall !== false;
  const records = config.capture !== false;
  const limit = Math.min(LONGEST_RECALL_MS, Math.max(100, Number(config.recallDeadlineMs) || LONGEST_RECALL_MS));
  const turns = new SessionTurns(memory);
  const known = { standing: "" };
  memory.warm();

  if (recalls) {
    ctx.systemPrompt?.section?.({ name, order: SECTION_ORDER, text: () => known.standing });
    ctx.on("agent/pre-step", (payload, next) => withRecall(payload, next, { memory, known, records, limit, log }), { prepend: true });
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
async function withRecall(payload, next, { memory, known, records, limit, log }) {
  const decision = await next();
  try {
    const session = payload?.agent?.session;
    if (decision?.kind !== "enter" || payload.step !== 1 || payload.signal?.aborted || !session?.id) return decision;
    const { text, key } = userTextOf(decision.messages);
    if (!text || (session.header?.delegationDepth ?? 0) > 0) return decision;
    const namespace = { agentKind: "dsh", workspacePath: session.header?.cwd };
    const sessionId = String(session.id);
    const [block, standing] = await Promise.all([
      records
        ? memory.recall({ sessionId, userText: text, ts: Date.now(), turnKey: key, namespace }, limit)
        : memory.look({ query: text, entry: "turn_start", namespace }, limit),
      memory.standing({ sessionId, namespace }, limit),
    ]);
    known.standing = standing;
    return block ? { ...decision, messages: [...decision.messages, messageOf(block)] } : decision;
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

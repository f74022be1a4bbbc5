// The six tools of the memory. Their names and schemas are the daemon's own (`tool.list`), kept in tools.json because a
// host registers tools before any daemon can be asked.

import { createRequire } from "node:module";
import { agentOf, sessionOf } from "./audience.js";

export const TOOLS = createRequire(import.meta.url)("../tools.json");

export function registerTools(api, memory, configuration, consent) {
  for (const tool of TOOLS) {
    api.registerTool?.((context) => {
      const agentId = agentOf(context);
      return configuration.allows(agentId) ? made(tool, memory, consent, context) : null;
    }, { name: tool.name });
  }
}

function made(tool, memory, consent, context) {
  return {
    name: tool.name,
    label: tool.title,
    description: tool.description,
    parameters: tool.inputSchema,
    async execute(_toolCallId, parameters) {
      const hasSession = context?.sessionKey || context?.sessionId;
      const answer = await memory.tool(tool.name, parameters, hasSession ? sessionOf(context) : undefined);
      const content = Array.isArray(answer?.content) ? [...answer.content] : [];
      const details = { ...(answer?.structuredContent ?? {}), isError: answer?.isError === true };
      const complaint = consent.complaint;
      if (complaint) {
        content.push({ type: "text", text: `Tell the user: ${complaint}` });
        details.consent = complaint;
      }
      return { content, details };
    },
  };
}

/** Lines for the host's prompt about the tools that this run has. */
export function promptLines({ availableTools } = {}) {
  const has = (name) => availableTools?.has?.(name) ?? false;
  const lines = [];
  if (has("memory_search")) lines.push("Use memory_search for what was done or said in earlier sessions.");
  if (has("skill_get")) lines.push("Load a learned procedure with skill_get before following it.");
  if (has("memory_environment")) lines.push("Ask memory_environment how a project is built and tested.");
  return lines.length ? ["## Memory", ...lines, ""] : [];
}

// The plugin as OpenClaw loads it: what is registered, and which part answers which hook.

import { agentOf, isSubagent, sessionOf, systemReason } from "./audience.js";
import { Capture } from "./capture.js";
import { Configuration } from "./configuration.js";
import { Consent } from "./consent.js";
import { HostMemory } from "./memory.js";
import { PROMPT_HOOK, promptAdditions } from "./recall.js";
import { Runs } from "./runs.js";
import { Subagents } from "./subagents.js";
import { promptLines, registerTools } from "./tools.js";

/** Ends of a session that are none: the conversation goes on under the same key. */
const CONTINUED = new Set(["compaction", "restart"]);

/** @param manifest the parsed openclaw.plugin.json: id, kind and schema are written there only */
export function memoryPlugin(manifest) {
  const { id, name, description, configSchema } = manifest;
  const kind = manifest.kind ? { kind: manifest.kind } : {};
  return { id, name, description, configSchema, ...kind, register: (api) => register(api, manifest) };
}

function register(api, manifest) {
  const warn = (sentence) => api.logger?.warn?.(sentence);
  const configuration = new Configuration(api.pluginConfig, process.env, warn);
  const consent = new Consent(manifest.id, api.config);
  const memory = new HostMemory({
    agent: "openclaw", program: configuration.program, home: configuration.home, log: warn,
  });
  registerTools(api, memory, configuration, consent);
  if (manifest.kind === "memory") api.registerMemoryCapability?.({ promptBuilder: promptLines });
  // Other modes read what a plugin offers and run nothing.
  if (api.registrationMode && api.registrationMode !== "full") return;
  if (consent.complaint) warn(consent.complaint);
  if (!consent.mayInject) {
    const hook = `plugins.entries.${manifest.id}.hooks.allowPromptInjection`;
    warn(`memos hands over nothing before a prompt: ${hook} is false.`);
  }
  registerHooks(api, memory, configuration, consent);
  api.registerService?.({ id: manifest.id, start: () => memory.warm(), stop: () => memory.close() });
  api.registerCommand?.({
    name: "memos", description: "What the memory does in this gateway.",
    handler: () => ({ text: status(memory, consent, configuration) }),
  });
}

function registerHooks(api, memory, configuration, consent) {
  const runs = new Runs(configuration);
  const capture = new Capture(memory);
  const subagents = new Subagents(memory);
  const on = (hook, handler, options) => api.on(hook, quiet(handler, api.logger), options);
  const serves = (context) => configuration.allows(agentOf(context)) && !systemReason(context);
  const keeps = (context) => configuration.settings(agentOf(context)).addEnabled;
  const records = (context) => serves(context) && consent.isGiven && keeps(context);

  on("before_prompt_build", (event, context) => {
    const run = runs.begin(event, context);
    return run ? promptAdditions(run, memory, consent.isGiven) : undefined;
  }, PROMPT_HOOK);

  on("agent_end", (event, context) => {
    consent.noteEnd();
    const run = runs.end(event, context) ?? (serves(context) ? lateRun(runs, event, context) : null);
    if (!run || !run.settings.addEnabled) return;
    if (run.isSubagent) subagents.finished(run, event, runs.times);
    else capture.keep(run, event, runs.times);
  });

  // Not before_tool_call: OpenClaw refuses the tool when its handler fails, and the duration is known afterwards too.
  on("after_tool_call", (event, context) => {
    if (!event?.toolCallId) return;
    const endedAt = Date.now();
    const startedAt = typeof event.durationMs === "number" ? endedAt - event.durationMs : undefined;
    runs.noteCall(event.toolCallId, { startedAt, endedAt, error: event.error });
  });

  on("session_start", (event, context) => {
    if (!records(context) || isSubagent(context?.sessionKey)) return;
    const agentId = agentOf(context);
    memory.tell("session.open", {
      sessionId: sessionOf(context), meta: { openclawSessionId: event?.sessionId, resumedFrom: event?.resumedFrom },
      namespace: { agentKind: "openclaw", profileId: configuration.profile(agentId) },
    });
  });

  on("session_end", (event, context) => {
    if (CONTINUED.has(event?.reason) || isSubagent(context?.sessionKey)) return;
    memory.forgetStanding(sessionOf(context));
    if (records(context)) memory.tell("session.close", { sessionId: sessionOf(context) });
  });

  on("after_compaction", (_event, context) => {
    if (serves(context)) memory.tell("session.compacted", { sessionId: sessionOf(context), ts: Date.now() });
  });

  on("subagent_spawned", (event, context) => {
    if (records({ sessionKey: context?.requesterSessionKey })) subagents.spawned(event, context);
  });
  on("subagent_ended", (event) => subagents.ended(event));
  on("gateway_stop", () => memory.close());
}

/** A run whose prompt was never shown to us: its last user message stands for it. */
function lateRun(runs, event, context) {
  const messages = Array.isArray(event?.messages) ? event.messages : [];
  const last = messages.findLastIndex((message) => message?.role === "user");
  if (last < 0) return null;
  const { content } = messages[last];
  const run = runs.begin({ prompt: content, messages: messages.slice(0, last), runId: event.runId }, context);
  runs.end(event, context);
  return run;
}

/** A handler whose failure is a line in the log and no answer. */
function quiet(handler, logger) {
  const failed = (fault) => void logger?.warn?.(`memos: ${fault?.message ?? fault}`);
  return (event, context) => {
    try {
      const result = handler(event, context);
      return typeof result?.then === "function" ? result.catch(failed) : result;
    } catch (fault) {
      return failed(fault);
    }
  };
}

function status(memory, consent, configuration) {
  const { counts } = memory;
  const { isRunning, lastFault } = memory.bridge.state;
  const lines = [
    `memos: the bridge is ${isRunning ? "running" : "not running"}.`,
    `Since the gateway started: ${counts.recalls} prompts looked up, ${counts.recalled} given memories, `
    + `${counts.recorded} turns kept, ${counts.lost} lost.`,
  ];
  if (lastFault) lines.push(`Last fault, ${new Date(lastFault.ts).toISOString()}: ${lastFault.message}`);
  if (configuration.allowedAgents.size) lines.push(`Agents served: ${[...configuration.allowedAgents].join(", ")}.`);
  lines.push(consent.complaint ?? "Conversations may be remembered.");
  return lines.join("\n");
}

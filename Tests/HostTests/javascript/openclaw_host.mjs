// OpenClaw as a plugin sees it: reads manifest and package, loads the entry, and keeps the rules of its hooks.
//
//   node openclaw_host.mjs PLUGIN_FOLDER HOST_CONFIG_JSON

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "./commands.mjs";

const HOOKS = new Set(`before_model_resolve agent_turn_prepare before_prompt_build before_agent_reply model_call_started
  model_call_ended llm_input llm_output before_agent_finalize agent_end before_compaction after_compaction before_reset
  inbound_claim message_received message_sending message_sent before_tool_call after_tool_call tool_result_persist
  before_message_write session_start session_end subagent_spawned subagent_ended subagent_progress
  subagent_delivery_target gateway_start gateway_stop heartbeat_prompt_contribution cron_changed before_dispatch
  reply_dispatch before_install before_agent_run`.split(/\s+/));
const CONVERSATION = new Set(`before_model_resolve before_agent_reply llm_input llm_output before_agent_finalize
  agent_end before_agent_run`.split(/\s+/));
const ADDITIONS = ["prependContext", "appendContext", "prependSystemContext", "appendSystemContext"];
const DEFAULT_LIMIT_MS = { before_prompt_build: 15_000, before_tool_call: 15_000, agent_end: 30_000 };

const folder = resolve(process.argv[2]);
const config = JSON.parse(process.argv[3] ?? "{}");
const read = (name) => JSON.parse(readFileSync(join(folder, name)));
const manifest = read("openclaw.plugin.json");
const pack = read("package.json");
const module = await import(pathToFileURL(join(folder, pack.openclaw.extensions[0])));
const plugin = module.default;
const entry = config.plugins?.entries?.[manifest.id] ?? {};
const maySeeConversations = config.hasGate === false || entry.hooks?.allowConversationAccess === true;

const hooks = {};
const tools = [];
const services = [];
const commands = [];
const diagnostics = [];
const logged = [];
let capability;

const api = {
  id: manifest.id, name: manifest.name, source: folder, rootDir: folder, config, registrationMode: config.mode ?? "full",
  pluginConfig: entry.config ?? {}, runtime: {}, resolvePath: (path) => path,
  logger: Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (text) => logged.push(`${level}: ${text}`)])),
  on(name, handler, options = {}) {
    if (!HOOKS.has(name)) diagnostics.push(`unknown typed hook ${name}`);
    else if (CONVERSATION.has(name) && !maySeeConversations) diagnostics.push(`typed hook blocked: ${name}`);
    else (hooks[name] ??= []).push({ handler, options });
  },
  registerTool(tool, options = {}) {
    const names = options.names ?? [options.name ?? tool.name];
    const unknown = names.filter((name) => !manifest.contracts?.tools?.includes(name));
    diagnostics.push(...unknown.map((name) => `tool not in contracts: ${name}`));
    tools.push({ names, make: typeof tool === "function" ? tool : () => tool });
  },
  registerService: (service) => services.push(service),
  registerCommand: (command) => commands.push(command),
  registerMemoryCapability: (given) => { capability = given; },
};
const returned = plugin.register(api);

/** Handlers in the order of their priority, each with its own limit; a handler is not cancelled when it is late. */
async function hook({ name, event, context }) {
  const merged = {};
  const inOrder = (hooks[name] ?? []).sort((a, b) => (b.options.priority ?? 0) - (a.options.priority ?? 0));
  for (const { handler, options } of inOrder) {
    const limit = options.timeoutMs ?? DEFAULT_LIMIT_MS[name] ?? 15_000;
    let timer;
    const late = new Promise((done) => { timer = setTimeout(done, limit, { late: true }); });
    const result = await Promise.race([Promise.resolve().then(() => handler(event, context)), late]);
    clearTimeout(timer);
    for (const [key, value] of Object.entries(result ?? {})) {
      merged[key] = ADDITIONS.includes(key) && merged[key] ? merged[key] + value : value;
    }
  }
  return merged;
}

async function tool({ name, parameters, context }) {
  const registered = tools.find(({ names }) => names.includes(name));
  const made = registered?.make(context ?? {});
  return made ? made.execute("call-1", parameters) : { withheld: true };
}

await serve({
  facts: () => ({
    manifest, pack, plugin: { ...plugin, register: undefined }, isSynchronous: typeof returned?.then !== "function",
    hooks: Object.fromEntries(Object.entries(hooks).map(([name, list]) => [name, list.map(({ options }) => options)])),
    tools: tools.map(({ make }) => make({})).map(({ execute, ...told }) => told), diagnostics,
    services: services.map(({ id }) => id), commands: commands.map(({ name }) => name), hasCapability: Boolean(capability),
  }),
  logged: () => logged,
  hook, tool,
  prompt: ({ available }) => capability.promptBuilder({ availableTools: new Set(available) }),
  start: async () => { for (const service of services) await service.start({}); },
  stop: async () => { for (const service of services) await service.stop?.({}); },
  command: ({ name }) => commands.find((command) => command.name === name).handler({}),
});

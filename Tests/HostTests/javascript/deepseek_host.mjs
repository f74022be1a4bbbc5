// DeepSeek Harness as a Cordis plugin sees it: services, one waterfall and one stream of events.
//
//   node deepseek_host.mjs PLUGIN_FOLDER CONFIG_JSON

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "./commands.mjs";

const folder = process.argv[2];
const config = JSON.parse(process.argv[3] ?? "{}");
const pack = JSON.parse(readFileSync(join(folder, "package.json")));
const plugin = await import(pathToFileURL(join(folder, pack.main)));
const listeners = {};
const tools = [];
const disposers = [];
const logged = [];

plugin.apply({
  on: (name, listener) => (listeners[name] ??= []).push(listener),
  effect: (begin) => disposers.push(begin()),
  tools: { register: (tool) => tools.push(tool) },
  logger: { warn: (text) => logged.push(text) },
}, config);

await serve({
  facts: () => ({
    name: plugin.name, inject: plugin.inject, pack, listeners: Object.keys(listeners),
    tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
  }),
  logged: () => logged,
  /** A step begins; the host's own decision stands behind the plugins'. */
  preStep({ session, step, messages, decision, aborted }) {
    const payload = { agent: { session }, step, messages, signal: { aborted: aborted === true } };
    const own = async () => decision ?? { kind: "enter", messages };
    return (listeners["agent/pre-step"] ?? []).reduceRight((next, listener) => () => listener(payload, next), own)();
  },
  event({ session, event }) { for (const listener of listeners["session/event"] ?? []) listener(session, event); },
  disposed({ session }) { for (const listener of listeners["session/disposed"] ?? []) listener(session); },
  async tool({ name, parameters, session }) {
    const tool = tools.find((candidate) => candidate.name === name);
    return tool.output.render(parameters, await tool.execute(parameters, { agent: { session } }));
  },
  async dispose() { for (const dispose of disposers) await dispose?.(); },
});

// opencode as a plugin sees it: one export that gives hooks, a client of its own server, events.
//
//   node opencode_host.mjs PLUGIN_FILE OPTIONS_JSON FOLDER

import { pathToFileURL } from "node:url";
import { serve } from "./commands.mjs";

const module = await import(pathToFileURL(process.argv[2]));
const options = JSON.parse(process.argv[3] ?? "{}");
const folder = process.argv[4];
const sessions = new Map();
const logged = [];
let serverDelayMs = 0;
const pause = (ms) => new Promise((done) => { setTimeout(done, ms).unref(); });

const client = {
  app: { log: async ({ body }) => { logged.push(body); return { data: true }; } },
  session: {
    async get({ path }) {
      await pause(serverDelayMs);
      return { data: sessions.get(path.id)?.info ?? { id: path.id } };
    },
    async messages({ path }) {
      await pause(serverDelayMs);
      return { data: sessions.get(path.id)?.messages ?? [] };
    },
  },
};
const exported = Object.values(module);
const hooks = await exported[0]({ project: {}, client, directory: folder, worktree: folder, serverUrl: "" }, options);

await serve({
  facts: () => ({ exports: Object.keys(module), hooks: Object.keys(hooks) }),
  logged: () => logged,
  server({ session, info, messages, delayMs }) {
    if (session) sessions.set(session, { info, messages });
    if (delayMs !== undefined) serverDelayMs = delayMs;
  },
  async hook({ name, input, output }) {
    await hooks[name]?.(input, output);
    return output ?? null;
  },
  // The server does not wait for a plugin's ear.
  event({ event }) { void hooks.event?.({ event }); },
  async dispose() { await hooks.dispose?.(); },
});

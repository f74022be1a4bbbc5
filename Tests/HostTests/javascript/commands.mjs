// A stub host is driven by JSON lines: each command names what it does, each answer says what came of it and how long
// it took. What an adapter prints would land in the host's interface, so it is caught and told.

import { createInterface } from "node:readline";

const answer = process.stdout.write.bind(process.stdout);
const noise = [];
process.stdout.write = (text) => Boolean(noise.push(String(text)));
process.stderr.write = (text) => Boolean(noise.push(String(text)));
process.on("unhandledRejection", (fault) => noise.push(`unhandled: ${fault?.stack ?? fault}`));

export function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** @param commands functions by name; each takes the command's members and gives what is answered */
export async function serve(commands) {
  const all = { noise: () => noise, pid: () => process.pid, pause: ({ ms }) => pause(ms), ...commands };
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, id, ...members } = JSON.parse(line);
    void run(all[name], members).then((outcome) => answer(JSON.stringify({ id, ...outcome }) + "\n"));
  }
}

async function run(command, members) {
  const begin = performance.now();
  const outcome = {};
  try {
    outcome.result = (await command(members)) ?? null;
  } catch (fault) {
    outcome.error = String(fault?.stack ?? fault);
  }
  return { ...outcome, ms: performance.now() - begin };
}

// What a prompt is given: the standing text for the system context, and the block that was recalled for it.

/** Priority among the plugins that build prompts: behind those that set the stage, before those that look at it. */
export const PROMPT_HOOK = { priority: 50, timeoutMs: 4_000 };

/** @returns what OpenClaw adds to the prompt, or nothing */
export async function promptAdditions(run, memory, mayRecord) {
  const { settings, session, namespace } = run;
  const limit = settings.recallDeadlineMs;
  const [standing, block] = await Promise.all([
    settings.recallEnabled && settings.standingContext ? memory.standing({ sessionId: session, namespace }, limit) : "",
    recalled(run, memory, mayRecord),
  ]);
  const system = [standing, settings.injection === "system" ? block : ""].filter(Boolean).join("\n\n");
  const additions = {};
  if (system) additions.appendSystemContext = system;
  if (block && settings.injection === "prompt") additions.prependContext = `${block}\n\n`;
  return Object.keys(additions).length ? additions : undefined;
}

async function recalled(run, memory, mayRecord) {
  const { settings, session, namespace, prompt } = run;
  const records = mayRecord && settings.addEnabled && !run.isSubagent;
  const start = {
    sessionId: session, userText: prompt, ts: run.startedAt, turnKey: run.key, namespace,
    contextHints: run.visibleSince
      ? { visibleContextKnown: true, visibleContextStartTs: run.visibleSince } : {},
  };
  // A search of the agent's own wording, and one that records nothing, are requests apart from the turn's begin.
  const { queryPrefix, memoryLimitNumber, relativity } = settings;
  const isPlain = !queryPrefix && memoryLimitNumber === undefined && relativity === undefined;
  if (settings.recallEnabled && records && isPlain) return memory.recall(start, settings.recallDeadlineMs);
  if (records) memory.tell("turn.start", { ...start, contextHints: { captureOnly: true } });
  if (!settings.recallEnabled || memoryLimitNumber === 0 || !prompt) return "";
  return memory.look({
    query: queryPrefix + prompt, entry: run.isSubagent ? "sub_agent" : "turn_start", namespace,
    ...(memoryLimitNumber === undefined ? {} : { limit: memoryLimitNumber }),
    ...(relativity === undefined ? {} : { leastProbability: relativity }),
  }, settings.recallDeadlineMs);
}

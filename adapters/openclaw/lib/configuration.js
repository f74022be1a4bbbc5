// The plugin's settings: those of openclaw.json, then the environment, then these defaults; per agent on top.

import { LONGEST_RECALL_MS } from "./memory.js";

const STRATEGIES = ["last_turn", "full_session"];
const PLACES = ["prompt", "system"];

/** Settings that may differ for each agent, with their defaults. */
const PER_AGENT = {
  recallEnabled: true,
  addEnabled: true,
  captureStrategy: "last_turn",
  queryPrefix: "",
  memoryLimitNumber: undefined,
  relativity: undefined,
  recallDeadlineMs: LONGEST_RECALL_MS,
  injection: "prompt",
  standingContext: true,
};

/** Settings of the cloud plugin that say nothing to this memory. They are taken, and a warning says so. */
const WITHOUT_EFFECT = {
  knowledgebaseIds: "there are no knowledge bases here",
  allowKnowledgebaseIds: "there are no knowledge bases here",
  preferenceLimitNumber: "preferences are memories like others; use memoryLimitNumber",
  includePreference: "preferences are memories like others",
  includeToolMemory: "tool calls are steps of turns and are recalled with them",
  toolMemoryLimitNumber: "tool calls are steps of turns; use memoryLimitNumber",
  recallFilterEnabled: "the daemon itself judges what fits; see recall in its config.yaml",
  tags: "the daemon makes the tags of a memory itself",
};

const flag = (value) => (typeof value === "boolean" ? value : undefined);
const within = (low, high) => (value) =>
  typeof value === "number" && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : undefined;
const oneOf = (names) => (value) => (names.includes(value) ? value : undefined);
const text = (value) => (typeof value === "string" ? value : undefined);

const READERS = {
  recallEnabled: flag,
  addEnabled: flag,
  captureStrategy: oneOf(STRATEGIES),
  queryPrefix: text,
  memoryLimitNumber: within(0, 50),
  relativity: within(0, 1),
  recallDeadlineMs: within(100, LONGEST_RECALL_MS),
  injection: oneOf(PLACES),
  standingContext: flag,
};

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

export class Configuration {
  #common;
  #overrides;

  /** @param warn takes one sentence for each setting that is not as it should be */
  constructor(given, environment = {}, warn = () => {}) {
    const settings = isObject(given) ? given : {};
    this.program = text(settings.binary) || undefined;
    this.home = text(settings.home) || undefined;
    this.isMultiAgent = flag(settings.multiAgentMode) ?? environment.MEMOS_MULTI_AGENT_MODE === "true";
    this.pinnedAgent = text(settings.agentId) || undefined;
    const allowed = Array.isArray(settings.allowedAgents) ? settings.allowedAgents.filter((id) => text(id)) : [];
    this.allowedAgents = new Set(allowed);
    this.#common = { ...PER_AGENT, ...read(settings, "", warn) };
    this.#overrides = new Map();
    for (const [agent, override] of Object.entries(overridesOf(settings, environment, warn))) {
      if (isObject(override)) this.#overrides.set(agent, read(override, `agentOverrides.${agent}.`, warn));
      else warn(`memos: agentOverrides.${agent} must be an object and is left out.`);
    }
  }

  /** No list, or an empty one, allows every agent. */
  allows(agentId) {
    return this.allowedAgents.size === 0 || this.allowedAgents.has(agentId);
  }

  /** What holds for an agent: the common settings, and its own over them. */
  settings(agentId) {
    return { ...this.#common, ...this.#overrides.get(agentId) };
  }

  /** Whose memories an agent's are. Without multi-agent mode, and for `main`, all are of one profile. */
  profile(agentId) {
    if (this.pinnedAgent) return this.pinnedAgent;
    return this.isMultiAgent && agentId !== "main" ? agentId : undefined;
  }
}

/** The file goes before the environment's JSON. */
function overridesOf(settings, environment, warn) {
  if (isObject(settings.agentOverrides)) return settings.agentOverrides;
  if (!environment.MEMOS_AGENT_OVERRIDES) return {};
  try {
    const parsed = JSON.parse(environment.MEMOS_AGENT_OVERRIDES);
    if (isObject(parsed)) return parsed;
  } catch {
    // Said below, with the case of JSON that is no object.
  }
  warn("memos: MEMOS_AGENT_OVERRIDES is no JSON object and is left out.");
  return {};
}

/** The settings that are there and right. */
function read(given, place, warn) {
  const result = {};
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(WITHOUT_EFFECT, name)) {
      warn(`memos: ${place}${name} has no effect: ${WITHOUT_EFFECT[name]}.`);
    } else if (Object.hasOwn(READERS, name)) {
      const right = READERS[name](value);
      if (right === undefined) warn(`memos: ${place}${name} cannot be ${JSON.stringify(value)} and is left out.`);
      else result[name] = right;
    } else if (place) {
      warn(`memos: ${place}${name} is no setting of an agent and is left out.`);
    }
  }
  return result;
}

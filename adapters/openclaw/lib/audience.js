// Which runs are a user's turns, and how their sessions are named. What a prompt's words say (heartbeats, host
// commands) is the daemon's to judge; here only what stands beside the prompt counts.

const SYSTEM_TRIGGERS = new Set(["heartbeat", "cron", "boot", "memory", "overflow", "system"]);
/** First part of a session's key, behind `agent:<id>:`, of sessions that OpenClaw makes for itself. */
const SYSTEM_SESSIONS = new Set(["temp", "cron", "heartbeat", "boot"]);
const FOREIGN_PROVENANCE = new Set(["internal_system", "inter_session"]);

/** `agent:<id>:<rest>` in its parts; a key without that form is all rest. */
function keyParts(sessionKey) {
  const match = /^agent:([^:]+):([\s\S]+)$/.exec(sessionKey ?? "");
  return match ? { agentId: match[1], rest: match[2] } : { agentId: undefined, rest: sessionKey ?? "" };
}

export function agentOf(context) {
  return context?.agentId || keyParts(context?.sessionKey ?? context?.requesterSessionKey).agentId || "main";
}

/** The session's name in the memory: one for each agent and conversation, over resets of the host's own session. */
export function sessionName(agentId, sessionKey, sessionId) {
  return `openclaw::${agentId}::${sessionKey || sessionId || "default"}`;
}

export function sessionOf(context) {
  return sessionName(agentOf(context), context?.sessionKey, context?.sessionId);
}

/** A helper agent's own conversation: it is recorded with its parent. */
export function isSubagent(sessionKey) {
  return /(^|:)subagent:/.test(sessionKey ?? "");
}

/** Why a run is the host's own work and not a user's turn; `null` for a user's. */
export function systemReason(context) {
  const first = keyParts(context?.sessionKey).rest.split(":")[0];
  if (SYSTEM_SESSIONS.has(first)) return `session ${first}`;
  if (SYSTEM_TRIGGERS.has(context?.trigger)) return `trigger ${context.trigger}`;
  if (FOREIGN_PROVENANCE.has(context?.inputProvenance?.kind)) return `input ${context.inputProvenance.kind}`;
  if (context?.jobId && !context.trigger) return "scheduled job";
  return null;
}

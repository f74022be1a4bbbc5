// The messages of a run as turns.

import { createHash } from "node:crypto";
import { bounded, resultText, textOf } from "./memory.js";

/** A block of ours that the host kept in its history; the daemon's marks. Cut only to name a turn by its words. */
const INJECTED = /<memos_memory\b[^>]*>[\s\S]*?<\/memos_memory\b[^>]*>\s*/g;

export const words = (message) => textOf(message?.content).replace(INJECTED, "").trim();

function thoughts(blocks) {
  const own = blocks.filter((block) => block?.type === "thinking");
  return bounded(own.map((block) => block.thinking ?? block.text ?? "").join("\n"));
}

/** A name for a turn that stays the same when the same session is read again: its words, and how often they came. */
export function contentKey(userText, occurrence) {
  return `text:${createHash("sha256").update(userText).digest("hex").slice(0, 24)}:${occurrence}`;
}

/**
 * Every user message begins a turn.
 *
 * @param times when tool calls ran, by their id: `{startedAt?, endedAt?, error?}`
 * @returns `{userText, occurrence, agentText, agentThinking, toolCalls, ts, isAnswered}` in order
 */
export function turnsOf(messages, times = new Map()) {
  const turns = [];
  const seen = new Map();
  const calls = new Map();
  for (const message of Array.isArray(messages) ? messages : []) {
    if (message?.role === "user") {
      const userText = words(message);
      const occurrence = (seen.get(userText) ?? 0) + 1;
      seen.set(userText, occurrence);
      turns.push({ userText, occurrence, said: [], thought: "", toolCalls: [], ts: message.timestamp });
    } else if (message?.role === "assistant") {
      const turn = turns.at(-1);
      if (turn) takeAnswer(turn, message, calls, times);
    } else if (message?.role === "toolResult") {
      const call = calls.get(message.toolCallId);
      if (!call) continue;
      call.output = resultText(message.content);
      if (message.isError) call.errorCode = "error";
    }
  }
  return turns.map(finished);
}

function takeAnswer(turn, message, calls, times) {
  const { content } = message;
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content ?? [];
  turn.ts = message.timestamp ?? turn.ts;
  const text = textOf(blocks);
  const thinking = thoughts(blocks);
  let isFirst = true;
  for (const block of blocks) {
    if (block?.type !== "toolCall" || !block.name) continue;
    const { startedAt, endedAt, error } = times.get(block.id) ?? {};
    const call = { name: block.name, toolCallId: block.id, input: block.arguments ?? block.input ?? {} };
    if (startedAt) call.startedAt = startedAt;
    if (endedAt) call.endedAt = endedAt;
    if (error) Object.assign(call, { errorCode: "error", output: bounded(error) });
    if (isFirst && text) call.assistantTextBefore = text;
    if (isFirst && thinking) call.thinkingBefore = thinking;
    isFirst = false;
    turn.toolCalls.push(call);
    if (block.id) calls.set(block.id, call);
  }
  // Words before a call belong to it; those after the last one are the answer.
  if (!isFirst) {
    turn.said = [];
    turn.thought = "";
    return;
  }
  if (text) turn.said.push(text);
  if (thinking) turn.thought = thinking;
}

function finished({ userText, occurrence, said, thought, toolCalls, ts }) {
  return {
    userText, occurrence, agentText: bounded(said.join("\n")), agentThinking: thought, toolCalls,
    ts: typeof ts === "number" ? ts : undefined, isAnswered: said.length > 0 || toolCalls.length > 0,
  };
}

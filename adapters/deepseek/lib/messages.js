// Messages of DeepSeek Harness: ours, and the user's.

import { randomUUID } from "node:crypto";
import { textOf } from "./memory.js";

/** Who a recalled message is from. The host keeps it apart from what the user typed, and so does capture. */
export const SOURCE = "plugin/memos-memory/recall";

export function messageOf(text) {
  return Object.freeze({
    id: randomUUID(), role: "user", content: [{ type: "text", text }],
    source: { kind: SOURCE, form: "snapshot", sections: [{ name: "memos-memory", text }] },
  });
}

/** Whether another agent gave this session its work: its parent's call tells of it. */
export const isDelegated = ({ header } = {}) => (header?.delegationDepth ?? 0) > 0 || Boolean(header?.parentSession);

/** Whether the user typed this. A message without a source is from before sources were told. */
export const isUsers = (message) => (message?.source?.kind ?? "user") === "user";

/** The words of the user among a step's messages, and the id of the last of them: the turn's name. */
export function userTextOf(messages) {
  const list = Array.isArray(messages) ? messages : [];
  const own = list.filter((message) => message?.role === "user" && isUsers(message));
  const text = own.map((message) => textOf(message.content)).filter(Boolean).join("\n\n");
  return { text, key: own.at(-1)?.id };
}

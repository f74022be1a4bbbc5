// Pure work on what comes from a hub. All of it is a stranger's text: nothing here makes markup of it.

const bidirectional = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
// What shows nothing or changes the order of what is shown. A variation selector behind a picture is how pictures are written.
const unseen = new RegExp("(?<!\\p{Extended_Pictographic})\\uFE0F"
  + "|(?![\\t\\n\\uFE0F])[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]", "gu");

/** The text in parts: {text}, or {code, kind} for a character nobody would see: its number, and for a tag its letter. */
export function visibleParts(text) {
  const parts = [];
  let end = 0;
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (index > end) parts.push({ text: text.slice(end, index) });
    const point = character.codePointAt(0);
    const letter = point > 0xe0020 && point < 0xe007f ? ` ${String.fromCharCode(point - 0xe0000)}` : "";
    parts.push({ code: `U+${point.toString(16).toUpperCase().padStart(4, "0")}${letter}`,
      kind: bidirectional.test(character) ? "bidi" : "hidden" });
    end = index + character.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

export const countUnseen = (text) => [...text.matchAll(unseen)].length;

const severities = ["high", "medium", "low"];

/** The worst first, otherwise in the order of the screen. */
export const bySeverity = (findings = []) =>
  severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));

/** The worst severity there is, "" without findings. */
export const worst = (findings) => bySeverity(findings)[0]?.severity ?? "";

/**
 * A page of Markdown as blocks: {kind: "heading" | "text" | "quote", text}, {kind: "code", text},
 * {kind: "list" | "numbers", items}. Links, pictures and markup in it stay the words they are.
 */
export function blocks(markdown) {
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  const found = [];
  let open = null;
  const add = (kind, text) => {
    if (open?.kind !== kind) found.push(open = { kind, text });
    else open.text += `\n${text}`;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const fence = index === 0 && line === "---" ? "---" : line.match(/^\s*(`{3,}|~{3,})/)?.[1];
    if (fence) {
      const rest = lines.slice(index + 1);
      const length = rest.findIndex((other) => other.trim().startsWith(fence));
      const body = length < 0 ? rest : rest.slice(0, length);
      found.push({ kind: "code", text: body.join("\n") });
      index += body.length + 1;
      open = null;
    } else if (!line.trim()) open = null;
    else if (/^#{1,6} /.test(line)) {
      found.push({ kind: "heading", text: line.replace(/^#+ +/, "") });
      open = null;
    } else if (/^\s*([-*+]|\d+[.)]) /.test(line)) {
      const kind = /^\s*\d/.test(line) ? "numbers" : "list";
      if (open?.kind !== kind) found.push(open = { kind, items: [] });
      open.items.push(line.replace(/^\s*([-*+]|\d+[.)]) +/, ""));
    } else if (open?.items && /^\s/.test(line)) open.items.push(`${open.items.pop()}\n${line.trim()}`);
    else if (line.startsWith(">")) add("quote", line.replace(/^> ?/, ""));
    else add("text", line);
  }
  return found;
}

/** "9:41" until a time, "" when it is over. */
export function countdown(until, now = Date.now()) {
  const seconds = Math.ceil((until - now) / 1000);
  return seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}

/** Digits of a fingerprint as people compare them, four by four. */
export const inFours = (text) => (/^[0-9a-f]+$/i.test(text) ? text.match(/.{1,4}/g).join(" ") : text);

/** How keeping up goes, as {tone, key}: the key of a sentence. */
export function syncWords({ state, lastSyncAt, outbox = 0 }) {
  if (state === "failing") return { tone: "bad", key: "hub.sync.failing" };
  if (state === "rolled_back") return { tone: "wait", key: "hub.sync.rolledBack" };
  if (state === "syncing") return { tone: "accent", key: "hub.sync.syncing" };
  if (outbox) return { tone: "wait", key: "hub.sync.outbox" };
  return lastSyncAt ? { tone: "good", key: "hub.sync.idle" } : { tone: "wait", key: "hub.sync.first" };
}

/** Names parted by commas or spaces, each once. */
export const names = (text) => [...new Set(text.split(/[\s,，、]+/).filter(Boolean))];

const base64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** What a file of an item says; `null` when it is not text. */
export function fileText(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(base64(content));
  } catch {
    return null;
  }
}

// A copy of the memory: read page by page, given to the person as a file, checked and sent back in batches.
import { api } from "../../lib/api.js";
import { t } from "../../lib/locale.js";

/** Characters of one batch; the daemon takes a megabyte. */
const batch = 300_000;

/** What `read` makes of page after page. */
export async function* pages(ask, read) {
  let cursor;
  do {
    const page = await ask(cursor);
    yield read(page);
    cursor = page.nextCursor;
  } while (cursor);
}

/** Lets the browser keep a file. */
export function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The lines of an export. Nothing is sent before every line was seen to be one. */
export async function readLines(file, onProgress) {
  const lines = [];
  let rest = "";
  let size = 0;
  const take = (text, number) => {
    if (!text.trim()) return;
    let value = null;
    try {
      value = JSON.parse(text);
    } catch {
      // Said below, together with what is JSON and no line of an export.
    }
    const isFirst = lines.length === 0;
    if (typeof value?.kind !== "string" || (value.kind === "memos-export") !== isFirst) {
      throw new Error(t(isFirst ? "transfer.notExport" : "transfer.badLine", { line: number, name: file.name }));
    }
    lines.push({ text, number });
  };
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let number = 0;
  for (;;) {
    const { done, value = "" } = await reader.read();
    size += value.length;
    const parts = (rest + value).split("\n");
    rest = done ? "" : parts.pop();
    for (const part of parts) take(part, (number += 1));
    if (done) break;
    onProgress(size);
  }
  if (!lines.length) throw new Error(t("transfer.notExport", { name: file.name }));
  return lines;
}

/** Sends lines in batches that are taken whole or not at all. A refused line is named by its number in the file. */
export async function send(lines, onProgress) {
  const sum = { imported: 0, skipped: 0 };
  for (let start = 0; start < lines.length;) {
    let end = start;
    for (let size = 0; end < lines.length && (end === start || size + lines[end].text.length < batch); end += 1) {
      size += lines[end].text.length;
    }
    const part = lines.slice(start, end);
    try {
      const answer = await api.post("/api/v1/restore", {}, { lines: part.map(({ text }) => JSON.parse(text)) });
      sum.imported += answer.imported;
      sum.skipped += answer.skipped;
    } catch (error) {
      const line = part[(error.fields?.line ?? 0) - 1]?.number;
      if (line) error.message = t("transfer.refused", { line, message: error.message });
      throw error;
    }
    start = end;
    onProgress(start);
  }
  return sum;
}

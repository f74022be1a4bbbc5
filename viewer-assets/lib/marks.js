// Finds the words of a query in a text. Han, Kana and Hangul have no spaces between words: there pairs of characters
// count, as in the daemon's own index.

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const hasWide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const narrow = /[\p{L}\p{N}_]+(?:[.\-/'][\p{L}\p{N}_]+)*/gu;

export function wordsOf(query) {
  const words = new Set();
  for (const [run] of query.matchAll(wide)) {
    const characters = [...run];
    if (characters.length === 1) words.add(run);
    for (let index = 0; index + 1 < characters.length; index += 1) words.add(characters[index] + characters[index + 1]);
  }
  for (const [word] of query.replace(wide, " ").matchAll(narrow)) {
    words.add(word.toLowerCase());
    for (const part of word.toLowerCase().split(/[.\-/']/)) if (part.length > 2) words.add(part);
  }
  return [...words].filter((word) => word.length > 1 || hasWide.test(word) || query.trim().length === 1);
}

/** [{text, isMarked}] that join to the text. A Latin word is marked from its beginning only; what overlaps joins. */
export function markedParts(text, query) {
  if (!text) return [];
  const ranges = wordsOf(query).flatMap((word) => rangesOf(text, word)).sort((left, right) => left.start - right.start);
  const parts = [];
  let end = 0;
  for (const range of ranges) {
    const last = parts.at(-1);
    if (range.end <= end) continue;
    if (last?.isMarked && range.start <= end) {
      last.text += text.slice(end, range.end);
    } else {
      if (range.start > end) parts.push({ text: text.slice(end, range.start), isMarked: false });
      parts.push({ text: text.slice(range.start, range.end), isMarked: true });
    }
    end = range.end;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMarked: false });
  return parts;
}

function rangesOf(text, word) {
  const literal = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const pattern = hasWide.test(word) ? literal : `(?<![\\p{L}\\p{N}])${literal}`;
  return [...text.matchAll(new RegExp(pattern, "giu"))]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

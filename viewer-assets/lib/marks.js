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

/** [{text, isMarked}] that join to the text. A Latin word is marked from its beginning only. */
export function markedParts(text, query) {
  const words = wordsOf(query).sort((left, right) => right.length - left.length);
  if (words.length === 0 || !text) return text ? [{ text, isMarked: false }] : [];
  const pattern = words.map((word) => {
    const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /^[\p{L}\p{N}_]/u.test(word) && !hasWide.test(word) ? `(?<![\\p{L}\\p{N}])${literal}` : literal;
  }).join("|");
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(pattern, "giu"))) {
    const last = parts.at(-1);
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isMarked: false });
    if (last?.isMarked && match.index === end) last.text += match[0];
    else parts.push({ text: match[0], isMarked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMarked: false });
  return parts;
}

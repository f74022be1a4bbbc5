// What changed between two texts, line by line.

/** Lines that both have in one order stay (longest common subsequence): [{kind: "same" | "added" | "removed", text}]. */
export function diffLines(before, after) {
  const [a, b] = [before, after].map((text) => (text === "" ? [] : text.split("\n")));
  // Beyond this many comparisons a reader compares as well without us.
  if (a.length * b.length > 250_000) return [...mark(a, "removed"), ...mark(b, "added")];
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] });
      i += 1;
      j += 1;
    } else if (longest[i + 1][j] >= longest[i][j + 1]) {
      lines.push({ kind: "removed", text: a[i] });
      i += 1;
    } else {
      lines.push({ kind: "added", text: b[j] });
      j += 1;
    }
  }
  return [...lines, ...mark(a.slice(i), "removed"), ...mark(b.slice(j), "added")];
}

const mark = (lines, kind) => lines.map((text) => ({ kind, text }));

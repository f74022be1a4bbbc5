import { diffLines } from "../lib/diff.js";
import { equal, test } from "./check.js";

const told = (before, after) => diffLines(before, after).map(({ kind, text }) => ({ same: " ", added: "+", removed: "-" }[kind] + text));

test("lines that both have stay, the others go and come", () => equal(told("a\nb\nc", "a\nx\nc"), [" a", "-b", "+x", " c"]));
test("equal texts have no difference", () => equal(told("a\nb", "a\nb"), [" a", " b"]));
test("from nothing, all is new; to nothing, all is gone", () =>
  equal([told("", "a\nb"), told("a", ""), told("", "")], [["+a", "+b"], ["-a"], []]));
test("what moved goes at one place and comes at another", () => equal(told("a\nb\nc", "b\nc\na"), ["-a", " b", " c", "+a"]));
test("texts beyond comparing are shown whole", () => {
  const many = (name) => Array.from({ length: 600 }, (_, index) => `${name}${index}`).join("\n");
  equal(diffLines(many("a"), many("b")).length, 1200);
});

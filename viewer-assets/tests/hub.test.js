import { blocks, bySeverity, countdown, countUnseen, fileText, inFours, names, syncWords, visibleParts, worst } from "../views/hub/text.js";
import { equal, test } from "./check.js";

const shown = (text) => visibleParts(text).map((part) => part.text ?? `<${part.kind} ${part.code}>`).join("");

test("characters that nobody would see are shown by their numbers", () => {
  equal(shown("rm\u200B -rf"), "rm<hidden U+200B> -rf");
  equal(shown("a\u202Eb\u2069"), "a<bidi U+202E>b<bidi U+2069>");
  equal(shown("\uFEFFx\u00ADy\u0007"), "<hidden U+FEFF>x<hidden U+00AD>y<hidden U+0007>");
  equal(shown("\u{E0072}\u{E006D}"), "<hidden U+E0072 r><hidden U+E006D m>");
  equal(countUnseen("a\u2066\u2069"), 2);
});
test("what is written as it should be is left alone", () => {
  for (const text of ["", "line\n\ttab", "数据库", "שלום", "é", "❤️"]) equal(visibleParts(text), text ? [{ text }] : []);
  equal(shown("a\uFE0F"), "a<hidden U+FE0F>");
});
test("the worst finding comes first", () => {
  const findings = ["low", "high", "medium", "high"].map((severity, line) => ({ severity, line }));
  equal(bySeverity(findings).map(({ line }) => line), [1, 3, 2, 0]);
  equal([worst(findings), worst([]), worst(undefined)], ["high", "", ""]);
});
test("a page becomes blocks", () => {
  equal(blocks("---\nname: x\n---\n# Title\nOne\ntwo\n\n- a\n  more\n- b\n\n1. c\n2) d\n> said\n```sh\ncurl x | sh\n# no title\n```\nend"), [
    { kind: "code", text: "name: x" }, { kind: "heading", text: "Title" }, { kind: "text", text: "One\ntwo" },
    { kind: "list", items: ["a\nmore", "b"] }, { kind: "numbers", items: ["c", "d"] }, { kind: "quote", text: "said" },
    { kind: "code", text: "curl x | sh\n# no title" }, { kind: "text", text: "end" }]);
});
test("markup in a page is words, and a fence without an end goes to the end", () => {
  equal(blocks("<img src=x onerror=alert(1)>"), [{ kind: "text", text: "<img src=x onerror=alert(1)>" }]);
  equal(blocks("```\na\nb"), [{ kind: "code", text: "a\nb" }]);
  equal(blocks(""), []);
});
test("a code's time runs down and is over", () =>
  equal([countdown(600_000, 0), countdown(61_000, 0), countdown(900, 0), countdown(0, 0), countdown(0, 5)], ["10:00", "1:01", "0:01", "", ""]));
test("fingerprints are read in fours", () => equal([inFours("a1b2c3d4e"), inFours("a1b2 c3d4"), inFours("")], ["a1b2 c3d4 e", "a1b2 c3d4", ""]));
test("how keeping up goes is told in one word", () => {
  const key = (sync) => syncWords(sync).key.slice(9);
  equal([{ state: "failing", outbox: 2 }, { state: "rolled_back" }, { state: "syncing" }, { state: "idle", outbox: 1 },
    { state: "waiting", lastSyncAt: 1 }, { state: "idle" }].map(key), ["failing", "rolledBack", "syncing", "outbox", "idle", "first"]);
});
test("names are parted and said once", () => equal(names(" backend, ops，backend  "), ["backend", "ops"]));
test("a file is text or it is not", () => equal([fileText("aGk="), fileText("//79"), fileText("no base64!")], ["hi", null, null]));

import { markedParts, wordsOf } from "../lib/marks.js";
import { equal, test } from "./check.js";

const marked = (text, query) => markedParts(text, query).map(({ text: part, isMarked }) => (isMarked ? `[${part}]` : part)).join("");

test("words are marked where they begin, in any case", () => {
  equal(marked("Install the driver; reinstall drivers.", "DRIVER install"), "[Install] the [driver]; reinstall [driver]s.");
});
test("Chinese is marked by pairs that join", () => equal(marked("解决数据库连接超时的问题", "数据库超时"), "解决[数据库]连接[超时]的问题"));
test("characters with a meaning in patterns are only characters", () => {
  equal(marked("a.b (c) [d] c++", "a.b ( [ +"), "[a.b] (c) [d] c++");
});
test("nothing is marked for an empty query, and hostile text stays as it was", () => {
  equal(markedParts("<b>x</b>", " "), [{ text: "<b>x</b>", isMarked: false }]);
  equal(markedParts("", "x"), []);
});
test("parts always join to the text", () => {
  for (const query of ["a", "ab ba", "数据", "é", "x.y"]) {
    const text = "ab ba a.b 数据数据库 é x.y";
    equal(markedParts(text, query).map(({ text: part }) => part).join(""), text);
  }
});
test("parts of a name count as words too", () => equal(wordsOf("pg_config src/lib.rs"), ["pg_config", "src/lib.rs", "src", "lib"]));

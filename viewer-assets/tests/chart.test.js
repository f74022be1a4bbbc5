import { drawing, niceCeiling, stacked, tickIndexes } from "../lib/chart.js";
import { textOfMarkup } from "../lib/html.js";
import { equal, test } from "./check.js";

test("the scale ends with a round number", () => {
  equal([0, 0.3, 1, 7, 12, 24, 26, 99, 101].map(niceCeiling), [2, 0.4, 2, 8, 20, 40, 40, 100, 200]);
});
test("words below the axis are the first, the last and what has room", () => {
  equal(tickIndexes(3, 500), [0, 1, 2]);
  equal(tickIndexes(30, 230), [0, 15, 29]);
  equal(tickIndexes(365, 100).length, 2);
});
test("series stand on each other, and a gap counts nothing", () => {
  equal(stacked([{ values: [1, null] }, { values: [2, 3] }]), [[1, 0], [3, 3]]);
});
test("a drawing escapes its words and holds no style", () => {
  const spec = { kind: "bars", ticks: ["<b>"], series: [{ name: "a", tone: "good", values: [3] }] };
  const text = textOfMarkup(drawing(spec, 300, 100));
  equal(text.includes("<b>"), false);
  equal(text.includes("style="), false);
  equal(text.match(/class="fill"/g).length, 1);
});
test("a line leaves gaps", () => {
  const spec = { kind: "line", ticks: ["1", "2", "3"], series: [{ name: "a", tone: "good", values: [3, null, 4] }] };
  equal(textOfMarkup(drawing(spec, 300, 100)).match(/d="M[^"]*M/) !== null, true);
});

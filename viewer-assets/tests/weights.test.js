import { render } from "../lib/html.js";
import { weightsTable } from "../lib/weights.js";
import { equal, test } from "./check.js";

const drawn = (given) => {
  const host = document.createElement("div");
  render(host, weightsTable(given));
  return host;
};

test("bars go from the middle to both sides, the greatest to the end", () => {
  const bars = [...drawn({ contributions: { a: 4, b: -2, c: 1 }, caption: "x" }).querySelectorAll("rect")];
  equal(bars.map((bar) => [bar.getAttribute("x"), bar.getAttribute("width")]), [["50", "50"], ["25", "25"], ["50", "12.5"]]);
});
test("a feature is shown by its meaning, and by its name where there is none", () => {
  const heads = [...drawn({ contributions: { a: 1, b: 1 }, meanings: { a: "<b>" }, caption: "x" }).querySelectorAll("tbody th")];
  equal(heads.map((head) => head.textContent), ["<b>", "b"]);
});
test("nothing that counted is no table", () => equal(weightsTable({ contributions: {}, caption: "x" }), ""));

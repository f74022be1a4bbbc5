import { Heights } from "../components/windowed-list/heights.js";
import { equal, test } from "./check.js";

test("places follow from heights that were measured and a guess for the others", () => {
  const heights = new Heights(100);
  heights.keys = ["a", "b", "c", "d"];
  equal(heights.total, 400);
  equal([0, 99, 100, 399, 5000, -20].map((offset) => heights.at(offset)), [0, 0, 1, 3, 3, 0]);
  heights.note("b", 300);
  // The guess is the mean of what is known.
  equal([heights.before(1), heights.before(2), heights.total], [300, 600, 1200]);
});

test("what is measured stays known when rows come before it", () => {
  const heights = new Heights(100);
  heights.keys = ["b", "c"];
  equal(heights.note("b", 50), true);
  equal(heights.note("b", 50), false);
  heights.keys = ["a", "b", "c"];
  equal([heights.before(2), heights.of(1)], [100, 50]);
});

test("any of a hundred thousand rows is found by its place", () => {
  const heights = new Heights(100);
  heights.keys = Array.from({ length: 100_000 }, (_, index) => String(index));
  for (let row = 0; row < 100; row += 1) heights.note(String(row), 120);
  equal([heights.at(12_000_000 - 1), heights.at(6_000_000), heights.place("77777")], [99_999, 50_000, 77_777]);
});

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

test("a hundred thousand rows are placed in no time", () => {
  const heights = new Heights(100);
  heights.keys = Array.from({ length: 100_000 }, (_, index) => String(index));
  const start = performance.now();
  for (let round = 0; round < 20; round += 1) {
    heights.note(String(round), 120 + round);
    heights.at(5_000_000);
  }
  equal((performance.now() - start) / 20 < 16, true);
});

import { bytes, compared, dayKey, duration, signed } from "../lib/format.js";
import { equal, test } from "./check.js";

test("a day is the local one", () => equal(dayKey(new Date(2026, 0, 5, 23, 59).getTime()), "2026-01-05"));
test("durations show the two largest units", () => {
  equal([0, 59_000, 3_600_000, 273_845_000].map(duration), ["0 sec", "59 sec", "1 hr", "3 days 4 hr"]);
});
test("sizes are short", () => equal([512, 1_482_752, 24_300_000].map(bytes), ["512 bytes", "1.5 MB", "24 MB"]));
test("what was added has its sign", () => equal([5.812, -0.84, 0].map(signed), ["+5.81", "-0.84", "0.00"]));
test("a probability is compared as finely as it takes", () => {
  equal(compared(0.8712, 0.477), "87% ≥ 48%");
  equal(compared(0.4753, 0.477), "47.5% < 47.7%");
});

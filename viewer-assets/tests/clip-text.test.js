import { clipped } from "../components/clip-text/clip-text.js";
import { equal, test } from "./check.js";

test("short text is whole", () => equal(clipped("a\nb", 2, 10), null));
test("lines are counted before characters", () => equal(clipped("a\nb\nc", 2, 10), "a\nb"));
test("no character is cut in two", () => equal(clipped("😀😀😀", 5, 2), "😀😀"));

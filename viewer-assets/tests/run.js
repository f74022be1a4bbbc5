// Runs the tests of this folder in the page and writes the report; its last line is "N passed, N failed".
import { results } from "./check.js";

const files = ["html", "store", "router", "events", "locale", "format", "turns", "marks", "keyed", "api", "clip-text",
  "weights", "chart", "diff", "windowed-list", "recall", "hub"];
for (const file of files) {
  try {
    await import(`./${file}.test.js`);
  } catch (error) {
    results.push({ name: `${file}.test.js loads`, error });
  }
}
await Promise.all(results.map(({ done }) => done));
const failed = results.filter(({ error }) => error);
document.querySelector("#report").textContent = [
  ...results.map(({ name, error }) => (error ? `✗ ${name}\n    ${error.message}` : `✓ ${name}`)),
  `${results.length - failed.length} passed, ${failed.length} failed`,
].join("\n");
document.title = failed.length ? "failed" : "passed";

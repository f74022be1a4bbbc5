import { debounced, throttled } from "../lib/pace.js";
import { disposal, signal } from "../lib/store.js";
import { equal, test } from "./check.js";

test("a reader hears the value at once and each change, until it stops", () => {
  const heard = [];
  const value = signal(1);
  const stop = value.subscribe((now) => heard.push(now));
  value.value = 2;
  value.value = 2;
  stop();
  value.value = 3;
  equal(heard, [1, 2]);
});
test("disposal undoes everything once", () => {
  let count = 0;
  const until = disposal();
  until.add(() => { count += 1; }, () => { count += 1; });
  until.dispose();
  until.dispose();
  equal(count, 2);
});
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
test("debounced runs once after the last call", async () => {
  const heard = [];
  const run = debounced(20, (value) => heard.push(value));
  run("a");
  run("b");
  await wait(60);
  equal(heard, ["b"]);
});
test("throttled runs at once and once more for what came meanwhile", async () => {
  let count = 0;
  const run = throttled(20, () => { count += 1; });
  run();
  run();
  run();
  equal(count, 1);
  await wait(80);
  equal(count, 2);
});

import { reconcile } from "../lib/keyed.js";
import { equal, test } from "./check.js";

test("elements that stay are the same elements, in the new order", () => {
  const parent = document.createElement("ul");
  const show = (items) => reconcile(parent, items, {
    key: (item) => item, make: () => document.createElement("li"), update: (element, item) => { element.textContent = item; },
  });
  show(["a", "b", "c"]);
  const [first] = parent.children;
  show(["c", "a", "d"]);
  equal([...parent.children].map((element) => element.textContent), ["c", "a", "d"]);
  equal(parent.children[1] === first, true);
  show([]);
  equal(parent.childElementCount, 0);
});

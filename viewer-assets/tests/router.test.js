import { formatHash, parseHash } from "../lib/router.js";
import { equal, test } from "./check.js";

test("a hash is page, id and query", () => {
  equal(parseHash("#/memories/tr_1?agent=codex&q=a%20b"), { page: "memories", id: "tr_1", query: { agent: "codex", q: "a b" } });
  equal(parseHash("#/memories"), { page: "memories", id: null, query: {} });
  equal(parseHash(""), { page: "", id: null, query: {} });
});
test("an id with any character survives the way to the address and back", () => {
  for (const id of ["a/b", "ü?#&", "100%", "任务"]) equal(parseHash(formatHash({ page: "memories", id })).id, id);
});
test("empty parameters are left out of the address", () => {
  equal(formatHash({ page: "memories", query: { q: "", agent: "codex" } }), "#/memories?agent=codex");
});
test("a broken escape is taken as it is", () => equal(parseHash("#/memories/%zz").id, "%zz"));

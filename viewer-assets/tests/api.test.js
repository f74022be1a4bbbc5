import { address } from "../lib/api.js";
import { equal, test } from "./check.js";

test("captures are escaped and empty parameters left out", () => {
  equal(address("/api/v1/traces/{id}", { id: "a/../b?" }), "/api/v1/traces/a%2F..%2Fb%3F");
  equal(address("/api/v1/turns", {}, { limit: 30, before: null, agent: "", q: "a b" }), "/api/v1/turns?limit=30&q=a+b");
});

import { overrides } from "../views/recall/lab.js";
import { equal, test } from "./check.js";

test("settings to try are sent as the daemon nests them, and those in force are left out", () => {
  equal(overrides({}), {});
  equal(overrides({ "topK.tier1": 2, "topK.tier3": 0, mmrLambda: 0.5, scope: undefined }),
    { topK: { tier1: 2, tier3: 0 }, mmrLambda: 0.5 });
});

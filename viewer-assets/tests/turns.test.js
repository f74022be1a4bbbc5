import { groupByDay, isEcho, mergeTurns, shortWorkspace, stepsOf, turnOfTrace, turnsOfTimeline } from "../lib/turns.js";
import { equal, test } from "./check.js";

const turn = (turnId, ts, more = {}) => ({ sessionId: "s", turnId, ts, ...more });
const day = (date, hour) => new Date(2026, 0, date, hour).getTime();

test("what arrives is merged newest first, and a later copy replaces the earlier", () => {
  const merged = mergeTurns([turn("a", 2, { status: "open" }), turn("b", 1)], [turn("c", 3), turn("a", 2, { status: "ended" })]);
  equal(merged.map(({ turnId, status }) => [turnId, status]), [["c", undefined], ["a", "ended"], ["b", undefined]]);
});
test("turns of one moment keep an order of their own", () => {
  equal(mergeTurns([], [turn("a", 1), turn("b", 1)]).map(({ turnId }) => turnId), ["b", "a"]);
});
test("two agents may answer in one moment", () => {
  equal(mergeTurns([turn(1, 1, { sessionId: "a" })], [turn(1, 1, { sessionId: "b" })]).length, 2);
});
test("days group neighbours", () => {
  const groups = groupByDay([turn("c", day(2, 9)), turn("b", day(1, 23)), turn("a", day(1, 1))]);
  equal(groups.map(({ day: name, turns }) => [name, turns.length]), [["2026-01-02", 1], ["2026-01-01", 2]]);
});
test("each tool call is a step, words without one are a step", () => {
  const steps = stepsOf({ traces: [
    { id: "t1", ts: 1, toolCalls: [{ name: "Bash", input: { command: "ls" }, output: "a", startedAt: 5, endedAt: 9 }] },
    { id: "t2", ts: 2, toolCalls: [], agentText: "Done." },
  ] });
  equal(steps.map(({ kind, name, input, said, ms }) => ({ kind, name, input, said, ms })), [
    { kind: "tool", name: "Bash", input: '{\n  "command": "ls"\n}', ms: 4 }, { kind: "words", said: "Done." },
  ]);
});
test("a step that repeats the answer is an echo, one with a reflection is not", () => {
  const answered = { agentText: "Done." };
  equal(isEcho({ kind: "words", said: "Done.", signatures: [] }, answered), true);
  equal(isEcho({ kind: "words", said: "Done.", signatures: [], reflection: "x" }, answered), false);
});
test("a turn is put together from the traces of its episode", () => {
  const traces = [
    { id: "t1", turnId: 1, ts: 1, userText: "ask", agentText: "" }, { id: "t2", turnId: 1, ts: 2, agentText: "answer" },
    { id: "t3", turnId: 2, ts: 3, userText: "next", agentText: "" },
  ];
  const built = turnOfTrace(traces[1], traces);
  equal([built.userText, built.agentText, built.traces.length, built.ts], ["ask", "answer", 2, 1]);
  equal(turnsOfTimeline(traces).map(({ userText }) => userText), ["ask", "next"]);
});
test("a workspace is its last two folders", () => {
  equal(["/home/ada/work/parser", "C:\\code\\shop", "", undefined].map(shortWorkspace), ["work/parser", "code/shop", "", ""]);
});

#!/usr/bin/env python3
"""Is a known fault recognised on another machine, and a look-alike left alone? Through the bridge, as a host would ask.

Every error of the set is recorded as a turn whose tool call fails with the log, then a turn that fixes it. Then each
perturbed log goes to `memory.search`: recall@1 is the share whose first hit is a trace of that failing turn. Each near
miss is asked too: it is wrong when the first hit that the error-signature channel brought is the error it looks like.

    error_recall.py                      errors/ of this folder
    error_recall.py --failures 40        also print what failed
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from memos_client import ScratchHome, percentile, table

FOLDER = Path(__file__).resolve().parent / "errors"
CHANNEL = "error_signature"
START = 1_735_722_000_000  # 2025-01-01 09:00 UTC; a case an hour


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def turn(bridge, session, ts, user, agent, output, code=None):
    """The ids of the traces that one turn with one tool call became."""
    started = bridge.request("turn.start", {"agent": "hermes", "sessionId": session, "userText": user, "ts": ts,
                                            "turnKey": f"{session}:{ts}", "contextHints": {"captureOnly": True}})
    call = {"name": "Bash", "input": "./run-ci.sh", "output": output, "toolCallId": f"{session}:{ts}"}
    if code:
        call["errorCode"] = code
    ended = bridge.request("turn.end", {"agent": "hermes", "sessionId": session, "ts": ts + 1000, "agentText": agent,
                                        "episodeId": started["query"]["episodeId"], "toolCalls": [call]})
    return ended.get("traceIds") or [ended["traceId"]]


def recorded(bridge, errors):
    """The error behind each trace of a failing turn."""
    error_of = {}
    for number, error in enumerate(errors):
        session, ts = f"errors::{error['id']}", START + number * 3_600_000
        bridge.request("session.open", {"agent": "hermes", "sessionId": session})
        for trace in turn(bridge, session, ts, "Run the checks.", "They fail; I look at the log.", error["log"], "1"):
            error_of[trace] = error["id"]
        turn(bridge, session, ts + 60_000, "Fix it and run again.", error["fix"], "done")
    return error_of


class Answer:
    """What came back for one log."""

    def __init__(self, bridge, log, error_of):
        result, self.ms = bridge.timed("memory.search", {
            "query": log, "agent": "hermes", "topK": {"tier1": 0, "tier2": 10, "tier3": 0}, "explain": True})
        hits = [hit["refId"] for hit in result["hits"]]
        signed = [candidate["refId"] for candidate in result["explanation"]["candidates"]
                  if CHANNEL in json.dumps(candidate["channels"]) and candidate["refId"] in hits]
        self.first = error_of.get(hits[0]) if hits else None
        self.signed = [error_of.get(trace) for trace in sorted(signed, key=hits.index)]

    @property
    def first_signed(self):
        return self.signed[0] if self.signed else None


def percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def measured(errors, misses):
    """Per ecosystem: asked, right at once, brought by the signature, first signed is another; near misses, wrong, any."""
    ecosystem_of = {error["id"]: error["ecosystem"] for error in errors}
    figures, failures, times = defaultdict(lambda: [0] * 7), [], []
    with ScratchHome() as home, home.bridge() as bridge:
        error_of = recorded(bridge, errors)
        for error in errors:
            for log in error["perturbed"]:
                answer = Answer(bridge, log, error_of)
                times.append(answer.ms)
                right, signed = answer.first == error["id"], error["id"] in answer.signed
                other = answer.first_signed not in (None, error["id"])
                for index, value in enumerate([1, right, signed, other]):
                    figures[error["ecosystem"]][index] += value
                if not right or not signed:
                    kind = ("not first" if not right else "") + (" unsigned" if not signed else "") + (" other signed" if other else "")
                    failures.append((kind.strip(), error["id"], answer.first, log))
        for miss in misses:
            answer = Answer(bridge, miss["log"], error_of)
            times.append(answer.ms)
            wrong, any_signed = answer.first_signed == miss["of"], bool(answer.signed)
            for index, value in enumerate([1, wrong, any_signed]):
                figures[ecosystem_of[miss["of"]]][4 + index] += value
            if any_signed:
                failures.append(("taken for its look-alike" if wrong else "taken for another", miss["id"],
                                 answer.first_signed, miss["log"]))
    return figures, failures, times


def row(name, values):
    asked, right, signed, other, misses, wrong, any_signed = values
    return [name, asked, f"{right / max(asked, 1):.4f}", f"{signed / max(asked, 1):.4f}", percent(other, asked), misses,
            percent(wrong, misses), percent(any_signed, misses)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="ecosystems to ask about, by comma; all are recorded alike")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print up to N that failed")
    parser.add_argument("--json", type=Path, help="also write the figures and every failure to this file")
    options = parser.parse_args()
    errors, misses = lines(FOLDER / "errors.jsonl"), lines(FOLDER / "near_misses.jsonl")
    if options.only:
        wanted = set(options.only.split(","))
        errors = [error for error in errors if error["ecosystem"] in wanted]
        misses = [miss for miss in misses if miss["of"] in {error["id"] for error in errors}]
    figures, failures, times = measured(errors, misses)
    total = [sum(values) for values in zip(*figures.values())]
    print(f"{len(errors)} errors recorded, each asked as {len(errors[0]['perturbed'])} other machines print it")
    print(table([row(name, figures[name]) for name in sorted(figures)] + [row("all", total)],
                ["ecosystem", "asked", "recall@1", "by signature", "another signed", "near misses", "wrong", "any signed"]))
    print(f"search p50 {percentile(times, .5):.2f} ms, p95 {percentile(times, .95):.2f} ms")
    for kind, identity, first, log in failures[:options.failures]:
        print(f"\n{kind}: {identity} (first: {first})\n{log}")
    if options.json:
        options.json.write_text(json.dumps({"figures": dict(figures), "failures": failures}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Does a known fault come back with what mended it? Through the bridge, as a host would ask.

Every episode of `repairs/` is recorded. Then each fault is asked for with the log of another machine:

    found   the first hit carries a repair, and the true fix is among its steps
    wrong   it carries a repair without the true fix, or one where nothing is known to have mended it
    exact   it carries the true fix and nothing else

    repair_recall.py                     repairs/ of this folder
    repair_recall.py --failures 20       also print what was not found or wrong
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from error_recall import START, lines
from memos_client import ScratchHome, percentile, table

FILE = Path(__file__).resolve().parent / "repairs" / "episodes.jsonl"


def record(bridge, episode, ts):
    """Trace ids by [turn, call]; a call of -1 is the turn's answer."""
    session, ids = f"repairs::{episode['id']}", {}
    bridge.request("session.open", {"agent": "hermes", "sessionId": session})
    for number, turn in enumerate(episode["turns"]):
        began = ts + number * 60_000
        started = bridge.request("turn.start", {
            "agent": "hermes", "sessionId": session, "userText": turn["user"], "ts": began, "turnKey": f"{session}:{number}",
            "contextHints": {"captureOnly": True}})
        calls = [{**call, "toolCallId": f"{session}:{number}:{index}"} for index, call in enumerate(turn["calls"])]
        ended = bridge.request("turn.end", {
            "agent": "hermes", "sessionId": session, "ts": began + 30_000, "agentText": turn["agent"],
            "episodeId": started["query"]["episodeId"], "toolCalls": calls})
        for index, trace in enumerate(ended["traceIds"]):
            ids[number, index if index < len(calls) else -1] = trace
    return ids


def judged(bridge, episode, ids):
    """Whether the true fix was found, whether a wrong one was, whether nothing else was; what came back; milliseconds."""
    result, ms = bridge.timed("memory.search", {
        "query": episode["ask"], "agent": "hermes", "entry": "repair", "topK": {"tier1": 0, "tier2": 5, "tier3": 0}})
    own = set(ids.values())
    hit = next((hit for hit in result["hits"][:1] if hit.get("repair")), None)
    true = {ids[tuple(place)] for place in episode["fixes"]}
    given = set(hit["repair"]["fixIds"]) if hit and hit["repair"]["failingId"] in own else set()
    stray = bool(hit) and not given
    found = bool(true & given)
    return found, (bool(given) or stray) and not found, found and given <= true, hit and hit["repair"], ms


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print up to N that failed")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    episodes = lines(FILE)
    figures, failures, times = defaultdict(lambda: [0] * 5), [], []
    with ScratchHome() as home, home.bridge() as bridge:
        places = [record(bridge, episode, START + number * 3_600_000) for number, episode in enumerate(episodes)]
        for episode, ids in zip(episodes, places):
            found, wrong, exact, given, ms = judged(bridge, episode, ids)
            times.append(ms)
            for index, value in enumerate([1, bool(episode["fixes"]), found, exact, wrong]):
                figures[episode["course"]][index] += value
            if wrong or (episode["fixes"] and not found):
                failures.append((episode["id"], given))
    total = [sum(values) for values in zip(*figures.values())]
    rows = [[name, asked, mended, f"{found / mended:.3f}" if mended else "-", f"{exact / mended:.3f}" if mended else "-",
             f"{wrong / asked:.3f}"] for name, (asked, mended, found, exact, wrong) in [*figures.items(), ("all", total)]]
    print(table(rows, ["course", "asked", "mended", "found", "exact", "wrong"]))
    print(f"search p50 {percentile(times, .5):.2f} ms, p95 {percentile(times, .95):.2f} ms")
    for identity, given in failures[:options.failures]:
        print(f"\n{identity}: {json.dumps(given, ensure_ascii=False)}")
    if options.json:
        options.json.write_text(json.dumps({"figures": dict(figures), "failures": failures}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

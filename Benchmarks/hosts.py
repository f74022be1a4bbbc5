#!/usr/bin/env python3
"""How long every host waits: each hook event that a person or a turn waits for, and the first answer over MCP.

    hosts.py                  200 runs of each event, with 2,000 turns in the memory
    hosts.py --runs 1000 --turns 20000
    hosts.py --json FILE      the figures as JSON as well; `-` for standard output

The programs are those in MEMOS_BIN, by default the release build. `ratio` is the median against that of /bin/true started
in turns with it, so that figures of different machines can be compared.
"""

import argparse
import json
import platform
import shutil
import statistics
import sys
import time
from pathlib import Path

import mcp
from corpus import Corpus
from latency import spawn_timed
from memos_client import BIN, ROOT, ScratchHome, percentile, table

sys.path.append(str(ROOT / "Tests" / "HostTests"))
import hook_payloads  # noqa: E402

FACTS = 50
P50_GOAL, P99_GOAL = 15.0, 50.0
OPENING = {"claude": "SessionStart", "codex": "SessionStart", "cursor": "sessionStart", "gemini": "SessionStart",
           "hermes": "on_session_start"}


def measured_events(host):
    """The events that stand in a turn's way, in the order of a turn."""
    return [OPENING[host], *(event for event, _ in hook_payloads.TURN[host])]


def name_of(corpus, number):
    """A word that is in no other text, and so asked for in one fact only."""
    return f"{corpus.words[-1 - number % FACTS]}{number % FACTS}"


def fill(home, corpus, turns):
    """What is recalled from: talk, and facts that are asked for."""
    transcripts = home.folder / "transcripts"
    corpus.write_transcripts(transcripts, turns)
    home.memos("import", "--yes", "--json", transcripts)
    shutil.rmtree(transcripts)
    with home.bridge() as bridge:
        for number in range(FACTS):
            session = f"facts-{number}"
            bridge.request("session.open", {"agent": "hermes", "sessionId": session})
            common = {"agent": "hermes", "sessionId": session, "ts": int(time.time() * 1000)}
            fact = f"Remember that the staging database of {name_of(corpus, number)} listens on port {5000 + number}."
            started = bridge.request("turn.start", {**common, "userText": fact})
            bridge.request("turn.end", {**common, "episodeId": started["query"]["episodeId"], "agentText": "Noted.",
                                        "toolCalls": []})


def time_host(home, corpus, host, runs, true):
    """Event → milliseconds of every run; and those of an empty process in between."""
    command = [str(BIN / "memos"), "hook", "--host", host, "--home", str(home.path)]
    times, empty, spoke = {event: [] for event in measured_events(host)}, [], 0
    for number in range(-5, runs):
        session, turn = f"bench-{host}-{number}", f"turn-{host}-{number}"
        question = f"On which port does the staging database of {name_of(corpus, number)} listen?"
        payloads = dict(hook_payloads.turn_events(host, session, turn, question, "Noted.", with_tool=True))
        payloads[OPENING[host]] = hook_payloads.events(host, session, turn)[OPENING[host]]
        for event in times:
            ms, output = spawn_timed(command, home.environment, json.dumps(payloads[event]).encode())
            if number >= 0:
                times[event].append(ms)
                spoke += event == hook_payloads.RECALL[host] and len(output) > 30
        if number >= 0:
            empty.append(spawn_timed([true], home.environment, b"")[0])
    return times, empty, spoke


def figures(name, event, times, empty):
    median = statistics.median(times)
    return {"host": name, "event": event, "runs": len(times), "p50": median, "p95": percentile(times, .95),
            "p99": percentile(times, .99), "ratio": median / statistics.median(empty)}


def measure(runs, turns):
    corpus, rows, true = Corpus(), [], shutil.which("true")
    all_empty = []
    with ScratchHome() as home:
        home.start()
        fill(home, corpus, turns)
        for host in hook_payloads.HOSTS:
            times, empty, spoke = time_host(home, corpus, host, runs, true)
            all_empty += empty
            rows += [{**figures(host, event, values, empty), "p50Goal": P50_GOAL, "p99Goal": P99_GOAL}
                     for event, values in times.items()]
            if spoke == 0:
                print(f"{host}: no recall said anything; its figures are of silence", file=sys.stderr)
        starts = [mcp.first_answer(home, mcp.INITIALIZE)[0] for _ in range(runs)]
        rows.append({**figures("mcp", "initialize", starts, all_empty), "p50Goal": mcp.GOAL_MS, "p99Goal": mcp.GOAL_MS})
    rows.append(figures("(none)", "/bin/true", all_empty, all_empty))
    return rows


def missed(row):
    return [f"{row['host']} {row['event']} {name} {row[name]:.1f} ms" for name in ("p50", "p99")
            if row.get(f"{name}Goal") and row[name] > row[f"{name}Goal"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    if not (BIN / "memosd").exists():
        sys.exit(f"no programs in {BIN}; run make release, or set MEMOS_BIN")
    rows = measure(options.runs, options.turns)
    if options.json:
        text = json.dumps({"machine": platform.machine(), "system": platform.system(), "turns": options.turns, "rows": rows},
                          indent=1)
        print(text) if options.json == "-" else Path(options.json).write_text(text + "\n")
    if options.json != "-":
        print(table([[row["host"], row["event"], row["p50"], row["p95"], row["p99"], row["ratio"]] for row in rows],
                    ["host", "event", "p50 ms", "p95 ms", "p99 ms", "ratio"]))
    slow = [text for row in rows for text in missed(row)]
    if slow:
        sys.exit("not reached: " + "; ".join(slow))


if __name__ == "__main__":
    main()

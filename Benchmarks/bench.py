#!/usr/bin/env python3
"""Every figure in one table: what `make bench` prints. Takes the options of latency.py."""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import hosts
import latency
import retrieval
from memos_client import BIN

# Set, and the least recall it has to reach; and with vectors never less than without.
GOALS = [("locomo", 0.74), ("beam-100k", 0.55), ("memdaily", 0.70), ("prefeval", 0.40)]


def retrieval_rows():
    rows = []
    for name, goal in GOALS:
        cases = retrieval.measure([name], workers=1)
        if not cases:
            print("no retrieval sets beside the repository (set MEMOS_SHARED)", file=sys.stderr)
            return []
        ours, words, plain = ([q for case in cases for q in answers(case)]
                              for answers in (lambda c: c.ours, lambda c: c.words, lambda c: c.plain))
        alone, yardstick = (retrieval.mean([r for _, r, _ in answers]) for answers in (words, plain))
        rows.append((f"{name} recall@{retrieval.K} (words alone {alone:.3f}, fts5 porter {yardstick:.3f})",
                     retrieval.mean([r for _, r, _ in ours]), -max(goal, alone)))
        rows.append((f"{name} search p95, ms", latency.percentile([ms for _, _, ms in ours], .95), None))
    return rows


def host_rows(runs=200, turns=2000):
    """The slowest event of each host."""
    measured = hosts.measure(runs, turns)
    rows = []
    for name in dict.fromkeys(row["host"] for row in measured if row.get("p50Goal")):
        events = [row for row in measured if row["host"] == name]
        for figure in ("p50", "p99"):
            slowest = max(events, key=lambda row: row[figure])
            rows.append((f"{name} {slowest['event']} {figure}, ms", slowest[figure], slowest[f"{figure}Goal"]))
    return rows


def compared_rows(driver):
    """Of a driver that compares with other libraries, in a process of its own: it works inside its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.json"
        done = subprocess.run([sys.executable, Path(__file__).parent / driver, "--json", rows], stdout=subprocess.DEVNULL,
                              check=False)
        if done.returncode != 0:
            print(f"{driver} did not get through; its figures are missing", file=sys.stderr)
            return []
        return json.loads(rows.read_text())


def main():
    options = latency.parse()
    if not (BIN / "memosd").exists():
        sys.exit(f"no programs in {BIN}; run make release, or set MEMOS_BIN")
    print(f"{platform.system()} {platform.machine()}, programs of {BIN.name}")
    rows = retrieval_rows() + latency.measure(options) + host_rows() + compared_rows("embedding.py") + compared_rows("vectors.py")
    print(latency.printed(rows))
    missed = [name for name, value, goal, *_ in rows if goal is not None and latency.verdict(value, goal).endswith("✗")]
    if missed:
        sys.exit("not reached: " + "; ".join(missed))


if __name__ == "__main__":
    main()

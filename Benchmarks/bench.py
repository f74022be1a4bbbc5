#!/usr/bin/env python3
"""Every figure in one table: what `make bench` prints. Takes the options of latency.py."""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import latency
import retrieval
from memos_client import BIN

# Set or case, neighbours, the least recall it has to reach.
GOALS = [("locomo/conv-0", "off", 0.60), ("locomo/conv-0", "on", 0.75), ("memdaily", "on", 0.66)]


def retrieval_rows():
    rows = []
    for name, neighbours, goal in GOALS:
        cases = retrieval.measure([name], neighbours=neighbours, workers=1)
        if not cases:
            print("no retrieval sets beside the repository (set MEMOS_SHARED)", file=sys.stderr)
            return []
        ours = [q for case in cases for q in case.ours]
        plain = [q for case in cases for q in case.plain]
        label = f"{name} recall@{retrieval.K}" + (", keywords alone" if neighbours == "off" else "")
        rows.append((f"{label} (fts5 porter {retrieval.mean([r for _, r, _ in plain]):.3f})",
                     retrieval.mean([r for _, r, _ in ours]), -goal))
        rows.append((f"{name} search p95, ms", latency.percentile([ms for _, _, ms in ours], .95), None))
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
    rows = retrieval_rows() + latency.measure(options) + compared_rows("embedding.py") + compared_rows("vectors.py")
    print(latency.printed(rows))
    missed = [name for name, value, goal, *_ in rows if goal is not None and latency.verdict(value, goal).endswith("✗")]
    if missed:
        sys.exit("not reached: " + "; ".join(missed))


if __name__ == "__main__":
    main()

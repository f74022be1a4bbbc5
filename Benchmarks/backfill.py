#!/usr/bin/env python3
"""Back-fill: every sample of others' transcripts, and generated Claude transcripts of a given size.

    python3 Benchmarks/backfill.py [--megabytes 100] [--samples FOLDER]

Prints for each format what was read and how long it took, then throughput and the daemon's greatest memory for the
generated ones.
"""

import argparse
import json
import random
import sqlite3
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from memos_client import ScratchHome, shared_folder, table

DUMPS = {"hermes.sql": "state.db", "opencode.sql": "opencode.db", "goose.sql": "sessions.db", "zed.sql": "threads.db"}
WORDS = ("parser gateway index branch commit socket buffer worker schema token cursor folder viewer budget session "
         "recall answer module thread export policy timeout header packet vector column kernel handle marker").split()


def samples(home, folder):
    """Imports each sample folder by itself."""
    copies = home.folder / "samples"
    rows = []
    for source in sorted(path for path in folder.iterdir() if path.is_dir()):
        target = copies / source.name
        for file in (path for path in source.rglob("*") if path.is_file()):
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if name := DUMPS.get(file.name):
                connection = sqlite3.connect(copy.with_name(name))
                connection.executescript(file.read_text())
                connection.close()
            else:
                copy.write_bytes(file.read_bytes())
        begin = time.monotonic()
        done = home.json("import", "--yes", target)
        spent = (time.monotonic() - begin) * 1000
        for entry in done["hosts"]:
            rows.append([entry["format"], entry["files"], entry["sessions"], entry["turns"], entry["calls"],
                         entry["failures"], entry["newTurns"], entry["failed"], f"{spent:.0f}"])
    return rows


def generate(folder, megabytes):
    """Claude transcripts with three tool calls a turn; the same bytes for the same size."""
    chance = random.Random(8)
    clock = datetime(2026, 3, 1, tzinfo=timezone.utc)
    written = turns = files = 0

    def words(count):
        return " ".join(chance.choice(WORDS) + (str(chance.randrange(10_000)) if chance.random() < 0.1 else "")
                        for _ in range(count))

    while written < megabytes << 20:
        files += 1
        session = f"generated-{files}"
        path = folder / ".claude" / "projects" / f"-src-project{files % 20}" / f"{session}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as out:
            for turn in range(chance.randrange(5, 80)):
                def line(kind, content, number):
                    nonlocal clock
                    clock += timedelta(seconds=4)
                    name = f"{session}-{turn}-{number}"
                    out.write(json.dumps({
                        "type": kind, "uuid": name, "sessionId": session, "cwd": f"/src/project{files % 20}",
                        "timestamp": clock.isoformat().replace("+00:00", "Z"), "version": "2.1.0",
                        "message": {"role": kind, "id": f"m-{name}", "content": content}}) + "\n")
                line("user", words(25), 0)
                for call in range(3):
                    name = f"toolu_{files}_{turn}_{call}"
                    line("assistant", [{"type": "tool_use", "id": name, "name": "Bash",
                                        "input": {"command": f"grep -rn {words(1)} src"}}], 2 * call + 1)
                    line("user", [{"type": "tool_result", "tool_use_id": name, "is_error": chance.random() < 0.1,
                                   "content": words(120)}], 2 * call + 2)
                line("assistant", [{"type": "text", "text": words(80)}], 9)
                turns += 1
        written += path.stat().st_size
    return written, turns, files


def peak_memory(home):
    """Of the daemon, in MB; None where there is no /proc."""
    record = json.loads((home.path / "daemon" / "run.json").read_text())
    status = Path(f"/proc/{record['pid']}/status")
    if not status.exists():
        return None
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--megabytes", type=int, default=100)
    arguments.add_argument("--samples", type=Path, default=shared_folder("data/transcripts"))
    chosen = arguments.parse_args()
    if chosen.samples:
        with ScratchHome() as home:
            home.start()
            print(table(samples(home, chosen.samples),
                        ["format", "files", "sessions", "turns", "calls", "failures", "new turns", "failed", "ms"]))
    with ScratchHome() as home:
        size, turns, files = generate(home.folder / "user", chosen.megabytes)
        home.start()
        begin = time.monotonic()
        plan = home.json("import", "--all", "--dry-run")
        planned = time.monotonic() - begin
        begin = time.monotonic()
        done = home.json("import", "--all", "--yes")
        # The command plans once more before it runs.
        spent = time.monotonic() - begin - planned
        assert done["imported"]["turns"] == turns == plan["total"]["newTurns"], done["imported"]
        memory = peak_memory(home)
        begin = time.monotonic()
        again = home.json("import", "--all", "--yes")
        rest = time.monotonic() - begin
        assert again["skipped"] == files
        megabytes = size / (1 << 20)
        print(f"{megabytes:.0f} MB, {files} files, {turns} turns, {done['imported']['traces']} traces: planned in "
              f"{planned:.1f} s, imported in {spent:.1f} s ({megabytes / spent:.1f} MB/s, {turns / spent:.0f} turns/s), "
              f"again in {rest:.1f} s; greatest memory of the daemon {memory and round(memory)} MB")


if __name__ == "__main__":
    main()

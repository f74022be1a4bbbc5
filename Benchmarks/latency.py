#!/usr/bin/env python3
"""How long a host waits: hook, recall, capture, start, import; and how much room the daemon takes.

    latency.py                       at 100,000 turns
    latency.py --turns 1000000       takes a while: the database is made by importing generated transcripts
    latency.py --home DIR            keeps the home there and uses it again next time
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import Corpus
from memos_client import BIN, ScratchHome, percentile, table

MISSING = float("nan")
# Questions asked before recall is timed: a daemon that lives knows the frequencies of the words it is asked for.
WARM_UP = 200


def spawn_timed(arguments, environment, stdin_bytes):
    """Milliseconds from the start of a process to the last byte it wrote, without Python's own process machinery."""
    with tempfile.TemporaryFile() as file:
        file.write(stdin_bytes)
        file.seek(0)
        read_end, write_end = os.pipe()
        actions = [(os.POSIX_SPAWN_DUP2, file.fileno(), 0), (os.POSIX_SPAWN_DUP2, write_end, 1),
                   (os.POSIX_SPAWN_CLOSE, read_end)]
        began = time.perf_counter()
        pid = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
        os.close(write_end)
        output = b""
        while piece := os.read(read_end, 65536):
            output += piece
        elapsed = (time.perf_counter() - began) * 1000
        os.close(read_end)
        _, status = os.waitpid(pid, 0)
        if status != 0:
            raise SystemExit(f"{arguments} ended with {status}")
    return elapsed, output


def hook_payload(event, number, **fields):
    return json.dumps({"session_id": f"bench-{number}", "prompt_id": f"p{number}", "transcript_path": "", "cwd": "/project/1",
                       "hook_event_name": event, **fields}).encode()


def time_hooks(home, corpus, runs):
    """UserPromptSubmit with the daemon up, the same with the daemon away, and an empty process as the yardstick."""
    command = [str(BIN / "memos"), "hook", "--host", "claude", "--home", str(home.path)]
    home.start()
    for number in range(20):
        spawn_timed(command, home.environment, hook_payload("UserPromptSubmit", f"warm{number}", prompt=corpus.question()))
    up, answered = [], 0
    for number in range(runs):
        ms, output = spawn_timed(command, home.environment,
                                 hook_payload("UserPromptSubmit", number, prompt=corpus.question()))
        up.append(ms)
        answered += bool(output)
    true = shutil.which("true")
    empty = [spawn_timed([true], home.environment, b"")[0] for _ in range(runs)]
    return up, answered, empty


def time_hooks_down(home, corpus, runs):
    """Each run finds no daemon, spools and starts one, which is stopped again before the next."""
    command = [str(BIN / "memos"), "hook", "--host", "claude", "--home", str(home.path)]
    run_file = home.path / "daemon" / "run.json"
    down = []
    for number in range(runs):
        home.memos("stop")
        down.append(spawn_timed(command, home.environment, hook_payload(
            "Stop", f"down{number}", stop_hook_active=False, last_assistant_message=corpus.agent_text()))[0])
        deadline = time.monotonic() + 10
        while not run_file.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
    return down


def time_recall(home, corpus, runs):
    times = []
    with home.bridge("claude") as bridge:
        for _ in range(100):
            bridge.timed("core.health", {})
        idle = [bridge.timed("core.health", {})[1] for _ in range(200)]
        for number in range(runs + WARM_UP):
            session = f"recall-{number}"
            bridge.request("session.open", {"agent": "claude", "sessionId": session})
            _, ms = bridge.timed("turn.start", {"agent": "claude", "sessionId": session, "userText": corpus.question(),
                                                "ts": int(time.time() * 1000)})
            if number >= WARM_UP:
                times.append(ms)
    return times, idle


def time_capture(home, corpus, runs):
    times = []
    with home.bridge("claude") as bridge:
        for number in range(runs + 20):
            if number % 50 == 0:
                session = f"capture-{number}"
                bridge.request("session.open", {"agent": "claude", "sessionId": session})
            started = bridge.request("turn.start", {
                "agent": "claude", "sessionId": session, "userText": corpus.user_text(), "ts": int(time.time() * 1000),
                "contextHints": {"captureOnly": True}})
            _, ms = bridge.timed("turn.end", {
                "agent": "claude", "sessionId": session, "episodeId": started["query"]["episodeId"],
                "agentText": corpus.agent_text(), "toolCalls": [{"name": "Bash", "input": "make test", "output": corpus.error(),
                                                                 "toolCallId": f"c{number}"}], "ts": int(time.time() * 1000)})
            if number >= 20:
                times.append(ms)
    return times


def time_cold_start(home, runs=10):
    """From starting `memosd` to its first answer on the socket."""
    times = []
    address = home.run_info()["socket"]
    for _ in range(runs):
        home.memos("stop")
        began = time.perf_counter()
        child = subprocess.Popen([str(BIN / "memosd"), "--home", str(home.path), "--agent", "claude"], env=home.environment,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(address)
                break
            except OSError:
                connection.close()
                if time.perf_counter() - began > 30:
                    raise SystemExit("memosd did not come up")
                time.sleep(0.0005)
        version = "0.0.1"  # Older than the daemon, so that no hand-over is due.
        connection.sendall(json.dumps({"memos": "hello", "protocol": 1, "version": version, "role": "cli", "agent": "claude",
                                       "pid": os.getpid()}).encode()
                           + b'\n{"jsonrpc":"2.0","id":1,"method":"core.health","params":{}}\n')
        for line in connection.makefile("rb"):
            if b'"id":1' in line:
                break
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        child.send_signal(signal.SIGTERM)
        child.wait(10)
    return times


def resident_megabytes(pid):
    return int(subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout) / 1024


def wait_for_vectors(home):
    """Vectors are made beside everything else; recall is timed when all are there."""
    print("making vectors …", file=sys.stderr)
    began = time.perf_counter()
    while (status := home.json("vectors", "status"))["state"] == "catching_up":
        time.sleep(1)
    seconds, serving = time.perf_counter() - began, status.get("serving")
    if status["state"] != "complete" or not serving["vectors"]:
        print(f"no vectors: {status}", file=sys.stderr)
        return []
    return [(f"vectors of {serving['model']} after the import, vectors/s", serving["vectors"] / seconds, None),
            ("vectors on disk, bytes each", serving["bytes"] / serving["vectors"], 450)]


def measure(options):
    """Rows of (figure, value, goal)."""
    corpus = Corpus()
    rows = []
    sizes = {name: (BIN / name).stat().st_size / 1e6 for name in ("memos", "memosd")}
    rows.append(("memos + memosd on disk, MB", sum(sizes.values()), 80))

    with ScratchHome() as empty:
        empty.start()
        time.sleep(options.settle)
        rows.append(("idle RSS, empty home, MB", resident_megabytes(empty.run_info()["pid"]), 45))

    with ScratchHome(options.home) as home:
        ready = home.folder / f"ready-{options.turns}"
        if not ready.exists():
            transcripts = home.folder / "transcripts"
            print(f"writing {options.turns} turns of talk …", file=sys.stderr)
            messages = corpus.write_transcripts(transcripts, options.turns)
            home.start()
            print("importing …", file=sys.stderr)
            began = time.perf_counter()
            home.memos("import", "--yes", "--json", transcripts)
            seconds = time.perf_counter() - began
            rows.append((f"import of {messages:,} messages, messages/s", messages / seconds, -5000))
            shutil.rmtree(transcripts)
            rows += wait_for_vectors(home)
            ready.touch()
        home.memos("search", "warm up")
        status = home.json("status")
        traces = status["counts"]["traces"]
        scale = f"at {traces:,} traces"
        rows.append((f"database {scale}, MB", status["bytes"]["database"] / 1e6, None))

        recall, idle = time_recall(home, corpus, options.runs)
        goal = 30 if traces <= 150_000 else 120
        rows.append(("core.health p50 (the relay alone), ms", percentile(idle, .5), None))
        rows += [(f"turn.start p50 {scale}, ms", percentile(recall, .5), None),
                 (f"turn.start p95 {scale}, ms", percentile(recall, .95), goal)]
        rows.append((f"RSS after {options.runs} recalls {scale}, MB", resident_megabytes(home.run_info()["pid"]), 150))
        capture = time_capture(home, corpus, options.runs)
        rows += [("turn.end acknowledged p50, ms", percentile(capture, .5), None),
                 ("turn.end acknowledged p99, ms", percentile(capture, .99), 5)]
        up, answered, empty_process = time_hooks(home, corpus, options.runs)
        rows += [("an empty process p50, ms", percentile(empty_process, .5), None),
                 (f"hook p50 {scale}, ms", percentile(up, .5), 15),
                 (f"hook p99 {scale}, ms", percentile(up, .99), 50),
                 (f"hooks of {options.runs} that recalled something", answered, None)]
        cold = time_cold_start(home)
        rows += [(f"memosd start to first answer p50 {scale}, ms", percentile(cold, .5), 100),
                 (f"memosd start to first answer max {scale}, ms", max(cold), 100)]
        home.start()
        time.sleep(options.settle)
        rows.append((f"idle RSS after start {scale}, MB", resident_megabytes(home.run_info()["pid"]), 45))
        down = time_hooks_down(home, corpus, min(options.runs, 100))
        rows += [("hook with the daemon down p50, ms", percentile(down, .5), 20),
                 ("hook with the daemon down p99, ms", percentile(down, .99), 20)]
    return rows


def verdict(value, goal):
    if goal is None:
        return ""
    met = value >= -goal if goal < 0 else value <= goal
    return f"{'≥' if goal < 0 else '≤'} {abs(goal)} {'✓' if met else '✗'}"


def printed(rows):
    """Rows are (figure, value, goal) and, where two digits say too much or too little, how many."""
    return table([(name, f"{value:,.{digits[0] if digits else 2}f}", verdict(value, goal))
                  for name, value, goal, *digits in rows], ["figure", "value", "goal"])


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--settle", type=float, default=5, help="seconds of rest before memory is read")
    parser.add_argument("--home", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    print(printed(measure(parse())))

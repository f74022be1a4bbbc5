#!/usr/bin/env python3
"""How long a client of the Model Context Protocol waits: for the first answer of `memos mcp`, from its start, with a
daemon that runs, in both eras; and for a search on an open pipe.

    mcp.py [--starts 50] [--turns 0]    --turns: memories to fill the home with first
"""

import argparse
import json
import subprocess
import time

from memos_client import BIN, ScratchHome, percentile

GOAL_MS = 50
INITIALIZE = {"method": "initialize", "params": {
    "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}
DISCOVER = {"method": "server/discover", "params": {"_meta": {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}}


class Client:
    def __init__(self, home):
        self.process = subprocess.Popen(
            [str(BIN / "memos"), "mcp", "--home", str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=home.environment)

    def ask(self, message):
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, **message}).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["result"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(5)


def first_answer(home, message):
    started = time.perf_counter()
    client = Client(home)
    client.ask(message)
    waited = (time.perf_counter() - started) * 1000
    closing = time.perf_counter()
    client.close()
    return waited, (time.perf_counter() - closing) * 1000


def call(tool, **arguments):
    return {"method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--starts", type=int, default=50)
    parser.add_argument("--turns", type=int, default=0)
    options = parser.parse_args()
    with ScratchHome() as home:
        home.memos("config", "get")
        client = Client(home)
        for number in range(options.turns):
            client.ask(call("memory_remember", text=f"Service {number} listens on port {20_000 + number}."))
        rows = {}
        for name, message in (("initialize", INITIALIZE), ("server/discover", DISCOVER)):
            times = [first_answer(home, message) for _ in range(options.starts)]
            rows[f"{name}, from the start of the program"] = [time for time, _ in times]
            rows[f"end after {name}"] = [time for _, time in times]
        searches = []
        for number in range(options.starts):
            started = time.perf_counter()
            client.ask(call("memory_search", query=f"port of service {number}"))
            searches.append((time.perf_counter() - started) * 1000)
        rows["memory_search on an open pipe"] = searches
        client.close()
    print(f"{'':44}{'p50 ms':>9}{'p99 ms':>9}   goal")
    for name, times in rows.items():
        goal = f"≤ {GOAL_MS} ms" if "start of the program" in name else ""
        print(f"{name:44}{percentile(times, 0.5):9.1f}{percentile(times, 0.99):9.1f}   {goal}")


if __name__ == "__main__":
    main()

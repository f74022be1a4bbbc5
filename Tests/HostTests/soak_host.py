"""One host of the soak, as a process of its own that can be killed at any moment.

    soak_host.py KIND FIRST LAST JOURNAL MEMOS HOME NAME

Runs its sessions one after another, each with one turn. Before a turn it writes `began TEXT` to the journal, and
`acked TEXT` when everything that a host would see of it succeeded.
"""

import json
import os
import subprocess
import sys
import time

import hook_payloads


def texts(name, number):
    return f"Soak of host {name}, session {number}: where is parcel {name}-{number}?", f"Parcel {name}-{number} is on shelf {number}."


class Killed(Exception):
    """A child of this host went away before it had answered."""


def through_hooks(kind, front, session, user, answer):
    for _, payload in hook_payloads.turn_events(kind, session, f"{session}-turn", user, answer, with_tool=True):
        done = subprocess.run([*front[:1], "hook", "--host", kind, *front[1:]], input=json.dumps(payload).encode(),
                              capture_output=True, check=False)
        if done.returncode < 0:
            raise Killed
        if done.returncode or done.stderr:
            raise SystemExit(f"{kind} hook: {done.returncode} {done.stderr!r}")


class Lines:
    """A child that answers JSON-RPC by lines."""

    def __init__(self, arguments):
        self.child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._number = 0

    def request(self, method, params):
        self._number += 1
        self._write({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        for line in self.child.stdout:
            # What a killed child was writing.
            if not line.endswith(b"\n"):
                raise Killed
            message = json.loads(line)
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise Killed(message["error"])
                return message["result"]
        raise Killed

    def notify(self, method):
        self._write({"jsonrpc": "2.0", "method": method})

    def _write(self, message):
        try:
            self.child.stdin.write(json.dumps(message).encode() + b"\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            raise Killed from None

    def close(self):
        try:
            self.child.stdin.close()
        except BrokenPipeError:
            pass
        self.child.wait(30)


def through_bridge(agent, front, session, user, answer):
    lines = Lines([*front[:1], "bridge", f"--agent={agent}", *front[1:]])
    try:
        now = int(time.time() * 1000)
        common = {"agent": agent, "sessionId": session, "turnKey": f"{session}-turn", "ts": now}
        lines.request("session.open", {"agent": agent, "sessionId": session})
        started = lines.request("turn.start", {**common, "userText": user})
        lines.request("turn.end", {**common, "episodeId": started["query"]["episodeId"], "agentText": answer, "toolCalls": []})
        lines.request("session.close", {"sessionId": session})
    finally:
        lines.close()


def through_mcp(agent, front, session, user, answer):
    lines = Lines([*front[:1], "mcp", "--agent", agent, *front[1:]])
    try:
        lines.request("initialize", {"protocolVersion": "2025-11-25", "capabilities": {},
                                     "clientInfo": {"name": "soak", "version": "1"}})
        lines.notify("notifications/initialized")
        lines.request("tools/list", {})
        lines.request("tools/call", {"name": "memory_search", "arguments": {"query": user}})
    finally:
        lines.close()


def main(kind, first, last, journal, memos, home, name):
    way, _, agent = kind.partition(":")
    run = {"hooks": through_hooks, "bridge": through_bridge, "mcp": through_mcp}[way]
    with open(journal, "a") as log:
        def note(word, number, text):
            log.write(f"{word}\t{number}\t{text}\n")
            log.flush()

        for number in range(int(first), int(last)):
            user, answer = texts(name, number)
            note("began", number, user)
            try:
                run(agent, [memos, "--home", home], f"soak-{name}-{number}", user, answer)
                note("acked", number, user)
            except Killed:
                note("broken", number, user)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Hosts written in JavaScript, as their plugins see them, driven from here; and bridges that misbehave."""

import json
import os
import signal
import stat
import subprocess
import threading
import time
from pathlib import Path

from memos_process import BIN, PATIENCE, ROOT, alive, wait_until

ADAPTERS = ROOT / "adapters"
HOSTS = Path(__file__).resolve().parent / "javascript"

# A stand-in for `memos`, told by its environment what to be. It notes each start and each line in a file.
FAKE_BRIDGE = r"""#!/usr/bin/env python3
import json, os, sys, time
mode, log = os.environ["FAKE_BRIDGE"], open(os.environ["FAKE_BRIDGE_LOG"], "a", buffering=1)
log.write(json.dumps({"start": os.getpid(), "arguments": sys.argv[1:]}) + "\n")
if mode == "dying":
    sys.exit(3)
if mode == "asking":
    print('{"jsonrpc":"2.0","id":"srv-1","method":"host.llm.complete","params":{}}', flush=True)
first = True
for line in sys.stdin:
    message = json.loads(line)
    log.write(json.dumps(message) + "\n")
    if mode == "garbage":
        print("what is this\n[]\nnull\n{\"id\":99}", flush=True)
        continue
    if mode == "slow":
        time.sleep(5)
    if mode == "dying-later" and message.get("method") == "turn.start":
        sys.exit(3)
    if "method" in message:
        result = {"injectedContext": "<memos_memory id=\"x\">later</memos_memory id=\"x\">", "query": {}, "hits": []}
        if message["method"] == "session.context":
            result = {"text": "Standing words about the memory."}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
"""


class FakeBridge:
    """A program in the place of `memos`. Modes: fine, slow, dying, dying-later, garbage, asking."""

    def __init__(self, scratch, mode):
        self.program = Path(scratch) / f"fake-{mode}" / "memos"
        self.program.parent.mkdir()
        self.program.write_text(FAKE_BRIDGE)
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)
        self.log = self.program.parent / "log"
        self.log.touch()
        self.environment = {"FAKE_BRIDGE": mode, "FAKE_BRIDGE_LOG": str(self.log)}

    @property
    def records(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    @property
    def starts(self):
        return [record for record in self.records if "start" in record]

    def requests(self, method):
        return [record["params"] for record in self.records if record.get("method") == method]


class StubHost:
    """A stub host's process. Commands may be under way together."""

    def __init__(self, home, node, script, arguments, environment=None):
        command = [node, str(HOSTS / script), *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**home.environment, **(environment or {})},
            cwd=home.scratch,
        )
        self._answers, self._news, self._last = {}, threading.Condition(), 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                message = json.loads(line)
                self._answers[message["id"]] = message
                self._news.notify_all()

    def begin(self, command, /, **members):
        self._last += 1
        self.process.stdin.write(json.dumps({"do": command, "id": self._last, **members}) + "\n")
        self.process.stdin.flush()
        return self._last

    def outcome(self, number, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        with self._news:
            while number not in self._answers:
                left = deadline - time.monotonic()
                assert left > 0 and self.process.poll() is None, f"no answer; {self._errors()}"
                self._news.wait(min(left, 0.5))
            return self._answers.pop(number)

    def _errors(self):
        return self.process.stderr.read() if self.process.poll() is not None else "the host is still running"

    def ask(self, command, /, **members):
        """What came of a command."""
        outcome = self.outcome(self.begin(command, **members))
        assert "error" not in outcome, outcome["error"]
        return outcome["result"]

    def timed(self, command, /, **members):
        """What came of a command, and in how many milliseconds the host had it."""
        outcome = self.outcome(self.begin(command, **members))
        assert "error" not in outcome, outcome["error"]
        return outcome["result"], outcome["ms"]

    def close(self):
        """Ends the host as a person does: it must end by itself, without a word of the adapter's on its screen."""
        if self.process.poll() is not None:
            return
        noise = self.ask("noise")
        self.process.stdin.close()
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        assert noise == [] and self.process.stderr.read() == ""
        assert status == 0

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def children(self):
        listed = subprocess.run(["ps", "-ax", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
        return [pid for pid, parent in pairs if parent == self.process.pid and alive(pid)]

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.close()
        else:
            self.process.kill()
            self.process.wait()


def nothing_left_of(host):
    """Kills the host and waits until its bridge is gone as well."""
    children = host.children()
    assert len(children) == 1, children
    host.kill()
    wait_until(lambda: not any(map(alive, children)), seconds=5, what="the end of the bridge")


def program():
    return str(BIN / "memos")


def tools_of_daemon(home, agent):
    with home.bridge(agent=agent) as bridge:
        return bridge.request("tool.list")["tools"]

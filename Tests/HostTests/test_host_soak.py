"""Twenty hosts at once, with hosts, hooks, relays and the daemon killed at random: nothing is lost, doubled or left behind.

MEMOS_TEST_SESSIONS is the number of sessions of each host: few in the usual run, 500 in `make soak`.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from memos_process import BIN, alive, processes_naming, wait_until

SESSIONS = int(os.environ.get("MEMOS_TEST_SESSIONS", "12"))
SEED = int(os.environ.get("MEMOS_TEST_SEED", "20261122"))
KINDS = (["hooks:claude"] * 4 + ["hooks:codex"] * 3 + ["hooks:cursor"] * 3 + ["hooks:gemini"] * 3 + ["hooks:hermes"]
         + ["bridge:hermes", "bridge:openclaw", "bridge:opencode", "bridge:dsh"] + ["mcp:claude", "mcp:cursor"])
HOST = Path(__file__).with_name("soak_host.py")
# What is left of clients has to be gone after this time, in seconds.
SETTLED = 2.0


class SoakHost:
    """A host process and its journal; started again where it was killed."""

    def __init__(self, home, number):
        self.home, self.kind, self.name = home, KINDS[number], f"h{number}"
        self.journal = home.scratch / f"journal-{number}"
        self.errors = open(home.scratch / f"errors-{number}", "ab")
        self.process = None
        self.start()

    def notes(self, word):
        if not self.journal.exists():
            return []
        parts = [line.rstrip("\n").split("\t") for line in self.journal.read_text().splitlines() if line.count("\t") == 2]
        return [(int(number), text) for kind, number, text in parts if kind == word]

    def start(self):
        began = [number for number, _ in self.notes("began")]
        first = max(began) + 1 if began else 0
        self.process = subprocess.Popen(
            [sys.executable, "-S", str(HOST), self.kind, str(first), str(SESSIONS), str(self.journal), str(BIN / "memos"),
             str(self.home.path), self.name],
            env=self.home.environment, cwd=self.home.scratch, stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors)

    def goes_on(self):
        """Whether it still runs; a killed one starts again, one that failed is a fault of the test's subject."""
        status = self.process.poll()
        if status is None:
            return True
        if status == -signal.SIGKILL:
            self.start()
            return True
        assert status == 0, f"{self.kind} ended with {status}: {Path(self.errors.name).read_text()[-500:]}"
        return False

    def kill(self):
        self.process.kill()


def sockets_of(pid):
    found = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            found += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
        except FileNotFoundError:
            pass
    return found


def kill_something(home, hosts, choose, killed):
    """A host, one of its children, or the daemon."""
    what = choose.choices(["host", "child", "daemon"], [2, 5, 1])[0]
    if what == "host":
        choose.choice(hosts).kill()
    else:
        is_daemon = what == "daemon"
        found = [pid for pid, command in processes_naming(str(home.path)) if ("memosd" in command.split(" ")[0]) == is_daemon]
        if not found:
            return
        try:
            os.kill(choose.choice(found), signal.SIGKILL)
        except ProcessLookupError:
            return
    killed[what] += 1


@pytest.mark.slow
@pytest.mark.skipif(not os.path.isdir("/proc"), reason="descriptors of others are read from /proc")
def test_twenty_hosts_and_random_kills(home):
    choose, killed = random.Random(SEED), Counter()
    pid = home.start()
    idle_sockets = sockets_of(pid)
    hosts = [SoakHost(home, number) for number in range(len(KINDS))]
    while running := [host for host in hosts if host.goes_on()]:
        kill_something(home, running, choose, killed)
        time.sleep(choose.uniform(0.02, 0.3))

    # Clients are gone at once; what they left in the spool is taken by the next daemon that is asked.
    def strangers():
        return [command for _, command in processes_naming(str(home.path)) if "memosd" not in command.split(" ")[0]]

    wait_until(lambda: not strangers(), seconds=SETTLED, what=f"the end of {strangers()}")
    assert home.ask().returncode == 0
    pid = wait_until(home.daemon_pid, what="a daemon")
    wait_until(lambda: sockets_of(pid) <= idle_sockets, seconds=SETTLED, what="the daemon's connections to go")
    wait_until(lambda: not home.spooled(), what="an empty spool")
    left = sorted(file.name for file in home.spool.iterdir()) if home.spool.exists() else []
    assert [name for name in left if name != "rejected"] == [], "files that nobody will read"

    acked = {text for host in hosts for _, text in host.notes("acked") if not host.kind.startswith("mcp")}
    began = {text for host in hosts for _, text in host.notes("began")}

    def ended():
        return Counter(text for (text,) in home.query("SELECT user_text FROM turns WHERE ended_at IS NOT NULL"))

    wait_until(lambda: acked <= set(ended()), what="every acknowledged turn")
    stored = ended()
    assert not acked - set(stored), sorted(acked - set(stored))[:5]
    assert not {text for text, count in stored.items() if count > 1}, stored.most_common(5)
    assert not {text for text in stored if text} - began, "turns that nobody had"

    home.stop()
    wait_until(lambda: not processes_naming(str(home.path)), seconds=SETTLED, what="no process at all")
    assert not home.run_file.exists()
    assert not [file for file in home.scratch.rglob("*") if file.is_socket()], "a socket is left"
    locked = [line for file in (home.path / "logs").rglob("*") for line in file.read_bytes().splitlines()
              if b"database is locked" in line]
    assert not locked, locked[:3]
    connection = sqlite3.connect(home.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    print(f"{len(hosts)} hosts, {len(began)} sessions, {len(acked)} turns acknowledged, killed {dict(killed)}")

"""Payloads that no host should send, into the built program: status 0, nothing on standard error, and an answer that the
host takes, or none.

Seeded: MEMOS_TEST_SEED chooses the run and MEMOS_TEST_FUZZ how many payloads all hosts get together.
"""

import json
import os
import random

import pytest

import hook_payloads
import hook_schemas
from hook_calls import call, notify
from memos_process import alive, wait_until
from payload_mutations import Mutation

COUNT = int(os.environ.get("MEMOS_TEST_FUZZ", "1500"))
SEED = int(os.environ.get("MEMOS_TEST_SEED", "20261122"))
FACES = [*hook_payloads.HOSTS, "codex-notify"]


def descriptors(pid):
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except FileNotFoundError:
        return 0


def event_of(stdin):
    """The event as the program may find it, which is kind to what it reads: bytes that are no text and line ends inside
    of strings are mended. Of equal keys the last counts."""
    text = stdin.replace(b"\r", b" ").replace(b"\n", b" ").decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value.get("hook_event_name") if isinstance(value, dict) else None


@pytest.mark.slow
@pytest.mark.parametrize("host", FACES)
def test_mutated_payloads_do_no_harm(home, host):
    pid = home.start()
    call(home, "claude", b"{}")
    before, mutation, faults = descriptors(pid), Mutation(random.Random(f"{SEED} {host}")), []
    for number in range(COUNT // len(FACES) + 1):
        stdin = mutation.payload(host)
        if host == "codex-notify":
            # What a system can give as an argument: no NUL, and not without end.
            argument = stdin.replace(b"\0", b"")[:100_000].decode("utf-8", "surrogateescape")
            done = notify(home, argument)
            bad = (done.returncode, done.stdout, done.stderr) != (0, b"", b"")
        else:
            done = call(home, host, stdin)
            bad = done.status != 0 or done.stderr != b""
            try:
                hook_schemas.check(host, event_of(stdin), done.stdout)
            except Exception as error:  # noqa: BLE001 - every way to be wrong is a finding
                bad = bad or f"{type(error).__name__}: {error}"[:300]
        if bad:
            faults.append((number, mutation.said, bad, done, stdin[:400]))
            if len(faults) == 5:
                break
    assert not faults, "\n".join(map(repr, faults))
    assert alive(pid) and home.daemon_pid() == pid, "the daemon went"
    wait_until(lambda: descriptors(pid) <= before + 4, what="the daemon's descriptors to go back")
    assert home.memos("search", "anything").returncode == 0


def test_mutated_payloads_without_a_daemon_wait_and_are_taken_later(home):
    """With nothing to start, every payload goes to the spool; the daemon that comes takes them all and lives."""
    environment = {**home.environment, "MEMOS_DAEMON": str(home.scratch / "gone" / "memosd")}
    mutation = Mutation(random.Random(f"{SEED} spool"))
    home.path.mkdir(mode=0o700)
    for _ in range(100):
        host = mutation.random.choice(hook_payloads.HOSTS)
        done = call(home, host, mutation.payload(host), environment=environment)
        assert (done.status, done.stderr) == (0, b""), (mutation.said, done)
        assert done.stdout.strip() in (b"", b"{}", b'{"continue":true}'), done
    pid = home.start()
    wait_until(lambda: not home.spooled(), what="an empty spool")
    assert home.daemon_pid() == pid

"""One call of the hook program, as cheap as a host makes it, with what it left behind."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass

import hook_schemas
from memos_process import BIN


@dataclass
class HookCall:
    status: int
    stdout: bytes
    stderr: bytes


def call(home, host, stdin, arguments=(), environment=None):
    """Runs `memos hook` to its end. Temporary files and not pipes: a call that leaves a child behind does not hang."""
    command = [str(BIN / "memos"), "hook", "--host", host, "--home", str(home.path), *arguments]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        given.write(stdin)
        given.seek(0)
        pid = os.posix_spawn(command[0], command, environment or home.environment, file_actions=[
            (os.POSIX_SPAWN_DUP2, given.fileno(), 0), (os.POSIX_SPAWN_DUP2, out.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)])
        _, status = os.waitpid(pid, 0)
        out.seek(0)
        errors.seek(0)
        return HookCall(os.waitstatus_to_exitcode(status), out.read(), errors.read())


def deliver(home, host, event, payload):
    """One event of a host, held to the contract; returns the parsed output."""
    done = call(home, host, json.dumps(payload, ensure_ascii=False).encode())
    assert done.status == 0 and done.stderr == b"", (host, event, done)
    return hook_schemas.check(host, event, done.stdout)


def notify(home, payload):
    """Codex's notify program: the payload is the last argument, and nothing is on standard input."""
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    return subprocess.run(
        [str(BIN / "memos"), "hook", "--host", "codex-notify", "--home", str(home.path), text], env=home.environment,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)

"""A person's machine in a network of the tests: commands typed there, with a home folder and a name of its own."""

import json
import os
import pty
import select
import subprocess
import time

PATIENCE = 60


class Failure(Exception):
    """What was expected and did not happen."""


class Machine:
    """One of them, with a folder of its own as home folder.

    programs: the folder of `memos` and `memosd`.
    """

    def __init__(self, name, network, folder, programs):
        self.name, self.network, self.programs = name, network, programs
        self.folder = folder / name
        self.folder.mkdir()
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8", "NO_COLOR": "1",
            "TERM": "dumb", "COLUMNS": "140",
        }

    def command(self, words):
        return self.network.command(self.name, *words)

    def run(self, *words, input=None, seconds=PATIENCE):
        return subprocess.run(
            self.command(words), env=self.environment, cwd=self.folder, input=input, capture_output=True, text=True,
            timeout=seconds, check=False)

    def start(self, *words):
        return subprocess.Popen(
            self.command(words), env=self.environment, cwd=self.folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def ask(self, *words):
        """What a command tells as JSON."""
        result = self.run("memos", *words, "--json")
        if result.returncode != 0:
            raise Failure(f"{self.name}$ memos {' '.join(words)}: {result.stderr.strip()}")
        return json.loads(result.stdout)

    def typed(self, words, answer, seconds=PATIENCE):
        """Runs a command on a terminal of its own, and types one line when it asks."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            self.command(words), env=self.environment, cwd=self.folder, stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True)
        os.close(theirs)
        seen, is_answered, end = b"", False, time.monotonic() + seconds
        try:
            while time.monotonic() < end and select.select([ours], [], [], max(0, end - time.monotonic()))[0]:
                chunk = os.read(ours, 4096)
                if not chunk:
                    break
                seen += chunk
                if not is_answered and seen.endswith(b"[y/N] "):
                    is_answered = True
                    os.write(ours, answer.encode() + b"\n")
        except OSError:
            pass
        os.close(ours)
        return process.wait(10), seen.decode().replace("\r\n", "\n")

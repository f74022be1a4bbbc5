"""Machines for tests of a hub on one computer: network namespaces joined by a bridge in a namespace of its own.

Needs Linux, root and `ip`; `PROBLEM` says why there can be none here. Names hold the process id, and what was made is
removed at the end.
"""

import json
import os
import pty
import select
import shutil
import subprocess
import time

PROBLEM = None if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("ip") else "it needs root and `ip`"
PATIENCE = 60


class Failure(Exception):
    """What was expected and did not happen."""


class Network:
    """A bridge in a namespace of its own, and a namespace with one cable to it for each machine.

    machines: name → address in one network of 24 bits.
    """

    def __init__(self, machines):
        self.machines = machines
        self.mark = f"memos{os.getpid()}"
        self.made = []

    def name(self, machine):
        return f"{self.mark}-{machine}"

    def __enter__(self):
        try:
            self.add("switch")
            self.ip("switch", "link", "add", "br0", "type", "bridge")
            self.ip("switch", "link", "set", "br0", "up")
            for machine, address in self.machines.items():
                self.add(machine)
                self.ip("switch", "link", "add", machine, "type", "veth", "peer", "name", "eth0", "netns", self.name(machine))
                self.ip("switch", "link", "set", machine, "master", "br0", "up")
                self.ip(machine, "address", "add", f"{address}/24", "dev", "eth0")
                self.ip(machine, "link", "set", "eth0", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for machine in reversed(self.made):
            subprocess.run(["ip", "netns", "del", self.name(machine)], check=False, stderr=subprocess.DEVNULL)

    def add(self, machine):
        subprocess.run(["ip", "netns", "add", self.name(machine)], check=True)
        self.made.append(machine)
        self.ip(machine, "link", "set", "lo", "up")

    def ip(self, machine, *words):
        subprocess.run(["ip", "-n", self.name(machine), *words], check=True)

    def cut(self, machine):
        """Pulls the machine's cable."""
        self.ip("switch", "link", "set", machine, "down")

    def mend(self, machine):
        self.ip("switch", "link", "set", machine, "up")


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
        # A machine has a name of its own too.
        inner = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', f"{self.name}-machine", *words]
        return ["ip", "netns", "exec", self.network.name(self.name), *inner]

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

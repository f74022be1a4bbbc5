"""The package under the name a host gives it, a bridge that is made up, and patience."""

import importlib.util
import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PATIENCE = float(os.environ.get("MEMOS_TEST_PATIENCE", "20"))


def package():
    """The folder as a package, whatever the folder is called."""
    if "memos_under_test" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "memos_under_test", FOLDER.parent / "__init__.py", submodule_search_locations=[str(FOLDER.parent)])
        module = importlib.util.module_from_spec(spec)
        sys.modules["memos_under_test"] = module
        spec.loader.exec_module(module)
    return sys.modules["memos_under_test"]


def module(name):
    package()
    return importlib.import_module(f"memos_under_test.{name}")


def wait_until(condition, what="the condition"):
    deadline = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)
    return value


def is_alive(pid):
    """A zombie counts: the host must have reaped it."""
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False


class Case(unittest.TestCase):
    """A Hermes home with a provider in it that starts the bridge that is made up."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="memos-hermes-")
        self.addCleanup(self._folder.cleanup)
        self.folder = Path(self._folder.name)
        self.home = self.folder / "hermes"
        self.home.mkdir()
        self.set_environment(FAKE_BRIDGE=str(self.folder), HERMES_HOME=str(self.home), HOME=str(self.folder))
        self.settings = module("settings").Settings(self.home)
        self.settings.save({"program": str(FOLDER / "fake_bridge.py")})

    def set_environment(self, **variables):
        for name, value in variables.items():
            before = os.environ.get(name)
            self.addCleanup(lambda name=name, before=before: (
                os.environ.pop(name, None) if before is None else os.environ.__setitem__(name, before)))
            os.environ[name] = value

    def behave(self, **methods):
        """What the bridge does from now on; dots of a method's name are written as double underscores."""
        draft = self.folder / "behaviour.draft"
        draft.write_text(json.dumps({name.replace("__", "."): value for name, value in methods.items()}))
        draft.replace(self.folder / "behaviour.json")

    def log(self):
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def requests(self, *methods):
        return [entry for entry in self.log() if entry.get("method") in methods]

    def starts(self):
        return [entry["started"] for entry in self.log() if "started" in entry]

    def provider(self, initialized=True, **kwargs):
        provider = package().MemosProvider()
        self.addCleanup(provider.shutdown)
        if initialized:
            provider.initialize("s1", hermes_home=str(self.home), **{
                "platform": "cli", "agent_context": "primary", "agent_identity": "coder", **kwargs})
        return provider

"""What tests of models share: a home with a model in its settings, tasks that are lived in it, and where to look for what
became of them."""

import contextlib
import json
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

import memos_process
from memos_process import Home, wait_until

KEY = "sk-marker-4b7dq2xk9wz6"
"""Looks like a key, and stands nowhere else."""
PROMPT = 3.0
"""Seconds in which a host is answered, whatever a model does; most of it is patience with a busy machine."""


def yaml(value, indent=0):
    """Settings as the file has them."""
    lines = []
    for name, inner in value.items():
        if isinstance(inner, dict):
            lines += [" " * indent + f"{name}:", yaml(inner, indent + 2)]
        else:
            lines.append(" " * indent + f"{name}: {json.dumps(inner)}")
    return "\n".join(lines)


def access(server, flavour="openai", **more):
    """Settings of a role that is served by the scripted server."""
    provider = {"openai": "openai_compatible", "openrouter": "openai_compatible"}.get(flavour, flavour)
    settings = {"provider": provider, "endpoint": server.base(flavour), "model": "scripted", "apiKey": KEY,
                "timeoutMs": 800, "maxRetries": 1, "certificates": "", **({"region": "eu-west-1"} if flavour == "bedrock" else {}), **more}
    return {name: value for name, value in settings.items() if value is not None}


def configured(home, llm=None, **more):
    """A home that scores tasks at once, with a model."""
    home.configure(yaml({"learning": {"feedbackWindowSeconds": 0}, **({"llm": llm} if llm else {}), **more}) + "\n")
    return home


@contextlib.contextmanager
def home_of_its_own():
    """For tests that share a daemon."""
    folder = Path(tempfile.mkdtemp(prefix="memos-"))
    try:
        yield Home(folder)
    finally:
        memos_process.end_everything_of(folder)
        shutil.rmtree(folder, ignore_errors=True)


class Task:
    """A short task in a session of its own, told as a host tells it, with the time that each answer took."""

    COUNT = 0

    def __init__(self, bridge, pleased=True, workspace="/src/harbour"):
        Task.COUNT += 1
        self.bridge, self.word = bridge, f"narwhal{Task.COUNT}x"
        self.seconds = {}
        self.session = self._timed("session.open", lambda: bridge.open_session(
            f"session-{self.word}", namespace={"workspacePath": workspace}))
        started = self._timed("turn.start", lambda: bridge.start_turn(
            self.session, f"The {self.word} module does not import; please install what it needs."))
        self.context = started["injectedContext"]
        self.episode = started["query"]["episodeId"]
        calls = [{"name": "Bash", "input": {"command": command}, "output": output, "toolCallId": f"{self.word}-{number}",
                  **({"errorCode": error} if error else {})} for number, (command, output, error) in enumerate([
                      (f"pip install {self.word}", "Error: pg_config executable not found.", "1"),
                      ("apt-get install -y libpq-dev", "Setting up libpq-dev", None),
                      (f"pip install {self.word}", f"Successfully installed {self.word}-1.0", None),
                      (f"python -c 'import {self.word}'", "", None)])]
        self._timed("turn.end", lambda: bridge.end_turn(
            self.session, self.episode, f"{self.word} is installed; libpq-dev was missing.", calls))
        if pleased:
            self._timed("turn.start again", lambda: bridge.turn(
                self.session, "Perfect, that works now. Thanks!", "You are welcome."))
        self._timed("session.close", lambda: bridge.request("session.close", {"sessionId": self.session}))

    def _timed(self, name, ask):
        began = time.monotonic()
        answer = ask()
        self.seconds[name] = time.monotonic() - began
        return answer

    def was_prompt(self):
        slow = {name: round(took, 2) for name, took in self.seconds.items() if took > PROMPT}
        assert not slow, slow

    def score(self, seconds=None):
        """The reward with its evidence, once there is one."""
        return wait_until(lambda: (self.bridge.request("episode.get", {"id": self.episode}).get("score") or None),
                          seconds, f"the reward of {self.word}")

    def is_found(self):
        """Whether recall finds it."""
        hits = self.bridge.search(f"{self.word} import")["hits"]
        return any(self.word in json.dumps(hit) for hit in hits)


def settled(home, seconds=None):
    """Waits until nothing is left to learn."""
    wait_until(lambda: not home.query(
        "SELECT 1 FROM jobs WHERE kind NOT IN ('prune_history', 'close_idle_episode', 'review_skills') "
        "AND state = 'pending' AND not_before <= ?", memos_process.now_ms() + 1000), seconds, "the end of the work")


def tables_with(home, text, besides=()):
    """Tables of the database in which a text stands, in whatever column."""
    connection = sqlite3.connect(f"file:{home.database}?mode=ro", uri=True, timeout=10)
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE "
                                                        "'CREATE TABLE%'")]
        found = []
        for name in names:
            if name in besides:
                continue
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            test = " OR ".join(f'instr(CAST("{column}" AS BLOB), CAST(?1 AS BLOB))' for column in columns)
            if connection.execute(f'SELECT 1 FROM "{name}" WHERE {test} LIMIT 1', (text,)).fetchone():
                found.append(name)
        return found
    finally:
        connection.close()


def calls(home, condition="1"):
    """Rows of the meter: role, purpose, urgency, state and fault, the oldest first."""
    return home.query(f"SELECT role, purpose, urgency, state, fault FROM model_calls WHERE {condition} ORDER BY at, id")

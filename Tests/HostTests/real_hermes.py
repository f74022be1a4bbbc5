"""The real Hermes Agent in a home of its own, with our provider as the installer puts it there, against a scripted model."""

import json
import shutil
import subprocess
from pathlib import Path

from memos_process import BIN, ROOT, PATIENCE

ADAPTER = ROOT / "adapters" / "hermes"
# Starting Hermes takes seconds before its first request.
LONGEST_RUN = max(120, 6 * PATIENCE)


class RealHermes:
    def __init__(self, python, home, model):
        self.python, self.home, self.model = Path(python), home, model
        self.folder, self.work = home.scratch / "hermes", home.scratch / "work"
        self.work.mkdir()
        (self.folder / "plugins").mkdir(parents=True)
        self.configure()
        self.set_memory(program=str(BIN / "memos"), home=str(home.path))

    def install(self):
        shutil.copytree(ADAPTER, self.folder / "plugins" / "memos", ignore=shutil.ignore_patterns("tests", "__pycache__"))

    def configure(self, **more):
        config = {
            "model": {"default": "fake-model", "provider": "custom", "base_url": f"{self.model.base}/v1", "api_key": "sk-fake"},
            "memory": {"provider": "memos"}, **more,
        }
        # JSON is YAML.
        (self.folder / "config.yaml").write_text(json.dumps(config))

    def set_memory(self, **values):
        (self.folder / "memos.json").write_text(json.dumps(values))

    @property
    def environment(self):
        kept = {k: v for k, v in self.home.environment.items() if not k.startswith(("HERMES", "OPENAI", "ANTHROPIC"))}
        return {**kept, "HERMES_HOME": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, *arguments, environment=None):
        return subprocess.run(
            [str(self.python.parent / "hermes"), *arguments], cwd=self.work, env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_RUN, check=False)

    def chat(self, prompt, plan=(), answer="You prefer tabs.", environment=None):
        """One question to its end; returns the requests that the model saw."""
        first = len(self.model.requests)
        self.model.plan, self.model.answer = list(plan), answer
        done = self.command("chat", "-Q", "-q", prompt, environment=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        assert answer in done.stdout
        return self.model.requests[first:]

    def log(self):
        """What Hermes wrote down of us."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("logs/*.log")))

    def driver(self):
        return Driver(self)


class Driver:
    """Hermes' memory manager in a process of its own."""

    def __init__(self, hermes):
        self.process = subprocess.Popen(
            [str(hermes.python), str(Path(__file__).with_name("hermes_driver.py"))], cwd=hermes.work,
            env=hermes.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()

    def call(self, name, *arguments, **keywords):
        self.process.stdin.write(json.dumps({"call": name, "arguments": arguments, "keywords": keywords}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"{name} ended the driver"
        answer = json.loads(line)
        self.seconds = answer["seconds"]
        return answer["result"]

    def turn(self, number, user, answer="Understood.", session="s1", messages=None):
        """What the agent calls in a turn; returns what was recalled."""
        self.call("on_turn_start", number, user)
        recalled = self.call("prefetch_all", user)
        self.call("sync_all", user, answer, session_id=session, messages=messages)
        assert self.seconds < 0.5
        return recalled

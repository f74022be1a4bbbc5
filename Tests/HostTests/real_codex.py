"""The real Codex CLI in a user's home of its own, against a scripted model."""

import json
import shlex
import subprocess
import time

from memos_process import BIN

EVENTS = {"SessionStart": 5, "UserPromptSubmit": 5, "PostToolUse": 5, "Stop": 5, "SubagentStop": 5, "PreCompact": 5,
          "SessionEnd": 1}
TRUST = "--dangerously-bypass-hook-trust"


class RealCodex:
    def __init__(self, program, home, model):
        self.program, self.home, self.model = program, home, model
        self.work = home.scratch / "work"
        self.work.mkdir()
        self.folder = home.user / ".codex"
        self.folder.mkdir()
        self.config = self.folder / "config.toml"
        self.config.write_text(
            'model = "fake-model"\nmodel_provider = "fake"\n'
            f'[model_providers.fake]\nname = "fake"\nbase_url = "{model.base}/v1"\nwire_api = "responses"\n'
            'env_key = "FAKE_KEY"\n')
        self.stderr, self.seconds = "", 0.0

    def hook(self):
        """Our hooks, as they are when nobody installs but this test."""
        command = shlex.join([str(BIN / "memos"), "hook", "--host", "codex", "--home", str(self.home.path)])
        (self.folder / "hooks.json").write_text(json.dumps({"hooks": {
            event: [{"hooks": [{"type": "command", "command": command, "timeout": seconds}]}]
            for event, seconds in EVENTS.items()
        }}))

    def add_to_config(self, text, at_top=False):
        """Settings without a table have to stand before the first table."""
        before = self.config.read_text()
        self.config.write_text(text + before if at_top else before + text)

    def notify(self):
        program = [str(BIN / "memos"), "hook", "--host", "codex-notify", "--home", str(self.home.path)]
        self.add_to_config(f"notify = {json.dumps(program)}\n", at_top=True)

    @property
    def environment(self):
        kept = {k: v for k, v in self.home.environment.items() if not k.startswith(("CODEX", "OPENAI"))}
        return {**kept, "FAKE_KEY": "x"}

    def run(self, prompt, plan=(), arguments=(TRUST,), answer="You prefer tabs."):
        """One `codex exec`; returns the requests that the model saw in it."""
        first = len(self.model.requests)
        self.model.plan, self.model.answer = list(plan), answer
        began = time.monotonic()
        done = self.command("exec", "--skip-git-repo-check", "-s", "danger-full-access", *arguments, prompt)
        self.seconds = time.monotonic() - began
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        self.stderr = done.stderr.decode()
        return [request for request in self.model.requests[first:] if request["path"].endswith("/responses")]

    def command(self, *arguments):
        return subprocess.run([str(self.program), *map(str, arguments)], cwd=self.work, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)

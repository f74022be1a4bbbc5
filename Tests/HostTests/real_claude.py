"""The real Claude Code program in a user's home of its own, against a scripted model."""

import subprocess
import time


class RealClaude:
    def __init__(self, program, home, model):
        self.program, self.home, self.model = program, home, model
        self.work = home.scratch / "work"
        self.work.mkdir()
        self.stderr, self.seconds = "", 0.0

    @property
    def environment(self):
        kept = {k: v for k, v in self.home.environment.items() if not k.startswith(("ANTHROPIC", "CLAUDE"))}
        return {
            **kept, "ANTHROPIC_BASE_URL": self.model.base, "ANTHROPIC_API_KEY": "sk-fake", "DISABLE_TELEMETRY": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "DISABLE_ERROR_REPORTING": "1",
            # The tools of MCP servers are offered to the model as they are.
            "ENABLE_TOOL_SEARCH": "false",
        }

    def run(self, prompt, plan=(), arguments=(), answer="You prefer tabs."):
        """One `-p` run; returns the requests that the model saw in it."""
        first = len(self.model.requests)
        self.model.plan, self.model.answer = list(plan), answer
        began = time.monotonic()
        done = self.command("-p", prompt, "--output-format", "text", *arguments)
        self.seconds = time.monotonic() - began
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        self.stderr = done.stderr.decode()
        return self.model.requests[first:]

    def command(self, *arguments):
        """Runs the program to its end."""
        return subprocess.run([str(self.program), *map(str, arguments)], cwd=self.work, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)

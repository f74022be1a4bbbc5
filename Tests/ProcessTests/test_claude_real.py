"""The real Claude Code program with a model that is faked on loopback: told in run 1, inside run 2's request.

The program is closed source and large, so it is never fetched unasked: give its path as CLAUDE, or set
MEMOS_TEST_CLAUDE=download once to have the Python package that carries it unpacked into `.venv/claude`.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from memos_process import ROOT, shared_folder, wait_until

KIT = shared_folder("host-kit/claude")
PACKAGE = "claude-agent-sdk==0.2.186"


def claude_program():
    if os.environ.get("CLAUDE"):
        return Path(os.environ["CLAUDE"])
    unpacked = ROOT / ".venv" / "claude"
    program = unpacked / "claude_agent_sdk" / "_bundled" / "claude"
    if not program.exists() and os.environ.get("MEMOS_TEST_CLAUDE") == "download":
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(unpacked), PACKAGE], check=True)
        [wheel] = unpacked.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extract("claude_agent_sdk/_bundled/claude", unpacked)
        wheel.unlink()
        program.chmod(0o755)
    return program if program.exists() else None


CLAUDE = claude_program()
pytestmark = [
    pytest.mark.skipif(KIT is None, reason="no host kit beside the repository (set MEMOS_SHARED)"),
    pytest.mark.skipif(CLAUDE is None, reason="no Claude Code program (set CLAUDE, or MEMOS_TEST_CLAUDE=download)"),
]


class RealClaude:
    """The program in a user's home of its own, against the kit's model."""

    def __init__(self, home):
        self.home = home
        self.work = home.scratch / "work"
        self.work.mkdir()
        self.log = home.scratch / "api.log"

    def run(self, prompt, plan=None, arguments=()):
        """One `-p` run; returns the requests the model saw."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.log.unlink(missing_ok=True)
        model = subprocess.Popen([sys.executable, str(KIT / "fake_anthropic.py"), str(port), json.dumps(plan or {})],
                                 env={**os.environ, "RUN": str(self.home.scratch)}, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, what="the model")
            environment = {
                **{k: v for k, v in self.home.environment.items() if not k.startswith(("ANTHROPIC", "CLAUDE"))},
                "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}", "ANTHROPIC_API_KEY": "sk-fake",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",
                "DISABLE_ERROR_REPORTING": "1",
            }
            began = time.monotonic()
            done = subprocess.run([str(CLAUDE), "-p", prompt, "--output-format", "text", *arguments], cwd=self.work,
                                  env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
            self.seconds = time.monotonic() - began
            assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
            self.stderr = done.stderr.decode()
        finally:
            model.kill()
            model.wait()
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


@pytest.fixture
def claude(home):
    done = home.memos("install", "--host", "claude")
    assert done.returncode == 0, done.stderr
    return RealClaude(home)


def injected(requests):
    """What stands between our markers in everything the model was sent."""
    text = "\n".join(json.dumps(r.get("messages"), ensure_ascii=False) + json.dumps(r.get("system"), ensure_ascii=False)
                     for r in requests)
    return "\n".join(re.findall(r"<memos_memory.*?</memos_memory", text, re.DOTALL))


def turns(home):
    with home.bridge(agent="claude") as bridge:
        return bridge.request("memory.list_turns", {})["turns"]


def test_fact_of_run_one_is_inside_run_two(home, claude):
    first = claude.run("Remember that the staging database of project heron listens on port 5544.")
    assert injected(first) == ""
    [turn] = wait_until(lambda: [t for t in turns(home) if t["status"] == "ended"], what="the captured turn")
    assert "5544" in turn["userText"] and turn["agentText"] == "You prefer tabs."
    second = claude.run("Which port does the staging database of project heron listen on?")
    assert "5544" in injected(second)
    assert claude.stderr == ""


def test_tools_of_a_run_become_steps(home, claude):
    (claude.work / "notes.txt").write_text("The secretary bird nests in the notes.")
    plan = {"tool_order": [{"name": "Read", "input": {"file_path": str(claude.work / "notes.txt")}}]}
    claude.run("Read the notes about the secretary bird.", plan)
    [turn] = wait_until(lambda: [t for t in turns(home) if t["status"] == "ended"], what="the captured turn")
    calls = [call for trace in turn["traces"] for call in trace["toolCalls"]]
    assert [call["name"] for call in calls] == ["Read"]
    assert "nests in the notes" in json.dumps(calls[0]["output"])


def test_resumed_session_is_not_told_its_own_words(home, claude):
    claude.run("The margay service runs on port 7171.")
    again = claude.run("On which port does the margay service run?", arguments=["--continue"])
    assert "7171" not in injected(again)


def test_first_run_without_a_daemon_is_not_lost(home, claude):
    home.stop()
    claude.run("The jerboa password file is kept in the blue folder.")
    found = wait_until(lambda: [t for t in turns(home) if "jerboa" in t["userText"] and t["status"] == "ended"],
                       what="the turn of a run that met no daemon")
    assert len(found) == 1


def test_missing_program_does_not_disturb_the_host(home, claude):
    settings = home.user / ".claude" / "settings.json"
    text = settings.read_text()
    command = json.loads(text)["hooks"]["UserPromptSubmit"][0]["hooks"][0]["command"]
    settings.write_text(text.replace(command, str(home.scratch / "gone" / "memos")))
    requests = claude.run("Is anybody there?")
    assert requests and injected(requests) == ""


def test_transcripts_of_real_runs_import_and_are_not_doubled(home, claude):
    claude.run("The axolotl report lives in reports/axolotl.md.")
    wait_until(lambda: [t for t in turns(home) if t["status"] == "ended"], what="the captured turn")
    home.json("import", "--yes")
    assert len([t for t in turns(home) if "axolotl" in t["userText"]]) == 1, "live capture and back-fill are one turn"
    home.stop()
    shutil.rmtree(home.path / "data")
    home.json("import", "--yes")
    [turn] = [t for t in turns(home) if "axolotl" in t["userText"]]
    assert turn["agentText"] == "You prefer tabs."

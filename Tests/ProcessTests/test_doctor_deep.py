"""`memos doctor --deep` where no host program is at hand: it replays what is installed, and leaves nothing behind."""

import json
import time

import pytest

from memos_process import BIN, processes_naming
from test_doctor_faults import change, examine, failed, install


@pytest.fixture
def quiet(home):
    """A home of a person who has no host program on the search path."""
    home.environment["PATH"] = "/usr/bin:/bin"
    return home


def left_behind(home, agent):
    with home.bridge(agent=agent) as bridge:
        return [turn["userText"] for turn in bridge.request("memory.list_turns")["turns"]]


def test_installed_hooks_are_replayed_word_by_word(quiet):
    settings = install(quiet)
    began = time.monotonic()
    check = examine(quiet, "--deep")["rehearsal/claude"]
    assert check["state"] == "ok" and "hook --host claude" in check["detail"], check
    assert time.monotonic() - began < 60
    assert left_behind(quiet, "claude") == []
    change(settings, lambda value: value["hooks"].pop("Stop"))
    failed(examine(quiet, "--deep")["rehearsal/claude"], "memos install --host claude")


def test_a_shell_line_is_run_by_a_shell(quiet):
    settings = install(quiet)
    line = f"/bin/sh -c '[ -x {BIN}/memos ] && {BIN}/memos hook --host claude; exit 0'"

    def as_line(value):
        for groups in value["hooks"].values():
            groups[0]["hooks"][0] = {"type": "command", "command": line, "timeout": 5}
    change(settings, as_line)
    check = examine(quiet, "--deep")["rehearsal/claude"]
    assert check["state"] == "ok" and "/bin/sh -c" in check["detail"], check


def test_a_hook_that_fails_is_named(quiet):
    settings = install(quiet)
    change(settings, lambda value: value["hooks"]["Stop"][0]["hooks"].__setitem__(
        0, {"type": "command", "command": f"{BIN}/memos hook --host claude; exit 7"}))
    failed(examine(quiet, "--deep")["rehearsal/claude"], "ended with 7 at Stop")


@pytest.mark.parametrize("agent, place, text", [
    ("openclaw", ".openclaw/openclaw.json", json.dumps({"plugins": {"slots": {"memory": "memos-memory"}, "entries": {
        "memos-memory": {"enabled": True, "hooks": {"allowConversationAccess": True}}}}}, indent=1)),
    ("opencode", ".config/opencode/plugins/memos-memory.js", "export default {}\n"),
])
def test_adapters_are_played_through_a_bridge(quiet, agent, place, text):
    file = quiet.user / place
    file.parent.mkdir(parents=True)
    file.write_text(text)
    check = examine(quiet, "--deep", "--host", agent)[f"rehearsal/{agent}"]
    assert check["state"] == "ok" and f"bridge --agent={agent}" in check["detail"], check
    assert left_behind(quiet, agent) == []
    quiet.stop()
    assert processes_naming(str(quiet.path)) == []

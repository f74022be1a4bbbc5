"""Claude Code itself with a model that is made up: told in run 1, inside run 2's request, and never in its way."""

import json
import shutil

import pytest

from delivered import calls_of, ended_turns, injected, text_of, turns
from memos_process import BIN
from real_claude import RealClaude


@pytest.fixture
def claude(home, model, claude_program):
    done = home.memos("install", "--host", "claude")
    assert done.returncode == 0, done.stderr
    return RealClaude(claude_program, home, model)


def test_fact_of_run_one_is_inside_run_two(home, claude):
    first = claude.run("Remember that the staging database of project heron listens on port 5544.")
    assert injected(first) == []
    [turn] = ended_turns(home, "claude")
    assert "5544" in turn["userText"] and turn["agentText"] == "You prefer tabs."
    second = claude.run("Which port does the staging database of project heron listen on?")
    assert "5544" in "\n".join(injected(second))
    assert claude.stderr == ""


def test_tools_of_a_run_become_steps(home, claude):
    (claude.work / "notes.txt").write_text("The secretary bird nests in the notes.")
    claude.run("Read the notes about the secretary bird.",
               plan=[{"name": "Read", "input": {"file_path": str(claude.work / "notes.txt")}}])
    [turn] = ended_turns(home, "claude")
    [call] = calls_of(turn)
    assert call["name"] == "Read"
    assert "nests in the notes" in text_of(call["output"])


def test_failed_tool_of_a_run_is_a_failed_step(home, claude):
    claude.run("Run the bittern script.", arguments=["--allowedTools", "Bash"],
               plan=[{"name": "Bash", "input": {"command": "echo no such bittern >&2; exit 3", "description": "run"}}])
    [turn] = ended_turns(home, "claude")
    [call] = calls_of(turn)
    assert call["name"] == "Bash" and call["errorCode"], call
    assert "no such bittern" in text_of(call["output"])


def test_resumed_session_is_not_told_its_own_words(claude):
    claude.run("The margay service runs on port 7171.")
    again = claude.run("On which port does the margay service run?", arguments=["--continue"])
    assert "7171" not in "\n".join(injected(again))


def test_what_was_injected_is_not_captured(home, claude):
    claude.run("The kakapo registry lives at registry.kakapo.example.")
    second = claude.run("Where does the kakapo registry live?")
    assert injected(second)
    for turn in ended_turns(home, "claude", holding="Where does"):
        assert "memos_memory" not in text_of(turn)


def test_long_memories_stay_within_the_cap(home, claude):
    """A memory of 30,000 characters reaches the model in at most 6,000, whole words and closed markers."""
    claude.run("The quokka handbook says: " + "the quokka gate opens at dawn and shuts at dusk. " * 600)
    second = claude.run("When does the quokka gate open, says the handbook?")
    blocks = injected(second)
    assert blocks and "quokka gate" in blocks[0]
    assert all(len(block) <= 6000 and len(block.encode()) <= 9000 for block in blocks)


def test_first_run_without_a_daemon_is_not_lost(home, claude):
    home.stop()
    claude.run("The jerboa password file is kept in the blue folder.")
    assert len(ended_turns(home, "claude", holding="jerboa")) == 1


def test_stopped_daemon_and_no_program_to_start_leave_the_host_alone(home, claude):
    """Nothing is answered for, nothing is shown, and the run ends as if there were no memory."""
    home.stop()
    home.environment["MEMOS_DAEMON"] = str(home.scratch / "gone" / "memosd")
    requests = claude.run("Is anybody there?")
    assert requests and injected(requests) == []
    assert claude.stderr == ""


def test_missing_program_does_not_disturb_the_host(home, claude):
    settings = home.user / ".claude" / "settings.json"
    text = settings.read_text()
    command = json.loads(text)["hooks"]["UserPromptSubmit"][0]["hooks"][0]["command"]
    settings.write_text(text.replace(command, str(home.scratch / "gone" / "memos")))
    requests = claude.run("Is anybody there?")
    assert requests and injected(requests) == []


def test_transcripts_of_real_runs_import_and_are_not_doubled(home, claude):
    claude.run("The axolotl report lives in reports/axolotl.md.")
    ended_turns(home, "claude")
    home.json("import", "--yes")
    assert len([t for t in turns(home, "claude") if "axolotl" in t["userText"]]) == 1, "live and back-fill are one turn"
    home.stop()
    shutil.rmtree(home.path / "data")
    home.json("import", "--yes")
    [turn] = [t for t in turns(home, "claude") if "axolotl" in t["userText"]]
    assert turn["agentText"] == "You prefer tabs."


def test_program_lists_a_skill_of_its_user(home, claude):
    """Where skills are exported to is where the program looks: name and description reach the model."""
    skill = home.user / ".claude" / "skills" / "heron-deploy"
    skill.mkdir(parents=True)
    (skill / "SKILL.md").write_text(
        '---\nname: heron-deploy\ndescription: "Deploys project heron the safe way. Use it before a release."\n---\n\n'
        "Run the deploy script.\n")
    requests = claude.run("Deploy heron.")
    assert "Deploys project heron the safe way" in "\n".join(map(text_of, requests))

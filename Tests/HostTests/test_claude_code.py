"""Claude Code itself with a model that is made up: told in run 1, inside run 2's request, and never in its way."""

import json
import shutil

import pytest

from delivered import calls_of, ended_turns, injected, text_of, turns
from memos_process import BIN, ROOT
from real_claude import RealClaude
from test_learned_commands import POLICY, SKILL, restored

MARKETPLACE = ROOT / "adapters" / "claude"
PLUGIN = MARKETPLACE / "plugins" / "memos-memory"


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


def test_memory_is_asked_through_mcp(home, model, claude_program):
    """Without any hook: the server alone."""
    claude = RealClaude(claude_program, home, model)
    home.start()
    home.tell("first", "The pangolin build runs on the machine called anthill.")
    servers = {"mcpServers": {"memos": {"type": "stdio", "command": str(BIN / "memos"),
                                        "args": ["mcp", "--agent", "claude", "--home", str(home.path)]}}}
    requests = claude.run(
        "Where does the pangolin build run?",
        plan=[{"name": "mcp__memos__memory_search", "input": {"query": "pangolin build machine"}}],
        arguments=["--mcp-config", json.dumps(servers), "--allowedTools", "mcp__memos__memory_search"])
    results = [block for request in requests for message in request["body"].get("messages", [])
               if isinstance(message["content"], list) for block in message["content"] if block.get("type") == "tool_result"]
    assert results and "anthill" in text_of(results), text_of(results) or claude.stderr
    assert not any(block.get("is_error") for block in results)


def test_plugin_folder_carries_hooks_and_server(home, model, claude_program):
    """The plugin calls the program on the search path, so the same folder serves every machine."""
    claude = RealClaude(claude_program, home, model)
    home.environment.update(PATH=f"{BIN}:{home.environment['PATH']}", MEMOS_HOME=str(home.path))
    checked = claude.command("plugin", "validate", PLUGIN)
    assert checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode()
    claude.run("The tern gateway answers on port 6161.", arguments=["--plugin-dir", PLUGIN])
    ended_turns(home, "claude", holding="tern")
    again = claude.run("On which port does the tern gateway answer?", arguments=["--plugin-dir", PLUGIN])
    assert "6161" in "\n".join(injected(again))
    offered = [tool["name"] for request in again for tool in request["body"].get("tools", [])]
    assert any(name.endswith("__memory_search") for name in offered), offered


def test_plugin_installs_from_its_marketplace_without_a_network(home, model, claude_program):
    claude = RealClaude(claude_program, home, model)
    home.environment.update(PATH=f"{BIN}:{home.environment['PATH']}", MEMOS_HOME=str(home.path))
    for arguments in (["marketplace", "add", MARKETPLACE], ["install", "memos-memory@memos-local"]):
        done = claude.command("plugin", *arguments)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    claude.run("The tern gateway answers on port 6161.")
    assert len(ended_turns(home, "claude", holding="tern")) == 1


def test_program_lists_an_exported_skill(home, claude):
    """Where skills are exported to is where the program looks: name and description reach the model."""
    restored(home, ("policies", POLICY), ("skills", SKILL))
    skills = home.user / ".claude" / "skills"
    skills.mkdir(parents=True)
    done = home.memos("skills", "export", skills)
    assert done.returncode == 0, done.stderr.decode()
    sent = "\n".join(map(text_of, claude.run("Which skills are there?")))
    assert SKILL["name"] in sent and SKILL["summary"] in sent

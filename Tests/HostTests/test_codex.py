"""Codex CLI itself with a model that is made up: told in run 1, inside run 2's request; without trust only captured."""

import json

import pytest

from delivered import calls_of, ended_turns, injected, text_of, turns
from memos_process import BIN
from real_codex import TRUST, RealCodex
from test_learned_commands import POLICY, SKILL, restored

SHELL = "exec_command"


@pytest.fixture
def codex(home, model, codex_program):
    home.start()
    return RealCodex(codex_program, home, model)


@pytest.fixture
def hooked(codex):
    codex.hook()
    return codex


def test_fact_of_run_one_is_inside_run_two(home, hooked):
    first = hooked.run("Remember that the staging database of project heron listens on port 5544.")
    assert injected(first) == []
    [turn] = ended_turns(home, "codex")
    assert "5544" in turn["userText"] and turn["agentText"] == "You prefer tabs."
    second = hooked.run("Which port does the staging database of project heron listen on?")
    assert "5544" in "\n".join(injected(second))
    for event in ("SessionStart", "UserPromptSubmit", "Stop"):
        assert f"hook: {event} Completed" in hooked.stderr, hooked.stderr


def test_tools_of_a_run_become_steps(home, hooked):
    (hooked.work / "notes.txt").write_text("The secretary bird nests in the notes.")
    hooked.run("Read the notes about the secretary bird.", plan=[{"name": SHELL, "input": {"cmd": "cat notes.txt"}}])
    [turn] = ended_turns(home, "codex")
    [call] = calls_of(turn)
    assert call["name"] == "Bash"
    assert "nests in the notes" in text_of(call["output"])


def test_what_was_injected_is_not_captured(home, hooked):
    hooked.run("The kakapo registry lives at registry.kakapo.example.")
    second = hooked.run("Where does the kakapo registry live?")
    assert injected(second)
    for turn in ended_turns(home, "codex", holding="Where does"):
        assert "memos_memory" not in text_of(turn)


def test_injected_text_arrives_whole(hooked):
    """Codex cuts what is longer than 10,000 bytes and writes it to a file; ours stays below, also in Chinese."""
    hooked.run("记住：考拉手册说：" + "考拉门在黎明打开，在黄昏关闭。" * 1500)
    second = hooked.run("考拉手册说考拉门什么时候打开？")
    blocks = injected(second)
    assert blocks, "an opening marker without its end would not be found here"
    assert all(len(block) <= 6000 and len(block.encode()) <= 9000 for block in blocks)
    assert not list((hooked.home.scratch).rglob("hook_outputs"))


def test_untrusted_hooks_do_not_run_and_notify_still_captures(home, hooked):
    hooked.notify()
    first = hooked.run("The bateleur deploy key is rotated on Mondays.", arguments=[])
    [turn] = ended_turns(home, "codex", holding="bateleur")
    assert turn["agentText"] == "You prefer tabs."
    second = hooked.run("When is the bateleur deploy key rotated?", arguments=[])
    assert injected(first) + injected(second) == [], "no trust, no recall"
    assert len(ended_turns(home, "codex", holding="When is")) == 1


def test_trusted_hooks_and_notify_store_a_turn_once(home, hooked):
    hooked.notify()
    hooked.run("The caracal dashboard is on port 3131.")
    hooked.run("And the caracal exporter is on port 3132.")
    ended_turns(home, "codex", holding="exporter")
    assert sorted(turn["userText"] for turn in turns(home, "codex")) == [
        "And the caracal exporter is on port 3132.", "The caracal dashboard is on port 3131."]


def test_resumed_session_is_not_told_its_own_words(hooked):
    hooked.run("The margay service runs on port 7171.")
    again = hooked.run("On which port does the margay service run?",
                       arguments=[TRUST, "resume", "--last"])
    assert "7171" not in "\n".join(injected(again))


def test_installed_hooks_and_their_trust(home, model, codex_program):
    """What `memos install` writes, with its trust, is what Codex runs: no switch of a test in between."""
    codex = RealCodex(codex_program, home, model)
    done = home.memos("install", "--host", "codex", "--trust-codex-hooks", "--yes",
                      environment={"PATH": f"{codex_program.parent}:{home.environment['PATH']}"})
    assert done.returncode == 0, done.stderr.decode()
    codex.run("The tern gateway answers on port 6161.", arguments=[])
    ended_turns(home, "codex", holding="tern")
    again = codex.run("On which port does the tern gateway answer?", arguments=[])
    assert "6161" in "\n".join(injected(again)), codex.stderr


def test_missing_program_does_not_disturb_the_host(hooked):
    hooks = hooked.folder / "hooks.json"
    hooks.write_text(hooks.read_text().replace(str(BIN / "memos"), str(hooked.home.scratch / "gone" / "memos")))
    requests = hooked.run("Is anybody there?")
    assert requests and injected(requests) == []


def test_first_run_without_a_daemon_is_not_lost(home, hooked):
    home.stop()
    hooked.run("The jerboa password file is kept in the blue folder.")
    assert len(ended_turns(home, "codex", holding="jerboa")) == 1


def test_memory_is_asked_through_mcp(home, codex):
    home.tell("first", "The pangolin build runs on the machine called anthill.")
    codex.add_to_config(
        "[mcp_servers.memos]\n"
        f"command = {json.dumps(str(BIN / 'memos'))}\n"
        f"args = {json.dumps(['mcp', '--agent', 'codex', '--home', str(home.path)])}\n"
        'default_tools_approval_mode = "approve"\n')
    requests = codex.run("Where does the pangolin build run?", plan=[
        {"name": "memory_search", "namespace": "mcp__memos", "input": {"query": "pangolin build machine"}}])
    answers = [item for request in requests for item in request["body"]["input"]
               if item.get("type") == "function_call_output"]
    assert answers and "anthill" in text_of(answers), text_of(answers) or codex.stderr


def test_program_lists_an_exported_skill(home, codex):
    """Where skills are exported to is where the program looks: name and description reach the model."""
    restored(home, ("policies", POLICY), ("skills", SKILL))
    skills = home.user / ".agents" / "skills"
    skills.mkdir(parents=True)
    done = home.memos("skills", "export", skills)
    assert done.returncode == 0, done.stderr.decode()
    sent = "\n".join(map(text_of, codex.run("Which skills are there?")))
    assert SKILL["name"] in sent and SKILL["summary"] in sent

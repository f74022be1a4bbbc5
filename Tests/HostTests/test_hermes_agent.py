"""Hermes Agent itself with our provider: told in run 1, inside run 2's request, whatever dies in between."""

import os
import shutil
import signal
import time
import tomllib

import pytest

from delivered import calls_of, ended_turns, injected, strings, text_of, turns
from memos_process import alive, processes_naming, wait_until
from real_hermes import ADAPTER, RealHermes

TOLD = "Remember that the staging database of project heron listens on port 5544."
ASKED = "Which port does the staging database of project heron listen on?"


@pytest.fixture
def bare_hermes(home, model, hermes_python):
    return RealHermes(hermes_python, home, model)


@pytest.fixture
def hermes(bare_hermes):
    bare_hermes.install()
    return bare_hermes


def fronts(home):
    return [pid for pid, command in processes_naming(str(home.path)) if "memosd" not in command.split()[0]]


def test_fact_of_run_one_is_inside_run_two(home, hermes):
    first = hermes.chat(TOLD, answer="I keep that in mind.")
    assert injected(first) == []
    [turn] = ended_turns(home, "hermes")
    assert (turn["userText"], turn["agentText"]) == (TOLD, "I keep that in mind.")
    assert fronts(home) == []
    second = hermes.chat(ASKED)
    assert "5544" in "\n".join(injected(second))
    [turn] = ended_turns(home, "hermes", "Which port")
    assert "memos_memory" not in text_of(turn)
    assert len(turns(home, "hermes")) == 2


def test_daemon_that_was_killed_between_runs_costs_nothing(home, hermes):
    hermes.chat(TOLD)
    ended_turns(home, "hermes")
    os.kill(home.daemon_pid(), signal.SIGKILL)
    assert "5544" in "\n".join(injected(hermes.chat(ASKED)))
    assert len(ended_turns(home, "hermes")) == 2


def test_model_calls_the_tools(home, hermes):
    hermes.chat(TOLD)
    requests = hermes.chat("Look up project heron.", plan=[{"name": "memory_search", "input": {"query": "heron database port"}}])
    results = [message for message in requests[-1]["body"]["messages"] if message["role"] == "tool"]
    assert "5544" in text_of(results)
    offered = {tool["function"]["name"] for request in requests for tool in request["body"].get("tools", [])}
    assert {"memory_search", "memory_get", "memory_timeline", "skill_list", "skill_get", "memory_environment"} <= offered
    [turn] = ended_turns(home, "hermes", "Look up")
    assert [call["name"] for call in calls_of(turn)] == ["memory_search"]


def test_static_words_stand_in_the_system_prompt(home, hermes):
    asked = next(request["body"] for request in hermes.chat(TOLD) if request["body"].get("tools"))
    [system] = [message for message in asked["messages"] if message["role"] == "system"]
    with home.bridge() as bridge:
        words = bridge.request("session.context", {"agent": "hermes", "sessionId": "another"})["text"]
    assert words and words in "".join(strings(system["content"]))


def test_tools_of_hermes_become_steps(home, hermes):
    hermes.chat("Run the bittern script.", plan=[{"name": "terminal", "input": {"command": "echo no such bittern; exit 3"}}])
    [turn] = ended_turns(home, "hermes")
    [call] = calls_of(turn)
    assert call["name"] == "terminal" and call["errorCode"] == "exit_3"
    assert "no such bittern" in text_of(call["output"])


def test_host_says_that_the_provider_is_there(hermes):
    shown = hermes.command("memory", "status").stdout
    assert "installed ✓" in shown and "available ✓" in shown


def test_missing_program_is_told_and_harms_nothing(home, hermes):
    hermes.set_memory(program="/no/such/memos")
    shown = hermes.command("memory", "status").stdout
    assert "not available" in shown and "/no/such/memos" in shown and "reinstall" in shown
    assert injected(hermes.chat(TOLD)) == []
    assert not home.path.exists()


def test_package_of_pip_works_as_well(home, bare_hermes):
    """The package is laid out as pip does; Hermes 0.19 takes memory from folders only, so its entry point links one."""
    installed = home.scratch / "site"
    project = tomllib.loads((ADAPTER / "pyproject.toml").read_text())
    [(package, source)] = project["tool"]["setuptools"]["package-dir"].items()
    shutil.copytree(ADAPTER / source, installed / package, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    info = installed / f"{package}-{project['project']['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['project']['name']}\nVersion: 0.1.0\n")
    [(group, entries)] = project["project"]["entry-points"].items()
    (info / "entry_points.txt").write_text(f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in entries.items()))
    bare_hermes.configure(plugins={"enabled": ["memos"]})
    bare_hermes.chat(TOLD, environment={"PYTHONPATH": str(installed)})
    [turn] = ended_turns(home, "hermes")
    assert turn["userText"] == TOLD
    assert (bare_hermes.folder / "plugins" / "memos").resolve() == installed / package


# The memory manager of Hermes, call by call.


def test_daemon_that_is_killed_within_a_session_costs_no_turn(home, hermes):
    with hermes.driver() as driver:
        assert "memory_search" in driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        os.kill(home.daemon_pid(), signal.SIGKILL)
        driver.turn(2, "The bittern service runs on port 7171.")
        for pid in fronts(home):
            os.kill(pid, signal.SIGKILL)
        driver.turn(3, "The plover service runs on port 8181.")
        driver.call("on_session_end", [])
        driver.call("shutdown_all")
        assert driver.seconds < 6
    assert sorted(turn["userText"][-5:-1] for turn in ended_turns(home, "hermes")) == ["5544", "7171", "8181"]
    assert fronts(home) == []


def test_stopped_daemon_keeps_the_host_waiting_shortly_and_loses_nothing(home, hermes):
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        daemon = home.daemon_pid()
        os.kill(daemon, signal.SIGSTOP)
        try:
            driver.call("on_turn_start", 2, ASKED)
            assert driver.call("prefetch_all", ASKED) == ""
            assert driver.seconds < 6
            driver.call("sync_all", ASKED, "5544", session_id="s1")
            assert driver.seconds < 0.5
        finally:
            os.kill(daemon, signal.SIGCONT)
        driver.call("shutdown_all")
    assert len(ended_turns(home, "hermes", "Which port")) == 1
    assert len(turns(home, "hermes")) == 2


def test_end_leaves_no_process_even_while_the_daemon_is_stopped(home, hermes):
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        [front] = fronts(home)
        daemon = home.daemon_pid()
        os.kill(daemon, signal.SIGSTOP)
        try:
            driver.call("sync_all", "The plover sings.", "It does.", session_id="s1")
            driver.call("flush", 5)
            driver.call("shutdown_all")
            assert driver.seconds < 6
            assert not alive(front)
        finally:
            os.kill(daemon, signal.SIGCONT)
    assert len(ended_turns(home, "hermes", "plover")) == 1


def test_host_that_is_killed_leaves_no_front(home, hermes):
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        assert fronts(home)
        driver.process.kill()
        wait_until(lambda: not fronts(home), 2, "the front to end")


@pytest.mark.parametrize("context", ["subagent", "cron", "flush"])
def test_agent_that_is_not_the_primary_one_writes_nothing(home, hermes, context):
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        driver.call("on_session_end", [])
        driver.call("shutdown_all")
    [before] = ended_turns(home, "hermes")
    with hermes.driver() as driver:
        driver.call("begin", "s2", agent_context=context)
        driver.call("build_system_prompt")
        assert "5544" in driver.turn(1, ASKED, session="s2")
        driver.call("on_delegation", "find the seed", "it is 7", child_session_id="c1")
        driver.call("on_session_end", [])
        driver.call("shutdown_all")
    assert [turn["turnId"] for turn in turns(home, "hermes")] == [before["turnId"]]
    assert home.query("SELECT count(*) FROM sessions") == [(1,)]


def test_delegation_becomes_a_step_of_the_parent(home, hermes):
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        driver.call("on_delegation", "Find the heron's nest", "It is in the reeds", child_session_id="c1")
        driver.call("on_session_end", [])
        driver.call("shutdown_all")
    [call] = [call for turn in ended_turns(home, "hermes") for call in calls_of(turn)]
    assert (call["name"], call["input"], call["output"]) == ("subagent", "Find the heron's nest", "It is in the reeds")


def lend_model(home):
    home.path.mkdir(parents=True, exist_ok=True)
    home.config.write_text("llm:\n  provider: host\n")


def test_model_of_the_host_answers_the_daemon(home, hermes, model):
    lend_model(home)
    model.answer = '{"ok": true, "word": "maple"}'
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        tested = home.memos("model", "test", "llm")
        driver.call("shutdown_all")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert any(request["path"].endswith("/chat/completions") for request in model.requests)


def test_host_without_a_model_says_so_and_goes_on(home, hermes, model):
    lend_model(home)
    (hermes.folder / "config.yaml").write_text('{"memory": {"provider": "memos"}}')
    with hermes.driver() as driver:
        driver.call("begin", "s1")
        driver.turn(1, TOLD)
        ended_turns(home, "hermes")
        began = time.monotonic()
        tested = home.memos("model", "test", "llm", timeout=90)
        assert time.monotonic() - began < 60
        assert tested.returncode != 0
        driver.turn(2, "The bittern service runs on port 7171.")
        driver.call("shutdown_all")
    assert len(ended_turns(home, "hermes")) == 2
    assert model.requests == []

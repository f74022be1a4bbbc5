"""DeepSeek Harness itself with our plugin, one task for each start, against a scripted model."""

import json
import os
import subprocess

import pytest
from delivered import calls_of, ended_turns, injected, text_of, turns
from memos_process import alive, processes_naming, wait_until
from stub_host import ADAPTERS, FakeBridge, program

FACT = "In this house the parser tests run with `make test-parser DUCKLING_SEED=7`."
QUESTION = "Which command runs the parser tests reliably?"


class Harness:
    """A home of the harness with a layer that adds our plugin by its path."""

    def __init__(self, home, dsh, model):
        self.home, self.dsh, self.model = home, dsh, model
        self.folder = home.scratch / "work"
        self.folder.mkdir()
        self.settings(binary=program(), home=str(home.path))

    def settings(self, **settings):
        row = {"id": "memos-memory", "name": str(ADAPTERS / "deepseek" / "index.js"), "config": settings}
        self.patch = self.home.scratch / "memos.patch.yml"
        self.patch.write_text(json.dumps([{"insert": [row]}]))

    def command(self, task, *options):
        return [str(self.dsh), "headless", "--patch", str(self.patch), "--json", *options, task]

    def environment(self, extra=None):
        return {
            **self.home.environment,
            "DSH_HOME": str(self.home.scratch / "dsh"),
            "DEEPSEEK_API_KEY": "none",
            "DEEPSEEK_BASE_URL": self.model.base,
            **(extra or {}),
        }

    def run(self, task, *options, environment=None):
        """The events of a task that ended well."""
        done = subprocess.run(
            self.command(task, *options),
            env=self.environment(environment),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=90,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def harness(home, deepseek_program, model):
    return Harness(home, deepseek_program, model)


def test_what_one_task_told_is_before_the_model_in_the_next(harness, home, model):
    model.answer = FACT
    first = harness.run("How do I run only the parser tests here?")
    ended_turns(home, "dsh", "parser tests here")
    assert not any("DUCKLING_SEED=7" in block for block in injected(model.requests))
    model.requests.clear()
    model.answer = "With the seed of seven."
    events = harness.run(QUESTION)
    assert any("DUCKLING_SEED=7" in block for block in injected(model.requests))
    assert [event["text"] for event in events if event["type"] == "final"] == ["With the seed of seven."]
    (turn,) = ended_turns(home, "dsh", "reliably")
    assert turn["userText"] == QUESTION and turn["agentText"] == "With the seed of seven."
    assert turn["sessionId"] == events[0]["sessionId"] != first[0]["sessionId"]
    assert turn["workspace"] == str(harness.folder)
    assert len(turns(home, "dsh")) == 2


def test_tools_are_offered_called_and_kept(harness, home, model):
    model.answer = FACT
    harness.run("How do I run only the parser tests here?")
    ended_turns(home, "dsh", "parser tests here")
    model.requests.clear()
    model.answer = "Found it."
    model.plan = [{"name": "memory_search", "input": {"query": "parser tests seed"}}]
    harness.run("Look into your memory, please.")
    offered = {tool["name"] for request in model.requests for tool in request["body"].get("tools", [])}
    assert {tool["name"] for tool in json.loads((ADAPTERS / "deepseek" / "tools.json").read_text())} <= offered
    results = [
        block
        for request in model.requests
        for message in request["body"]["messages"]
        if isinstance(message["content"], list)
        for block in message["content"]
        if block["type"] == "tool_result"
    ]
    assert "DUCKLING_SEED=7" in text_of(results[-1])
    (turn,) = ended_turns(home, "dsh", "Look into")
    (call,) = calls_of(turn)
    assert call["name"] == "memory_search" and "DUCKLING_SEED=7" in call["output"]
    assert call["endedAt"] >= call["startedAt"]


def test_a_helpers_work_is_a_step_of_its_parent(harness, home, model):
    model.answer = "The seed is 7."
    model.plan = [{"name": "subagent", "input": {"description": "seed", "prompt": "Search the sources for the seed."}}]
    session = harness.run("Have somebody find the seed of the parser.")[0]["sessionId"]
    kept = wait_until(
        lambda: [
            turn
            for turn in turns(home, "dsh")
            if any(call["name"] == "subagent" and "The seed" in call.get("output", "") for call in calls_of(turn))
        ],
        what="the helper's step",
    )
    step = [call for call in calls_of(kept[0]) if call["name"] == "subagent"][-1]
    assert "Search the sources for the seed." in text_of(step["input"]) and "parent agent id" not in text_of(
        step["input"]
    )
    assert {turn["sessionId"] for turn in turns(home, "dsh")} == {session}


def test_a_resumed_session_is_the_same_one(harness, home, model):
    session = harness.run("The heron stands in the reed today.")[0]["sessionId"]
    harness.run("And what does it do there?", "--session-id", session)
    kept = wait_until(lambda: len(turns(home, "dsh")) == 2 and turns(home, "dsh"), what="both turns")
    assert {turn["sessionId"] for turn in kept} == {session}


@pytest.mark.parametrize("mode", ["slow", "dying", "missing"])
def test_a_task_goes_on_when_the_bridge_fails(harness, home, model, mode):
    fake = FakeBridge(home.scratch, "fine" if mode == "missing" else mode)
    harness.settings(binary="/nowhere/memos" if mode == "missing" else str(fake.program))
    model.answer = "Still here."
    assert harness.run(QUESTION, environment=fake.environment)[-1]["text"] == "Still here."


def test_nothing_is_left_when_the_harness_is_killed(harness, home, model):
    child = subprocess.Popen(
        harness.command(QUESTION),
        env=harness.environment(),
        cwd=harness.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def bridges():
        return [pid for pid, command in processes_naming(str(home.path)) if " bridge " in command]

    running = wait_until(bridges, what="the bridge")
    os.kill(child.pid, 9)
    child.wait()
    wait_until(lambda: not any(map(alive, running)), seconds=5, what="the end of the bridge")

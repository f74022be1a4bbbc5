"""Models as their owner meets them: set up, tested, used for what is learned, metered, stopped by the budget; and never
needed. Nothing here leaves this machine: the models are scripted ones."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from memos_process import wait_until
from model_server import ModelServer
from model_support import KEY, PROMPT, Task, access, calls, configured, settled
from test_command_line import transcript

HERE = Path(__file__).resolve().parent


@pytest.fixture
def server():
    with ModelServer() as running:
        yield running


def roles(bridge):
    return {one["role"]: one for one in bridge.request("models.list")["roles"]}


# What a model is for.

def test_a_task_is_judged_with_a_model_and_says_so(home, server):
    configured(home, access(server))
    with home.bridge() as bridge:
        task = Task(bridge)
        task.was_prompt()
        score = task.score()
        settled(home)
        assert score["madeBy"]["path"] == "model" and score["madeBy"]["model"] == "openai_compatible/scripted"
        assert score["madeBy"]["prompt"].startswith("reward-rubric@")
        assert any(evidence["rule"] == "model_rubric" for axis in ("goal", "process", "satisfaction")
                   for evidence in (score.get(axis) or {}).get("evidence", [])), score
        asked = [request for request in server.asked if "relation" not in request.prompts]
        assert asked and not server.problems
        assert {"reward-rubric", "reflection", "turn-summary", "extraction"} <= set(asked[0].prompts), "one call for all"
        assert len(asked) <= 3
        usage = bridge.request("models.usage", {"days": 1})
        assert usage["budget"]["day"]["total"]["calls"] == len(server.chats) == len(usage["calls"])
        assert usage["budget"]["day"]["total"]["inputTokens"] == sum(request.input_tokens for request in server.chats)
        assert usage["budget"]["exhausted"] is False
        mine = next(call for call in usage["calls"] if call.get("subject") == task.episode)
        assert (mine["role"], mine["urgency"], mine["state"], mine["subject"]) == (
            "llm", "background", "answered", task.episode)
        assert "reward-rubric@" in mine["purpose"]
        llm = roles(bridge)["llm"]
        assert llm["available"] and llm["lastOkAt"] and llm["lastError"] is None and llm["keySource"] == "settings"
        health = bridge.request("core.health")
        assert health["llm"]["available"] and health["skillEvolver"]["inherited"] is True
    status = home.memos("status").stdout.decode()
    assert "scripted" in status, status


def test_the_same_evidence_is_never_paid_for_twice(home, server):
    configured(home, access(server))
    with home.bridge() as bridge:
        task = Task(bridge)
        task.score()
        settled(home)
        count = len(server.asked)
        # More is said of the task: it is scored again, and only what sees the new words is asked.
        bridge.request("feedback.submit", {"episodeId": task.episode, "channel": "explicit", "polarity": "positive",
                                           "magnitude": 1, "rationale": "still fine"})
        wait_until(lambda: len(server.asked) > count, what="the second judgement")
        settled(home)
        assert [set(request.prompts) for request in server.asked[count:]][0] == {"reward-rubric"}


def test_tasks_become_a_policy_and_a_skill_in_a_models_words(home, server):
    configured(home, access(server))
    with home.bridge() as bridge:
        for _ in range(3):
            Task(bridge).score()
            settled(home)
        policy = wait_until(lambda: home.json("policies")["policies"], what="a policy")[0]
        skill = wait_until(lambda: home.json("skills")["skills"], what="a skill")[0]
        settled(home)
        policy, skill = home.json("policies", "show", policy["id"]), home.json("skills", "show", skill["id"])
    assert not server.problems
    for item, prompt in ((policy, "policy-induction@"), (skill, "skill-")):
        assert item["madeBy"]["path"] == "model" and item["madeBy"]["prompt"].startswith(prompt), item["madeBy"]
    assert "apt-get install" in policy["procedure"]


def test_a_long_task_costs_three_calls_at_most(home, server):
    configured(home, access(server))
    with home.bridge() as bridge:
        session = bridge.open_session(namespace={"workspacePath": "/src/long"})
        episode = bridge.start_turn(session, "Rename the harbour module everywhere.")["query"]["episodeId"]
        bridge.end_turn(session, episode, "Renamed.", [
            {"name": "Bash", "input": {"command": f"sed -i s/harbour/port/ src/part{number}.py"}, "output": "",
             "toolCallId": f"c{number}"} for number in range(10)])
        bridge.request("session.close", {"sessionId": session})
        wait_until(lambda: bridge.request("episode.get", {"id": episode}).get("score"), what="the score")
        settled(home)
    assert 1 <= len(server.asked) <= 3 and len(calls(home)) == len(server.chats)


# `memos model test`.

WIRES = ["openai", "openrouter", "anthropic", "gemini", "bedrock", "ollama"]


def test_model_test_says_of_every_wire_that_it_works(home, server):
    configured(home)
    home.start()
    server.secrets = {"AKIDMARKER": KEY}
    for flavour in [*WIRES, "bedrock signed"]:
        for streamed in (True, False):
            settings = access(server, flavour.split()[0], stream=streamed)
            if flavour == "bedrock signed":
                settings["apiKey"] = f"AKIDMARKER:{KEY}"
            if flavour == "openrouter":
                settings["openrouter"] = {"order": ["Scripted", "Other"], "ignore": ["Other"]}
            with home.bridge() as bridge:
                bridge.request("config.patch", {"patch": {"llm": settings}})
            server.clear()
            trial = next(one for one in home.json("model", "test")["trials"] if one["role"] == "llm")
            assert trial["ok"] and trial["json"] == "exact" and trial["latencyMs"] >= 0, (flavour, trial)
            assert trial["usage"]["input"] > 0 and trial["provider"] == settings["provider"], (flavour, trial)
            assert server.problems == [] and [request.is_streamed for request in server.chats][:1] == [streamed]
            if flavour == "openrouter":
                assert server.chats[0].body["provider"] == {"order": ["Scripted", "Other"], "ignore": ["Other"]}
    said = home.memos("model", "test")
    assert said.returncode == 0 and b"llm" in said.stdout and KEY.encode() not in said.stdout + said.stderr


@pytest.mark.parametrize("flavour", ["openai", "gemini", "cohere", "voyage", "mistral", "ollama"])
def test_model_test_of_embedders(home, server, flavour):
    configured(home, embedding=access(server, flavour))
    trial = next(one for one in home.json("model", "test")["trials"] if one["role"] == "embedding")
    assert trial["ok"] and trial["dim"] == server.dimensions, trial
    assert server.problems == []


@pytest.mark.parametrize("flavour", ["openai", "cohere", "voyage", "jina"])
def test_model_test_of_rerankers(home, server, flavour):
    configured(home, reranker=access(server, flavour))
    trial = next(one for one in home.json("model", "test")["trials"] if one["role"] == "reranker")
    assert trial["ok"] and trial["orderRight"] is True, trial
    assert server.problems == []


@pytest.mark.parametrize("fault, kind, words", [
    ("connection_refused", "unreachable", "running"), ("401_echoes_key", "unauthorized", "key"),
    ("404_model", "unknown_model", "model"), ("402_quota", "quota_exceeded", "credit"),
    ("wrong_content_type_html", "malformed", ""),
])
def test_model_test_says_what_to_do(home, server, fault, kind, words):
    configured(home, access(server, maxRetries=0))
    home.start()
    server.fault = fault
    failed = home.memos("model", "test", "--json")
    assert failed.returncode == 1
    trial = next(one for one in json.loads(failed.stdout)["trials"] if one["role"] == "llm")
    assert not trial["ok"] and trial["error"]["kind"] == kind and trial["error"]["hint"], trial
    said = home.memos("model", "test")
    shown = (said.stdout + said.stderr).decode()
    assert said.returncode == 1 and trial["error"]["hint"] in " ".join(shown.split()), shown
    assert words in (trial["error"]["message"] + trial["error"]["hint"]).lower() and KEY not in shown


def test_model_test_without_a_model_is_no_failure_of_memos(home):
    configured(home)
    home.start()
    assert home.json("model", "test")["trials"] == [] or all(
        trial["role"] == "embedding" for trial in home.json("model", "test")["trials"])


def test_roles_inherit_and_say_so(home, server):
    configured(home, access(server), l3Llm={"model": "larger"})
    with home.bridge() as bridge:
        shown = roles(bridge)
        assert shown["skillEvolver"]["inherited"] is True and shown["skillEvolver"]["model"] == "scripted"
        assert shown["l3Llm"]["model"] == "larger" and shown["reranker"]["configured"] is False
        trials = {one["role"]: one for one in bridge.request("models.test")["trials"]}
        assert trials["l3Llm"]["ok"] and trials["l3Llm"]["model"] == "larger"
    assert {request.model for request in server.chats} == {"scripted", "larger"}
    text = home.memos("model", "roles").stdout.decode()
    assert "larger" in text and "skillEvolver" in text


# Keys.

def everything_shown(home, bridge):
    """All that people and programs can read of a home, but its settings file."""
    shown = [bridge.request("config.get", {}), bridge.request("models.list"), bridge.request("models.usage"),
             bridge.request("core.status", {}), bridge.request("core.health"),
             bridge.request("logs.tail", {"limit": 500})]
    shown += [message for message in bridge.notifications]
    texts = [json.dumps(shown)]
    for arguments in (["model", "test"], ["model", "test", "--json"], ["model", "roles"], ["model", "usage"], ["status"],
                      ["config", "get"], ["export"], ["logs"], ["doctor"]):
        done = home.memos(*arguments)
        texts.append((done.stdout + done.stderr).decode(errors="replace"))
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            texts.append(process.read_bytes().decode(errors="replace"))
        except OSError:
            pass
    return texts


@pytest.mark.parametrize("source", ["settings", "environment", "command"])
def test_a_key_is_used_and_shown_nowhere(home, server, source):
    settings = access(server, apiKey=None)
    counter = home.scratch / "runs"
    if source == "settings":
        settings["apiKey"] = KEY
    elif source == "environment":
        settings["apiKeyEnv"] = "MARKED_KEY"
        home.environment["MARKED_KEY"] = KEY
    else:
        script = home.scratch / "print-key"
        half = len(KEY) // 2
        script.write_text(f"#!/bin/sh\necho run >> {counter}\nsleep 0.2\nprintf '%s%s\\n' {KEY[:half]} {KEY[half:]}\n")
        script.chmod(0o700)
        settings["keyCommand"] = str(script)
    server.keys = {KEY}
    configured(home, settings)
    with home.bridge() as bridge:
        bridge.request("events.subscribe", {"afterSeq": 0})
        for _ in range(2):
            assert Task(bridge).score()["madeBy"]["path"] == "model"
        assert roles(bridge)["llm"]["keySource"] == source
        server.fault = "401_echoes_key"
        task = Task(bridge)
        assert task.score()["madeBy"].get("reason") in ("unauthorized", "resting")
        settled(home)
        told = roles(bridge)["llm"]["lastError"]
        assert told["message"] and told["hint"]
        server.fault = None
        for text in everything_shown(home, bridge):
            assert KEY not in text, text[max(0, text.find(KEY) - 300):][:600]
    assert {request.headers["authorization"] for request in server.chats} == {f"Bearer {KEY}"}
    home.stop()
    assert home.files_containing(KEY) == (["config.yaml"] if source == "settings" else [])
    if source == "settings":
        assert home.config.stat().st_mode & 0o077 == 0
    if source == "command":
        # Once for all calls, once more after the key was refused, and for each test of a person's.
        assert 2 <= len(counter.read_text().splitlines()) <= 10


def test_a_key_command_runs_once_for_many_calls(home, server):
    counter, script = home.scratch / "runs", home.scratch / "print-key"
    script.write_text(f"#!/bin/sh\necho run >> {counter}\nsleep 0.2\necho {KEY}\n")
    script.chmod(0o700)
    configured(home, access(server, apiKey=None, keyCommand=str(script)))
    with home.bridge() as bridge:
        for task in [Task(bridge) for _ in range(4)]:
            assert task.score()["madeBy"]["path"] == "model"
    assert counter.read_text().splitlines() == ["run"]
    assert len(server.chats) >= 4


def test_a_key_command_that_fails_says_so_without_its_output(home, server):
    script = home.scratch / "print-key"
    script.write_text(f"#!/bin/sh\necho {KEY} is locked >&2\nexit 3\n")
    script.chmod(0o700)
    configured(home, access(server, apiKey=None, keyCommand=str(script)))
    with home.bridge() as bridge:
        trial = bridge.request("models.test", {"role": "llm"})["trials"][0]
        assert trial["error"]["kind"] == "misconfigured" and "3" in trial["error"]["message"]
        assert KEY not in json.dumps(trial)
        assert Task(bridge).score()["madeBy"]["reason"] in ("misconfigured", "resting")
    assert server.requests == []


# The budget.

def test_at_the_limit_work_goes_on_without_models_and_says_so(home, server):
    configured(home, access(server), budget={"dayTokens": 10})
    with home.bridge() as bridge:
        task = Task(bridge)
        task.was_prompt()
        score = task.score()
        assert score["madeBy"]["path"] == "rules" and score["madeBy"]["reason"] == "budget"
        assert task.is_found()
        usage = bridge.request("models.usage", {})
        assert usage["budget"]["exhausted"] is True and usage["budget"]["day"]["total"]["tokenLimit"] == 10
        told = roles(bridge)["llm"]
        assert told["available"] is False
        trial = bridge.request("models.test", {"role": "llm"})["trials"][0]
        assert trial["error"]["kind"] == "budget" and "memos config set budget.dayTokens" in trial["error"]["hint"]
        assert server.requests == [] and server.connections == 0
        assert "budget reached" in home.memos("status").stdout.decode()
        assert "work goes on without models" in home.memos("model", "usage").stdout.decode()
        bridge.request("config.patch", {"patch": {"budget": {"dayTokens": 1_000_000}}})
        assert Task(bridge).score()["madeBy"]["path"] == "model", "and a higher limit holds at once"


def test_the_budget_is_not_overrun_by_more_than_one_call(home, server):
    with ModelServer() as measured:
        configured(home, access(measured))
        with home.bridge() as bridge:
            Task(bridge).score()
            settled(home)
            one = bridge.request("models.usage", {})["budget"]["day"]["total"]["tokens"]
    limit = one * 3
    with home.bridge() as bridge:
        bridge.request("config.patch", {"patch": {"llm": access(server, concurrency=4),
                                                  "budget": {"dayTokens": one + limit}}})
        tasks = [Task(bridge) for _ in range(12)]
        for task in tasks:
            task.score(seconds=30)
        settled(home, seconds=30)
        spent = bridge.request("models.usage", {})["budget"]["day"]["total"]["tokens"]
        assert spent <= one + limit + one
        paths = [task.score()["madeBy"]["path"] for task in tasks]
        assert "rules" in paths


# Before a turn.

def rehearsed(home, bridge, server, latency):
    """A home with something to recall, whose model's times are known to be these."""
    for _ in range(2):
        Task(bridge).score()
    settled(home)
    server.latency = latency
    for trial in [bridge.start("models.test", {"role": "llm"}) for _ in range(8)]:
        assert bridge.finish(trial, seconds=60)["trials"][0]["ok"]


def unclear_turns(bridge, number):
    """Two turns of which words alone do not say how they belong together; the seconds until each answer."""
    session = bridge.open_session(namespace={"workspacePath": "/src/harbour"})
    took = []
    began = time.monotonic()
    first = bridge.start_turn(session, f"Install the module of jetty {number} that does not import.")
    took.append(time.monotonic() - began)
    bridge.end_turn(session, first["query"]["episodeId"], "The module of the jetty is installed.")
    began = time.monotonic()
    second = bridge.start_turn(session, "And what about the other one, does it import?")
    took.append(time.monotonic() - began)
    return took, first["injectedContext"] + second["injectedContext"]


@pytest.mark.parametrize("latency, is_asked", [(0.02, True), (2.5, False)])
def test_a_model_is_asked_before_a_turn_only_when_it_is_quick(home, server, latency, is_asked):
    configured(home, access(server, timeoutMs=8000, maxRetries=0, concurrency=8))
    with home.bridge() as bridge:
        rehearsed(home, bridge, server, latency)
        before = len(calls(home))
        for number in range(4):
            took, told = unclear_turns(bridge, number)
            assert max(took) <= (PROMPT if is_asked else 1.5) and "narwhal" in told
        asked = [call for call in calls(home)[before:] if call[2] == "foreground"]
    # How slow short answers have become is known from the first that does not come in time.
    assert asked if is_asked else len(asked) <= 1, asked
    assert not server.problems


def test_a_model_that_has_just_become_slow_is_waited_for_once(home, server):
    configured(home, access(server, timeoutMs=8000, maxRetries=0, concurrency=8))
    with home.bridge() as bridge:
        rehearsed(home, bridge, server, 0.02)
        server.latency = 20
        for number in range(3):
            took, told = unclear_turns(bridge, number)
            assert max(took) <= PROMPT and "narwhal" in told, took


# Import.

def imported(home, session, words):
    """A transcript of a few turns, taken over."""
    transcript(home.user, session, [(f"Imported question {index} about the {words}.", "It is so.") for index in range(4)])
    return home.json("import", "--yes")


def test_import_calls_no_model_unless_asked(home, server):
    configured(home, access(server))
    imported(home, "old-session", "quoll")
    assert home.json("status")["counts"]["turns"] == 4
    settled(home)
    assert server.asked == []
    with home.bridge() as bridge:
        bridge.request("config.patch", {"patch": {"models": {"imports": True}}})
    assert server.asked == [], "what is there already stays as it is"
    imported(home, "other-session", "numbat")
    wait_until(lambda: server.asked, what="a call about what was imported")
    settled(home)
    assert all("quoll" not in request.text for request in server.asked) and not server.problems


def test_import_says_first_what_it_would_cost(home, server):
    configured(home, access(server), models={"imports": True})
    transcript(home.user, "old-session", [(f"Imported question {index} about the quoll.", "Yes.") for index in range(4)])
    plan = home.json("import", "--dry-run")
    assert plan["models"]["calls"] >= 1 and plan["models"]["tokens"] > 0
    assert server.asked == []


# Without any.

def test_a_default_installation_opens_no_connection(scratch):
    reason = None if shutil.which("unshare") and shutil.which("ip") else "there is no unshare or no ip here"
    if not reason and subprocess.run(["unshare", "-rn", "ip", "link", "set", "lo", "up"], check=False,
                                     capture_output=True).returncode:
        reason = "network namespaces are not permitted here"
    if reason:
        pytest.skip(reason)
    done = subprocess.run(
        ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$0" "$@"', sys.executable,
         str(HERE / "namespace_task.py"), str(scratch)],
        capture_output=True, text=True, timeout=60, check=False, cwd=HERE, env=os.environ)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["control"] == 1, "the kernel's counter does count"
    assert seen["after"] == seen["before"] == [0, 0], "neither a connection was begun nor a datagram sent"
    assert seen["calls"] == seen["rows"] == 0
    assert seen["found"] and seen["reward"] > 0.3 and seen["madeBy"] == {"path": "rules"}
    assert seen["llm"]["available"] is False and seen["llm"]["provider"] == "none"

"""A provider written for the upstream plugin's bridge works unchanged against `memos bridge`, call by call."""

import os
import signal
import subprocess
import threading
import time

import pytest

from memos_process import BIN, alive, now_ms, wait_until
from upstream_client import (
    Failure, Timeout, UpstreamClient, UpstreamProvider, environment_of, node_answers, viewer_answers, zombies)

SCOPE = "--runtime-scope=0123456789abcdef01234567"


@pytest.fixture
def root(home):
    """The folder in which that plugin believes itself to be."""
    folder = home.scratch / "plugin"
    (folder / "dist").mkdir(parents=True)
    (folder / "dist" / "bridge.mjs").write_text("// never run\n")
    return folder


@pytest.fixture(params=["the program as node", "a script as node"])
def node(request, home):
    """What `MEMOS_NODE_BINARY` may name: our program itself, or a script that starts its bridge."""
    if request.param == "the program as node":
        return BIN / "memos"
    script = home.scratch / "node"
    script.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo v20.20.2; exit 0; }}\nexec "{BIN}/memos" bridge "$@"\n')
    script.chmod(0o755)
    return script


@pytest.fixture
def start(home, root):
    def start(node=BIN / "memos", script="dist/bridge.mjs", flags=(SCOPE,), **keywords):
        return UpstreamClient(node, root, script, environment_of(home, node), flags, **keywords)

    return start


def begun(client, session="20260720_101010_abcdef"):
    provider = UpstreamProvider(client, session)
    provider.initialize()
    return provider


def test_program_passes_for_node(node):
    assert node_answers(node)


def test_first_calls_are_answered_within_a_second_of_the_start(start, node):
    began = time.monotonic()
    with start(node) as client:
        begun(client)
        assert time.monotonic() - began < 1.5


def test_two_turns_and_all_that_goes_with_them(home, start, node):
    with start(node) as client:
        provider = begun(client)
        assert provider.prefetch("Remember: the pond uses tabs, never spaces.") == ""
        first = provider.sync_turn("Remember: the pond uses tabs, never spaces.", "Tabs it is.", [
            {"name": "terminal", "input": '{"command": "ls"}', "output": "pond.c", "toolCallId": "c1",
             "startedAt": now_ms(), "endedAt": now_ms(), "thinkingBefore": "look", "assistantTextBefore": "I look."}])
        assert first["traceId"] in first["traceIds"] and first["episodeId"] == provider.episode
        provider.end()
        other = begun(client, "20260720_111111_fedcba")
        assert "tabs" in other.prefetch("Does the pond use tabs or spaces?")
        second = other.sync_turn("Does the pond use tabs or spaces?", "Tabs.")
        assert set(second["traceIds"]).isdisjoint(first["traceIds"])
        other.feedback("no, that is wrong, use spaces")
        assert other.delegation("Count the ponds", "There are three")["traceId"]
        other.end()
        assert client.dropped == []
        listed = client.request("feedback.list", {"episodeId": second["episodeId"]})
        assert second["traceIds"][-1] in str(listed)
    assert home.query("SELECT count(*) FROM turns") == [(3,)]


def test_every_tool_has_what_it_reads(start):
    with start() as client:
        provider = begun(client)
        provider.prefetch("Where is the pond's seed kept?")
        provider.sync_turn("Where is the pond's seed kept?", "In pond.toml.")
        hits = provider.search("seed of the pond", 3)
        assert hits and all({"tier", "refId", "refKind", "score", "snippet"} <= set(hit) for hit in hits)
        trace = provider.get("trace", provider.trace)
        assert trace["userText"] == "Where is the pond's seed kept?" and trace["agentText"] == "In pond.toml."
        assert {"id", "episodeId", "ts", "value", "toolCalls"} <= set(trace)
        assert [step["id"] for step in provider.timeline()] == [provider.trace]
        assert provider.skills() == [] and provider.environment() == [] and provider.environment("pond") == []
        for kind in ("trace", "policy", "world"):
            assert provider.get(kind, "nothing") == {}
        assert provider.skill("nothing") == {"found": False}


def test_repeated_turn_is_the_same_turn(home, start):
    with start() as client:
        provider = begun(client)
        provider.prefetch("Name the bridge.")
        episode = provider.episode
        provider.turns -= 1
        provider.prefetch("Name the bridge.")
        assert provider.episode == episode
        # A lost connection makes that provider send the same end again.
        assert provider.sync_turn("Name the bridge.", "Heron.", ts=7) == provider.sync_turn("Name the bridge.", "Heron.", ts=7)
    assert home.query("SELECT count(*) FROM turns") == [(1,)]


def test_recall_keeps_the_deadline_it_is_told(start):
    with start() as client:
        provider = begun(client)
        began = time.monotonic()
        provider.prefetch("Which indentation does the pond use?")
        assert time.monotonic() - began < 5


def test_slow_requests_do_not_hold_up_others(start):
    with start() as client:
        provider = begun(client)
        seen = []
        threads = [threading.Thread(target=lambda: seen.append(client.request("core.health", {}, 10)["ok"])) for _ in range(32)]
        for thread in threads:
            thread.start()
        provider.prefetch("What is slow?")
        for thread in threads:
            thread.join()
        assert seen == [True] * 32 and client.dropped == []


def test_unknown_method_is_named(start):
    with start() as client, pytest.raises(Failure) as caught:
        client.request("no.such_method", {})
    assert caught.value.code == "unknown_method"


def test_line_of_megabytes_passes(start):
    with start() as client:
        provider = begun(client)
        provider.prefetch("Read the log.")
        provider.sync_turn("Read the log.", "Done. " + "é" * 2_000_000)


def test_model_of_the_host_is_asked_and_answers(home, start):
    home.path.mkdir(parents=True, exist_ok=True)
    home.config.write_text("llm:\n  provider: host\n")
    lent = {"text": '{"ok": true, "word": "maple"}', "model": "fake-model", "durationMs": 3,
            "usage": {"promptTokens": 1, "completionTokens": 1, "totalTokens": 2}}
    with start(host_model=lambda params: lent) as client:
        provider = begun(client)
        assert home.memos("model", "test", "llm").returncode == 0
        assert client.asked and client.asked[0]["method"] == "host.llm.complete"
        asked = client.asked[0]["params"]
        assert asked["messages"][0].keys() >= {"role", "content"} and asked["timeoutMs"] > 0
        provider.prefetch("Still there?")


def test_host_without_a_model_goes_on(home, start):
    home.path.mkdir(parents=True, exist_ok=True)
    home.config.write_text("llm:\n  provider: host\n")
    with start() as client:
        provider = begun(client)
        assert home.memos("model", "test", "llm").returncode != 0
        provider.prefetch("Still there?")
        provider.sync_turn("Still there?", "Yes.")


def test_stopped_daemon_costs_the_recall_only(home, start):
    with start() as client:
        provider = begun(client)
        daemon = home.daemon_pid()
        os.kill(daemon, signal.SIGSTOP)
        try:
            with pytest.raises(Timeout):
                provider.prefetch("Are you there?")
        finally:
            os.kill(daemon, signal.SIGCONT)
        provider.prefetch("And now?")
        provider.sync_turn("And now?", "Yes.")
        assert alive(client.process.pid)


def test_killed_daemon_is_replaced_under_the_same_bridge(home, start):
    with start() as client:
        provider = begun(client)
        os.kill(home.daemon_pid(), signal.SIGKILL)
        provider.prefetch("Who are you?")
        provider.sync_turn("Who are you?", "The next one.")
        assert client.process.poll() is None


def test_end_of_input_is_the_end_within_five_seconds(start, node):
    client = start(node)
    with client:
        begun(client).prefetch("Bye?")
        assert client.close() == []
        assert client.process.returncode == 0


def test_end_of_input_is_soon_even_while_the_daemon_is_stopped(home, start):
    client = start()
    with client:
        provider = begun(client)
        daemon = home.daemon_pid()
        os.kill(daemon, signal.SIGSTOP)
        try:
            threading.Thread(target=lambda: pytest.raises(Failure, provider.prefetch, "Bye?"), daemon=True).start()
            time.sleep(0.2)
            began = time.monotonic()
            client.close()
            assert time.monotonic() - began < 6
        finally:
            os.kill(daemon, signal.SIGCONT)


def test_several_agents_have_bridges_of_their_own(home, start):
    with start() as one, start(flags=("--runtime-scope=fedcba9876543210fedcba98",)) as two, start(flags=()) as three:
        for number, client in enumerate((one, two, three)):
            provider = begun(client, f"s{number}")
            provider.prefetch(f"Question {number}?")
            provider.sync_turn(f"Question {number}?", "Yes.")
    assert home.query("SELECT count(*) FROM turns") == [(3,)]


def test_cleaner_sees_nothing_to_clean(home, start):
    with start() as client:
        begun(client)
        assert zombies({client.process.pid, home.daemon_pid()}) == []


@pytest.mark.parametrize("script", ["dist/bridge.mjs", "bridge.mts", "bridge.cts", "dist/bridge.cjs"])
def test_every_name_of_the_bridge_is_accepted(start, script):
    with start(script=script) as client:
        begun(client)


def test_viewer_of_its_daemon_answers_as_upstreams(home, root, node):
    """The provider starts this beside its bridge and asks for up to 45 s, until it answers or ends."""
    attendance = subprocess.Popen(
        [str(node), str(root / "dist" / "bridge.mjs"), "--agent=hermes", f"--home={home.path}", "--daemon"],
        cwd=root, env=environment_of(home, node), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True)
    try:
        info = wait_until(home.run_info, 10, "the daemon")
        status = home.json("status")
        assert viewer_answers(status["viewer"]["port"])
        assert attendance.poll() is None and alive(info["pid"])
    finally:
        attendance.terminate()
        attendance.wait(10)
        attendance.stdout.close()

"""The SDKs that real clients are built on, as subprocesses in environments of their own, against `memos mcp` and `/mcp`."""

import json
import subprocess
import threading
from pathlib import Path

import host_programs
import pytest
from memos_process import BIN, Viewer

CLIENTS = Path(__file__).resolve().parent / "mcp_clients"
USUAL = ["memory_search", "memory_get", "memory_timeline", "skill_get", "memory_environment", "memory_remember"]


def interpreter(name):
    """Of an environment with one SDK; a test without it is skipped."""
    return str(host_programs.python(name) or pytest.skip(host_programs.how_to_have(name)))


def command(home, *flags):
    return [str(BIN / "memos"), "mcp", "--home", str(home.path), *flags]


def start(home, script, arguments, **environment):
    return subprocess.Popen(
        [interpreter("mcp2" if script == "sdk2.py" else "mcp1"), str(CLIENTS / script), *map(str, arguments)], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=home.scratch, env={**home.environment, **environment})


def report(process):
    output, errors = process.communicate(timeout=120)
    steps = {line["step"]: line for line in map(json.loads, output.splitlines())}
    assert process.returncode == 0, (errors[-2000:], list(steps))
    return steps


VARIANTS = [("sdk2.py", ["auto"], "2026-07-28"), ("sdk2.py", ["legacy"], "2025-11-25"), ("sdk1.py", [], "2025-11-25")]
NAMES = ["2.x auto", "2.x legacy", "1.26"]


def check(steps, version, has_all=False, asks=False):
    opened = steps["open"]["result"]
    assert opened["version"] == version and opened["server"] == "memos"
    assert opened["instructions"].startswith("Memory of earlier work")
    listed = [tool["name"] for tool in steps["tools"]["result"]["tools"]]
    assert listed == USUAL if not has_all else listed[:6] == USUAL and len(listed) == 11
    for name in ("remember", "get", "search", "timeline", "environment", "progress"):
        result = steps[name].get("result")
        assert result and not result.get("isError") and result["structuredContent"], steps[name]
    assert "blue safe" in steps["search"]["result"]["content"][0]["text"]
    for name in ("skill_get", "bad"):
        assert steps[name]["result"]["isError"] is True, steps[name]
    assert steps["unknown"].get("code") == -32602, steps["unknown"]
    assert steps["resources"]["result"]["resources"] == []
    assert len(steps["templates"]["result"]["resourceTemplates"]) == 6
    assert "blue safe" in steps["read"]["result"]["contents"][0]["text"]
    assert "error" in steps["read_none"]
    assert len(steps["prompts"]["result"]["prompts"]) == 4
    assert "blue safe" in steps["prompt"]["result"]["messages"][0]["content"]["text"]
    done = [step[0] for step in steps["progress_seen"]["result"]]
    assert done == sorted(set(done)) and len(done) == 2, done
    if has_all:
        for name in ("skill_list", "task_list", "policy_list", "feedback"):
            assert not steps[name]["result"].get("isError"), steps[name]
        assert steps["decline"]["result"]["structuredContent"]["forgotten"] is False
        assert not steps["still"]["result"].get("isError")
        if asks:
            assert steps["accept"]["result"]["structuredContent"]["forgotten"] is True, steps["accept"]
            assert steps["gone"]["result"]["isError"] is True
        if "given_up" in steps:
            assert steps["given_up"]["result"] == "given up", steps["given_up"]
            assert not steps["after_giving_up"]["result"].get("isError")


@pytest.mark.parametrize("script, mode, version", VARIANTS, ids=NAMES)
def test_standard_input_and_output(home, script, mode, version):
    home.start()
    steps = report(start(home, script, [*mode, *command(home)]))
    check(steps, version)
    # The end of the input ends the server at once: an SDK waits two seconds before it kills.
    assert steps["closed"]["result"] < 20


@pytest.mark.parametrize("script, mode, version", VARIANTS, ids=NAMES)
def test_every_tool_and_a_person_who_is_asked(home, script, mode, version):
    steps = report(start(home, script, [*mode, *command(home, "--tools", "all")]))
    check(steps, version, has_all=True, asks=True)


@pytest.mark.parametrize("script, mode, version", VARIANTS, ids=NAMES)
def test_http(home, script, mode, version):
    viewer = Viewer(home).log_in()
    token = viewer.write("/api/v1/access/tokens", {"name": "sdk", "scopes": ["read", "write"]})[1]["token"]
    steps = report(start(home, script, [*mode, f"{viewer.base}/mcp?tools=all"], MEMOS_TEST_TOKEN=token))
    # Without a session the server does not know later what a client of the handshake era can do: nobody is asked.
    check(steps, version, has_all=True, asks=version == "2026-07-28")


@pytest.mark.parametrize("script, mode", [("sdk2.py", ["legacy"]), ("sdk1.py", [])], ids=NAMES[1:])
def test_a_client_lends_its_model(home, script, mode):
    home.configure("llm:\n  provider: host\n")
    process = start(home, script, [*mode, *command(home)], MEMOS_TEST_LENDS="1")
    lines, ready = [], threading.Event()

    def read():
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["step"] == "ready_to_lend":
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert ready.wait(60), (lines, process.poll())
    tested = home.json("model", "test", "llm", "--prompt", "Say something.")
    assert "lent words" in json.dumps(tested), tested
    process.wait(60)
    reader.join(10)
    assert "lent" in [line["step"] for line in lines] and process.returncode == 0

"""The Claude hook as the host calls it: status 0 always, stdout empty or one object, and no turn lost."""

import json
import subprocess
import time
import uuid

import pytest

from memos_process import BIN, context_of, hook_output, wait_until

TOOL = {"tool_name": "Bash", "tool_use_id": "toolu_1", "tool_input": {"command": "ls"}}
EVENTS = {
    "SessionStart": {"source": "startup", "model": "some-model"},
    "UserPromptSubmit": {"prompt": "What is in this folder?"},
    "PreToolUse": TOOL,
    "PostToolUse": {**TOOL, "tool_response": {"stdout": "a.txt", "stderr": "", "interrupted": False}, "duration_ms": 4},
    "PostToolUseFailure": {**TOOL, "error": "Exit code 2\nls: cannot access", "is_interrupt": False, "duration_ms": 3},
    "PostToolBatch": {"tool_calls": [{**TOOL, "tool_response": "a.txt"}]},
    "SubagentStart": {"agent_id": "a1", "agent_type": "Explore"},
    "SubagentStop": {"stop_hook_active": False, "agent_id": "a1", "agent_type": "Explore",
                     "agent_transcript_path": "/none", "last_assistant_message": "Found it."},
    "Stop": {"stop_hook_active": False, "last_assistant_message": "One file.", "background_tasks": [], "session_crons": []},
    "StopFailure": {"error": "overloaded"},
    "Notification": {"message": "waiting"},
    "PreCompact": {"trigger": "auto", "custom_instructions": ""},
    "PostCompact": {"trigger": "auto", "compact_summary": "talked"},
    "SessionEnd": {"reason": "prompt_input_exit"},
    "CwdChanged": {}, "FileChanged": {}, "SomethingFromTheFuture": {"x": 1},
}
MAY_SPEAK = {"SessionStart", "UserPromptSubmit"}


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_keeps_the_contract_with_the_daemon_up_and_down(home, event):
    for running in (True, False):
        home.start() if running else home.stop()
        output = home.hook(event, **EVENTS[event])
        if event not in MAY_SPEAK:
            assert output is None, event


@pytest.mark.parametrize("stdin", [
    b"", b" \n", b"not json", b"{", b"[]", b"null", b"5", b'"text"', b"{}", b'{"hook_event_name":5}', b"\xff\xfe\x00",
    b'{"hook_event_name":"UserPromptSubmit"}', b'{"hook_event_name":"UserPromptSubmit","prompt":null,"session_id":"s"}',
    b'{"hook_event_name":"Stop","session_id":["s"]}', b'{"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":"' + b"[" * 100_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
])
@pytest.mark.parametrize("running", [True, False])
def test_bad_input_is_silence_and_status_zero(home, stdin, running):
    if running:
        home.start()
    done = home.memos("hook", "--host", "claude", stdin=stdin)
    assert hook_output(done) is None


def test_unknown_host_and_options_still_end_with_zero(home):
    for arguments in (["hook", "--host", "unknown"], ["hook"], ["hook", "--host", "claude", "--from-the-future"]):
        done = home.memos(*arguments, stdin=b"{}")
        assert done.returncode == 0, arguments
        assert done.stdout == b""


def test_pretty_printed_payload_is_one_payload(home):
    home.start()
    payload = {"session_id": "s", "prompt_id": "p", "cwd": "/", "hook_event_name": "UserPromptSubmit", "prompt": "Hello\nworld"}
    hook_output(home.memos("hook", "--host", "claude", stdin=json.dumps(payload, indent=4)))
    hook_output(home.memos("hook", "--host", "claude", stdin=json.dumps(
        {**payload, "hook_event_name": "Stop", "last_assistant_message": "ok"}, indent=2).replace("\n", "\r\n")))
    turns = home.json("search", "Hello world")
    assert "Hello" in json.dumps(turns)


def test_prompt_of_five_megabytes_passes(home):
    home.start()
    home.hook("UserPromptSubmit", prompt="walrus " + "words of a long prompt " * 220_000)


def test_closed_stdout_ends_quietly(home):
    home.start()
    home.tell("one", "The crane config is crane.toml.")
    payload = json.dumps({"session_id": "two", "prompt_id": "p", "cwd": "/", "hook_event_name": "UserPromptSubmit",
                          "prompt": "Where is the crane config?"}).encode()
    child = subprocess.Popen([str(BIN / "memos"), "hook", "--host", "claude", "--home", str(home.path)],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=home.environment)
    child.stdout.close()
    child.stdin.write(payload)
    child.stdin.close()
    assert child.wait(10) == 0


def test_told_in_one_session_recalled_in_the_next(home):
    home.start()
    home.tell("first", "Remember that the staging database of project heron listens on port 5544.")
    output = home.hook("UserPromptSubmit", "second", "q", prompt="Which port does the heron staging database use?")
    context = context_of(output)
    assert "5544" in context
    assert len(context) <= 6000
    assert output["hookSpecificOutput"]["hookEventName"] == "UserPromptSubmit"


def test_nothing_twice_and_nothing_unrelated(home):
    home.start()
    home.tell("first", "The osprey release branch is release/7.")
    assert "release/7" in home.tell("second", "What is the osprey release branch?")
    assert "release/7" not in home.tell("second", "Tell me again the osprey release branch name")
    assert home.tell("third", "Sing a song of sixpence") == ""


def test_steps_of_the_turn_come_from_the_tool_events(home):
    home.start()
    home.hook("SessionStart", "s", source="startup")
    home.hook("UserPromptSubmit", "s", "p", prompt="Count the grebe files.")
    home.hook("PostToolUse", "s", "p", tool_name="Bash", tool_use_id="t1", tool_input={"command": "ls grebes | wc -l"},
              tool_response={"stdout": "17", "stderr": "", "interrupted": False})
    home.hook("PostToolUseFailure", "s", "p", tool_name="Read", tool_use_id="t2", tool_input={"file_path": "/none"},
              error="File does not exist.")
    home.hook("PostToolUse", "s", "p", tool_name="Grep", tool_use_id="t3", agent_id="sub", agent_type="Explore",
              tool_input={"pattern": "inside-subagent"}, tool_response="nothing")
    home.hook("Stop", "s", "p", stop_hook_active=False, last_assistant_message="There are 17 grebe files.")
    home.hook("SessionEnd", "s", "p", reason="other")
    with home.bridge(agent="claude") as bridge:
        [turn] = wait_until(lambda: bridge.request("memory.list_turns", {})["turns"], what="the turn")
    assert turn["userText"] == "Count the grebe files." and turn["status"] == "ended"
    assert "17 grebe files" in turn["agentText"]
    calls = [call for trace in turn["traces"] for call in trace["toolCalls"]]
    assert [call["name"] for call in calls] == ["Bash", "Read"], "a subagent's tools are not the turn's"
    assert "17" in str(calls[0]["output"]) and calls[1].get("errorCode")


def test_hooks_replayed_by_the_host_add_nothing(home):
    home.start()
    for _ in range(3):
        home.hook("UserPromptSubmit", "s", "p", prompt="Only once, please.")
        home.hook("PostToolUse", "s", "p", **TOOL, tool_response={"stdout": "x"})
        home.hook("Stop", "s", "p", stop_hook_active=False, last_assistant_message="Once.")
    with home.bridge(agent="claude") as bridge:
        turns = bridge.request("memory.list_turns", {})["turns"]
    assert len(turns) == 1
    assert len([call for trace in turns[0]["traces"] for call in trace["toolCalls"]]) == 1


def test_stop_without_a_prompt_event_keeps_the_answer_or_nothing_but_never_fails(home):
    home.start()
    home.hook("Stop", "s", "p", stop_hook_active=False, last_assistant_message="An answer to nobody.")


def test_local_commands_and_empty_prompts_are_not_turns(home):
    home.start()
    for prompt in ("", "   ", "<command-name>/clear</command-name>", "<local-command-stdout>x</local-command-stdout>"):
        home.tell(f"s-{uuid.uuid4().hex}", prompt)
    with home.bridge(agent="claude") as bridge:
        assert bridge.request("memory.list_turns", {})["turns"] == []


# Without the daemon.


def test_hand_off_without_a_daemon_is_spooled_drained_in_order_and_once(home):
    home.path.mkdir(mode=0o700)
    # A socket that refuses keeps the started daemon out of the way until the test wants it.
    lock = hold_owner_lock(home)
    try:
        for index in range(6):
            home.hook("UserPromptSubmit", "s", f"p{index}", prompt=f"Spooled prompt number {index}.")
            home.hook("Stop", "s", f"p{index}", stop_hook_active=False, last_assistant_message=f"Answer {index}.")
        files = home.spooled()
        assert len(files) == 12
        for file in files:
            assert {"recordId", "ts", "host", "payload"} <= set(json.loads(file.read_text()))
        assert [json.loads(file.read_text())["ts"] for file in files] == sorted(
            json.loads(file.read_text())["ts"] for file in files)
        copies = [(file.name, file.read_bytes()) for file in files]
    finally:
        lock.close()
    home.start()
    wait_until(lambda: not home.spooled(), what="the spool to be drained")
    with home.bridge(agent="claude") as bridge:
        def ended():
            turns = bridge.request("memory.list_turns", {})["turns"]
            return turns if len(turns) == 6 and all(turn["status"] == "ended" for turn in turns) else None
        turns = wait_until(ended, what="six ended turns")
        assert [turn["userText"] for turn in reversed(turns)] == [f"Spooled prompt number {i}." for i in range(6)]
        assert [turn["agentText"] for turn in reversed(turns)] == [f"Answer {i}." for i in range(6)]

    home.stop()
    for name, content in copies:
        (home.spool / name).write_bytes(content)
    home.start()
    wait_until(lambda: not home.spooled(), what="the spool to be drained again")
    with home.bridge(agent="claude") as bridge:
        assert len(bridge.request("memory.list_turns", {})["turns"]) == 6


def test_broken_spool_file_is_set_aside_and_the_others_are_taken(home):
    home.path.mkdir(mode=0o700)
    lock = hold_owner_lock(home)
    home.hook("UserPromptSubmit", "s", "p", prompt="A good record of the puffin.")
    home.hook("Stop", "s", "p", stop_hook_active=False, last_assistant_message="Yes.")
    (home.spool / "00000000-broken.json").write_bytes(b'{"recordId": "x", "ts')
    (home.spool / "00000001-half.tmp").write_bytes(b'{"recordId"')
    lock.close()
    home.start()
    wait_until(lambda: not home.spooled(), what="the spool to be drained")
    assert [file.name for file in (home.spool / "rejected").iterdir()] == ["00000000-broken.json"]
    with home.bridge(agent="claude") as bridge:
        assert len(bridge.request("memory.list_turns", {})["turns"]) == 1


def test_hook_without_a_daemon_returns_fast_and_starts_one(home):
    began = time.monotonic()
    assert home.hook("UserPromptSubmit", prompt="Is anybody there?") is None
    assert time.monotonic() - began < 2
    assert home.spooled() or home.daemon_pid()
    wait_until(home.daemon_pid, what="the daemon the hook started")
    wait_until(lambda: not home.spooled(), what="the spool to be drained")


def test_daemon_that_hangs_does_not_hold_the_host(home):
    import os
    import signal

    pid = home.start()
    os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert home.hook("UserPromptSubmit", "s", "p", prompt="Are you asleep?") is None
        recall = time.monotonic() - began
        began = time.monotonic()
        home.hook("Stop", "s", "p", stop_hook_active=False, last_assistant_message="Kept while it sleeps.")
        hand_off = time.monotonic() - began
    finally:
        os.kill(pid, signal.SIGCONT)
    assert recall < 3.5 and hand_off < 1.5, (recall, hand_off)
    with home.bridge(agent="claude") as bridge:
        wait_until(lambda: "Kept while it sleeps" in json.dumps(bridge.request("memory.list_turns", {})),
                   what="the turn handed over while the daemon slept")
        assert len(bridge.request("memory.list_turns", {})["turns"]) == 1


def hold_owner_lock(home):
    """Plays a daemon that owns the home and does not listen, so that nothing can be answered."""
    import fcntl

    folder = home.path / "daemon"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = open(folder / "owner.lock", "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock

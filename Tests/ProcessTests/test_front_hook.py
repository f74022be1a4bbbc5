"""The hook as a host runs it: quick, silent, never an error, and no event lost."""
import json, os, stat, statistics, subprocess, time

import pytest
from front_support import FAKE_DAEMON, front, is_alive, processes_of, program  # noqa: F401


def quiet(result):
    assert result.returncode == 0
    assert result.stdout == b""
    assert result.stderr == b""


def test_event_without_daemon_is_spooled_and_starts_one(front):
    quiet(front.hook("Stop", last_assistant_message="done"))
    front.wait_for(lambda: front.events("start"))
    [taken] = front.events("hook")
    assert taken["spooled"] and taken["hook"] == "Stop"
    front.wait_for(lambda: not front.spool)
    quiet(front.hook("Stop"))
    assert [event["spooled"] for event in front.events("hook")] == [True, False]
    [start] = front.events("start")
    assert start["cwd"] == "/" and start["sid"] == start["pid"]
    assert start["argv"][:4] == ["--home", front.home, "--agent", "claude"]


def test_output_of_the_daemon_is_printed_as_it_is(front):
    front.daemon_up()
    front.hook("UserPromptSubmit", prompt="the harbour is blue")
    result = front.hook("UserPromptSubmit", prompt="what colour?")
    assert result.returncode == 0
    assert json.loads(result.stdout)["hookSpecificOutput"]["additionalContext"] == "the harbour is blue"


def test_records_are_private_whole_and_redacted(front):
    secret = "sk-secret" + "A1b2C3d4" * 5
    environment = {"MEMOS_DAEMON": "/nonexistent"}
    payload = {"hook_event_name": "Stop", "last_assistant_message": f"key OPENAI_API_KEY={secret}", "n": 1.5,
               "nested": [{"deep": f"Authorization: Bearer {secret}"}]}
    quiet(front.run("hook", "--host", "claude", input=json.dumps(payload, indent=2), **environment))
    [path] = front.spool
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(front.home).st_mode) == 0o700
    text = open(path).read()
    assert "sk-secret" not in text
    record = json.loads(text)
    assert set(record) == {"recordId", "ts", "host", "agent", "payload"}
    assert os.path.basename(path) == record["recordId"] + ".json"
    assert abs(record["ts"] / 1000 - time.time()) < 60
    assert record["payload"]["n"] == 1.5 and record["payload"]["hook_event_name"] == "Stop"


def test_records_are_named_in_the_order_of_events(front):
    for number in range(5):
        front.run("hook", input=json.dumps({"hook_event_name": "PostToolUse", "n": number}), MEMOS_DAEMON="/nonexistent")
    assert [json.load(open(path))["payload"]["n"] for path in front.spool] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("text", [b"", b" \n\t", b"garbage", b"{", b"[1]", b"null", b"{\"a\": }", b"\xff\xfe{}", b"\0" * 100])
@pytest.mark.parametrize("has_daemon", [False, True])
def test_odd_input_is_nobodys_trouble(front, text, has_daemon):
    if has_daemon:
        front.daemon_up()
    quiet(front.run("hook", "--host", "claude", input=text))
    assert not [path for path in front.spool if path.endswith(".tmp")]


def test_invalid_input_leaves_a_line_in_the_log(front):
    quiet(front.run("hook", input=b"garbage with a secret"))
    [line] = open(os.path.join(front.home, "logs", "hook.log")).read().splitlines()
    assert "not a JSON object" in json.loads(line)["msg"] and "secret" not in line


def test_pretty_printed_and_badly_encoded_input_arrives(front):
    front.daemon_up()
    quiet(front.run("hook", input=b'\r\n{\r\n "hook_event_name":\n "Stop",\n "m": "\xff"\n}\n'))
    assert front.events("hook")[-1]["hook"] == "Stop"


@pytest.mark.parametrize("has_daemon", [False, True])
def test_prompt_of_five_megabytes(front, has_daemon):
    if has_daemon:
        front.daemon_up()
    started = time.monotonic()
    result = front.hook("UserPromptSubmit", prompt="word " * 1_000_000)
    print(f"5 MB prompt, daemon={has_daemon}: {(time.monotonic() - started) * 1000:.0f} ms")
    assert result.returncode == 0
    front.wait_for(lambda: [event for event in front.events("hook") if event["size"] > 5_000_000])


def test_input_beyond_the_limit_is_let_go(front):
    quiet(front.run("hook", input=json.dumps({"hook_event_name": "Stop", "m": "x" * 9000}), MEMOS_MAX_LINE="8192"))
    assert not front.spool


def test_closed_standard_descriptors(front):
    front.daemon_up()
    command = f"{program('memos')} hook --host claude"
    payload = '{"hook_event_name":"UserPromptSubmit","prompt":"p"}'
    for closing in (">&-", "2>&-", ">&- 2>&-"):
        assert subprocess.run(["sh", "-c", f"echo '{payload}' | {command} {closing}"], env=front.environment).returncode == 0
    for closing in ("<&-", "<&- >&- 2>&-"):
        assert subprocess.run(["sh", "-c", f"{command} {closing}"], env=front.environment).returncode == 0
    assert len(front.events("hook")) == 3


def test_reader_that_went_away(front):
    front.daemon_up()
    front.hook("UserPromptSubmit", prompt="long " * 100_000)
    hook = front.start("hook")
    hook.stdout.close()
    hook.stdin.write(b'{"hook_event_name":"UserPromptSubmit","prompt":"p"}')
    hook.stdin.close()
    assert hook.wait(5) == 0 and hook.stderr.read() == b""


def test_unwritable_home(front):
    open(front.home, "w").close()
    quiet(front.hook("Stop"))
    os.unlink(front.home)
    quiet(front.run("hook", input=b'{"hook_event_name":"Stop"}', MEMOS_HOME="/proc/nowhere"))


def test_missing_daemon_program_keeps_events(front):
    for _ in range(3):
        quiet(front.run("hook", input=b'{"hook_event_name":"Stop"}', MEMOS_DAEMON="/nonexistent"))
    assert len(front.spool) == 3
    front.daemon_up()
    front.wait_for(lambda: not front.spool)
    assert len(front.events("hook")) == 3


def test_daemon_that_cannot_start(front):
    quiet(front.run("hook", input=b'{"hook_event_name":"Stop"}', FAKE_FAIL="The database is too new."))
    assert len(front.spool) == 1
    result = front.run("search", "x", FAKE_FAIL="The database is too new.")
    assert result.returncode == 69
    assert result.stderr.decode() == "memos: The database is too new.\n  hint: Upgrade.\n"


def test_input_that_never_ends_is_given_up(front):
    hook = front.start("hook")
    started = time.monotonic()
    assert hook.wait(10) == 0
    assert 2 < time.monotonic() - started < 3.5


def test_slow_daemon_costs_a_hand_off_half_a_second_and_no_event(front):
    front.daemon_up()
    started = time.monotonic()
    quiet(front.hook("Stop", slow=2))
    spent = time.monotonic() - started
    print(f"hand-off to a slow daemon: {spent * 1000:.0f} ms")
    assert 0.4 < spent < 0.8
    [path] = front.spool
    assert json.load(open(path))["recordId"] == front.events("hook")[-1]["recordId"]


def test_slow_daemon_costs_a_recall_its_budget(front):
    front.daemon_up()
    started = time.monotonic()
    quiet(front.hook("UserPromptSubmit", prompt="p", slow=6))
    assert 2 < time.monotonic() - started < 3


def test_twenty_hooks_at_once_start_one_daemon(front):
    hooks = [front.start("hook", "--host", "claude", environment={"FAKE_START_MS": "100"}) for _ in range(20)]
    for number, hook in enumerate(hooks):
        hook.stdin.write(json.dumps({"hook_event_name": "PostToolUse", "n": number}).encode())
        hook.stdin.close()
    assert [hook.wait(10) for hook in hooks] == [0] * 20
    front.wait_for(lambda: front.events("start"))
    front.daemon_up()
    front.run("status")
    front.wait_for(lambda: len(front.events("hook")) >= 20)
    assert len(front.events("start")) == 1
    assert len({event["recordId"] for event in front.events("hook")}) == 20
    assert not any(event["known"] for event in front.events("hook"))
    front.wait_for(lambda: len(processes_of(front.home)) == 1)


def test_newer_front_replaces_an_older_daemon(front):
    front.daemon_up(FAKE_VERSION="0.0.9")
    first = front.daemon_pid
    quiet(front.hook("Stop"))
    front.wait_for(lambda: front.events("stop"))
    front.wait_for(lambda: not is_alive(first))
    quiet(front.hook("Stop"))
    front.wait_for(lambda: len(front.events("start")) == 2)
    front.wait_for(lambda: len(front.events("hook")) == 2)


def test_long_home_has_its_socket_elsewhere(front):
    front.home = front.environment["MEMOS_HOME"] = os.path.join(front.folder, "long" * 30)
    front.environment["XDG_RUNTIME_DIR"] = os.path.join(front.folder, "run")
    os.mkdir(front.environment["XDG_RUNTIME_DIR"])
    front.daemon_up()
    del front.environment["XDG_RUNTIME_DIR"]
    quiet(front.hook("Stop"))
    assert [event["spooled"] for event in front.events("hook")] == [False]


def test_nothing_is_left_of_two_hundred_hooks(front):
    front.daemon_up()
    before = len(os.listdir(f"/proc/{front.daemon_pid}/fd"))
    for number in range(200):
        quiet(front.hook("PostToolUse", n=number))
    assert len(front.events("hook")) == 200
    assert processes_of(front.home) == [front.daemon_pid]
    front.wait_for(lambda: len(os.listdir(f"/proc/{front.daemon_pid}/fd")) <= before)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_times(front):
    payload = json.dumps({"hook_event_name": "UserPromptSubmit", "prompt": "hello"})

    def measure(name, runs, limit, *arguments, input=payload, **environment):
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            front.run(*arguments, input=input, **environment)
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        print(f"{name}: min {times[0]:.1f} median {statistics.median(times):.1f} p95 {times[int(runs * 0.95)]:.1f} ms")
        assert statistics.median(times) < limit

    measure("start (--version)", 50, 50, "--version")
    measure("start (hook, no input)", 50, 50, "hook", input="")
    measure("hook to the spool", 50, 60, "hook", MEMOS_DAEMON="/nonexistent")
    front.daemon_up()
    measure("hook to a daemon", 50, 60, "hook")

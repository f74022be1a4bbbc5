"""The bridge as a host runs it: every request answered once, whatever happens to the daemon."""
import json, os, signal, subprocess, sys, threading, time

import pytest
from front_support import front, is_alive, processes_of, program  # noqa: F401


class Bridge:
    def __init__(self, front, *arguments, environment={}):
        self.process = front.start("bridge", "--agent=hermes", *arguments, environment=environment)
        # A test that waits for a line that never comes fails rather than hangs.
        watch = threading.Timer(20, self.process.kill)
        watch.daemon = True
        watch.start()

    def send(self, *lines):
        for line in lines:
            text = line if isinstance(line, bytes) else json.dumps(line).encode()
            self.process.stdin.write(text + b"\n")
        self.process.stdin.flush()

    def ask(self, id, method, **params):
        self.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})

    def read(self):
        return json.loads(self.process.stdout.readline())

    def close(self):
        """Ends the input; the lines that still came, and the exit code."""
        rest, errors = self.process.communicate(timeout=15)
        assert errors == b""
        return [json.loads(line) for line in rest.splitlines()], self.process.returncode


@pytest.fixture
def bridge(front):
    subject = Bridge(front)
    yield subject
    subject.process.kill()
    subject.process.communicate()


def test_request_starts_the_daemon_and_is_answered(front, bridge):
    bridge.ask(1, "echo", a=[1, "é", None])
    assert bridge.read() == {"jsonrpc": "2.0", "id": 1, "result": {"a": [1, "é", None]}}
    assert front.events("hello")[0]["role"] == "bridge"
    assert front.events("start")[0]["argv"][3] == "hermes"
    assert bridge.close() == ([], 0)


def test_answers_come_in_their_own_order(front, bridge):
    bridge.ask(1, "sleep", seconds=0.3)
    bridge.ask(2, "echo")
    bridge.ask("three", "nope")
    assert [bridge.read()["id"] for _ in range(3)] == [2, "three", 1]


def test_end_of_input_waits_for_answers(front, bridge):
    for number in range(50):
        bridge.ask(number, "sleep", seconds=0.2)
    lines, status = bridge.close()
    assert status == 0 and sorted(line["id"] for line in lines) == list(range(50))


def test_end_of_input_does_not_wait_for_ever(front, bridge):
    bridge.ask(1, "sleep", seconds=60)
    started = time.monotonic()
    assert bridge.close() == ([], 0)
    assert 4 < time.monotonic() - started < 7


def test_last_line_without_end_counts(front):
    result = front.run("bridge", input=b'{"jsonrpc":"2.0","id":1,"method":"echo"}')
    assert json.loads(result.stdout)["id"] == 1


def test_lines_of_megabytes_both_ways(front, bridge):
    text = "ab\\\"c" * 1_000_000
    reader = threading.Thread(target=bridge.ask, args=(1, "echo"), kwargs={"text": text})
    reader.start()
    assert bridge.read()["result"]["text"] == text
    reader.join()
    bridge.ask(2, "big", bytes=20_000_000)
    assert len(bridge.read()["result"]["text"]) == 20_000_000


def test_host_that_reads_late_blocks_nobody(front, bridge):
    for number in range(20):
        bridge.ask(number, "big", bytes=300_000)
    time.sleep(0.5)
    bridge.ask(99, "echo")
    assert {bridge.read()["id"] for _ in range(21)} == {*range(20), 99}


def test_line_over_the_limit_is_refused_and_the_next_one_works(front):
    bridge = Bridge(front, environment={"MEMOS_MAX_LINE": "10000"})
    bridge.send(b"x" * 50_000)
    answer = bridge.read()
    assert answer["id"] is None and answer["error"]["code"] == -32600
    assert answer["error"]["data"]["code"] == "protocol_error"
    bridge.ask(1, "echo", text="y" * 9000)
    assert bridge.read()["id"] == 1
    assert bridge.close() == ([], 0)


def test_blank_and_broken_lines(front, bridge):
    bridge.send(b"", b"   ", b"\r", b"not json")
    assert bridge.read()["error"]["code"] == -32700
    bridge.ask(1, "echo")
    assert bridge.read()["id"] == 1


def test_requests_survive_a_killed_daemon(front, bridge):
    bridge.ask(1, "echo")
    bridge.read()
    first = front.daemon_pid
    bridge.ask(2, "sleep", seconds=0.5)
    bridge.ask(3, "sleep", seconds=0.5)
    front.wait_for(lambda: len(front.events("line")) == 3)
    os.kill(first, signal.SIGKILL)
    answers = [bridge.read() for _ in range(2)]
    assert sorted(answer["id"] for answer in answers) == [2, 3]
    assert all(answer["result"]["pid"] != first for answer in answers)
    bridge.ask(4, "echo")
    assert bridge.read()["id"] == 4
    assert bridge.close() == ([], 0)


def test_request_that_kills_every_daemon_is_answered_with_an_error(front, bridge):
    bridge.ask(1, "die", times=2)
    assert bridge.read()["result"]["deaths"] == 2
    bridge.ask(2, "die", times=99)
    error = bridge.read()["error"]
    assert error["code"] == -32000 and error["data"]["code"] == "transport_closed"
    assert len(open(os.path.join(front.home, "deaths")).read()) == 2 + 3
    bridge.ask(3, "echo")
    assert bridge.read()["id"] == 3


def test_idle_bridge_does_not_restart_a_stopped_daemon(front, bridge):
    bridge.ask(1, "echo")
    bridge.read()
    front.run("stop")
    time.sleep(0.3)
    assert len(front.events("start")) == 1
    bridge.ask(2, "echo")
    assert bridge.read()["id"] == 2
    assert len(front.events("start")) == 2


def test_no_daemon_at_all_is_an_error_answer(front):
    bridge = Bridge(front, environment={"MEMOS_DAEMON": "/nonexistent"})
    bridge.ask(1, "echo")
    error = bridge.read()["error"]
    assert error["data"]["code"] == "daemon_missing" and error["data"]["hint"]
    assert bridge.close() == ([], 0)


def test_refusal_is_told(front):
    bridge = Bridge(front, environment={"FAKE_REFUSE": "protocol_mismatch"})
    bridge.ask(1, "echo")
    assert bridge.read()["error"]["data"]["code"] == "protocol_mismatch"


def test_older_daemon_makes_room_and_nothing_is_lost(front):
    front.daemon_up(FAKE_VERSION="0.0.9")
    old = front.daemon_pid
    bridge = Bridge(front)
    bridge.ask(1, "sleep", seconds=0)
    assert bridge.read()["result"]["pid"] != old
    assert front.events("handover")[0]["version"] == "0.1.0"


def test_old_daemon_that_comes_again_has_to_do(front):
    bridge = Bridge(front, environment={"FAKE_VERSION": "0.0.9"})
    bridge.ask(1, "echo")
    assert bridge.read()["id"] == 1
    assert len(front.events("handover")) == 1


def test_questions_of_the_daemon_reach_the_host(front, bridge):
    bridge.ask(1, "ask")
    question = bridge.read()
    assert question["method"] == "host.llm.complete" and bridge.read()["id"] == 1
    reply = {"jsonrpc": "2.0", "id": "srv-1", "result": {"text": "t"}}
    # The second is an answer to nothing: another daemon might take it for its own.
    bridge.send(reply, reply)
    bridge.ask(2, "echo")
    bridge.read()
    assert len([line for line in front.events("line") if line["result"]]) == 1


def test_closed_output_ends_the_bridge_quietly(front, bridge):
    bridge.ask(1, "echo")
    bridge.read()
    bridge.process.stdout.close()
    assert bridge.process.wait(5) == 0
    assert bridge.process.stderr.read() == b""


def test_termination_ends_the_bridge(front, bridge):
    bridge.ask(1, "echo")
    bridge.read()
    bridge.process.terminate()
    assert bridge.process.wait(5) == 0
    assert is_alive(front.daemon_pid)


def test_death_of_the_parent_ends_the_bridge(front):
    front.daemon_up()
    # The pipes stay open in this process, so only the parent's death can tell the bridge.
    script = "import subprocess,sys,time; p=subprocess.Popen(sys.argv[1:]); print(p.pid,file=sys.stderr,flush=True); time.sleep(60)"
    for mode in ([], ["--daemon"]):
        read_end, write_end = os.pipe()
        parent = subprocess.Popen(
            [sys.executable, "-c", script, program("memos"), "bridge", "--agent=hermes", *mode], stdin=read_end,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=front.environment)
        child = int(parent.stderr.readline())
        time.sleep(0.5)
        assert is_alive(child)
        parent.kill()
        parent.wait()
        started = time.monotonic()
        front.wait_for(lambda: not is_alive(child), seconds=5)
        print(f"bridge {mode} ended {time.monotonic() - started:.2f} s after its parent")
        os.close(read_end), os.close(write_end)


def test_thread_that_started_the_bridge_may_end(front):
    program("memos")
    started = []
    thread = threading.Thread(target=lambda: started.append(Bridge(front)))
    thread.start()
    thread.join()
    time.sleep(1.5)
    [bridge] = started
    bridge.ask(1, "echo")
    assert bridge.read()["id"] == 1
    assert bridge.close() == ([], 0)


def test_upstream_command_lines(front):
    lines = b'{"jsonrpc":"2.0","id":1,"method":"echo"}\n'
    flags = ["--agent=hermes", "--runtime-scope=0123456789abcdef01234567", "--no-viewer", "--tcp=1", f"--home={front.home}"]
    for script in (["bridge"], ["/x/dist/bridge.mjs"], ["/x/dist/bridge.cjs"], ["/x/bridge.mts"], ["bridge.cts"]):
        result = front.run(*script, *flags, input=lines, MEMOS_HOME="/nowhere/at/all")
        assert json.loads(result.stdout)["id"] == 1 and result.returncode == 0
    assert front.run("/x/dist/bridge.mjs", "--version").stdout.startswith(b"memos ")


def test_default_agent_of_a_bridge_is_openclaw(front):
    del front.environment["MEMOS_HOME"]
    front.home = os.path.join(front.environment["HOME"], ".openclaw", "memos-plugin")
    front.run("bridge", input=b'{"jsonrpc":"2.0","id":1,"method":"echo"}\n')
    assert front.events("start")[0]["argv"][3] == "openclaw"


def test_attendance_stays_while_the_daemon_does(front):
    attendance = front.start("bridge", "--agent=hermes", "--daemon")
    front.wait_for(lambda: front.events("hello"))
    time.sleep(0.3)
    assert attendance.poll() is None
    front.run("stop")
    assert attendance.wait(5) == 0
    assert front.start("bridge", "--daemon", environment={"MEMOS_DAEMON": "/nonexistent"}).wait(5) == 69
    attendance = front.start("bridge", "--agent=hermes", "--daemon")
    front.wait_for(lambda: len(front.events("start")) == 2)
    front.wait_for(lambda: len(front.events("hello")) == 3)
    attendance.terminate()
    assert attendance.wait(5) == 0
    assert is_alive(front.daemon_pid)


def children_of(parent):
    """Processes of this parent, dead ones that nobody waited for among them."""
    children = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[1]) == parent:
                children.append(int(name))
    return children


def test_no_zombies_of_a_bridge_that_lives_long(front, bridge):
    for number in range(5):
        bridge.ask(number, "echo")
        bridge.read()
        os.kill(front.daemon_pid, signal.SIGKILL)
        time.sleep(0.1)
    bridge.ask(9, "echo")
    bridge.read()
    deadline = time.monotonic() + 3
    while (children := children_of(bridge.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children == []


def test_throughput(front, bridge):
    bridge.ask(0, "echo")
    bridge.read()
    times = []
    for number in range(1, 301):
        started = time.perf_counter()
        bridge.ask(number, "echo")
        bridge.read()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    print(f"request through the bridge: median {times[150]:.2f} p95 {times[285]:.2f} ms")

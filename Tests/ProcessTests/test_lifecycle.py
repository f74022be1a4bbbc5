"""One owner of a home: how it starts, hands over, stops, and what is left when it is killed."""

import json
import os
import random
import signal
import socket
import sqlite3
import stat
import subprocess
import threading
import time

import pytest

from memos_process import BIN, Home, RPCError, alive, now_ms, processes_naming, wait_until


def daemons_of(home):
    return [pid for pid, command in processes_naming(str(home.path)) if "/memosd " in command + " "]


def test_home_is_private_and_complete(home):
    home.start()
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    for folder in ("data", "skills", "logs", "daemon"):
        assert (home.path / folder).is_dir(), folder
    assert home.config.exists() and home.database.exists()
    address = home.run_info()["socket"]
    assert stat.S_IMODE(os.stat(address).st_mode) == 0o600
    assert {"pid", "version", "protocol", "instanceId", "startedAt", "socket"} <= set(home.run_info())


def test_twenty_simultaneous_callers_start_one_daemon(home):
    callers = [
        subprocess.Popen([str(BIN / "memos"), "search", "x", "--json", "--home", str(home.path)], env=home.environment,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        for _ in range(20)
    ]
    answers = [caller.communicate(timeout=60) for caller in callers]
    assert [caller.returncode for caller in callers] == [0] * 20, answers
    assert all(json.loads(out)["hits"] == [] for out, _ in answers)
    wait_until(lambda: len(daemons_of(home)) == 1, what="one daemon")


def test_twenty_simultaneous_bridges_share_one_daemon(home):
    bridges = [home.bridge() for _ in range(20)]
    try:
        ids = [bridge.start("core.health") for bridge in bridges]
        for bridge, request_id in zip(bridges, ids):
            assert bridge.finish(request_id)["ok"] is True
        assert len(daemons_of(home)) == 1
    finally:
        for bridge in bridges:
            assert bridge.close() == 0
    wait_until(lambda: [pid for pid, _ in processes_naming(str(home.path))] == daemons_of(home), what="the relays' end")


def test_second_daemon_of_a_home_leaves_silently(home):
    pid = home.start()
    done = subprocess.run([str(BIN / "memosd"), "--home", str(home.path), "--agent", "claude", "--no-viewer"],
                          env=home.environment, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0 and done.stdout == b"", done
    assert home.daemon_pid() == pid


def test_daemon_is_detached_from_its_starter(home):
    pid = home.start()
    fields = subprocess.run(["ps", "-o", "ppid=,sid=,tty=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout.split()
    assert int(fields[1]) != os.getsid(0), "a session of its own"
    if os.path.isdir(f"/proc/{pid}"):
        assert os.readlink(f"/proc/{pid}/cwd") == "/"
        descriptors = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
        assert not [target for target in descriptors if target.startswith("pipe:")] or len(descriptors) < 64
        assert os.readlink(f"/proc/{pid}/fd/0") == "/dev/null" == os.readlink(f"/proc/{pid}/fd/1")


def test_stop_ends_the_daemon_and_removes_its_traces_of_running(home):
    pid = home.start()
    assert home.memos("stop").returncode == 0
    wait_until(lambda: not alive(pid), what="the daemon's end")
    assert not home.run_file.exists()
    assert home.memos("stop").returncode == 0, "stopping what does not run is no error"
    assert not home.daemon_pid(), "and starts nothing"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_signal_stops_cleanly(home, name):
    with home.bridge() as bridge:
        ended = bridge.turn(bridge.open_session(), "Before the signal.", "Yes.")
        pid = home.daemon_pid()
        began = time.monotonic()
        os.kill(pid, getattr(signal, name))
        wait_until(lambda: not alive(pid), seconds=10, what="the daemon's end")
        assert time.monotonic() - began < 10
        assert not home.run_file.exists() or home.daemon_pid() != pid
        assert bridge.request("memory.get_trace", {"id": ended["traceId"]})["userText"] == "Before the signal.", \
            "the bridge starts the next daemon and goes on"


@pytest.mark.slow
def test_daemon_stops_after_its_idle_time_and_not_while_a_client_is_there(home):
    home.start()
    done = home.memos("config", "set", "daemon.idleMinutes", "1")
    assert done.returncode == 0, done.stderr
    home.stop()
    with home.bridge() as bridge:
        bridge.request("core.health")
        pid = home.daemon_pid()
        time.sleep(65)
        assert alive(pid), "a connected client keeps it"
    wait_until(lambda: not alive(pid), seconds=80, what="the idle stop")
    assert not home.run_file.exists()


def test_relay_ends_when_its_parent_is_killed(home):
    """The test keeps the other end of the relay's stdin open, so that only the parent's death can tell."""
    home.start()
    read_end, write_end = os.pipe()
    script = f'exec 3<&0; "{BIN}/memos" bridge --agent=hermes --home="{home.path}" <&3 >/dev/null & echo $!; wait'
    parent = subprocess.Popen(["/bin/sh", "-c", script], env=home.environment, stdin=read_end,
                              stdout=subprocess.PIPE)
    relay = int(parent.stdout.readline())
    wait_until(lambda: alive(relay), what="the relay")
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    try:
        wait_until(lambda: not alive(relay), seconds=5, what="the relay's end after its parent")
    finally:
        os.close(read_end)
        os.close(write_end)


def test_nothing_but_the_daemon_stays_behind(home):
    with home.bridge() as bridge:
        bridge.turn(bridge.open_session(), "Hello there, daemon.", "Hi.")
        home.hook("UserPromptSubmit", prompt="Hello there, hook.")
    home.memos("search", "hello")
    wait_until(lambda: len(processes_naming(str(home.path))) == 1, what="relays to be gone")
    home.stop()
    wait_until(lambda: not processes_naming(str(home.path)), what="no process at all")


def test_home_with_a_long_path_works(scratch):
    home = Home(scratch, "a-rather-long-name-" * 6 + "home")
    with home.bridge() as bridge:
        assert bridge.request("core.health")["ok"] is True
    assert len(home.run_info()["socket"]) <= 100
    home.stop()
    assert not os.path.exists(home.scratch / "gone")


def test_stale_run_file_and_socket_do_not_mislead(home):
    pid = home.start()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not alive(pid), what="the kill")
    assert home.run_file.exists(), "nobody was left to remove it"
    assert home.memos("status").returncode == 69, "status starts nothing"
    assert home.ask().returncode == 0
    assert home.daemon_pid() not in (None, pid)


def hello(home, **changes):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(home.run_info()["socket"])
    greeting = {"memos": "hello", "protocol": 1, "version": home.run_info()["version"], "role": "cli", "agent": "claude",
                "pid": os.getpid(), **changes}
    connection.sendall(json.dumps(greeting).encode() + b"\n")
    lines = connection.makefile("rb")
    return connection, lines, json.loads(lines.readline())


def test_other_protocol_version_is_refused_with_a_hint(home):
    home.start()
    connection, lines, answer = hello(home, protocol=99)
    assert (answer["memos"], answer["code"]) == ("refused", "protocol_mismatch")
    assert answer["message"] and answer["hint"]
    assert lines.readline() == b"", "and the line is closed"
    connection.close()


def test_connection_that_does_not_greet_gets_no_service(home):
    home.start()
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(home.run_info()["socket"])
    connection.sendall(b'{"jsonrpc":"2.0","id":1,"method":"core.health"}\n')
    answer = connection.makefile("rb").readline()
    assert b'"result"' not in answer
    connection.close()


def test_handover_answers_what_is_in_flight_and_frees_the_home(home):
    pid = home.start()
    with home.bridge() as bridge:
        session = bridge.open_session()
        episode = bridge.start_turn(session, "In flight during the handover.")["query"]["episodeId"]
        connection, lines, answer = hello(home, version="99.0.0")
        assert answer["memos"] == "hello"
        pending = bridge.start("turn.end", {"agent": "hermes", "sessionId": session, "episodeId": episode,
                                            "agentText": "Survived.", "toolCalls": [], "ts": now_ms()})
        connection.sendall(b'{"jsonrpc":"2.0","id":"handover","method":"daemon.handover","params":{"version":"99.0.0"}}\n')
        messages = [json.loads(line) for line in lines]
        assert {"ok": True} in [message.get("result") for message in messages]
        wait_until(lambda: not alive(pid), what="the old daemon's end")
        ended = bridge.finish(pending)
        assert bridge.request("memory.get_trace", {"id": ended["traceId"]})["agentText"] == "Survived."
        assert len(bridge.traces()) == 1
    assert home.daemon_pid() not in (None, pid)


class StormWriter(threading.Thread):
    """Writes turns through its own bridge and remembers which were acknowledged."""

    def __init__(self, home, name, stop):
        super().__init__(daemon=True)
        self.home, self.name, self.stop = home, name, stop
        self.written, self.acknowledged, self.refused = set(), {}, []

    def run(self):
        number = 0
        while not self.stop.is_set():
            try:
                with self.home.bridge() as bridge:
                    session = bridge.open_session(f"storm-{self.name}")
                    while not self.stop.is_set():
                        number += 1
                        text = f"storm {self.name} turn {number} about topic {number % 17}"
                        self.written.add(text)
                        started = bridge.start_turn(session, text, turnKey=f"{self.name}:{number}",
                                                    contextHints={"captureOnly": True})
                        ended = bridge.end_turn(session, started["query"]["episodeId"], f"answer {number}")
                        self.acknowledged[text] = ended["traceId"]
            except (AssertionError, RPCError, BrokenPipeError, subprocess.TimeoutExpired) as error:
                self.refused.append(repr(error)[:200])


@pytest.mark.slow
def test_kill_at_random_points_of_a_write_storm_loses_nothing_and_doubles_nothing(home):
    random.seed(11)
    kills = int(os.environ.get("MEMOS_TEST_KILLS", "30"))
    stop = threading.Event()
    home.start()
    writers = [StormWriter(home, name, stop) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    killed = 0
    while killed < kills:
        pid = wait_until(home.daemon_pid, what="a daemon to kill")
        time.sleep(random.uniform(0.02, 0.6))
        try:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            continue
        wait_until(lambda: not alive(pid), what="the kill")
        wait_until(lambda: (home.daemon_pid() or pid) != pid or stop.is_set(), seconds=30, what="the next daemon")
    stop.set()
    for writer in writers:
        writer.join(60)
        assert not writer.is_alive()
    acknowledged = {text: trace for writer in writers for text, trace in writer.acknowledged.items()}
    assert len(acknowledged) > kills, [writer.refused[:3] for writer in writers]

    with home.bridge() as bridge:
        stored, offset = [], 0
        while page := bridge.request("memory.list_traces", {"limit": 500, "offset": offset})["traces"]:
            stored += page
            offset += len(page)
    texts = [trace["userText"] for trace in stored]
    lost = set(acknowledged) - set(texts)
    assert not lost, f"{len(lost)} acknowledged turns lost, such as {sorted(lost)[:3]}"
    strangers = [trace for trace in stored if trace["userText"] not in set().union(*(w.written for w in writers))]
    assert not strangers, f"{len(strangers)} traces nobody wrote, such as {strangers[0]}"
    doubles = {text for text in texts if texts.count(text) > 1}
    assert not doubles, f"{len(doubles)} doubled, such as {sorted(doubles)[:3]}"
    home.stop()
    connection = sqlite3.connect(home.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    refused = sum(len(writer.refused) for writer in writers)
    print(f"{killed} kills, {len(acknowledged)} turns acknowledged, {refused} bridges gave up")

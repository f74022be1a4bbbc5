"""The programs as a host sees them: a home, a bridge child, a hook call, and how to wait without sleeping blindly."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("MEMOS_BIN", ROOT / ".build-debug" / "debug")).resolve()
PATIENCE = float(os.environ.get("MEMOS_TEST_PATIENCE", "20"))


def shared_folder(name):
    """A folder of material that stays outside the repository, or None: MEMOS_SHARED, or `shared` beside the clone."""
    for base in (os.environ.get("MEMOS_SHARED"), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if base and (Path(base) / name).exists():
            return Path(base) / name
    return None


def now_ms():
    return int(time.time() * 1000)


def wait_until(condition, seconds=None, what="the condition"):
    """Polls until the condition gives something true and returns that."""
    deadline = time.monotonic() + (PATIENCE if seconds is None else seconds)
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def alive(pid):
    """False also for a zombie, which has ended and only waits for its parent."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def processes_naming(text):
    """Process ids, and command lines, of our programs whose command line contains the text."""
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,command="], capture_output=True, text=True, check=False)
    found = []
    for line in listed.stdout.splitlines():
        pid, stat, command = line.split(None, 2)
        if text in command and re.search(r"(^|/)memosd?( |$)", command) and not stat.startswith("Z"):
            found.append((int(pid), command))
    return found


def end_everything_of(folder):
    """Kills until nothing is left: a relay that is just starting a daemon leaves one behind that was not yet seen."""
    for _ in range(50):
        left = processes_naming(str(folder))
        if not left:
            return
        for pid, _ in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


class RPCError(Exception):
    def __init__(self, error):
        super().__init__(json.dumps(error))
        self.number = error.get("code")
        self.message = error.get("message")
        self.data = error.get("data")
        self.code = (error.get("data") or {}).get("code")


class Bridge:
    """One `memos bridge` child with a reader thread; requests may be in flight together."""

    word = "bridge"

    def __init__(self, home, arguments=(), agent="hermes", environment=None):
        self.process = subprocess.Popen(
            [str(BIN / "memos"), self.word, *map(str, arguments), f"--agent={agent}", f"--home={home.path}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**home.environment, **(environment or {})}, cwd=home.scratch,
        )
        self.agent = agent
        self.answers, self.orphans, self.notifications, self.reverse = {}, [], [], []
        self.raw_output = []
        self._next_id = 0
        self._news = threading.Condition()
        self._ended = False
        self._write_lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        threading.Thread(target=self._drain_errors, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _drain_errors(self):
        for _ in self.process.stderr:
            pass

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.raw_output.append(line)
                try:
                    message = json.loads(line)
                except ValueError:
                    self._news.notify_all()
                    continue
                if "method" in message:
                    (self.reverse if "id" in message else self.notifications).append(message)
                elif message.get("id") is None:
                    self.orphans.append(message)
                else:
                    self.answers[(type(message["id"]), message["id"])] = message
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, condition, seconds=None, what="a message"):
        deadline = time.monotonic() + (PATIENCE if seconds is None else seconds)
        with self._news:
            while True:
                value = condition()
                if value:
                    return value
                assert not self._ended, f"the bridge ended before {what} came"
                left = deadline - time.monotonic()
                assert left > 0, f"waited in vain for {what}"
                self._news.wait(left)

    def send_bytes(self, data):
        with self._write_lock:
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def send(self, message):
        self.send_bytes(json.dumps(message, ensure_ascii=False).encode() + b"\n")

    def start(self, method, params=None, request_id=None):
        """Sends a request and returns its id, to be waited for with `finish`."""
        with self._write_lock:
            self._next_id += 1
            request_id = self._next_id if request_id is None else request_id
        message = {"jsonrpc": "2.0", "id": request_id, "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)
        return request_id

    def finish(self, request_id, seconds=None):
        key = (type(request_id), request_id)
        message = self.wait_for(lambda: self.answers.get(key), seconds, f"the answer to {request_id!r}")
        if "error" in message:
            raise RPCError(message["error"])
        return message["result"]

    def request(self, method, params=None, seconds=None):
        return self.finish(self.start(method, params), seconds)

    def error(self, method, params=None, seconds=None):
        """The error this request must end with."""
        try:
            result = self.request(method, params, seconds)
        except RPCError as error:
            return error
        raise AssertionError(f"{method} succeeded with {result!r}, an error was due")

    def orphan(self, seconds=None):
        """The next answer without an id."""
        message = self.wait_for(lambda: self.orphans and self.orphans.pop(0), seconds, "an answer without id")
        return RPCError(message["error"])

    def close(self, seconds=10):
        """Ends the bridge as a host does, by closing its stdin, and returns the exit status."""
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        # A relay that hands its stdout to a child would keep this open; the test then says so by its timeout.
        self._reader.join(seconds)
        return status

    # The turn as a host drives it.

    def open_session(self, session=None, **extra):
        session = session or f"s-{uuid.uuid4().hex[:10]}"
        return self.request("session.open", {"agent": self.agent, "sessionId": session, **extra})["sessionId"]

    def start_turn(self, session, text, **extra):
        return self.request(
            "turn.start", {"agent": self.agent, "sessionId": session, "userText": text, "ts": now_ms(), **extra}
        )

    def end_turn(self, session, episode, text="", tools=(), **extra):
        return self.request("turn.end", {
            "agent": self.agent, "sessionId": session, "episodeId": episode, "agentText": text,
            "toolCalls": list(tools), "ts": now_ms(), **extra,
        })

    def turn(self, session, user, answer="Understood.", tools=(), **extra):
        """A whole turn; returns what `turn.end` answered."""
        started = self.start_turn(session, user, **extra)
        return self.end_turn(session, started["query"]["episodeId"], answer, tools)

    def search(self, query, limit=10, **extra):
        return self.request("memory.search", {
            "query": query, "agent": self.agent, "topK": {"tier1": limit, "tier2": limit, "tier3": limit}, **extra
        })

    def traces(self, **filters):
        return self.request("memory.list_traces", {"limit": 1000, **filters})["traces"]


class ContextClient(Bridge):
    """One `memos mcp` child: a client of the Model Context Protocol that says exactly what a test wants said."""

    word = "mcp"

    def introduce(self, version="2025-11-25", **capabilities):
        answer = self.request("initialize", {
            "protocolVersion": version, "capabilities": capabilities,
            "clientInfo": {"name": "raw-client", "version": "1"},
        })
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return answer

    def call(self, tool, arguments=None, seconds=None, **params):
        return self.request("tools/call", {"name": tool, "arguments": arguments or {}, **params}, seconds)

    def asked(self, method, seconds=None):
        """The next request of the server, which stays to be answered."""
        def next_one():
            found = [one for one in self.reverse if one["method"] == method]
            if found:
                self.reverse.remove(found[0])
            return found and found[0]
        return self.wait_for(next_one, seconds, f"a request {method}")

    def answer(self, request, result):
        self.send({"jsonrpc": "2.0", "id": request["id"], "result": result})


class Home:
    """One home in a scratch folder, with a user's home directory beside it."""

    def __init__(self, scratch, name="home"):
        self.scratch = Path(scratch)
        self.path = self.scratch / name
        self.user = self.scratch / "user"
        self.user.mkdir(exist_ok=True)
        kept = {key: value for key, value in os.environ.items()
                if not key.startswith(("MEMOS_", "CLAUDE", "XDG_")) and key != "HOME"}
        self.environment = {**kept, "HOME": str(self.user), "XDG_RUNTIME_DIR": str(self.scratch),
                            "MEMOS_VIEWER_ASSETS": str(ROOT / "viewer-assets")}

    # Files of the home.

    @property
    def database(self):
        return self.path / "data" / "memos.db"

    @property
    def run_file(self):
        return self.path / "daemon" / "run.json"

    @property
    def spool(self):
        return self.path / "daemon" / "spool"

    @property
    def config(self):
        return self.path / "config.yaml"

    def run_info(self):
        try:
            return json.loads(self.run_file.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def daemon_pid(self):
        info = self.run_info()
        return info["pid"] if info and alive(info["pid"]) else None

    def spooled(self):
        return sorted(self.spool.glob("*.json")) if self.spool.exists() else []

    def bytes_everywhere(self):
        """Every file of the home with its content, for a search that no cleverness can escape.

        A journal that its owner removes while we look holds nothing any more."""
        for file in sorted(self.path.rglob("*")):
            try:
                if file.is_file() and not file.is_symlink():
                    yield file, file.read_bytes()
            except FileNotFoundError:
                pass

    def files_containing(self, text):
        needle = text.encode() if isinstance(text, str) else text
        return [str(file.relative_to(self.path)) for file, content in self.bytes_everywhere() if needle in content]

    def query(self, sql, *parameters):
        """Reads the database beside the daemon."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    # Programs.

    def memos(self, *arguments, stdin=b"", timeout=60, environment=None, place_home=True, folder=None):
        """Runs the front to its end, in a folder. Commands take the home as an option behind their name."""
        command = [str(BIN / "memos"), *map(str, arguments)]
        if place_home:
            command += ["--home", str(self.path)]
        return subprocess.run(
            command, input=stdin.encode() if isinstance(stdin, str) else stdin, capture_output=True, timeout=timeout,
            env={**self.environment, **(environment or {})}, cwd=folder or self.scratch, check=False,
        )

    def json(self, *arguments, **options):
        done = self.memos(*arguments, "--json", **options)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def bridge(self, *arguments, agent="hermes", environment=None):
        return Bridge(self, arguments, agent, environment)

    def ask(self):
        """A command that needs an answer from the daemon and so starts it."""
        return self.memos("config", "get")

    def start(self):
        """A running daemon; returns its process id."""
        done = self.ask()
        assert done.returncode == 0, done.stderr.decode()
        return wait_until(self.daemon_pid, what="the run file")

    def stop(self):
        done = self.memos("stop")
        wait_until(lambda: not self.daemon_pid(), what="the daemon's end")
        return done

    def configure(self, text):
        """A configuration of the test's own, before the first start."""
        self.path.mkdir(mode=0o700, exist_ok=True)
        self.config.write_text(text)

    def hook(self, event, session="session-1", prompt_id="prompt-1", timeout=30, environment=None, **fields):
        """One call of the Claude hook; returns the parsed output or None when it printed nothing."""
        payload = {
            "session_id": session, "transcript_path": str(self.user / "t.jsonl"), "cwd": str(self.scratch),
            "hook_event_name": event, "permission_mode": "default", "prompt_id": prompt_id, **fields,
        }
        done = self.memos("hook", "--host", "claude", stdin=json.dumps(payload), timeout=timeout, environment=environment)
        return hook_output(done, event)

    def tell(self, session, prompt, answer="Noted.", prompt_id=None):
        """A whole turn through the hooks, and the context it was given."""
        prompt_id = prompt_id or f"p-{uuid.uuid4().hex[:10]}"
        context = context_of(self.hook("UserPromptSubmit", session, prompt_id, prompt=prompt))
        self.hook("Stop", session, prompt_id, stop_hook_active=False, last_assistant_message=answer)
        return context


ALLOWED_TOP = {"continue", "stopReason", "systemMessage", "suppressOutput", "hookSpecificOutput"}
ALLOWED_SPECIFIC = {"hookEventName", "additionalContext", "sessionTitle", "watchPaths", "reloadSkills"}


def hook_output(done, event=None):
    """What every hook call must keep: status 0, silence on stderr, and nothing or one JSON object a host accepts."""
    assert done.returncode == 0, (done.returncode, done.stderr)
    assert done.stderr == b"", done.stderr
    if not done.stdout.strip():
        return None
    output = json.loads(done.stdout)
    assert isinstance(output, dict)
    assert set(output) <= ALLOWED_TOP, output
    assert "decision" not in output and output.get("continue", True) is True
    specific = output.get("hookSpecificOutput")
    if specific is not None:
        assert set(specific) <= ALLOWED_SPECIFIC, specific
        if event:
            assert specific["hookEventName"] == event
    return output


def context_of(output):
    """The injected text of a hook's output, "" when there is none."""
    return ((output or {}).get("hookSpecificOutput") or {}).get("additionalContext", "")


class Viewer:
    """The daemon's HTTP port as a browser, or somebody who pretends to be one, sees it."""

    def __init__(self, home):
        self.home = home
        home.start()
        self.port = wait_until(lambda: (home.run_info() or {}).get("viewerPort"), what="the viewer's port")
        self.base = f"http://127.0.0.1:{self.port}"
        self.cookie = None
        self.mark = ""

    def link(self):
        done = self.home.memos("viewer", "--no-open")
        assert done.returncode == 0, done.stderr.decode()
        return re.search(r"http://\S+", done.stdout.decode()).group()

    def log_in(self):
        status, headers, _ = self.get(self.link(), cookie=None)
        assert status == 303
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.mark = json.loads(self.get("/api/v1/session")[2])["csrf"]
        return self

    def take(self, earlier):
        """Goes on with the session of another viewer. Its cookie is named by the port, which may be another now."""
        self.cookie = f"memos_session_{self.port}={earlier.cookie.split('=')[1]}"
        self.mark = earlier.mark
        return self

    def write(self, path, body=None, method="POST", **headers):
        """A change as the page makes it: status and the JSON of the answer."""
        if body is not None:
            headers.setdefault("Content_Type", "application/json")
            body = json.dumps(body).encode()
        headers.setdefault("X_Memos_CSRF", self.mark)
        status, _, answer = self.get(path, method=method, body=body, **headers)
        return status, json.loads(answer)

    def get(self, path, cookie="own", method="GET", body=None, **headers):
        """Status, headers and body; redirects are not followed."""
        url = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(url, method=method, data=body)
        if cookie == "own" and self.cookie:
            request.add_header("Cookie", self.cookie)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def shape(value, expected, where="result"):
    """Checks types: a type, a tuple of types, a list of one shape, or a dict of shapes whose `?` keys may be absent."""
    if isinstance(expected, dict):
        assert isinstance(value, dict), f"{where}: {value!r} is no object"
        for key, inner in expected.items():
            name = key.rstrip("?")
            if name in value:
                shape(value[name], inner, f"{where}.{name}")
            else:
                assert key.endswith("?"), f"{where}.{name} is missing in {value!r}"
    elif isinstance(expected, list):
        assert isinstance(value, list), f"{where}: {value!r} is no array"
        for index, item in enumerate(value):
            shape(item, expected[0], f"{where}[{index}]")
    else:
        kinds = expected if isinstance(expected, tuple) else (expected,)
        if bool not in kinds:
            assert not isinstance(value, bool), f"{where}: {value!r}"
        assert isinstance(value, kinds), f"{where}: {value!r} is not {kinds}"


NUMBER = (int, float)
TRACE = {
    "id": str, "episodeId": str, "sessionId": str, "ts": int, "userText": str, "agentText": str,
    "summary?": (str, type(None)), "tags?": [str], "toolCalls": [{"name": str}], "value": NUMBER, "alpha": NUMBER,
    "priority": NUMBER, "turnId": int,
}
HIT = {"tier": int, "refId": str, "refKind": str, "score": NUMBER, "snippet": str}
RETRIEVAL = {
    "query": {"agent": str, "sessionId?": (str, type(None)), "episodeId?": (str, type(None)), "query": str},
    "hits": [HIT], "injectedContext": str,
    "tierLatencyMs": {"tier1": NUMBER, "tier2": NUMBER, "tier3": NUMBER},
}
MODEL_STATE = {"available": bool, "provider": str, "model": str}
HEALTH = {
    "ok": bool, "version": str, "uptimeMs": NUMBER, "agent": str,
    "paths": {"home": str, "config": str, "db": str, "skills": str, "logs": str},
    "llm": MODEL_STATE, "embedder": {**MODEL_STATE, "dim": int}, "skillEvolver": MODEL_STATE,
}

"""A client that treats the bridge as the upstream plugin's Python provider does: what it starts, sends, reads and waits for.

Written from the description of that contract; where it is stricter than JSON-RPC (ids that are integers, `data` that is an
object), so is this. A requirement it finds broken is an AssertionError here, where that provider would lose something.
"""

import json
import os
import queue
import subprocess
import threading
import time
import urllib.request

PREFETCH_PATIENCE, PREFETCH_MARGIN, LONG_PATIENCE = 6.0, 0.25, 75.0


class Timeout(Exception):
    pass


class Failure(Exception):
    def __init__(self, error):
        # The provider reads the code so, and ends with an AttributeError where `data` is no object.
        self.code = error.get("data", {}).get("code") or str(error.get("code", "internal"))
        super().__init__(f"[{self.code}] {error.get('message', 'unknown error')}")


class UpstreamClient:
    """`node` is what its `MEMOS_NODE_BINARY` names; `root` the plugin's folder, `script` the bridge in it."""

    def __init__(self, node, root, script, environment, flags=(), host_model=None):
        self.command = [str(node), str(root / script), "--agent=hermes", *flags, "--no-viewer"]
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace", bufsize=1, env=environment, cwd=root)
        self.host_model, self.asked, self.notifications = host_model, [], []
        self._lock, self._next_id, self._pending = threading.Lock(), 1, {}
        self._reverse = queue.Queue(16)
        self.dropped = []
        for work in (self._read, self._drain, self._serve):
            threading.Thread(target=work, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self.process.stdout.close()
        self.process.stderr.close()

    def request(self, method, params, timeout=30.0):
        with self._lock:
            number, self._next_id = self._next_id, self._next_id + 1
            waiter = [threading.Event(), None]
            self._pending[number] = waiter
            self._write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        if not waiter[0].wait(timeout):
            with self._lock:
                self._pending.pop(number, None)
            raise Timeout(method)
        if "error" in waiter[1]:
            raise Failure(waiter[1]["error"])
        return waiter[1].get("result") or {}

    def _write(self, message):
        self.process.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
        self.process.stdin.flush()

    def _read(self):
        for line in self.process.stdout:
            if not line.strip():
                continue
            message = json.loads(line)
            number = message.get("id")
            if number is not None and ("result" in message or "error" in message):
                with self._lock:
                    waiter = self._pending.pop(number, None) if type(number) is int else None
                if waiter is None:
                    self.dropped.append(message)
                else:
                    waiter[1] = message
                    waiter[0].set()
            elif number is not None:
                assert isinstance(number, str) and number.startswith("srv-"), message
                self._reverse.put_nowait(message)
            else:
                self.notifications.append(message)
        with self._lock:
            waiting, self._pending = list(self._pending.values()), {}
        for waiter in waiting:
            waiter[1] = {"error": {"code": -32000, "message": "ended", "data": {"code": "transport_closed"}}}
            waiter[0].set()

    def _drain(self):
        for _ in self.process.stderr:
            pass

    def _serve(self):
        """Requests of the daemon, one after the other."""
        while True:
            message = self._reverse.get()
            self.asked.append(message)
            if message["method"] != "host.llm.complete":
                reply = {"error": {"code": -32601, "message": "method not found", "data": {"code": "unknown_method"}}}
            elif self.host_model is None:
                reply = {"error": {"code": -32000, "message": "No LLM provider", "data": {"code": "host_handler_failed"}}}
            else:
                reply = {"result": self.host_model(message["params"])}
            try:
                with self._lock:
                    self._write({"jsonrpc": "2.0", "id": message["id"], **reply})
            except (OSError, ValueError):
                return

    def close(self):
        """Ends the input, and counts what more was needed; nothing, where the bridge keeps its word."""
        needed = []
        try:
            self.process.stdin.close()
        except OSError:
            pass
        for patience, signal in ((5, self.process.terminate), (5, self.process.kill), (1, None)):
            try:
                self.process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                needed.append(signal)
                signal()
        return needed


class UpstreamProvider:
    """The calls of the provider for one agent, in the order and with the members in which it sends them."""

    def __init__(self, client, session):
        self.client, self.session, self.episode, self.trace, self.turns = client, session, "", "", 0
        self.namespace = {"agentKind": "hermes", "profileId": "default", "profileLabel": "default"}

    def initialize(self):
        assert isinstance(self.client.request("core.health", {}, 10), dict)
        opened = self.client.request("session.open", {
            "agent": "hermes", "sessionId": self.session, "namespace": self.namespace,
            "meta": {"hermesHome": "/h", "platform": "cli", "agentIdentity": "default", "profileId": "default",
                     "namespace": self.namespace, "hostProvider": "custom", "hostModel": "fake-model"}}, 60)
        self.session = opened["sessionId"]

    def prefetch(self, text):
        self.turns += 1
        now = int(time.time() * 1000)
        answer = self.client.request("turn.start", {
            "agent": "hermes", "namespace": self.namespace, "sessionId": self.session, "userText": text,
            "contextHints": {"agentIdentity": "default", "namespace": self.namespace, "visibleContextKnown": True,
                             "visibleContextStartTs": now},
            "ts": now, "deadlineAt": now + int((PREFETCH_PATIENCE - PREFETCH_MARGIN) * 1000),
            "turnKey": f"{self.session}:{self.turns}"}, PREFETCH_PATIENCE)
        assert answer["query"]["sessionId"] == self.session, "session_mismatch"
        self.episode = answer["query"]["episodeId"]
        return answer["injectedContext"]

    def sync_turn(self, user, answer, calls=(), ts=None):
        ended = self.client.request("turn.end", {
            "agent": "hermes", "namespace": self.namespace, "sessionId": self.session, "episodeId": self.episode,
            "agentText": answer, "userText": user, "toolCalls": list(calls), "contextHints": {"namespace": self.namespace},
            "ts": ts or int(time.time() * 1000)}, LONG_PATIENCE)
        self.trace, self.episode = ended["traceIds"][-1], ended["episodeId"]
        return ended

    def feedback(self, text):
        self.client.request("feedback.submit", {
            "episodeId": self.episode, "traceId": self.trace, "channel": "explicit", "polarity": "negative",
            "magnitude": 1.0, "rationale": text, "raw": {"text": text}, "ts": int(time.time() * 1000)}, LONG_PATIENCE)

    def delegation(self, task, result):
        return self.client.request("subagent.record", {
            "agent": "hermes", "namespace": self.namespace, "sessionId": self.session, "episodeId": self.episode or None,
            "childSessionId": None, "task": task, "result": result, "toolCalls": [], "ts": int(time.time() * 1000),
            "meta": {"hookKwargs": {}, "namespace": self.namespace}, "contextHints": {}}, LONG_PATIENCE)

    def end(self):
        self.client.request("session.close", {"sessionId": self.session}, 5)

    # The six tools, by the requests they are made of and the members they read.

    def search(self, query, count=10):
        return self.client.request("memory.search", {
            "agent": "hermes", "namespace": self.namespace, "query": query,
            "topK": {"tier1": count, "tier2": count, "tier3": count}})["hits"]

    def get(self, kind, id):
        return self.client.request(f"memory.get_{kind}", {"id": id, "namespace": self.namespace})

    def timeline(self, limit=20):
        return self.client.request("memory.timeline", {"episodeId": self.episode, "namespace": self.namespace})["traces"][:limit]

    def skills(self):
        return self.client.request("skill.list", {"limit": 10, "namespace": self.namespace})["skills"]

    def environment(self, query=""):
        if not query:
            return self.client.request("memory.list_world_models", {
                "limit": 5, "offset": 0, "namespace": self.namespace})["worldModels"]
        hits = self.client.request("memory.search", {
            "agent": "hermes", "namespace": self.namespace, "query": query, "topK": {"tier1": 0, "tier2": 0, "tier3": 5}})
        return [hit for hit in hits["hits"] if hit["tier"] == 3]

    def skill(self, id):
        found = self.client.request("skill.get", {
            "id": id, "namespace": self.namespace, "recordTrial": True, "sessionId": self.session,
            "episodeId": self.episode or None})
        return found or {"found": False}


def node_answers(node):
    """Whether that provider takes the program for Node: something on standard output within two seconds."""
    return bool(subprocess.check_output([str(node), "--version"], timeout=2.0).strip())


def viewer_answers(port):
    """What the provider makes of the viewer's port; it reads no more than 8,192 bytes."""
    for path in ("ping", "health"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/{path}", timeout=1.5) as answer:
            assert "json" in answer.headers["content-type"]
            content = json.loads(answer.read(8192))
        if path == "ping":
            named = content.get("service") == "memos-local-plugin"
    return named and content["service"] == "memos-local-plugin" and content["agent"] == "hermes" \
        and isinstance(content["version"], str)


def zombies(pids):
    """Which of the processes its cleaner would end: those that show the older bridge's name."""
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    shown = (line.split(None, 1) for line in listed.splitlines())
    return [int(pid) for pid, command in shown if int(pid) in pids and "bridge.cjs" in command]


def environment_of(home, node, **more):
    return {**home.environment, "MEMOS_HOME": str(home.path), "MEMOS_NODE_BINARY": os.fspath(node), **more}

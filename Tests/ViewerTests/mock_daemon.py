"""A stand-in for the daemon's viewer server: the same paths and shapes, sample memories, and levers for tests.

Run it alone to look at the page: python3 mock_daemon.py --port 18899
"""

import argparse
import json
import mimetypes
import pathlib
import queue
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from sample_memories import HOSTILE, make_turn, sample_turns

ASSETS = pathlib.Path(__file__).resolve().parents[2] / "viewer-assets"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'; trusted-types viewer")

LEGEND = {
    "features": {"strength": "its words, its meaning and what stands around it fit",
                 "question": "is itself a question", "afterQuestion": "follows a question that fits"},
    "gate": {"nearest": "how near the nearest memory is in meaning",
             "background": "how near unrelated texts are in meaning"},
}
GATE = {"probability": 0.8712, "threshold": 0.477, "gate": {"nearest": 0.62, "background": 0.11},
        "gateContributions": {"nearest": 2.3633, "background": -1.3478}}


def problem(status, code, message, **more):
    return {"type": "about:blank", "title": message, "status": status, "detail": message, "code": code, **more}


class MockDaemon:
    """State shared by the request handlers; the tests pull the levers below."""

    def __init__(self, port=0, turns=None):
        self.turns = sample_turns() if turns is None else turns
        self.events = []
        self.listeners = set()
        self.lock = threading.Lock()
        self.link_token = secrets.token_hex(32)
        self.session = secrets.token_hex(32)
        self.failure = None
        self.slowness = 0
        self.requests = []
        self.dropped = [{"refId": "tr_0001_0", "reason": "shown before in this session",
                         "excerpt": "Show this exactly: " + HOSTILE}] + [
            {"refId": f"tr_{number:04d}_0", "reason": "others said more or said it before",
             **({"excerpt": f"Rename the driver of shard {number} and run its migrations again, then tell me what changed"}
                if number % 2 else {})} for number in range(2, 36)]
        self.verdict = {}
        # A stand-in for what is asked below /api/v1/hub and of learned items: answer(verb, path, query, body).
        self.hub = None
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.link = f"{self.url}/login?token={self.link_token}"
        self.started = time.time()

    def start(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.drop_streams()
        self.server.shutdown()
        self.server.server_close()

    # Levers

    def arrive(self, asked, answered="Done.", agent="claude", session="live", **named):
        turn = make_turn(len(self.turns) + 1, int(time.time() * 1000), agent, "/home/ada/work/live", session, asked,
                         answered, **named)
        self.turns.append(turn)
        self.publish("trace.created", {"traceId": turn["traces"][-1]["id"] if turn["traces"] else None})
        return turn

    def publish(self, kind, payload):
        with self.lock:
            seq = len(self.events) + 1
            event = {"type": kind, "ts": int(time.time() * 1000), "seq": seq, "payload": payload}
            self.events.append(event)
            for listener in self.listeners:
                listener.put(event)

    def drop_streams(self):
        with self.lock:
            for listener in self.listeners:
                listener.put(None)

    # Answers

    def status(self):
        return {
            "version": "0.1.0", "instanceId": "mock", "home": "/home/ada/.claude/memos-plugin", "agent": "claude",
            "uptimeMs": int((time.time() - self.started + 11_520) * 1000), "rssBytes": 24_300_000,
            "counts": {
                "sessions": len({turn["sessionId"] for turn in self.turns}), "episodes": 12,
                "turns": len(self.turns), "traces": sum(len(turn["traces"]) for turn in self.turns),
                "errorSignatures": 2, "injections": 31, "jobsPending": 0, "jobsFailed": 0,
                "events": len(self.events),
            },
            "bytes": {"database": 1_482_752, "wal": 32_992, "tables": {}}, "viewer": {"port": self.port},
            "lastCapture": {"ts": self.turns[-1]["ts"], "host": "claude"} if self.turns else None,
            "spool": {"pending": 0}, "clients": 1,
            "models": {
                "roles": [{"role": "llm", "provider": "anthropic", "model": "claude-haiku-4-5", "available": True,
                           "inherited": False, "lastOkAt": None, "lastFallbackAt": None, "lastError": None}],
                "problems": [],
                "budget": {"exhausted": False, "day": {"total": {
                    "tokens": 12_300, "tokenLimit": 1_000_000, "dollars": 0.034, "dollarLimit": 1.0}}},
            },
        }

    def facets(self):
        def counts(values):
            values = list(values)
            return [{"value": value, "turns": values.count(value)} for value in sorted(set(values))]
        return {"agents": counts(turn["agent"] for turn in self.turns), "projects": [], "branches": [],
                "tags": counts(tag for trace in self.traces() for tag in trace.get("tags", [])), "pinned": 0,
                "outcomes": counts(turn["outcome"] for turn in self.turns)}

    def list_turns(self, limit=30, before=None, sessionId=None, agent=None, q=None, turnIds=None):
        found = [turn for turn in reversed(self.turns)
                 if (not turnIds or str(turn["turnId"]) in turnIds.split(",")) and (not sessionId or turn["sessionId"] == sessionId) and (not agent or turn["agent"] == agent)
                 and (not q or q.lower() in turn["userText"].lower()) and (not before or turn["ts"] < int(before))]
        result = {"turns": found[:limit]}
        if len(found) > limit:
            result["nextCursor"] = str(found[limit - 1]["ts"])
        return result

    def search(self, query, limit=20):
        words = [word for word in query.lower().split() if word]
        hits, candidates = [], []
        for turn in reversed(self.turns):
            text = turn["userText"] + "\n" + turn["agentText"]
            found = sum(word in text.lower() for word in words)
            if not found:
                continue
            trace = turn["traces"][-1]["id"]
            hits.append({"tier": 2, "refId": trace, "refKind": "trace", "score": round(found / len(words) * 0.9, 4),
                         "snippet": text[:300], "ts": turn["ts"], "sessionId": turn["sessionId"],
                         "ownerAgentKind": turn["agent"]})
            candidates.append({
                "refId": trace, "strength": round(5.81 * found / len(words) - 0.35, 4), "score": hits[-1]["score"],
                "rule": "has the words",
                "channels": {"keyword": {"rank": len(hits), "score": round(7.31 / len(hits), 3)},
                             "pattern": {"rank": len(hits) + 1, "score": 0.52}},
                "features": {"strength": round(found / len(words), 4), "question": 0.53, "afterQuestion": 0.33},
                "contributions": {"strength": round(5.81 * found / len(words), 4), "question": -0.8401,
                                  "afterQuestion": 0.4902},
            })
        hits.sort(key=lambda hit: -hit["score"])
        dropped = self.dropped if hits else []
        return {
            "query": {"agent": "viewer", "sessionId": "", "episodeId": "", "query": query}, "hits": hits[:limit],
            "injectedContext": "", "tierLatencyMs": {"tier1": 0, "tier2": 2, "tier3": 0},
            "explanation": {
                "channels": {"keyword": {"hits": len(hits), "ms": 1.9}, "pattern": {"hits": len(hits), "ms": 0.2}},
                "candidates": candidates, "dropped": dropped, "deadline": {"ms": 300, "late": []},
                **(GATE if hits else {"abstained": "no channel found anything"}), **self.verdict, "legend": LEGEND,
            },
        }

    def traces(self):
        return [trace for turn in self.turns for trace in turn["traces"]]

    def answer(self, path, query):
        if self.failure:
            status, error = self.failure
            return status, problem(status, **error)
        given = {name: values[-1] for name, values in query.items()}
        parts = path.split("/")
        if path == "/api/v1/status":
            return 200, self.status()
        if path == "/api/v1/turns":
            given["limit"] = int(given.get("limit", 30))
            return 200, self.list_turns(**given)
        if path == "/api/v1/facets":
            return 200, self.facets()
        if path == "/api/v1/search":
            return 200, self.search(given["q"], int(given.get("limit", 20)))
        if path.startswith("/api/v1/traces/"):
            found = [trace for trace in self.traces() if trace["id"] == unquote(parts[4])]
            return (200, found[0]) if found else (404, problem(
                404, "trace_not_found", "There is no trace with this id."))
        if self.hub and (found := self.hub.answer("GET", path, query, {})):
            return found
        if path == "/api/v1/session":
            return 200, {"kind": "cookie", "id": "vs_mock", "csrf": self.session[:32], "hasPassword": False,
                         "scopes": ["read", "write", "admin"], "expiresAt": int(time.time() * 1000) + 86_400_000}
        if path.startswith("/api/v1/episodes/"):
            return 200, {"traces": [trace for trace in self.traces() if trace["episodeId"] == unquote(parts[4])]}
        return 404, problem(404, "not_found", "There is nothing at this address.")

    def _handler(daemon):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                target = urlsplit(self.path)
                query = parse_qs(target.query)
                if target.path == "/login":
                    if query.get("token") != [daemon.link_token]:
                        return self.reply(401, b"<h1>This link was used already.</h1>", "text/html")
                    return self.reply(303, b"", "text/plain", {
                        "Location": "/", "Set-Cookie": f"memos_session_{daemon.port}={daemon.session}; HttpOnly; "
                        "SameSite=Strict; Path=/"})
                if f"memos_session_{daemon.port}={daemon.session}" not in self.headers.get("Cookie", ""):
                    error = problem(401, "unauthorized", "This viewer is not open in this browser.")
                    return self.reply(401, json.dumps(error).encode(), "application/problem+json")
                if target.path == "/api/v1/events":
                    return self.stream(query)
                if target.path.startswith("/api/"):
                    daemon.requests.append(self.path)
                    time.sleep(daemon.slowness)
                    status, body = daemon.answer(target.path, query)
                    kind = "application/json; charset=utf-8" if status < 400 else "application/problem+json"
                    return self.reply(status, json.dumps(body).encode(), kind)
                self.file(target.path)

            def change(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                if f"memos_session_{daemon.port}={daemon.session}" not in self.headers.get("Cookie", "") \
                        or self.headers.get("x-memos-csrf") != daemon.session[:32]:
                    status, answer = 403, problem(403, "csrf_missing", "The change does not come from this page.")
                else:
                    target = urlsplit(self.path)
                    status, answer = daemon.hub.answer(self.command, target.path, parse_qs(target.query), body)
                kind = "application/json; charset=utf-8" if status < 400 else "application/problem+json"
                self.reply(status, json.dumps(answer).encode(), kind)

            do_POST = do_PUT = do_PATCH = do_DELETE = change

            def file(self, path):
                file = (ASSETS / (path.lstrip("/") or "index.html")).resolve()
                if file.is_dir():
                    file = file / "index.html"
                if not file.is_relative_to(ASSETS) or not file.is_file():
                    return self.reply(404, b"nothing here", "text/plain")
                kind = {".js": "text/javascript", ".svg": "image/svg+xml"}.get(file.suffix) \
                    or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                self.reply(200, file.read_bytes(), f"{kind}; charset=utf-8", {"Cache-Control": "no-cache"})

            def stream(self, query):
                seen = int(self.headers.get("Last-Event-ID") or query.get("after", [len(daemon.events)])[0])
                listener = queue.Queue()
                with daemon.lock:
                    for event in daemon.events[seen:]:
                        listener.put(event)
                    daemon.listeners.add(listener)
                self.close_connection = True
                self.send_response(200)
                self.common()
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    self.wfile.write(b": connected\n\n")
                    self.wfile.flush()
                    while (event := listener.get()) is not None:
                        self.wfile.write(f"id: {event['seq']}\nevent: {event['type']}\n"
                                         f"data: {json.dumps(event)}\n\n".encode())
                        self.wfile.flush()
                except OSError:
                    pass
                finally:
                    with daemon.lock:
                        daemon.listeners.discard(listener)

            def common(self):
                self.send_header("Content-Security-Policy", POLICY)
                self.send_header("X-Content-Type-Options", "nosniff")
                self.send_header("Referrer-Policy", "no-referrer")

            def reply(self, status, body, kind, more=None):
                self.send_response(status)
                self.common()
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in (more or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        return Handler


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=18899)
    options.add_argument("--empty", action="store_true", help="no memories yet")
    given = options.parse_args()
    daemon = MockDaemon(given.port, turns=[] if given.empty else None).start()
    print(daemon.link, flush=True)
    threading.Event().wait()

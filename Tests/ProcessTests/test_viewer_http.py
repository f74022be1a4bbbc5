"""The viewer's port: who gets in, what is refused, and how soon a new turn arrives."""

import http.client
import json
import queue
import socket
import threading
import time
import urllib.request

import pytest

from memos_process import HEALTH, Home, PATIENCE, Viewer, shape

PROTECTED = ["/", "/app.js", "/api/v1/status", "/api/v1/turns", "/api/v1/search?q=x", "/api/v1/config", "/api/v1/logs",
             "/api/v1/events", "/api/v1/traces/x"]


@pytest.fixture
def viewer(home):
    return Viewer(home)


def test_health_and_ping_need_no_login_and_identify_us(viewer):
    status, _, body = viewer.get("/api/v1/health")
    health = json.loads(body)
    assert status == 200
    shape(health, {**HEALTH, "service": str, "instanceId": str, "agent": str})
    assert health["service"] == "memos-local-plugin"
    assert health["instanceId"] == viewer.home.run_info()["instanceId"]
    status, _, body = viewer.get("/api/v1/ping")
    shape(json.loads(body), {"ok": bool, "service": str, "instanceId": str, "ts": int})


@pytest.mark.parametrize("path", PROTECTED)
def test_without_a_cookie_nothing_is_shown(viewer, path):
    status, headers, body = viewer.get(path)
    assert status == 401
    if path.startswith("/api"):
        assert json.loads(body)["code"]
    for cookie in ("memos_session=", "memos_session=wrong", "other=1"):
        viewer.cookie = cookie
        assert viewer.get(path)[0] == 401


def test_login_page_tells_how_to_get_in(viewer):
    assert b"memos viewer" in viewer.get("/")[2]


def test_link_works_once_and_sets_a_cookie_for_scripts_out_of_reach(viewer):
    link = viewer.link()
    status, headers, _ = viewer.get(link)
    assert status == 303 and headers["Location"] == "/"
    cookie = headers["Set-Cookie"]
    for attribute in ("memos_session", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert attribute in cookie
    assert viewer.get(link)[0] in (401, 403)
    viewer.cookie = cookie.split(";")[0]
    assert viewer.get("/")[0] == 200
    assert viewer.get("/api/v1/status")[0] == 200


@pytest.mark.parametrize("token", ["", "?token=", "?token=x", "?token=" + "a" * 5000, "?token=..%2f"])
def test_guessed_links_are_refused(viewer, token):
    assert viewer.get("/login" + token)[0] in (400, 401, 403)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1:1",
                                  "localhost", "0.0.0.0:{port}", "127.0.0.1:{port}@evil.example", ""])
def test_foreign_host_is_refused_even_with_a_cookie(viewer, host):
    viewer.log_in()
    connection = http.client.HTTPConnection("127.0.0.1", viewer.port, timeout=PATIENCE)
    connection.putrequest("GET", "/api/v1/status", skip_host=True)
    connection.putheader("Host", host.format(port=viewer.port))
    connection.putheader("Cookie", viewer.cookie)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status in (400, 403)
    assert b"instanceId" not in response.read()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_own_names_are_accepted(viewer, host):
    viewer.log_in()
    assert viewer.get("/api/v1/status", Host=f"{host}:{viewer.port}")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "null",
                                    "http://127.0.0.1:{port}.evil.example"])
def test_foreign_origin_is_refused(viewer, origin):
    viewer.log_in()
    for path in ("/api/v1/status", "/api/v1/health", "/"):
        status, headers, _ = viewer.get(path, Origin=origin.format(port=viewer.port))
        assert status == 403, path
        assert "Access-Control-Allow-Origin" not in headers
    assert viewer.get("/api/v1/status", Origin=viewer.base)[0] == 200


def test_every_answer_carries_the_safety_headers(viewer):
    viewer.log_in()
    for path in ("/", "/api/v1/health", "/api/v1/status", "/nothing-here", "/api/v1/nothing-here"):
        _, headers, _ = viewer.get(path)
        policy = headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"):
            assert part in policy, path
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", [
    "/../config.yaml", "/..%2fconfig.yaml", "/%2e%2e/%2e%2e/data/memos.db", "/styles/../../config.yaml", "/..\\config.yaml",
    "//etc/passwd", "/%00", "/.git/config", "/styles/..%252f..%252fconfig.yaml", "/%c0%ae%c0%ae/config.yaml",
])
def test_traversal_finds_nothing(viewer, path):
    viewer.log_in()
    with socket.create_connection(("127.0.0.1", viewer.port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{viewer.port}\r\nCookie: {viewer.cookie}\r\n"
                           "Connection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.split(b" ")[1] in (b"400", b"403", b"404"), answer[:200]
    assert b"SQLite format" not in answer and b"root:" not in answer


def test_only_loopback_listens(viewer):
    names = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in names - {"127.0.0.1"}:
        if address.startswith("127."):
            continue
        with pytest.raises(OSError):
            socket.create_connection((address, viewer.port), timeout=2).close()


def test_api_answers_and_refuses(viewer):
    viewer.log_in()
    with viewer.home.bridge(agent="claude") as bridge:
        ended = bridge.turn(bridge.open_session(), "The civet page shows this turn.", "Yes.")
    status = json.loads(viewer.get("/api/v1/status")[2])
    assert status["counts"]["turns"] == 1
    [turn] = json.loads(viewer.get("/api/v1/turns?limit=5")[2])["turns"]
    assert turn["userText"] == "The civet page shows this turn."
    assert json.loads(viewer.get("/api/v1/search?q=civet")[2])["hits"]
    assert json.loads(viewer.get(f"/api/v1/traces/{ended['traceId']}")[2])["id"] == ended["traceId"]
    assert json.loads(viewer.get(f"/api/v1/episodes/{ended['episodeId']}/timeline")[2])["traces"]
    assert viewer.get("/api/v1/traces/unknown")[0] == 404
    assert viewer.get("/api/v1/unknown")[0] == 404
    assert viewer.get("/api/v1/turns?limit=many")[0] == 400
    for method in ("POST", "DELETE", "OPTIONS", "TRACE"):
        status, headers, _ = viewer.get("/api/v1/status", method=method)
        assert (status, headers["Allow"]) == (405, "GET")


def test_files_carry_types_and_validators(viewer):
    viewer.log_in()
    for path, kind in (("/", "text/html"), ("/app.js", "javascript"), ("/styles/app.css", "text/css")):
        status, headers, _ = viewer.get(path)
        assert status == 200 and kind in headers["Content-Type"], path
        assert headers["Cache-Control"] == "no-cache"
        assert viewer.get(path, If_None_Match=headers["ETag"])[0] == 304


class EventReader(threading.Thread):
    def __init__(self, viewer, after=None):
        super().__init__(daemon=True)
        request = urllib.request.Request(viewer.base + "/api/v1/events" + (f"?after={after}" if after is not None else ""))
        request.add_header("Cookie", viewer.cookie)
        self.response = urllib.request.urlopen(request, timeout=PATIENCE)
        assert self.response.headers["Content-Type"].startswith("text/event-stream")
        self.events = queue.Queue()
        self.start()

    def run(self):
        record = {}
        try:
            for raw in self.response:
                line = raw.decode().rstrip("\n")
                if not line:
                    if "data" in record:
                        self.events.put((time.monotonic(), record))
                    record = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    record[name] = value
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # closed under our hands, by us or by the daemon

    def next(self, kind, seconds=5):
        deadline = time.monotonic() + seconds
        while True:
            at, record = self.events.get(timeout=max(0.01, deadline - time.monotonic()))
            if record["event"] == kind:
                return at, record


def test_new_turn_arrives_within_a_second(viewer):
    viewer.log_in()
    with viewer.home.bridge(agent="claude") as bridge:
        session = bridge.open_session()
        reader = EventReader(viewer)
        began = time.monotonic()
        ended = bridge.turn(session, "Seen at once.", "Yes.")
        at, record = reader.next("trace.created")
    assert at - began < 1
    event = json.loads(record["data"])
    shape(event, {"type": str, "ts": int, "seq": int, "payload": dict})
    assert ended["traceId"] in json.dumps(event["payload"])
    assert int(record["id"]) == event["seq"]


def test_reader_that_comes_back_gets_what_it_missed(viewer):
    viewer.log_in()
    with viewer.home.bridge(agent="claude") as bridge:
        session = bridge.open_session()
        reader = EventReader(viewer)
        bridge.turn(session, "First.", "Yes.")
        _, first = reader.next("trace.created")
        reader.response.close()
        missed = bridge.turn(session, "Missed.", "Yes.")
        again = EventReader(viewer, after=first["id"])
        _, record = again.next("trace.created")
    assert missed["traceId"] in record["data"]


def test_open_event_stream_does_not_hold_the_stop(viewer):
    viewer.log_in()
    reader = EventReader(viewer)
    began = time.monotonic()
    viewer.home.stop()
    assert time.monotonic() - began < 8
    reader.join(5)
    assert not reader.is_alive()


def test_slow_and_oversized_requests_are_bounded(viewer):
    with socket.create_connection(("127.0.0.1", viewer.port), timeout=PATIENCE) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 200_000)
        try:
            connection.sendall(b"\r\n\r\n")
            connection.recv(100)
        except OSError:
            pass
    assert viewer.get("/api/v1/ping")[0] == 200


def test_taken_port_means_the_next_free_one(scratch):
    with socket.socket() as stranger:
        # Connections of earlier tests may still linger on the port; that does not make it taken.
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stranger.bind(("127.0.0.1", 18802))
            stranger.listen()
        except OSError:
            pass  # Somebody has it already, which serves as well.
        first = Viewer(Home(scratch, "one"))
        second = Viewer(Home(scratch, "two"))
        assert first.port != 18802 and second.port not in (18802, first.port)
        ids = {json.loads(viewer.get("/api/v1/ping")[2])["instanceId"] for viewer in (first, second)}
        assert len(ids) == 2

"""Attacks on the viewer's port: what other sites, broken clients and hostile ones send."""

import json
import os
import resource
import socket
import time

import pytest

from memos_process import PATIENCE, Viewer, wait_until

CHANGE = "/api/v1/access/tokens"
TOKEN = {"name": "x", "scopes": ["read"]}


@pytest.fixture
def viewer(home):
    return Viewer(home).log_in()


def raw(viewer, data, patience=PATIENCE):
    """All that comes back for these bytes until the connection ends."""
    with socket.create_connection(("127.0.0.1", viewer.port), timeout=patience) as connection:
        answer = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
        except OSError:
            pass
        return answer


def head(viewer, method, path, *lines):
    text = "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{viewer.port}", f"Cookie: {viewer.cookie}",
                        f"X-Memos-CSRF: {viewer.mark}", *lines])
    return (text + "\r\n\r\n").encode()


def tokens(viewer):
    return len(json.loads(viewer.get("/api/v1/access")[2])["tokens"])


# Other sites


@pytest.mark.parametrize("host", ["rebound.example:{port}", "127.0.0.1.rebound.example:{port}", "127.0.0.1:1"])
def test_a_name_pointed_at_us_changes_nothing(viewer, host):
    status, answer = viewer.write(CHANGE, TOKEN, Host=host.format(port=viewer.port))
    assert (status, answer["code"]) == (403, "forbidden")
    assert tokens(viewer) == 0


@pytest.mark.parametrize("headers", [
    {"Origin": "https://site.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"}])
def test_a_foreign_page_changes_nothing(viewer, headers):
    assert viewer.write(CHANGE, TOKEN, **headers)[0] == 403
    assert tokens(viewer) == 0


@pytest.mark.parametrize("mark", ["", "0" * 64, "é"])
def test_a_cookie_alone_changes_nothing(viewer, mark):
    status, answer = viewer.write(CHANGE, TOKEN, X_Memos_CSRF=mark.encode("utf-8").decode("latin-1"))
    assert (status, answer["code"]) == (403, "csrf_missing")
    status, _, _ = viewer.get(CHANGE, method="POST", body=b"{}", Content_Type="application/json")
    assert status == 403
    assert tokens(viewer) == 0


def test_the_mark_of_one_session_is_no_use_in_another(viewer):
    other = Viewer(viewer.home).log_in()
    assert other.mark != viewer.mark
    assert viewer.write(CHANGE, TOKEN, X_Memos_CSRF=other.mark)[0] == 403
    assert viewer.write(CHANGE, TOKEN)[0] == 200


def test_a_form_of_a_foreign_page_is_no_json(viewer):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/jsonx"):
        assert viewer.write(CHANGE, TOKEN, Content_Type=kind)[0] == 415, kind


def test_no_cookie_no_change(viewer):
    status, _, body = viewer.get(CHANGE, cookie=None, method="POST", body=b"{}", Content_Type="application/json",
                                 X_Memos_CSRF=viewer.mark)
    assert status == 401 and json.loads(body)["code"] == "unauthorized"


# Bodies


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b'{"name":"x","scopes":["read"],"more":1}', b"\xff\xfe",
                                  b'{"name":"\\u0000","scopes":["read"]}', b"{" * 100_000, b'{"a":' * 5000])
def test_bodies_that_are_none_are_refused(viewer, body):
    status, _, answer = viewer.get(CHANGE, method="POST", body=body, Content_Type="application/json",
                                   X_Memos_CSRF=viewer.mark)
    assert status == 400 and json.loads(answer)["code"] == "invalid_argument"
    assert tokens(viewer) == 0


def test_a_body_that_says_it_is_too_large_is_not_read(viewer):
    for path, size in ((CHANGE, 99999999999), (CHANGE, (1 << 20) + 1), ("/api/v1/skills/import", 21 << 20)):
        answer = raw(viewer, head(viewer, "POST", path, "Content-Type: application/json", f"Content-Length: {size}"))
        assert b" 413 " in answer.split(b"\r\n")[0] and b"connection: close" in answer.lower(), path


def test_a_body_that_turns_out_too_large_is_cut(viewer):
    pieces = b"".join(b"10000\r\n" + b"a" * 0x10000 + b"\r\n" for _ in range(40))
    answer = raw(viewer, head(viewer, "POST", CHANGE, "Content-Type: application/json", "Transfer-Encoding: chunked")
                 + pieces)
    assert not answer or b" 413 " in answer.split(b"\r\n")[0]
    assert viewer.get("/api/v1/ping")[0] == 200


@pytest.mark.parametrize("lines, body", [
    (["Content-Length: 2", "Content-Length: 40"], b"{}"),
    (["Content-Length: 2", "Transfer-Encoding: chunked"], b"2\r\n{}\r\n0\r\n\r\n"),
    (["Content-Length: -1"], b"{}"), (["Content-Length: 0x2"], b"{}"), (["Transfer-Encoding: chunked"], b"zz\r\n{}\r\n"),
])
def test_requests_inside_requests_are_not_found(viewer, lines, body):
    hidden = head(viewer, "GET", "/api/v1/config")
    answer = raw(viewer, head(viewer, "POST", "/api/v1/logout", "Content-Type: application/json", *lines) + body + hidden,
                 patience=5)
    assert b" 200 " not in answer and b'"config"' not in answer, answer[:300]
    assert viewer.get("/api/v1/ping")[0] == 200


@pytest.mark.parametrize("line", ["GET /api/v1/ping HTTP/9.9", "GET/api/v1/ping HTTP/1.1", "GET /\x01 HTTP/1.1",
                                  "G\x00T / HTTP/1.1", "GET http://site.example/ HTTP/1.1", "CONNECT 127.0.0.1:1 HTTP/1.1"])
def test_lines_that_are_no_request_are_refused(viewer, line):
    answer = raw(viewer, f"{line}\r\nHost: 127.0.0.1:{viewer.port}\r\nConnection: close\r\n\r\n".encode(), patience=5)
    assert not answer or int(answer.split(b" ")[1]) in (400, 401, 403, 405, 505), answer[:200]


# Slow ones, and many


@pytest.mark.slow
def test_slow_headers_and_bodies_end(viewer):
    """Three that send a byte now and then: in the headers, in a body that is read, in one that nobody asked for."""
    start = time.monotonic()
    begun = [b"GET /api/v1/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nA: ",
             head(viewer, "POST", CHANGE, "Content-Type: application/json", "Content-Length: 100000"),
             head(viewer, "GET", "/api/v1/status", "Content-Length: 100000")]
    connections = [socket.create_connection(("127.0.0.1", viewer.port), timeout=1) for _ in begun]
    for connection, data in zip(connections, begun):
        connection.sendall(data)
    ended = {}
    while len(ended) < 3 and time.monotonic() - start < 45:
        for index, connection in enumerate(connections):
            if index in ended:
                continue
            try:
                connection.sendall(b"a")
                connection.settimeout(0.2)
                if connection.recv(65536) == b"":
                    ended[index] = time.monotonic() - start
            except TimeoutError:
                pass
            except OSError:
                ended[index] = time.monotonic() - start
    for connection in connections:
        connection.close()
    assert len(ended) == 3, ended
    assert ended[2] < 10
    assert viewer.get("/api/v1/ping")[0] == 200


def test_a_thousand_listeners_are_bounded(viewer):
    def memory():
        with open(f"/proc/{viewer.home.run_info()['pid']}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    before = memory()
    connections, statuses = [], []
    try:
        for _ in range(1000):
            connection = socket.create_connection(("127.0.0.1", viewer.port), timeout=PATIENCE)
            connection.sendall(head(viewer, "GET", "/api/v1/events"))
            connections.append(connection)
        for connection in connections:
            statuses.append(int(connection.recv(4096).split(b" ")[1]))
        assert statuses.count(200) == 256 and statuses.count(503) == 744
        assert viewer.get("/api/v1/ping")[0] == 200
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    again = wait_until(lambda: 200 == first_status(viewer), what="a place for a listener")
    assert again
    assert memory() - before < 80 << 20


def first_status(viewer):
    with socket.create_connection(("127.0.0.1", viewer.port), timeout=PATIENCE) as connection:
        connection.sendall(head(viewer, "GET", "/api/v1/events"))
        return int(connection.recv(4096).split(b" ")[1])

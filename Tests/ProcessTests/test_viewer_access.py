"""Ways into the viewer: sessions that can be seen and ended, tokens with scopes, a password behind the link."""

import json
import os
import re
import stat
import urllib.parse

import pytest

from memos_process import Viewer, shape

SESSION = {"id": str, "label": str, "createdAt": int, "lastUsedAt": int, "expiresAt": int, "isCurrent": bool}
TOKEN = {"id": str, "name": str, "scopes": [str], "createdAt": int, "lastUsedAt?": int, "expiresAt?": int}


@pytest.fixture
def viewer(home):
    return Viewer(home).log_in()


def access(viewer):
    answer = json.loads(viewer.get("/api/v1/access")[2])
    shape(answer, {"hasPassword": bool, "sessions": [SESSION], "tokens": [TOKEN]})
    return answer


def make_token(viewer, *scopes, **more):
    status, answer = viewer.write("/api/v1/access/tokens", {"name": "script", "scopes": list(scopes), **more})
    assert status == 200, answer
    return answer


def with_token(viewer, secret, path, **more):
    return viewer.get(path, cookie=None, Authorization=f"Bearer {secret}", **more)


def test_who_asks(viewer):
    status, headers, body = viewer.get("/api/v1/session")
    session = json.loads(body)
    shape(session, {"kind": str, "id": str, "csrf": str, "scopes": [str], "expiresAt": int, "hasPassword": bool})
    assert session["kind"] == "cookie" and session["scopes"] == ["read", "write", "admin"]
    token = make_token(viewer, "read")
    session = json.loads(with_token(viewer, token["token"], "/api/v1/session")[2])
    assert session["kind"] == "token" and "csrf" not in session and session["id"] == token["id"]


def test_sessions_are_listed_ended_and_outlive_the_daemon(viewer):
    other = Viewer(viewer.home).log_in()
    listed = access(viewer)["sessions"]
    assert len(listed) == 2 and sum(session["isCurrent"] for session in listed) == 1
    theirs = next(session["id"] for session in listed if not session["isCurrent"])
    viewer.home.stop()
    viewer = Viewer(viewer.home).take(viewer)
    other = Viewer(viewer.home).take(other)
    assert viewer.get("/api/v1/status")[0] == other.get("/api/v1/status")[0] == 200
    assert viewer.write(f"/api/v1/access/sessions/{theirs}", method="DELETE") == (200, {"ok": True})
    assert viewer.write(f"/api/v1/access/sessions/{theirs}", method="DELETE")[0] == 404
    assert other.get("/api/v1/status")[0] == 401 and viewer.get("/api/v1/status")[0] == 200
    status, headers, _ = viewer.get("/api/v1/logout", method="POST", X_Memos_CSRF=viewer.mark)
    assert status == 200 and "Max-Age=0" in headers["Set-Cookie"]
    assert viewer.get("/api/v1/status")[0] == 401


def test_the_file_is_private_and_holds_no_secret(viewer):
    token = make_token(viewer, "read")
    file = viewer.home.path / "viewer-access.json"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    text = file.read_text()
    assert token["token"][6:] not in text and viewer.cookie.split("=")[1] not in text


def test_tokens_do_what_their_scopes_say(viewer):
    read, write = make_token(viewer, "read"), make_token(viewer, "read", "write")
    assert read["token"].startswith("memos_") and access(viewer)["tokens"][0]["name"] == "script"
    assert with_token(viewer, read["token"], "/api/v1/status")[0] == 200
    assert with_token(viewer, read["token"], "/")[0] == 200
    for token in (read, write):
        status, _, body = with_token(viewer, token["token"], "/api/v1/access")
        assert status == 403 and json.loads(body)["code"] == "insufficient_scope"
    admin = make_token(viewer, "admin")
    assert with_token(viewer, admin["token"], "/api/v1/access")[0] == 200
    assert with_token(viewer, admin["token"], "/api/v1/status")[0] == 403
    # No mark of a page is asked of a script, and no cookie helps a wrong token.
    path = f"/api/v1/access/tokens/{read['id']}"
    assert with_token(viewer, admin["token"], path, method="DELETE")[0] == 200
    status, headers, _ = with_token(viewer, read["token"], "/api/v1/status")
    assert status == 401 and headers["WWW-Authenticate"].startswith("Bearer")
    assert viewer.get("/api/v1/status", Authorization="Bearer memos_wrong")[0] == 401


@pytest.mark.parametrize("body", [
    {"name": "x"}, {"scopes": ["read"]}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["root"]},
    {"name": "x", "scopes": ["read", "read"]}, {"name": "x" * 101, "scopes": ["read"]},
    {"name": "x", "scopes": ["read"], "days": 0}, {"name": "x", "scopes": "read"}])
def test_tokens_that_cannot_be_are_refused(viewer, body):
    status, answer = viewer.write("/api/v1/access/tokens", body)
    assert (status, answer["code"]) == (400, "invalid_argument")


def send_password(viewer, page, password):
    state = re.search(rb'name="state" value="(\w+)"', page).group(1).decode()
    form = urllib.parse.urlencode({"state": state, "password": password}).encode()
    return viewer.get("/login", cookie=None, method="POST", body=form, Origin=viewer.base,
                      Content_Type="application/x-www-form-urlencoded")


def test_a_password_stands_behind_the_link(viewer):
    other = Viewer(viewer.home).log_in()
    assert viewer.write("/api/v1/access/password", {"password": "short"}, method="PUT")[0] == 400
    assert viewer.write("/api/v1/access/password", {"password": "a long & good one"}, method="PUT")[0] == 200
    assert access(viewer)["hasPassword"] and other.get("/api/v1/status")[0] == 401
    status, headers, page = viewer.get(viewer.link(), cookie=None)
    assert status == 200 and "Set-Cookie" not in headers and headers["Referrer-Policy"] == "same-origin"
    assert b"<script" not in page and b"style=" not in page
    status, headers, again = send_password(viewer, page, "wrong one")
    assert status == 401 and "Set-Cookie" not in headers
    assert send_password(viewer, page, "a long & good one")[0] == 401  # That form was spent.
    status, headers, _ = send_password(viewer, again, "a long & good one")
    assert status == 303 and headers["Location"] == "/"
    viewer.cookie = headers["Set-Cookie"].split(";")[0]
    assert viewer.get("/api/v1/status")[0] == 200


def test_guessing_a_password_gets_slow(viewer):
    viewer.write("/api/v1/access/password", {"password": "a long & good one"}, method="PUT")
    _, _, page = viewer.get(viewer.link(), cookie=None)
    for _ in range(4):
        status, _, page = send_password(viewer, page, "guess")
        assert status == 401
    status, headers, _ = send_password(viewer, page, "a long & good one")
    assert status == 429 and int(headers["Retry-After"]) >= 1


def test_a_password_can_be_taken_away(viewer):
    viewer.write("/api/v1/access/password", {"password": "a long & good one"}, method="PUT")
    assert viewer.write("/api/v1/access/password", method="DELETE")[0] == 200
    assert viewer.get(viewer.link(), cookie=None)[0] == 303


def test_answers_that_did_not_change_are_not_sent_again(viewer):
    status, headers, body = viewer.get("/api/v1/config")
    assert headers["Cache-Control"] == "private, no-cache" and headers["ETag"].startswith('W/"')
    status, again, body = viewer.get("/api/v1/config", If_None_Match=headers["ETag"])
    assert status == 304 and body == b"" and again["ETag"] == headers["ETag"]
    status, _, body = viewer.get("/api/v1/config", method="HEAD")
    assert status == 200 and body == b""


def test_the_log_as_a_file(viewer):
    status, headers, body = viewer.get("/api/v1/logs.ndjson?limit=5")
    assert status == 200 and headers["Content-Disposition"].startswith('attachment; filename="memos-log.ndjson"')
    lines = body.decode().splitlines()
    assert 0 < len(lines) <= 5 and all("msg" in json.loads(line) for line in lines)


def test_what_is_sent_lies_nowhere_afterwards(viewer):
    folder = viewer.home.path / "daemon" / "uploads"
    status, headers, lines = viewer.get("/api/v1/export.jsonl")
    assert status == 200 and headers["Content-Disposition"].startswith("attachment")
    for body, expected in ((lines, 200), (b"no export\n", 400)):
        status, _, answer = viewer.get("/api/v1/restore", method="POST", body=body, X_Memos_CSRF=viewer.mark,
                                       Content_Type="application/octet-stream")
        assert status == expected, answer
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700 and list(folder.iterdir()) == []
    viewer.home.stop()
    (folder / "up_left").write_bytes(b"x")
    assert Viewer(viewer.home).get("/api/v1/ping")[0] == 200 and list(folder.iterdir()) == []

"""The Model Context Protocol over HTTP: what each header, status and method must be, without any SDK between."""

import json

import pytest
from memos_process import Viewer
from test_context_server import ALL, USUAL, meta

JSON_OR_EVENTS = "application/json, text/event-stream"


class Endpoint:
    """`POST /mcp` with a token."""

    def __init__(self, viewer, scopes=("read", "write")):
        self.viewer = viewer
        status, made = viewer.write("/api/v1/access/tokens", {"name": "mcp", "scopes": list(scopes)})
        assert status == 200, made
        self.token = made["token"]

    def post(self, body, path="/mcp", method="POST", token="own", **headers):
        headers.setdefault("Content_Type", "application/json")
        headers.setdefault("Accept", JSON_OR_EVENTS)
        token = self.token if token == "own" else token
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if not isinstance(body, (bytes, type(None))):
            body = json.dumps(body).encode()
        status, answered, content = self.viewer.get(path, cookie=None, method=method, body=body, **headers)
        return status, answered, content

    def ask(self, method, params=None, path="/mcp", request_id=1, **headers):
        """A request of the handshake era: status and message."""
        message = {"jsonrpc": "2.0", "id": request_id, "method": method, **({"params": params} if params else {})}
        status, _, content = self.post(message, path, **headers)
        return status, json.loads(content)

    def stateless(self, method, params=None, name=None, **headers):
        headers = {"MCP_Protocol_Version": "2026-07-28", "Mcp_Method": method,
                   **({"Mcp_Name": name} if name else {}), **headers}
        headers = {key: value for key, value in headers.items() if value is not None}
        return self.ask(method, {**(params or {}), "_meta": meta()}, **headers)


@pytest.fixture
def endpoint(home):
    return Endpoint(Viewer(home).log_in())


def test_who_may_and_from_where(endpoint):
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert endpoint.post(body)[0] == 200
    status, headers, content = endpoint.post(body, token=None)
    assert status == 401 and headers["WWW-Authenticate"].startswith("Bearer") and json.loads(content)["hint"]
    assert endpoint.post(body, token="memos_" + "0" * 64)[0] == 401
    assert endpoint.post(body, Origin="http://evil.example")[0] == 403
    assert endpoint.post(body, Origin="null")[0] == 403
    assert endpoint.post(body, Host="evil.example")[0] == 403
    assert endpoint.post(body, Origin=endpoint.viewer.base)[0] == 200
    # A page of a browser that is logged in has no way in: it cannot know the word of the form.
    assert endpoint.viewer.get("/mcp", method="POST", body=json.dumps(body).encode(),
                               Content_Type="application/json")[0] == 403


def test_methods_types_and_sizes(endpoint):
    for method in ("GET", "DELETE", "PUT"):
        status, headers, _ = endpoint.post(None, method=method)
        assert status == 405 and headers["Allow"] == "POST"
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert endpoint.post(body, Content_Type="text/plain")[0] == 415
    assert endpoint.post(body, Accept="image/png")[0] == 406
    for accept in ("*/*", "application/json", "text/event-stream", "application/*;q=0.5"):
        assert endpoint.post(body, Accept=accept)[0] == 200
    assert endpoint.post(b"x" * (2 << 20))[0] == 413
    for wrong, number in ((b"{", -32700), (b"", -32700), (b"[]", -32600), (b'{"jsonrpc":"2.0"}', -32600)):
        status, headers, content = endpoint.post(wrong)
        assert status == 400 and json.loads(content)["error"]["code"] == number


def test_what_asks_for_nothing_is_accepted(endpoint):
    for message in ({"method": "notifications/initialized"}, {"id": 3, "result": {}}, {"method": "no/such"}):
        status, _, content = endpoint.post({"jsonrpc": "2.0", **message})
        assert status == 202 and content == b""


def test_the_handshake_without_sessions(endpoint):
    status, headers, content = endpoint.post({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}})
    answer = json.loads(content)
    assert status == 200 and answer["id"] == 0 and answer["result"]["protocolVersion"] == "2025-11-25"
    assert headers["Content-Type"] == "application/json" and "Mcp-Session-Id" not in headers
    status, answer = endpoint.ask("tools/list", MCP_Protocol_Version="2025-11-25")
    assert status == 200 and [tool["name"] for tool in answer["result"]["tools"]] == USUAL
    assert endpoint.ask("tools/list")[0] == 200
    assert endpoint.ask("tools/list", MCP_Protocol_Version="1999-01-01")[0] == 400
    assert endpoint.ask("ping", MCP_Session_Id="anything") == (200, {"jsonrpc": "2.0", "id": 1, "result": {}})
    status, answer = endpoint.ask("no/such")
    assert status == 200 and answer["error"]["code"] == -32601


def test_headers_of_the_stateless_era(endpoint):
    status, answer = endpoint.stateless("server/discover")
    assert status == 200 and answer["result"]["supportedVersions"] == ["2026-07-28"]
    call = {"name": "memory_search", "arguments": {"query": "x"}}
    assert endpoint.stateless("tools/call", call, "memory_search")[0] == 200
    assert endpoint.stateless("tools/call", call, "=?base64?bWVtb3J5X3NlYXJjaA==?=")[0] == 200
    wrong = [
        endpoint.stateless("tools/call", call, "memory_get"), endpoint.stateless("tools/call", call),
        endpoint.stateless("tools/call", call, "memory_search", Mcp_Method="tools/list"),
        endpoint.stateless("tools/list", Mcp_Method=None),
        endpoint.stateless("tools/list", MCP_Protocol_Version=None),
        endpoint.stateless("tools/list", MCP_Protocol_Version="2025-11-25"),
        endpoint.ask("tools/list", MCP_Protocol_Version="2026-07-28"),
    ]
    for status, answer in wrong:
        assert status == 400 and answer["error"]["code"] == -32020, answer
    status, answer = endpoint.stateless("no/such")
    assert status == 404 and answer["error"]["code"] == -32601
    status, answer = endpoint.ask("tools/list", {"_meta": meta("2031-01-01")}, MCP_Protocol_Version="2031-01-01",
                                  Mcp_Method="tools/list")
    assert status == 400 and answer["error"]["code"] == -32022
    status, answer = endpoint.stateless("tools/call", {"name": "nope", "arguments": {}}, "nope")
    assert status == 200 and answer["error"]["code"] == -32602


def test_progress_comes_as_events(endpoint):
    message = {"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": {
        "name": "memory_search", "arguments": {"query": "x"}, "_meta": {"progressToken": "p"}}}
    status, headers, content = endpoint.post(message)
    assert status == 200 and headers["Content-Type"] == "text/event-stream" and headers["X-Accel-Buffering"] == "no"
    events = [dict(line.split(": ", 1) for line in block.split("\n"))
              for block in content.decode().strip().split("\n\n")]
    assert {event["event"] for event in events} == {"message"}
    messages = [json.loads(event["data"]) for event in events]
    assert [one.get("method") for one in messages] == ["notifications/progress"] * 2 + [None]
    assert messages[-1]["id"] == "a" and messages[-1]["result"]["isError"] is False
    status, headers, _ = endpoint.post(message, Accept="application/json")
    assert status == 200 and headers["Content-Type"] == "application/json"


def test_the_address_says_whose_memory_and_which_tools(endpoint):
    status, answer = endpoint.ask("tools/list", path="/mcp?tools=all&agent=codex")
    assert status == 200 and [tool["name"] for tool in answer["result"]["tools"]] == ALL
    status, answer = endpoint.ask(
        "tools/call", {"name": "memory_remember", "arguments": {"text": "Ducks fly south."}}, path="/mcp?agent=codex")
    assert status == 200 and answer["result"]["structuredContent"]["kept"] is True
    assert endpoint.viewer.home.query("SELECT count(*) FROM sessions WHERE agent_kind = 'codex'")[0][0] == 1
    assert endpoint.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, path="/mcp?agent=nobody")[0] == 400


def test_a_token_that_may_only_read(endpoint):
    reader = Endpoint(endpoint.viewer, ["read"])
    status, answer = reader.ask("tools/call", {"name": "memory_search", "arguments": {"query": "x"}})
    assert status == 200 and answer["result"]["isError"] is False
    status, answer = reader.ask("tools/call", {"name": "memory_remember", "arguments": {"text": "x"}})
    assert answer["result"]["isError"] is True and "scope write" in answer["result"]["content"][0]["text"]


def test_a_person_is_asked_over_http_too(endpoint):
    kept = endpoint.ask("tools/call", {"name": "memory_remember", "arguments": {"text": "Forget me."}})[1]
    note = kept["result"]["structuredContent"]["id"]
    params = {"name": "memory_forget", "arguments": {"ids": [note]}, "_meta": meta(elicitation={})}
    headers = {"path": "/mcp?tools=all", "MCP_Protocol_Version": "2026-07-28", "Mcp_Method": "tools/call",
               "Mcp_Name": "memory_forget"}
    asked = endpoint.ask("tools/call", params, **headers)[1]["result"]
    assert asked["resultType"] == "input_required"
    params |= {"requestState": asked["requestState"],
               "inputResponses": {"confirm": {"action": "accept", "content": {"agree": True}}}}
    assert endpoint.ask("tools/call", params, **headers)[1]["result"]["structuredContent"]["forgotten"] is True

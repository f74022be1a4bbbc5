"""`memos mcp` on its pipes: both eras of the Model Context Protocol, framing, and what a client never notices."""

import json
import os
import signal
import subprocess
import time

import jsonschema
import pytest
from memos_process import BIN, ContextClient, alive, wait_until

VERSION = "io.modelcontextprotocol/protocolVersion"
CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"
SERVER = "io.modelcontextprotocol/serverInfo"
USUAL = ["memory_search", "memory_get", "memory_timeline", "skill_get", "memory_environment", "memory_remember"]
ALL = USUAL + ["skill_list", "task_list", "policy_list", "memory_feedback", "memory_forget"]
LIST_TOKENS = 1500


def meta(version="2026-07-28", **capabilities):
    return {VERSION: version, CAPABILITIES: capabilities,
            "io.modelcontextprotocol/clientInfo": {"name": "raw-client", "version": "1"}}


def tokens(value):
    """Rather too many than too few: three characters a token, where real tokenizers take about four of JSON."""
    return (len(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) + 2) // 3


@pytest.fixture
def client(home):
    with ContextClient(home, agent="claude") as running:
        yield running


@pytest.fixture
def whole(home):
    """With every tool."""
    with ContextClient(home, ["--tools", "all"], agent="claude") as running:
        yield running


def keep(client, text="The staging database listens on port 6543."):
    kept = client.call("memory_remember", {"text": text})
    assert kept["isError"] is False and kept["structuredContent"]["kept"] is True
    return kept["structuredContent"]["id"]


def test_the_handshake_and_the_versions(client):
    answer = client.introduce("2025-06-18")
    assert answer["protocolVersion"] == "2025-06-18"
    assert answer["serverInfo"]["name"] == "memos" and answer["serverInfo"]["version"]
    assert set(answer["capabilities"]) == {"tools", "resources", "prompts", "logging"}
    assert answer["instructions"].startswith("Memory of earlier work") and len(answer["instructions"]) <= 512
    assert client.request("ping") == {}
    assert client.introduce("1999-01-01")["protocolVersion"] == "2025-11-25"
    assert client.request("logging/setLevel", {"level": "error"}) == {}


def test_the_stateless_era_on_the_same_connection(client):
    probe = client.finish(client.start("server/discover", {"_meta": meta()}, request_id="server-discover-probe-1"))
    assert probe["resultType"] == "complete" and probe["supportedVersions"] == ["2026-07-28"]
    assert probe["cacheScope"] == "private" and probe["ttlMs"] == 0 and probe["_meta"][SERVER]["name"] == "memos"
    listed = client.request("tools/list", {"_meta": meta()})
    assert listed["resultType"] == "complete" and listed["ttlMs"] == 0 and listed["cacheScope"] == "private"
    answer = client.call("memory_search", {"query": "port"}, _meta=meta())
    assert answer["resultType"] == "complete" and "ttlMs" not in answer
    refused = client.error("tools/list", {"_meta": meta("2031-01-01")})
    assert refused.number == -32022 and refused.data == {"supported": ["2026-07-28"], "requested": "2031-01-01"}
    assert client.error("tools/list", {"_meta": {VERSION: "2026-07-28"}}).number == -32602
    for gone in ("ping", "initialize", "logging/setLevel", "subscriptions/listen"):
        assert client.error(gone, {"_meta": meta()}).number == -32601
    assert client.introduce()["protocolVersion"] == "2025-11-25"
    assert "resultType" not in client.request("tools/list")


def test_ids_come_back_as_they_were(client):
    client.introduce()
    for request_id in (0, -3, "0", "a b", 2**53 + 1):
        assert client.finish(client.start("ping", request_id=request_id)) == {}


def test_what_is_no_message_is_answered_and_the_connection_lives(client):
    client.introduce()
    for line, number in ((b"[]", -32600), (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600), (b"{", -32700),
                         (b'{"jsonrpc":"2.0","id":5}', -32600), (b"\xff\xfe", -32700)):
        client.send_bytes(line + b"\n")
        if number == -32600 and b'"id":5' in line:
            message = client.wait_for(lambda: client.answers.get((int, 5)))
            assert message["error"]["code"] == number
        else:
            assert client.orphan().number == number
    assert client.error("no/such").number == -32601
    assert client.error("tools/list", [1]).number == -32602
    client.send({"jsonrpc": "2.0", "method": "no/such"})
    assert client.request("ping") == {}


def test_a_line_beyond_the_limit(client):
    client.introduce()
    client.send_bytes(b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":"' + b"a" * (16 << 20) + b'"}}\n')
    assert client.orphan(30).number == -32600
    assert client.request("ping") == {}


def test_six_tools_in_few_words(client, home):
    client.introduce()
    tools = client.request("tools/list")["tools"]
    assert [tool["name"] for tool in tools] == USUAL
    assert tokens({"tools": tools}) <= LIST_TOKENS, tokens({"tools": tools})
    assert [tool["name"] for tool in tools if "_meta" in tool] == ["memory_search"]
    assert tools[0]["_meta"] == {"anthropic/alwaysLoad": True}
    with ContextClient(home, ["--tools=all"]) as other:
        other.introduce()
        everything = other.request("tools/list")["tools"]
        assert [tool["name"] for tool in everything] == ALL
    for tool in everything:
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object" and not {"anyOf", "oneOf", "allOf"} & set(schema)
        assert tool["inputSchema"]["additionalProperties"] is False
        hints = tool["annotations"]
        assert hints["openWorldHint"] is False
        assert hints.get("destructiveHint", False) is (tool["name"] == "memory_forget")
        assert hints["readOnlyHint"] is (tool["name"] not in (
            "skill_get", "memory_remember", "memory_feedback", "memory_forget"))


def test_every_tool_answers_in_its_schema(whole):
    whole.introduce()
    schemas = {tool["name"]: tool["outputSchema"] for tool in whole.request("tools/list")["tools"]}
    note = keep(whole)
    task = whole.call("memory_get", {"id": note})["structuredContent"]["episodeId"]
    calls = [
        ("memory_search", {"query": "staging database port"}), ("memory_get", {"id": note}),
        ("memory_get", {"id": task}), ("memory_timeline", {"episode_id": task}), ("memory_environment", {}),
        ("memory_environment", {"query": "database"}), ("skill_list", {}), ("task_list", {}),
        ("task_list", {"query": "staging"}), ("policy_list", {}),
        ("memory_feedback", {"id": note, "good": True, "text": "that helped"}), ("memory_forget", {"ids": [note]}),
        ("memory_remember", {"text": "Tabs, never spaces."}),
    ]
    for name, arguments in calls:
        answer = whole.call(name, arguments)
        assert answer["isError"] is False, answer
        jsonschema.validate(answer["structuredContent"], schemas[name])
        assert answer["content"][0]["type"] == "text" and answer["content"][0]["text"].strip()
    found = whole.call("memory_search", {"query": "staging database port"})
    assert "6543" in found["content"][0]["text"] and found["structuredContent"]["memories"][0]["id"] == note


@pytest.mark.parametrize("name, arguments", [
    ("memory_search", {}), ("memory_search", {"query": ""}), ("memory_search", {"query": 7}),
    ("memory_search", {"query": "x", "limit": 4000}), ("memory_search", []), ("memory_get", {"id": "tr_none"}),
    ("memory_timeline", {"episode_id": "ep_none"}), ("skill_get", {"id": "sk_none"}), ("memory_remember", {}),
])
def test_bad_arguments_are_an_answer(client, name, arguments):
    client.introduce()
    answer = client.request("tools/call", {"name": name, "arguments": arguments})
    assert answer["isError"] is True and "structuredContent" not in answer
    assert len(answer["content"][0]["text"]) > 10


def test_unknown_names_are_errors(client):
    client.introduce()
    assert client.error("tools/call", {"name": "nope", "arguments": {}}).number == -32602
    assert client.error("tools/call", {"name": "memory_forget", "arguments": {"ids": ["x"]}}).number == -32602
    assert client.error("tools/call", {}).number == -32602
    assert client.error("prompts/get", {"name": "nope"}).number == -32602
    assert client.error("resources/read", {"uri": "memos://trace/none"}).number == -32002
    for uri in ("memos://trace/none", "memos://nothing/x", "memos://trace/", "file:///etc/passwd", "memos://trace/a/b"):
        assert client.error("resources/read", {"uri": uri, "_meta": meta()}).number == -32602


def test_resources_and_prompts(client):
    client.introduce()
    note = keep(client)
    templates = client.request("resources/templates/list")["resourceTemplates"]
    assert {one["uriTemplate"] for one in templates} == {
        f"memos://{kind}/{{id}}" for kind in ("skill", "policy", "world-model", "episode", "turn", "trace")}
    assert client.request("resources/list")["resources"] == []
    assert client.error("resources/list", {"cursor": "x"}).number == -32602
    read = client.request("resources/read", {"uri": f"memos://trace/{note}"})["contents"][0]
    assert read["uri"] == f"memos://trace/{note}" and read["mimeType"] == "text/markdown" and "6543" in read["text"]
    task = client.call("memory_get", {"id": note})["structuredContent"]["episodeId"]
    assert "6543" in client.request("resources/read", {"uri": f"memos://episode/{task}"})["contents"][0]["text"]
    assert client.error("resources/read", {"uri": f"memos://skill/{note}"}).number == -32002
    prompts = client.request("prompts/list")["prompts"]
    assert [one["name"] for one in prompts] == ["recall", "review", "remember", "forget"]
    for name, arguments in (("recall", {"query": "staging database port"}), ("forget", {"what": "staging database"}),
                            ("review", None), ("remember", {"text": "6543 it is"})):
        got = client.request("prompts/get", {"name": name, **({"arguments": arguments} if arguments else {})})
        message = got["messages"][0]
        assert message["role"] == "user" and got["description"]
        assert name == "review" or "6543" in message["content"]["text"], message
    assert client.error("prompts/get", {"name": "recall"}).number == -32602


def test_progress_only_where_it_is_asked_for(client):
    client.introduce()
    client.call("memory_search", {"query": "x"})
    assert client.notifications == []
    client.call("memory_search", {"query": "x"}, _meta={"progressToken": 0})
    steps = [one["params"] for one in client.notifications if one["method"] == "notifications/progress"]
    assert [step["progress"] for step in steps] == [1, 2] and {step["progressToken"] for step in steps} == {0}


def test_a_person_is_asked_before_anything_is_forgotten(whole):
    whole.introduce(elicitation={})
    note = keep(whole)
    for answer, gone in (({"action": "decline"}, False), ({"action": "cancel"}, False),
                         ({"action": "accept", "content": {"agree": False}}, False),
                         ({"action": "accept", "content": {"agree": True}}, True)):
        request = whole.start("tools/call", {"name": "memory_forget", "arguments": {"ids": [note], "confirm": True}})
        asked = whole.asked("elicitation/create")
        assert "1 traces" in asked["params"]["message"]
        jsonschema.Draft202012Validator.check_schema(asked["params"]["requestedSchema"])
        whole.answer(asked, answer)
        assert whole.finish(request)["structuredContent"]["forgotten"] is gone
        assert whole.call("memory_get", {"id": note})["isError"] is gone


def test_without_a_way_to_ask_two_calls_are_needed(whole):
    whole.introduce()
    note = keep(whole)
    first = whole.call("memory_forget", {"ids": [note]})
    assert first["structuredContent"]["forgotten"] is False and first["structuredContent"]["removed"]["traces"] == 1
    assert whole.call("memory_forget", {"ids": [note], "confirm": True})["structuredContent"]["forgotten"] is True


def test_the_question_comes_back_in_the_stateless_era_and_cannot_be_forged(whole):
    note = keep(whole)
    other = keep(whole, "Another thing altogether.")
    can = meta(elicitation={"form": {}})
    arguments = {"ids": [note]}
    asked = whole.call("memory_forget", arguments, _meta=can)
    assert asked["resultType"] == "input_required"
    question = asked["inputRequests"]["confirm"]
    assert question["method"] == "elicitation/create" and "1 traces" in question["params"]["message"]
    state = asked["requestState"]
    agreed = {"confirm": {"action": "accept", "content": {"agree": True}}}

    def again(given, told=None, carried=can):
        return {"name": "memory_forget", "arguments": told or arguments, "_meta": carried, "inputResponses": agreed,
                "requestState": given}

    forged = state[:-3] + ("A" if state[-3] != "A" else "B") + state[-2:]
    for wrong in (again(forged), again("0" * 64 + state[64:]), again(""), again("x"), again(state, {"ids": [other]})):
        assert whole.error("tools/call", wrong).number == -32602
    incapable = whole.error("tools/call", again(state, carried=meta()))
    assert incapable.number == -32021 and incapable.data == {"requiredCapabilities": {"elicitation": {}}}
    assert whole.call("memory_get", {"id": note})["isError"] is False
    declined = whole.request("tools/call", {**again(state), "inputResponses": {"confirm": {"action": "decline"}}})
    assert declined["structuredContent"]["forgotten"] is False
    done = whole.request("tools/call", again(state))
    assert done["resultType"] == "complete" and done["structuredContent"]["forgotten"] is True


def test_what_is_given_up_gets_no_answer(whole, home):
    whole.introduce(elicitation={})
    note = keep(whole)
    request = whole.start("tools/call", {"name": "memory_forget", "arguments": {"ids": [note]}})
    asked = whole.asked("elicitation/create")
    whole.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": request}})
    whole.answer(asked, {"action": "accept", "content": {"agree": True}})
    assert whole.call("memory_get", {"id": note})["isError"] is False
    assert (int, request) not in whole.answers
    started = time.monotonic()
    assert whole.close() == 0 and time.monotonic() - started < 1.5


def test_another_daemon_takes_over_and_the_client_does_not_notice(whole, home):
    whole.introduce(elicitation={})
    note = keep(whole)
    for _ in range(3):
        pid = wait_until(home.daemon_pid, what="the daemon")
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not alive(pid), what="its end")
        assert [tool["name"] for tool in whole.request("tools/list")["tools"]] == ALL
        # It still knows that this client can ask a person, although it never met it.
        request = whole.start("tools/call", {"name": "memory_forget", "arguments": {"ids": [note]}})
        whole.answer(whole.asked("elicitation/create"), {"action": "decline"})
        assert whole.finish(request)["structuredContent"]["forgotten"] is False
    pid = home.daemon_pid()
    request = whole.start("tools/call", {"name": "memory_search", "arguments": {"query": "port"}})
    os.kill(pid, signal.SIGKILL)
    assert whole.finish(request)["isError"] is False


def test_roots_tell_where_the_client_works(client, home):
    client.introduce(roots={"listChanged": True})
    folder = home.scratch / "a project"
    folder.mkdir()
    client.answer(client.asked("roots/list"), {"roots": [{"uri": folder.as_uri()}]})
    seeds = iter(range(1000))

    def is_known():
        # Another note each time: the same words again are the same note, which says nothing of where.
        keep(client, f"The seed is {next(seeds)}.")
        return home.query("SELECT count(*) FROM sessions WHERE workspace = ?", str(folder))[0][0]

    wait_until(is_known, what="the folder")


def test_the_end_of_the_input_and_of_the_parent(home):
    lines = [{"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": meta()}},
             {"jsonrpc": "2.0", "id": "b", "method": "tools/list", "params": {"_meta": meta()}}]
    home.start()
    started = time.monotonic()
    done = home.memos("mcp", stdin="".join(json.dumps(line) + "\n" for line in lines))
    assert done.returncode == 0 and time.monotonic() - started < 2 and done.stderr == b""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert {answer["id"] for answer in answers} == {1, "b"} and all("result" in answer for answer in answers)
    # Its pipes are held open by somebody else when the parent dies.
    reading, writing = os.pipe()
    parent = subprocess.Popen(
        ["/bin/sh", "-c", f'exec 3<&0; "{BIN / "memos"}" mcp --home "{home.path}" <&3 & echo $!; wait'], stdin=reading,
        stdout=subprocess.PIPE, env=home.environment)
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    parent.wait()
    wait_until(lambda: not alive(child), 3, "the end of the orphan")
    os.close(reading)
    os.close(writing)


def test_without_a_daemon_the_client_is_told(home):
    environment = {"MEMOS_DAEMON": "/nonexistent/memosd"}
    with ContextClient(home, environment=environment) as client:
        error = client.error("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {}})
        assert error.number == -32000 and error.message and error.data["hint"]


def test_wrong_flags_say_so(home):
    done = home.memos("mcp", "--agent", "nobody")
    assert done.returncode == 64 and b"nobody" in done.stderr and done.stdout == b""


def test_a_client_that_lends_its_model(home):
    home.configure("llm:\n  provider: host\n")
    with ContextClient(home, agent="claude") as client, home.bridge(agent="claude") as asking:
        client.introduce(sampling={})
        request = asking.start("models.test", {"role": "llm", "prompt": "Say ok."})
        # A bridge would be asked first, and says that it lends none.
        refused = asking.wait_for(lambda: asking.reverse and asking.reverse.pop(0), what="the question to the bridge")
        assert refused["method"] == "host.llm.complete"
        asking.send({"jsonrpc": "2.0", "id": refused["id"], "error": {"code": -32601, "message": "unknown"}})
        asking.finish(request)
        request = asking.start("models.test", {"role": "llm", "prompt": "Say ok."})
        asked = client.asked("sampling/createMessage")
        assert asked["params"]["maxTokens"] > 0 and asked["params"]["messages"][0]["content"]["type"] == "text"
        client.answer(asked, {"role": "assistant", "model": "lent", "content": {"type": "text", "text": "ok"}})
        assert "ok" in json.dumps(asking.finish(request))

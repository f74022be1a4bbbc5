"""The DeepSeek Harness plugin in a stub of its host: one waterfall, one stream of events, services."""

import json

import pytest
from delivered import calls_of, ended_turns, turns
from memos_process import alive, wait_until
from stub_host import ADAPTERS, FakeBridge, StubHost, nothing_left_of, program, tools_of_daemon

FACT = "In this house the parser tests run with `make test-parser DUCKLING_SEED=7`."
QUESTION = "Which command runs the parser tests reliably?"


def harness(home, node, environment=None, **config):
    config = {"binary": program(), "home": str(home.path), **config}
    return StubHost(home, node, "deepseek_host.mjs", [ADAPTERS / "deepseek", json.dumps(config)], environment)


def session(home, name="session-1", parent=None):
    child = {"delegationDepth": 1, "parentSession": parent, "origin": "subagent"} if parent else {}
    return {"id": name, "header": {"version": 4, "id": name, "cwd": str(home.scratch), **child}}


def user(text, number=1, source="user"):
    return {"id": f"m{number}", "role": "user", "content": [{"type": "text", "text": text}], "source": {"kind": source}}


def step(host, place, messages, number=1, **more):
    return host.timed("preStep", session=place, step=number, messages=messages, **more)


def events(host, place, *list_of):
    for index, (kind, data) in enumerate(list_of):
        host.ask(
            "event",
            session=place,
            event={"type": kind, "seq": index, "time": 1_800_000_000_000 + index * 10, "data": data},
        )


def says(*blocks):
    return ("assistant/message", {"message": {"role": "assistant", "content": list(blocks)}})


def text(words):
    return {"type": "text", "text": words}


def tells(host, place, prompt, answer, number=1):
    given, _ = step(host, place, [user(prompt, number)])
    heard = [("user/message", message) for message in given["messages"]]
    events(host, place, ("turn/start", {}), *heard, says(text(answer)), ("turn/end", {"kind": "completed"}))
    return given


def learnt(home, node):
    with harness(home, node) as host:
        tells(host, session(home, "session-0"), "How do I run only the parser tests here?", FACT)
        ended_turns(home, "dsh", "parser tests")


def test_the_plugin_is_what_the_harness_loads(home, node):
    with harness(home, node) as host:
        facts = host.ask("facts")
        assert facts["name"] == "memos-memory" and facts["inject"] == ["tools"]
        assert set(facts["listeners"]) == {"agent/pre-step", "session/event", "session/disposed"}
        assert (ADAPTERS / "deepseek" / facts["pack"]["dsh"]["bundle"]["patch"]).exists()
        listed = {tool["name"]: tool["inputSchema"] for tool in tools_of_daemon(home, "dsh")}
        assert {tool["name"]: tool["parameters"] for tool in facts["tools"]} == listed


def test_what_one_session_told_is_given_to_the_next(home, node):
    learnt(home, node)
    with harness(home, node) as host:
        given = tells(host, session(home), QUESTION, "With the seed of seven.")
        own, added = given["messages"]
        assert own["content"][0]["text"] == QUESTION
        assert added["role"] == "user" and added["source"]["kind"] == "plugin/memos-memory/recall"
        assert "DUCKLING_SEED=7" in added["content"][0]["text"]
        assert "memos_memory" in added["content"][0]["text"].split("<memos_memory")[0], "how to take what follows"
        (turn,) = ended_turns(home, "dsh", "reliably")
        assert turn["userText"] == QUESTION and turn["key"] == "m1", "what we added is not the user's"
        found = host.ask("tool", name="memory_search", parameters={"query": "parser tests"}, session=session(home))
        assert "DUCKLING_SEED=7" in found[0]["text"]
    assert len(turns(home, "dsh")) == 2


def test_only_the_first_step_of_a_turn_that_is_entered_is_recalled_for(home, node):
    fake = FakeBridge(home.scratch, "fine")
    with harness(home, node, fake.environment, binary=str(fake.program)) as host:
        place, messages = session(home), [user(QUESTION)]
        assert step(host, place, messages, 2)[0]["messages"] == messages
        assert step(host, place, messages, decision={"kind": "reject", "reason": "policy"})[0] == {
            "kind": "reject",
            "reason": "policy",
        }
        assert step(host, place, messages, aborted=True)[0]["messages"] == messages
        assert len(step(host, session(home, "child", "session-1"), messages)[0]["messages"]) == 1
        assert len(step(host, place, [user("The time is ten", source="plugin/clock")])[0]["messages"]) == 1
        assert not fake.requests("turn.start")
        assert len(step(host, place, messages)[0]["messages"]) == 2


def test_a_session_is_told_of_the_memory_once_and_again_after_a_compaction(home, node):
    fake = FakeBridge(home.scratch, "fine")
    with harness(home, node, fake.environment, binary=str(fake.program)) as host:

        def said(number):
            return step(host, session(home), [user(QUESTION, number)])[0]["messages"][1]["content"][0]["text"]

        first, second = said(1), said(2)
        assert first == f"Standing words about the memory.\n\n{second}" and second.startswith("<memos_memory")
        events(host, session(home), ("compaction/end", {}))
        assert said(3) == first


def test_a_turn_is_kept_with_its_calls_and_their_times(home, node):
    with harness(home, node) as host:
        events(
            host,
            session(home),
            ("turn/start", {}),
            ("user/message", user("Please list the files of the pond")),
            says({"type": "reasoning", "text": "ls will do"}, text("Let me look.")),
            ("tool/call", {"callId": "c1", "name": "bash", "arguments": {"command": "ls pond"}}),
            (
                "tool/result",
                {"message": {"content": [{"type": "tool-result", "toolCallId": "c1", "content": [text("duck.txt")]}]}},
            ),
            ("tool/call", {"callId": "c2", "name": "read", "arguments": '{"path": "none"}'}),
            (
                "tool/result",
                {"message": {"role": "tool", "toolCallId": "c2", "content": [text("no such file")], "isError": True}},
            ),
            says(text("There is duck.txt.")),
            ("turn/end", {"kind": "completed"}),
        )
        (turn,) = ended_turns(home, "dsh", "pond")
        assert turn["agentText"] == "There is duck.txt." and turn["sessionId"] == "session-1"
        listed, read = calls_of(turn)
        assert (listed["name"], listed["output"], listed["endedAt"] - listed["startedAt"]) == ("bash", "duck.txt", 10)
        assert listed["assistantTextBefore"] == "Let me look." and listed["thinkingBefore"] == "ls will do"
        assert read["output"] == "no such file" and read["errorCode"]


def test_a_delegated_sessions_work_is_a_step_of_its_parent_and_the_parent_goes_on(home, node):
    with harness(home, node) as host:
        tells(host, session(home), "Find the seed of the parser", "I have asked somebody.")
        task = {
            **user("Search the sources"),
            "content": [text("Search the sources"), text("Your parent agent id is 1.")],
        }
        events(
            host,
            session(home, "child", "session-1"),
            ("turn/start", {}),
            ("user/message", task),
            says(text("It is 7.")),
            ("turn/end", {"reason": {"kind": "completed"}}),
        )
        events(
            host,
            session(home),
            ("turn/start", {}),
            ("user/message", user("A helper finished", 3, "subagent-settled")),
            says(text("The seed is 7.")),
            ("turn/end", {"reason": {"kind": "completed"}}),
        )
        step = wait_until(
            lambda: [call for turn in turns(home, "dsh") for call in calls_of(turn) if call["name"] == "subagent"],
            what="the helper's step",
        )[0]
        assert "Search the sources" in json.dumps(step["input"]) and "parent agent id" not in json.dumps(step["input"])
        assert step["output"] == "It is 7."
        wait_until(
            lambda: "The seed is 7." in [turn["agentText"] for turn in turns(home, "dsh")], what="what was said at last"
        )
        assert [turn["userText"] for turn in turns(home, "dsh") if turn["agentText"] == "I have asked somebody."] == [
            "Find the seed of the parser"
        ]
        host.ask("disposed", session=session(home))
        wait_until(
            lambda: home.query("select count(*) from sessions where closed_at is null")[0][0] == 0,
            what="the session's end",
        )
    assert {turn["sessionId"] for turn in turns(home, "dsh")} == {"session-1"}


@pytest.mark.parametrize("mode", ["slow", "dying", "garbage", "missing"])
def test_a_bridge_that_fails_costs_no_step(home, node, mode):
    fake = FakeBridge(home.scratch, "fine" if mode == "missing" else mode)
    with harness(
        home, node, fake.environment, binary="/nowhere/memos" if mode == "missing" else str(fake.program)
    ) as host:
        given, ms = step(host, session(home), [user(QUESTION)])
        assert len(given["messages"]) == 1 and ms < 3_200
        events(
            host,
            session(home),
            ("turn/start", {}),
            ("user/message", user(QUESTION)),
            says(text("No idea.")),
            ("turn/end", {}),
        )
        if mode == "missing":
            assert any("/nowhere/memos was not found" in line for line in host.ask("logged"))


def test_recall_and_capture_can_be_switched_off(home, node):
    with harness(home, node, recall=False, capture=False) as host:
        assert host.ask("facts")["listeners"] == []


def test_nothing_is_left_when_the_host_is_killed(home, node):
    host = harness(home, node)
    step(host, session(home), [user(QUESTION)])
    nothing_left_of(host)


def test_the_host_ends_by_itself_and_disposing_ends_the_bridge(home, node):
    with harness(home, node) as host:
        step(host, session(home), [user(QUESTION)])
        children = host.children()
        host.ask("dispose")
        wait_until(lambda: not any(map(alive, children)), seconds=5, what="the end of the bridge")

"""The opencode plugin in a stub of its host: hooks in the host's order, against the real daemon and bridges that fail;
under Node and under Bun, the runtime that opencode brings along."""

import json

import pytest
from delivered import calls_of, ended_turns, turns
from memos_process import alive, wait_until
from stub_host import ADAPTERS, FakeBridge, StubHost, nothing_left_of, program

FACT = "In this house the parser tests run with `make test-parser DUCKLING_SEED=7`."
QUESTION = "Which command runs the parser tests reliably?"
SYSTEM = ["You are a coding agent. " * 40]


def opencode(home, runtime, environment=None, **options):
    options = {"binary": program(), "home": str(home.path), **options}
    file = ADAPTERS / "opencode" / "memos-memory.js"
    return StubHost(home, runtime, "opencode_host.mjs", [file, json.dumps(options), home.scratch], environment)


def message(host, text, session="ses_1", message="msg_1", parts=None):
    parts = parts or [{"id": "p0", "type": "text", "text": text}]
    return host.timed(
        "hook",
        name="chat.message",
        input={"sessionID": session, "messageID": message},
        output={"message": {"id": message, "role": "user"}, "parts": parts},
    )


def system(host, session="ses_1", given=SYSTEM):
    return host.ask(
        "hook",
        name="experimental.chat.system.transform",
        input={"sessionID": session, "model": {}},
        output={"system": list(given)},
    )["system"]


def event(host, kind, **properties):
    host.ask("event", event={"type": kind, "properties": properties})


def info(role, number, session="ses_1"):
    return {"id": f"msg_{number}", "sessionID": session, "role": role, "time": {"created": 1_800_000_000_000 + number}}


def part(number, message, session="ses_1", **more):
    return {"id": f"part_{number}", "messageID": f"msg_{message}", "sessionID": session, **more}


TOOL = {
    "type": "tool",
    "tool": "bash",
    "callID": "c1",
    "state": {
        "status": "completed",
        "input": {"command": "ls pond"},
        "output": "duck.txt",
        "time": {"start": 1_800_000_000_100, "end": 1_800_000_000_150},
    },
}
FAILED = {
    "type": "tool",
    "tool": "read",
    "callID": "c2",
    "state": {
        "status": "error",
        "input": {"filePath": "none"},
        "error": "no such file",
        "time": {"start": 1_800_000_000_200, "end": 1_800_000_000_210},
    },
}


def answers(host, text, session="ses_1", number=2, parts=()):
    """What the host tells while the model answers, and that it is done."""
    event(host, "message.updated", info=info("user", number - 1, session))
    event(host, "message.updated", info=info("assistant", number, session))
    for index, given in enumerate(parts):
        event(host, "message.part.updated", part=part(f"{number}.{index}", number, session, **given))
    for step in (text[: len(text) // 2], text):
        event(host, "message.part.updated", part=part(f"{number}.text", number, session, type="text", text=step))
    event(host, "session.idle", sessionID=session)


def learnt(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "How do I run only the parser tests here?", "ses_0", "msg_1")
        answers(host, FACT, "ses_0")
        ended_turns(home, "opencode", "parser tests")


def test_one_export_gives_hooks_that_opencode_knows(home, javascript):
    with opencode(home, javascript) as host:
        facts = host.ask("facts")
        assert facts["exports"] == ["MemosMemory"]
        assert set(facts["hooks"]) == {
            "chat.message",
            "experimental.chat.system.transform",
            "tool.execute.after",
            "experimental.session.compacting",
            "event",
            "dispose",
        }


def test_what_one_session_told_is_given_to_the_next(home, javascript):
    learnt(home, javascript)
    with opencode(home, javascript) as host:
        message(host, QUESTION)
        given = system(host)
        assert given[0] == SYSTEM[0] and "DUCKLING_SEED=7" in given[-1] and given[-1].startswith("<memos_memory id=")
        assert len(given) == 3 and "memos_memory" in given[1], "how to take what stands between the marks"
        assert system(host) == given, "every step of the turn has it"
        assert system(host, given=given) == given, "once in each request"
        answers(host, "With the seed of seven.")
        assert [turn["userText"] for turn in ended_turns(home, "opencode", "reliably")] == [QUESTION]


@pytest.mark.parametrize(
    "text",
    [
        "You are a title generator. You output ONLY a thread title. Nothing else.",
        "Generate a short title for this conversation.",
    ],
)
def test_the_little_model_that_names_sessions_is_given_nothing(home, javascript, text):
    fake = FakeBridge(home.scratch, "fine")
    with opencode(home, javascript, fake.environment, binary=str(fake.program)) as host:
        message(host, QUESTION)
        assert system(host, given=[text]) == [text]
        assert len(system(host)) == 3


def test_the_standing_text_comes_before_the_block_and_with_compactions(home, javascript):
    fake = FakeBridge(home.scratch, "fine")
    with opencode(home, javascript, fake.environment, binary=str(fake.program)) as host:
        message(host, QUESTION)
        _, standing, block = system(host)
        assert standing == "Standing words about the memory." and "later" in block
        compacting = host.ask(
            "hook", name="experimental.session.compacting", input={"sessionID": "ses_1"}, output={"context": []}
        )
        assert compacting["context"] == [standing]
        event(host, "session.compacted", sessionID="ses_1")
        wait_until(lambda: fake.requests("session.compacted"), what="the word of the compaction")
    assert len(fake.requests("session.context")) == 1


def test_a_turn_is_kept_with_its_calls_and_their_times(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "Please list the files of the pond")
        host.ask(
            "hook",
            name="tool.execute.after",
            input={"tool": "bash", "sessionID": "ses_1", "callID": "c1", "args": {"command": "ls pond"}},
            output={"title": "ls", "output": "duck.txt", "metadata": {}},
        )
        answers(
            host,
            "There is duck.txt.",
            parts=[{"type": "reasoning", "text": "ls will do"}, {"type": "text", "text": "Let me look."}, TOOL, FAILED],
        )
        (turn,) = ended_turns(home, "opencode", "pond")
        assert (turn["key"], turn["sessionId"], turn["agentText"]) == ("msg_1", "ses_1", "There is duck.txt.")
        listed, read = calls_of(turn)
        assert (listed["name"], listed["output"], listed["endedAt"] - listed["startedAt"]) == ("bash", "duck.txt", 50)
        assert listed["assistantTextBefore"] == "Let me look." and listed["thinkingBefore"] == "ls will do"
        assert read["output"] == "no such file" and read["errorCode"]
        event(host, "session.status", sessionID="ses_1", status={"type": "idle"})
        event(host, "session.idle", sessionID="ses_1")
    assert len(turns(home, "opencode")) == 1


def test_without_events_the_hosts_own_server_tells_the_turn(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "Please list the files of the pond")
        host.ask(
            "server",
            session="ses_1",
            info={"id": "ses_1"},
            messages=[
                {"info": info("user", 0), "parts": [part(0, 0, type="text", text="Earlier words")]},
                {"info": info("assistant", 8), "parts": [part(1, 8, type="text", text="Earlier answer")]},
                {"info": info("user", 1), "parts": [part(2, 1, type="text", text="Please list the files of the pond")]},
                {
                    "info": info("assistant", 2),
                    "parts": [part(3, 2, **TOOL), part(4, 2, type="text", text="There is duck.txt.")],
                },
            ],
        )
        event(host, "session.idle", sessionID="ses_1")
        (turn,) = ended_turns(home, "opencode", "pond")
        assert turn["agentText"] == "There is duck.txt." and [call["output"] for call in calls_of(turn)] == ["duck.txt"]


def test_helper_agents_sessions_are_told_by_their_parents_call(home, javascript):
    with opencode(home, javascript) as host:
        event(host, "session.created", info={"id": "ses_child", "parentID": "ses_1"})
        host.ask("server", session="ses_other", info={"id": "ses_other", "parentID": "ses_1"}, messages=[])
        for session in ("ses_child", "ses_other"):
            message(host, "Search the sources for the seed", session)
            answers(host, "It is 7.", session)
            assert system(host, session) == SYSTEM
        message(host, "Find the seed of the parser")
        answers(host, "It is 7.", parts=[{**TOOL, "tool": "task"}])
        ended_turns(home, "opencode", "Find the seed")
    assert {turn["sessionId"] for turn in turns(home, "opencode")} == {"ses_1"}


def test_injected_parts_are_not_the_users_words(home, javascript):
    with opencode(home, javascript) as host:
        message(
            host,
            "",
            parts=[
                {"type": "text", "text": "Called the Read tool", "synthetic": True},
                {"type": "text", "text": "Which pond is it?"},
            ],
        )
        answers(host, "The great one.")
        assert ended_turns(home, "opencode", "pond")[0]["userText"] == "Which pond is it?"


def test_a_deleted_session_closes(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "Which pond is it?")
        answers(host, "The great one.")
        ended_turns(home, "opencode", "pond")
        event(host, "session.deleted", info={"id": "ses_1"})
        wait_until(
            lambda: home.query("select count(*) from sessions where closed_at is null")[0][0] == 0,
            what="the session's end",
        )


def test_a_host_that_runs_one_prompt_and_ends_keeps_it(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "Which pond is it?")
        answers(host, "The great one.")
    assert len(ended_turns(home, "opencode", "pond")) == 1


def test_disposing_keeps_the_turn_under_way_and_ends_the_bridge(home, javascript):
    with opencode(home, javascript) as host:
        message(host, "Which pond is it?")
        event(host, "message.updated", info=info("assistant", 2))
        event(host, "message.part.updated", part=part(1, 2, **TOOL))
        _, ms = host.timed("dispose")
        assert ms < 5_000 and host.children() == []
    assert [call["output"] for call in calls_of(ended_turns(home, "opencode", "pond")[0])] == ["duck.txt"]


@pytest.mark.parametrize("mode", ["slow", "dying", "garbage"])
def test_a_bridge_that_fails_costs_no_prompt(home, javascript, mode):
    fake = FakeBridge(home.scratch, mode)
    with opencode(home, javascript, fake.environment, binary=str(fake.program)) as host:
        _, ms = message(host, QUESTION)
        assert ms < 3_200
        _, ms = host.timed(
            "hook",
            name="tool.execute.after",
            input={"tool": "bash", "sessionID": "ses_1", "callID": "c1"},
            output={"output": "x"},
        )
        assert ms < 100


def test_a_missing_program_costs_nothing_and_is_said_in_the_hosts_log(home, javascript):
    with opencode(home, javascript, binary="/nowhere/memos") as host:
        _, ms = message(host, QUESTION)
        assert ms < 500 and system(host) == SYSTEM
        answers(host, "No idea.")
        assert any(
            "/nowhere/memos was not found" in line["message"] and line["service"] == "memos"
            for line in host.ask("logged")
        )


def test_a_host_whose_server_hangs_is_not_waited_for(home, javascript):
    with opencode(home, javascript) as host:
        host.ask("server", delayMs=20_000)
        message(host, "Warm up the pond")
        _, ms = message(host, QUESTION, "ses_9", "msg_9")
        assert ms < 3_500


def test_recall_and_capture_can_be_switched_off(home, javascript):
    learnt(home, javascript)
    with opencode(home, javascript, recall=False) as host:
        message(host, QUESTION)
        assert system(host) == SYSTEM
        answers(host, "No idea.")
        ended_turns(home, "opencode", "reliably")
    with opencode(home, javascript, {"MEMOS_OPENCODE_CAPTURE": "false"}) as host:
        message(host, QUESTION, "ses_2", "msg_7")
        assert "DUCKLING_SEED=7" in system(host, "ses_2")[-1]
        answers(host, "Seed seven.", "ses_2", 8)
    assert {turn["sessionId"] for turn in turns(home, "opencode")} == {"ses_0", "ses_1"}


def test_nothing_is_left_when_the_host_is_killed(home, javascript):
    host = opencode(home, javascript)
    message(host, QUESTION)
    nothing_left_of(host)


def test_the_host_ends_by_itself_with_a_bridge_running(home, javascript):
    with opencode(home, javascript) as host:
        message(host, QUESTION)
        children = host.children()
    wait_until(lambda: not any(map(alive, children)), seconds=5, what="the end of the bridge")

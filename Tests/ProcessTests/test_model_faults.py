"""Models may fail in every way there is: the host is answered in time, nothing false is kept, and the reason is told.

One daemon lives through all of it; every fault has a server of its own, so that none answers for another."""

import json

import pytest
from model_faults import FAKE_SECRET, FAULTS, HUGE, INJECTED, POISON
from model_server import ModelServer
from model_support import Task, access, configured, home_of_its_own, settled, tables_with

UNLIMITED = {"dayTokens": -1, "monthTokens": -1, "dayDollars": -1, "monthDollars": -1}
# Replies that fit their schema are kept as they came, so that nobody pays for them twice; they are shown to nobody.
RAW_REPLIES = ("model_replies",)


@pytest.fixture(scope="module")
def living():
    with home_of_its_own() as home:
        configured(home, budget=UNLIMITED)
        home.start()
        with home.bridge() as bridge:
            yield home, bridge


def use(bridge, server, **more):
    answer = bridge.request("config.patch", {"patch": {"llm": access(server, **more)}})
    assert answer["restartRequired"] == []


def role(bridge, name="llm"):
    return next(one for one in bridge.request("models.list")["roles"] if one["role"] == name)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_model_harms_nothing(living, name):
    home, bridge = living
    fault = FAULTS[name]
    with ModelServer(tls=bool(fault.connection and fault.connection != "refused")) as server:
        server.patience, server.fault = 3, name
        use(bridge, server, **({"certificates": server.authority} if server.address().startswith("https") else {}))
        task = Task(bridge)
        task.was_prompt()
        assert POISON not in task.context
        score = task.score(seconds=30)
        made = score["madeBy"]
        assert score["reward"] > 0.3, "the rules' judgement stands whatever a model says"
        if fault.serves:
            assert (made["path"], made.get("model")) == ("model", "openai_compatible/scripted"), made
        elif not (fault.may_serve and made["path"] == "model"):
            assert made["path"] == "rules" and made["reason"] in fault.reasons, made
            assert made["prompt"].startswith("reward-rubric@")
        if fault.wire or fault.connection:
            told = role(bridge)
            if not fault.serves and not fault.may_serve:
                assert told["lastError"]["kind"] in fault.reasons | {"resting"}, told
                assert told["lastError"]["message"] and POISON not in json.dumps(told), told
        assert task.is_found()
        assert not server.problems, "what our side sends is well formed"
        if server._stranger:
            assert server.stranger().requests == [] and server.stranger().connections == 0
        if not fault.is_slow:
            settled(home, seconds=30)
        assert tables_with(home, POISON, besides=RAW_REPLIES) == []
        assert server.bytes_of_huge < HUGE, "what goes on and on is not read to its end"


def test_after_all_of_it_nothing_false_is_anywhere(living):
    home, bridge = living
    with ModelServer() as server:
        use(bridge, server)
        settled(home, seconds=60)
        task = Task(bridge)
        task.was_prompt()
        assert task.score()["madeBy"]["path"] == "model", "and the next model that works is asked again"
        settled(home, seconds=30)
        assert not server.problems
    for text in (POISON, INJECTED, FAKE_SECRET):
        assert tables_with(home, text, besides=RAW_REPLIES) == []
        for kind in ("policies", "skills", "worlds"):
            assert text not in json.dumps(home.json(kind))
    logs = b"".join(content for file, content in home.bytes_everywhere() if "/logs/" in str(file))
    assert POISON.encode() not in logs
    exported = home.memos("export")
    assert exported.returncode == 0 and POISON.encode() not in exported.stdout
    assert home.query("PRAGMA integrity_check") == [("ok",)]
    assert home.json("status")["rssBytes"] < 300_000_000, "and no answer has filled the memory"
    assert POISON not in bridge.start_turn(
        bridge.open_session(namespace={"workspacePath": "/src/harbour"}), "Install a module that does not import.")[
            "injectedContext"]


@pytest.mark.parametrize("flavour", ["anthropic", "gemini", "bedrock", "ollama"])
@pytest.mark.parametrize("name", ["400_response_format", "400_temperature", "cut_stream", "error_in_stream", "huge_reply",
                                  "refusal", "length_cut", "json_with_prose"])
def test_every_wire_bears_it(living, flavour, name):
    home, bridge = living
    fault = FAULTS[name]
    with ModelServer() as server:
        server.fault = name
        use(bridge, server, flavour=flavour)
        answer = bridge.request("models.test", {"role": "llm"}, seconds=20)["trials"][0]
        assert not server.problems
        if answer["ok"]:
            assert fault.serves or (fault.reply and answer["json"] == "unusable"), answer
        else:
            assert answer["error"]["kind"] in fault.reasons and answer["error"]["message"], answer
        assert POISON not in json.dumps(answer)

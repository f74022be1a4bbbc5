"""Every upstream method: what it takes, what it answers, what it refuses."""

import time

from memos_process import RETRIEVAL, TRACE, now_ms, shape


def test_session_open_is_idempotent_for_a_given_id(bridge):
    assert bridge.request("session.open", {"agent": "hermes", "sessionId": "same"}) == {"sessionId": "same"}
    assert bridge.request("session.open", {"agent": "hermes", "sessionId": "same"}) == {"sessionId": "same"}


def test_session_open_mints_an_id(bridge):
    first = bridge.request("session.open", {"agent": "hermes"})["sessionId"]
    second = bridge.request("session.open", {"agent": "hermes"})["sessionId"]
    assert first and second and first != second


def test_session_close(bridge):
    session = bridge.open_session()
    assert bridge.request("session.close", {"sessionId": session}) == {"ok": True}
    assert bridge.error("session.close", {"sessionId": "never-opened"}).code == "session_not_found"


def test_episode_open_and_close(bridge):
    session = bridge.open_session()
    episode = bridge.request("episode.open", {"sessionId": session, "episodeId": "mine", "userMessage": "hi"})["episodeId"]
    assert isinstance(episode, str) and episode != "mine", "the server mints the id"
    assert bridge.request("episode.close", {"episodeId": episode}) == {"ok": True}
    assert bridge.request("episode.close", {"episodeId": episode}) == {"ok": True}
    assert bridge.error("episode.close", {"episodeId": "unknown"}).code == "episode_not_found"


def test_turn_start_echoes_the_session_and_names_an_episode(bridge):
    session = bridge.open_session()
    started = bridge.start_turn(session, "Where were we?")
    shape(started, RETRIEVAL)
    assert started["query"]["sessionId"] == session
    assert started["query"]["episodeId"]
    assert started["injectedContext"] == ""


def test_turn_start_opens_an_unknown_session(bridge):
    assert bridge.start_turn("not-opened-before", "Hello, what is this repository about?")["query"]["sessionId"] \
        == "not-opened-before"


def test_turn_start_keeps_its_deadline(bridge):
    session = bridge.open_session()
    began = time.monotonic()
    bridge.start_turn(session, "A question with a deadline that has passed", deadlineAt=now_ms() - 1000)
    bridge.start_turn(session, "A question with a close deadline", deadlineAt=now_ms() + 50)
    assert time.monotonic() - began < 5


def test_turn_end_answers_with_trace_traces_and_episode(bridge):
    session = bridge.open_session()
    started = bridge.start_turn(session, "Rename the flag to --dry-run.")
    ended = bridge.end_turn(session, started["query"]["episodeId"], "Renamed.")
    shape(ended, {"traceId": str, "traceIds": [str], "episodeId": str})
    assert ended["traceIds"][-1] == ended["traceId"]
    assert ended["episodeId"] == started["query"]["episodeId"]


def test_traces_are_readable_by_id_episode_session_and_text(bridge):
    session, other = bridge.open_session(), bridge.open_session()
    ended = bridge.turn(session, "The pelican service restarts every night.", "I will remember.")
    bridge.turn(other, "Something about walruses.")
    trace = bridge.request("memory.get_trace", {"id": ended["traceId"]})
    shape(trace, TRACE)
    assert trace["userText"] == "The pelican service restarts every night."
    assert trace["agentText"] == "I will remember."
    assert trace["sessionId"] == session and trace["episodeId"] == ended["episodeId"]

    timeline = bridge.request("memory.timeline", {"episodeId": ended["episodeId"]})["traces"]
    assert ended["traceId"] in [entry["id"] for entry in timeline]
    assert bridge.request("memory.list_episodes", {"sessionId": session})["episodeIds"] == [ended["episodeId"]]
    assert {entry["id"] for entry in bridge.traces(sessionId=session)} == set(ended["traceIds"])
    assert [entry["id"] for entry in bridge.traces(q="pelican")] == ended["traceIds"]


def test_lists_page(bridge):
    session = bridge.open_session()
    for index in range(5):
        bridge.turn(session, f"Fact number {index} of the list.")
    everything = [trace["id"] for trace in bridge.traces()]
    paged = []
    for offset in range(0, 6, 2):
        paged += [t["id"] for t in bridge.request("memory.list_traces", {"limit": 2, "offset": offset})["traces"]]
    assert paged == everything and len(everything) == 5


def test_what_does_not_exist_is_null_or_a_named_error(bridge):
    for method in ("memory.get_trace", "memory.get_policy", "memory.get_world", "skill.get"):
        assert bridge.request(method, {"id": "nothing-has-this-id"}) is None, method
    assert bridge.error("memory.timeline", {"episodeId": "unknown"}).code == "episode_not_found"


def test_lists_of_later_tiers_are_empty_arrays(bridge):
    assert bridge.request("skill.list", {}) == {"skills": []}
    assert bridge.request("memory.list_world_models", {"limit": 5, "offset": 0}) == {"worldModels": []}


def test_search_respects_the_numbers_asked_for(bridge):
    for index in range(12):
        bridge.turn(bridge.open_session(), f"The gannet module number {index} parses colour {index}.")
    assert len(bridge.search("gannet module parses colour", limit=3)["hits"]) <= 3
    assert bridge.search("gannet module parses colour", limit=0)["hits"] == []
    assert len(bridge.search("gannet module parses colour", limit=10)["hits"]) > 3


def test_search_can_be_kept_to_one_session(bridge):
    here, there = bridge.open_session(), bridge.open_session()
    mine = bridge.turn(here, "The ibis cache lives in memory.")
    bridge.turn(there, "The ibis cache is written to disk at night.")
    hits = bridge.search("ibis cache", sessionId=here)["hits"]
    assert {hit["refId"] for hit in hits if hit["refKind"] == "trace"} <= set(mine["traceIds"])


def test_feedback_is_stored_and_answers_with_itself(bridge):
    session = bridge.open_session()
    ended = bridge.turn(session, "Format the file.", "Formatted with tabs.")
    given = bridge.request("feedback.submit", {
        "episodeId": ended["episodeId"], "traceId": ended["traceId"], "channel": "explicit", "polarity": "negative",
        "magnitude": 0.8, "rationale": "spaces, please",
    })
    shape(given, {"id": str, "ts": int, "channel": str, "polarity": str, "magnitude": (int, float)})
    assert (given["channel"], given["polarity"]) == ("explicit", "negative")
    wrong = bridge.error("feedback.submit", {"traceId": "unknown", "channel": "explicit", "polarity": "positive"})
    assert wrong.code == "trace_not_found"
    assert bridge.error("feedback.submit", {"channel": "shouted", "polarity": "positive"}).code == "invalid_argument"


def test_subagent_record_becomes_a_trace_of_its_own(bridge):
    session = bridge.open_session()
    ended = bridge.turn(session, "Review the change with a subagent.", "Started.")
    recorded = bridge.request("subagent.record", {
        "agent": "hermes", "sessionId": session, "episodeId": ended["episodeId"], "childSessionId": None,
        "task": "Review the kestrel patch", "result": "The kestrel patch is fine.", "toolCalls": [], "ts": now_ms(),
        "outcome": "ok", "meta": {"hookKwargs": {}},
    })
    shape(recorded, {"traceId": str, "episodeId": str})
    assert recorded["traceId"] not in ended["traceIds"]
    assert "kestrel" in str(bridge.request("memory.get_trace", {"id": recorded["traceId"]}))


def test_skill_archive_of_an_unknown_skill_names_it(bridge):
    assert bridge.error("skill.archive", {"id": "unknown"}).code == "skill_not_found"


def test_the_calls_of_the_upstream_client_in_their_order(bridge):
    """The exact parameters the unmodified Python provider sends, call by call."""
    namespace = {"agentKind": "hermes", "profileId": "default", "profileLabel": "Default"}
    session = "20260720_101010_abcdef"
    assert bridge.request("core.health", {})["ok"]
    assert bridge.request("session.open", {
        "agent": "hermes", "sessionId": session, "namespace": namespace,
        "meta": {"hermesHome": "/h", "platform": "cli", "agentIdentity": "default", "namespace": namespace},
    })["sessionId"] == session
    started = bridge.request("turn.start", {
        "agent": "hermes", "namespace": namespace, "sessionId": session, "userText": "Name the deploy branch: puffin.",
        "contextHints": {"agentIdentity": "default", "namespace": namespace, "visibleContextKnown": True},
        "ts": now_ms(), "deadlineAt": now_ms() + 5750, "turnKey": f"{session}:1",
    })
    assert started["query"]["sessionId"] == session
    ended = bridge.request("turn.end", {
        "agent": "hermes", "namespace": namespace, "sessionId": session, "episodeId": started["query"]["episodeId"],
        "agentText": "The deploy branch is puffin.", "userText": "Name the deploy branch: puffin.",
        "toolCalls": [{"name": "terminal", "input": "git branch", "output": "puffin", "toolCallId": "c1",
                       "startedAt": now_ms(), "endedAt": now_ms(), "thinkingBefore": "", "assistantTextBefore": ""}],
        "contextHints": {}, "ts": now_ms(), "agentThinking": "short",
    })
    assert ended["traceIds"][-1] and ended["episodeId"]
    found = bridge.request("memory.search", {
        "query": "deploy branch", "agent": "hermes", "namespace": namespace, "topK": {"tier1": 10, "tier2": 10, "tier3": 10},
    })
    assert any("puffin" in hit["snippet"] for hit in found["hits"])
    assert bridge.request("memory.search", {
        "query": "deploy branch", "agent": "hermes", "topK": {"tier1": 0, "tier2": 0, "tier3": 5}})["hits"] == []
    assert bridge.request("skill.get", {"id": "none", "namespace": namespace, "recordTrial": True,
                                        "sessionId": session, "episodeId": None}) is None
    assert bridge.request("session.close", {"sessionId": session}) == {"ok": True}

"""What is kept of a turn: once, clean, without secrets, and only after it is safe on disk."""

import base64

import pytest

from memos_process import now_ms, wait_until


def test_what_one_session_is_told_the_next_one_recalls(bridge):
    bridge.turn(bridge.open_session(), "Remember: the staging database of project heron listens on port 5544.", "Noted.")
    started = bridge.start_turn(bridge.open_session(), "Which port does the heron staging database use?")
    assert "5544" in started["injectedContext"]
    assert any("5544" in hit["snippet"] for hit in started["hits"])


def test_memory_survives_the_end_of_the_daemon(home):
    with home.bridge() as bridge:
        bridge.turn(bridge.open_session(), "I prefer using Python for scripts.", "Good to know.")
        bridge.turn(bridge.open_session(), "I'm developing an e-commerce project called Marmot.", "Nice.")
    home.stop()
    with home.bridge() as bridge:
        language = bridge.start_turn(bridge.open_session(), "Do you remember which language I prefer for scripts?")
        project = bridge.start_turn(bridge.open_session(), "What project am I developing?")
    assert "Python" in language["injectedContext"]
    assert "Marmot" in project["injectedContext"]


def test_same_turn_key_twice_is_one_turn_of_one_episode(bridge):
    session = bridge.open_session()
    first = bridge.start_turn(session, "Add a retry to the fetcher.", turnKey="k-1")["query"]["episodeId"]
    second = bridge.start_turn(session, "Add a retry to the fetcher.", turnKey="k-1")["query"]["episodeId"]
    assert first == second
    bridge.end_turn(session, first, "Added.")
    assert bridge.start_turn(session, "Add a retry to the fetcher.", turnKey="k-1")["query"]["episodeId"] == first
    assert len(bridge.traces(sessionId=session)) == 1


def test_turn_end_sent_again_adds_nothing(bridge):
    session = bridge.open_session()
    episode = bridge.start_turn(session, "Explain the scheduler.", turnKey="k-2")["query"]["episodeId"]
    tools = [{"name": "Read", "input": {"file_path": "scheduler.swift"}, "output": "actor Scheduler {}", "toolCallId": "t1"}]
    first = bridge.end_turn(session, episode, "It is an actor.", tools, ts=1_700_000_000_000)
    again = bridge.end_turn(session, episode, "It is an actor.", tools, ts=1_700_000_000_000)
    assert again["traceIds"] == first["traceIds"] and again["episodeId"] == first["episodeId"]
    assert {trace["id"] for trace in bridge.traces(sessionId=session)} == set(first["traceIds"]) \
        or len(bridge.traces(sessionId=session)) == 2, "one trace, or one for the step and one for the answer"
    count = len(bridge.traces(sessionId=session))
    bridge.end_turn(session, episode, "It is an actor.", tools, ts=1_700_000_000_001)
    assert len(bridge.traces(sessionId=session)) == count, "another clock reading makes no other turn"


def test_two_equal_turns_of_a_session_are_two(bridge):
    session = bridge.open_session()
    bridge.turn(session, "Run the tests again.", "All green.", turnKey="r-1")
    bridge.turn(session, "Run the tests again.", "All green.", turnKey="r-2")
    assert len(bridge.traces(sessionId=session)) == 2


def test_turn_without_a_start_is_kept_with_its_own_user_text(bridge):
    """When recall timed out the host has no episode; the turn must not be lost with it."""
    session = bridge.open_session()
    ended = bridge.end_turn(
        session, "episode-nobody-opened", "The toucan key is rotated weekly.", userText="How often is the toucan key rotated?"
    )
    trace = bridge.request("memory.get_trace", {"id": ended["traceId"]})
    assert trace["userText"] == "How often is the toucan key rotated?"
    assert "weekly" in trace["agentText"]
    assert any("toucan" in hit["snippet"].lower() for hit in bridge.search("toucan key rotated")["hits"])


def test_turn_without_a_start_in_an_unopened_session_is_kept(bridge):
    ended = bridge.end_turn("never-opened", "nor-this", "Yes.", userText="Is the lemur build signed?")
    assert bridge.request("memory.get_trace", {"id": ended["traceId"]})["sessionId"] == "never-opened"


@pytest.mark.parametrize("text", [
    "Read HEARTBEAT.md if it exists (workspace context). Follow it strictly.", "[OpenClaw heartbeat poll]",
    "/new", "/reset", "/stop", "/status", "/help", "/dock_tg", "/undock",
])
def test_heartbeats_and_host_commands_are_neither_stored_nor_searched(bridge, text):
    bridge.turn(bridge.open_session(), f"HEARTBEAT.md and /status, /dock_tg belong to the host. {text.strip('/[]')}", "Right.")
    before = len(bridge.traces())
    session = bridge.open_session()
    started = bridge.start_turn(session, text)
    assert started["injectedContext"] == "" and started["hits"] == []
    bridge.end_turn(session, started["query"]["episodeId"] or "", "HEARTBEAT_OK", userText=text)
    assert len(bridge.traces()) == before


def test_message_that_quotes_a_heartbeat_is_a_normal_one(bridge):
    text = "Please read HEARTBEAT.md if it exists in my repo"
    bridge.turn(bridge.open_session(), text, "It does not exist.")
    assert [trace["userText"] for trace in bridge.traces()] == [text]


def test_notice_of_an_aborted_run_is_stripped(bridge):
    bridge.turn(bridge.open_session(), "Note: The previous agent run was aborted by the user.\nHello walrus", "Hi.")
    assert [trace["userText"] for trace in bridge.traces()] == ["Hello walrus"]
    assert bridge.search("aborted by the user")["hits"] == []


def test_own_injection_never_comes_back_as_a_memory(bridge):
    bridge.turn(bridge.open_session(), "The narwhal server needs 12 GB of memory.", "Noted.")
    context = bridge.start_turn(bridge.open_session(), "How much memory does the narwhal server need?")["injectedContext"]
    assert "12 GB" in context
    session = bridge.open_session()
    bridge.turn(session, f"{context}\n\nPlease restart it.", f"Done. {context}")
    [trace] = bridge.traces(sessionId=session)
    assert "12 GB" not in trace["userText"] and "Please restart it." in trace["userText"]
    assert "12 GB" not in trace["agentText"] and "Done." in trace["agentText"]


def test_host_envelopes_are_stripped(bridge):
    session = bridge.open_session()
    bridge.turn(session, "<memory-context>old stuff</memory-context>\nWhat is next?", "Tests.")
    assert [trace["userText"] for trace in bridge.traces(sessionId=session)] == ["What is next?"]


def test_tool_payloads_keep_links_and_describe_embedded_data(bridge):
    blob = base64.b64encode(bytes(range(256)) * 40).decode()
    session = bridge.open_session()
    ended = bridge.turn(session, "Fetch the chart.", "Here it is.", [{
        "name": "fetch", "toolCallId": "call-77", "input": {"url": "https://x.y/z.png"},
        "output": f"chart at https://x.y/z.png and inline data:image/png;base64,{blob} end",
    }])
    traces = bridge.traces(sessionId=session)
    text = str(traces)
    assert "https://x.y/z.png" in text
    assert blob[:60] not in text
    assert "image/png" in text, "the description says what was there"
    [call] = [call for trace in traces for call in trace["toolCalls"]]
    assert (call["name"], call["toolCallId"]) == ("fetch", "call-77")
    assert ended["traceId"] in [trace["id"] for trace in traces]


def test_long_texts_are_cut_in_the_middle_and_say_so(bridge):
    session = bridge.open_session()
    body = "START " + "lorem ipsum dolor sit amet " * 2000 + " FINISH"
    bridge.turn(session, body, "Read.", [{"name": "Bash", "input": "cat", "output": body, "toolCallId": "c"}])
    for trace in bridge.traces(sessionId=session):
        for text in [trace["userText"], *[str(call.get("output", "")) for call in trace["toolCalls"]]]:
            if "START" in text:
                assert len(text) < 4400 and "FINISH" in text


SECRETS = {
    "github": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "openai": "sk-proj-" + "Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe9Dc8Ba7",
    "anthropic": "sk-ant-api03-" + "Qw3rTy7uIo9pAs1dFg5hJk8lZx2cVb6nMq4wEr0tYu",
    "aws": "AKIA" + "Z7QWERTYUIOP2ASD",
    "google": "AIza" + "SyD3v4L1x9K8j7H6g5F4d3S2a1Q0wErTyUi",
    "slack": "xoxb-" + "123456789012-123456789012-AbCdEfGhIjKlMnOpQrStUvWx",
    "jwt": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "password": "hunter2-Correct-Horse-77",
    "url": "s3cretPassw0rdInUrl",
    "bearer": "b3arerT0kenValue0123456789abcdefXYZ",
    "private": "MIIEpAIBAAKCAQEA7bq1J3kq9W0xTz5vN2mQ8rL4pY6sD1fG",
}


def spoken(secrets):
    """The secrets as they turn up in prompts and outputs."""
    return (
        f"token {secrets['github']} key={secrets['openai']} also {secrets['anthropic']}\n"
        f"AWS_ACCESS_KEY_ID={secrets['aws']} GOOGLE={secrets['google']} {secrets['slack']}\n"
        f"{secrets['jwt']}\npassword: {secrets['password']}\n"
        f"postgres://admin:{secrets['url']}@db.example/prod\nAuthorization: Bearer {secrets['bearer']}\n"
        f"-----BEGIN RSA PRIVATE KEY-----\n{secrets['private']}\n-----END RSA PRIVATE KEY-----\n"
    )


def leaks(home):
    """Secrets found anywhere in the home, files and write-ahead log included."""
    return [(name, file) for name, value in SECRETS.items() for file in home.files_containing(value)]


def test_no_secret_of_a_turn_reaches_the_disk(home):
    with home.bridge() as bridge:
        session = bridge.open_session(meta={"note": SECRETS["github"]})
        bridge.turn(session, "Deploy the ocelot with " + spoken(SECRETS), "I used " + spoken(SECRETS), [{
            "name": "Bash", "input": {"command": "echo " + spoken(SECRETS)}, "output": spoken(SECRETS),
            "thinkingBefore": spoken(SECRETS), "errorCode": "1", "toolCallId": "c1",
        }])
        bridge.search("where is " + SECRETS["github"])
        bridge.request("feedback.submit", {"channel": "explicit", "polarity": "neutral", "rationale": spoken(SECRETS),
                                           "raw": {"text": SECRETS["slack"]}})
        bridge.request("subagent.record", {"sessionId": session, "task": spoken(SECRETS), "result": spoken(SECRETS)})
        bridge.error("no.such." + SECRETS["github"], {"x": SECRETS["openai"]})
        assert any("ocelot" in hit["snippet"] for hit in bridge.search("deploy ocelot")["hits"])
    assert leaks(home) == []
    home.stop()
    assert leaks(home) == []


def test_no_secret_of_a_hook_reaches_the_disk_with_or_without_the_daemon(home):
    for running in (False, True):
        if running:
            home.start()
            wait_until(lambda: not home.spooled(), what="the spool to be drained")
        home.tell(f"s-{running}", "Use " + spoken(SECRETS), "Used " + spoken(SECRETS))
        home.hook("PostToolUse", f"s-{running}", tool_name="Bash", tool_use_id="t", tool_input={"command": spoken(SECRETS)},
                  tool_response={"stdout": spoken(SECRETS), "stderr": ""})
        assert leaks(home) == [], f"daemon running: {running}"


def test_ordinary_code_is_not_taken_for_a_secret(bridge):
    session = bridge.open_session()
    text = ("let token = tokens.next() // the password field stays empty; see commit "
            "3f2c1a9b8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a and file Sources/KeyboardKeys.swift")
    bridge.turn(session, text, "ok")
    assert [trace["userText"] for trace in bridge.traces(sessionId=session)] == [text]


def test_acknowledged_turn_is_in_the_database(home):
    with home.bridge() as bridge:
        ended = bridge.turn(bridge.open_session(), "Keep this.", ts=now_ms())
        rows = home.query("SELECT count(*) FROM traces WHERE id = ?", ended["traceId"])
    assert rows[0][0] in (1,), rows

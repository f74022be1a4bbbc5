"""Every hook host's events through the built program: captured, recalled in the next session, and silent elsewhere."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest

import hook_payloads
import hook_schemas
import memos_process
from delivered import calls_of, ended_turns, turns
from hook_calls import call, deliver, notify

EVERY_EVENT = [(host, event) for host in hook_payloads.HOSTS for event in hook_payloads.events(host)]
EVERY_FIXTURE = [(host, name) for host in hook_payloads.HOSTS for name in hook_payloads.golden(host)]


def tell(home, host, session, turn, user, answer="Noted.", with_tool=False):
    """A whole turn; returns every context that was given in it."""
    given = [hook_schemas.context(deliver(home, host, event, payload))
             for event, payload in hook_payloads.turn_events(host, session, turn, user, answer, with_tool)]
    return "\n".join(filter(None, given))


@pytest.fixture(scope="module")
def shared_home():
    """One home for the many events that leave little behind."""
    folder = Path(tempfile.mkdtemp(prefix="memos-"))
    home = memos_process.Home(folder)
    home.start()
    yield home
    memos_process.end_everything_of(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(("host", "event"), EVERY_EVENT, ids=[f"{host}-{event}" for host, event in EVERY_EVENT])
def test_event_is_taken_and_answered_in_the_hosts_words(shared_home, host, event):
    deliver(shared_home, host, event, hook_payloads.events(host)[event])


@pytest.mark.parametrize(("host", "name"), EVERY_FIXTURE, ids=[f"{host}-{name}" for host, name in EVERY_FIXTURE])
def test_golden_payload_gives_the_golden_output(shared_home, host, name):
    """To the byte when there is nothing to say; else in the host's schema, which a recall's words do not change."""
    fixture = hook_payloads.fixtures(host)[name]
    done = call(shared_home, host, json.dumps(fixture["payload"], ensure_ascii=False).encode())
    assert (done.status, done.stderr) == (0, b"")
    output = hook_schemas.check(host, fixture["payload"].get("hook_event_name"), done.stdout)
    if not hook_schemas.context(output):
        assert done.stdout.decode().strip() == fixture["silent"]


@pytest.mark.parametrize("host", hook_payloads.HOSTS)
def test_told_in_one_session_recalled_in_the_next(home, host):
    home.start()
    assert tell(home, host, "first", "a", "Remember that the staging database of project heron listens on port 5544.") == ""
    [turn] = ended_turns(home, host)
    assert "5544" in turn["userText"] and turn["agentText"] == "Noted."
    context = tell(home, host, "second", "b", "Which port does the heron staging database use?", with_tool=True)
    assert "5544" in context and "<memos_memory" in context.replace("&lt;", "<")
    assert len(context) <= 6000


@pytest.mark.parametrize("host", hook_payloads.HOSTS)
def test_steps_of_a_turn_are_kept(home, host):
    home.start()
    tell(home, host, "s", "t", "Count the grebe files.", "There are 17 grebe files.", with_tool=True)
    [turn] = ended_turns(home, host)
    [step] = calls_of(turn)
    assert "17" in json.dumps(step["output"]), step


@pytest.mark.parametrize("host", hook_payloads.HOSTS)
def test_answer_without_its_prompt_is_not_lost(home, host):
    """The prompt's hook may have been killed; where the host repeats the user's words, the turn is whole."""
    home.start()
    for event, payload in hook_payloads.turn_events(host, "s", "t", "Where is the godwit?", "In the marsh.")[1:]:
        deliver(home, host, event, payload)
    found = turns(home, host)
    repeats = host in ("gemini", "hermes")
    assert not repeats or [turn["userText"] for turn in found if turn["status"] == "ended"] == ["Where is the godwit?"]


@pytest.mark.parametrize("host", [host for host in hook_payloads.HOSTS if host not in hook_payloads.NAMELESS])
def test_events_twice_are_one_turn(home, host):
    home.start()
    made = hook_payloads.turn_events(host, "s", "t", "Where is the plover?", "At the coast.", with_tool=True)
    for event, payload in made + made:
        deliver(home, host, event, payload)
    [turn] = ended_turns(home, host)
    assert len(calls_of(turn)) == 1


@pytest.mark.parametrize("host", hook_payloads.HOSTS)
@pytest.mark.parametrize("stdin", [b"", b"\n", b"not json", b"{", b"[]", b"null", b"\xff\xfe\x00"], ids=repr)
def test_what_is_no_payload_is_taken_quietly(shared_home, host, stdin):
    done = call(shared_home, host, stdin)
    assert (done.status, done.stderr) == (0, b"")
    assert done.stdout.strip() in (b"", b"{}")


def test_notify_captures_a_turn_once(home):
    home.start()
    for _ in range(2):
        done = notify(home, hook_payloads.codex_notify("thread-1", "turn-1"))
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    [turn] = ended_turns(home, "codex")
    assert (turn["userText"], turn["agentText"]) == ("How many files are there?", "Seventeen.")


def test_notify_beside_hooks_adds_nothing(home):
    home.start()
    tell(home, "codex", "thread-1", "turn-1", "How many files are there?", "Seventeen.")
    notify(home, hook_payloads.codex_notify("thread-1", "turn-1"))
    tell(home, "codex", "thread-1", "turn-2", "And folders?", "Two.")
    ended_turns(home, "codex", holding="And folders?")
    assert len(turns(home, "codex")) == 2


def test_hooks_of_claude_that_cursor_runs_capture_nothing_twice(home):
    """Cursor also runs the hooks of Claude Code's settings, with its own ids and its version in the payload."""
    home.start()
    tell(home, "cursor", "c1", "g1", "Where is the dunlin?", "On the shore.")
    base = {"session_id": "c1", "conversation_id": "c1", "generation_id": "g1", "cursor_version": "3.4.1", "cwd": "/p"}
    for event, fields in [("UserPromptSubmit", {"prompt": "Where is the dunlin?"}),
                          ("Stop", {"stop_hook_active": False, "last_assistant_message": "On the shore."})]:
        deliver(home, "claude", event, {**base, "hook_event_name": event, **fields})
    assert len(turns(home, "cursor")) == 1

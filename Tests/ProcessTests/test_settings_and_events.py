"""Settings, logs and events over the bridge."""

import json
import time

import pytest

from memos_process import shape, wait_until


def test_config_get_shows_values_and_masks_secrets(bridge, home):
    shown = bridge.request("config.get", {})
    shape(shown, {"config": dict, "path": str})
    assert shown["path"].endswith("config.yaml")
    assert "recall" in shown["config"]


def test_config_patch_keeps_comments_and_what_it_does_not_touch(bridge, home):
    bridge.request("core.health")
    marked = "# A note of the owner, at the top.\n" + home.config.read_text() + "\n# A note at the end.\n"
    home.config.write_text(marked)
    before = bridge.request("config.get", {})["config"]["recall"]
    result = bridge.request("config.patch", {"patch": {"recall": {"neighbourWeight": 0.25}}})
    shape(result, {"config": dict, "restartRequired": [str]})
    assert result["config"]["recall"]["neighbourWeight"] == 0.25
    text = home.config.read_text()
    comments = [line.strip() for line in marked.splitlines() if line.strip().startswith("#")]
    kept = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert kept == comments
    changed = [(old, new) for old, new in zip(marked.splitlines(), text.splitlines()) if old != new]
    assert len(changed) <= 1 or len(text.splitlines()) - len(marked.splitlines()) in (1, 2)
    after = bridge.request("config.get", {})["config"]["recall"]
    assert {**before, "neighbourWeight": 0.25} == after


def test_config_patch_survives_a_restart(home):
    with home.bridge() as bridge:
        bridge.request("config.patch", {"patch": {"recall": {"sessionWeight": 0.125}}})
    home.stop()
    with home.bridge() as bridge:
        assert bridge.request("config.get", {"key": "recall"})


@pytest.mark.parametrize("patch, named", [
    ({"recall": {"neighborWeight": 1}}, "neighborWeight"),
    ({"nothing": 1}, "nothing"),
    ({"recall": {"neighbourWeight": "much"}}, "neighbourWeight"),
    ({"recall": 5}, "recall"),
    ({"logging": {"level": "loud"}}, "level"),
])
def test_wrong_patch_is_refused_names_the_key_and_changes_nothing(bridge, home, patch, named):
    bridge.request("core.health")
    before = home.config.read_bytes()
    error = bridge.error("config.patch", {"patch": patch})
    assert (error.number, error.code) == (-32602, "config_invalid")
    assert named in error.message + json.dumps(error.data)
    assert home.config.read_bytes() == before


def test_empty_patch_changes_nothing(bridge, home):
    bridge.request("core.health")
    before = home.config.read_bytes()
    assert bridge.request("config.patch", {"patch": {}})["restartRequired"] == []
    assert home.config.read_bytes() == before


def test_events_reach_every_bridge_without_asking_and_in_order(home):
    with home.bridge() as watcher, home.bridge() as writer:
        watcher.request("core.health")
        session = writer.open_session()
        ended = writer.turn(session, "Announce this.", "Yes.")
        writer.request("session.close", {"sessionId": session})

        def seen():
            events = [n["params"] for n in watcher.notifications if n["method"] == "events.notify"]
            kinds = [event["type"] for event in events]
            wanted = {"session.opened", "episode.opened", "trace.created", "session.closed"}
            return events if wanted <= set(kinds) else None

        events = watcher.wait_for(seen, what="the events of a session")
    for event in events:
        shape(event, {"type": str, "ts": int, "seq": int, "payload": dict})
    numbers = [event["seq"] for event in events]
    assert numbers == sorted(set(numbers))
    assert any(ended["traceId"] in json.dumps(event["payload"]) for event in events if event["type"] == "trace.created")


def test_events_after_a_number_are_replayed_and_unsubscribe_silences(home):
    with home.bridge() as writer:
        writer.turn(writer.open_session(), "Early event.", "Yes.")
        with home.bridge() as watcher:
            watcher.request("events.subscribe", {"afterSeq": 0})
            watcher.wait_for(lambda: [n for n in watcher.notifications if n["method"] == "events.notify"
                                      and n["params"]["type"] == "trace.created"], what="the replayed event")
            watcher.request("events.unsubscribe", {})
            count = len(watcher.notifications)
            writer.turn(writer.open_session(), "Unheard event.", "Yes.")
            time.sleep(0.5)
            watcher.request("core.health")
            assert len([n for n in watcher.notifications[count:] if n["method"] == "events.notify"]) == 0


def test_logs_tail_gives_records_without_user_text(bridge, home):
    bridge.turn(bridge.open_session(), "Private words about the quagga.", "Kept.")
    bridge.error("memory.search", {"query": 5})
    wait_until(lambda: bridge.request("logs.tail", {"limit": 50})["records"], what="the first record, which is written beside")
    records = bridge.request("logs.tail", {"limit": 50})["records"]
    assert 0 < len(records) <= 50
    for record in records:
        shape(record, {"ts": int, "level": str, "kind": str, "channel": str, "msg": str})
    assert "quagga" not in json.dumps(records)
    only = bridge.request("logs.tail", {"limit": 50, "level": "error"})["records"]
    assert all(record["level"] in ("error", "fatal", "critical") for record in only)
    lines = [json.loads(line) for line in (home.path / "logs" / "memosd.log").read_text().splitlines()]
    assert lines and "quagga" not in json.dumps(lines)


def test_status_counts_what_happened(home):
    with home.bridge(agent="claude") as bridge:
        bridge.turn(bridge.open_session(), "Count me.", "One.")
        status = bridge.request("core.status", {})
    shape(status, {
        "version": str, "instanceId": str, "home": str, "agent": str, "uptimeMs": (int, float), "rssBytes": int,
        "counts": {name: int for name in ("sessions", "episodes", "turns", "traces", "errorSignatures", "injections",
                                          "jobsPending", "jobsFailed", "events")},
        "bytes": {"database": int, "wal": int}, "spool": {"pending": int}, "clients": int,
    })
    assert status["counts"]["turns"] == 1 and status["counts"]["sessions"] == 1
    assert status["clients"] >= 1 and status["lastCapture"]["ts"] > 0
    assert status["rssBytes"] > 1_000_000


def test_log_records_reach_a_bridge_without_asking(home):
    with home.bridge() as bridge:
        bridge.request("core.health")
        spool = home.path / "daemon" / "spool"
        spool.mkdir(exist_ok=True)
        (spool / "00000000000000000-not-a-record.json").write_text("no JSON")

        def seen():
            return [n["params"] for n in bridge.notifications if n["method"] == "logs.forward" and n["params"]["level"] == "warning"]
        records = bridge.wait_for(seen, what="the warning about the spool")
    assert records[0]["channel"] == "spool" and isinstance(records[0]["ts"], int) and records[0]["msg"]

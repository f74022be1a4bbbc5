"""Models on the command line: keys that are typed, mistakes that are named, and what is said without any model."""

import json
import os
import stat

from model_support import KEY, configured


def test_a_key_is_read_from_standard_input_and_masked(home):
    done = home.memos("config", "set", "llm.apiKey", "-", stdin=f"{KEY}\n")
    assert done.returncode == 0, done.stderr
    assert KEY not in (done.stdout + done.stderr).decode()
    assert f"apiKey: {json.dumps(KEY)}" in home.config.read_text() or f"apiKey: {KEY}" in home.config.read_text()
    assert stat.S_IMODE(home.config.stat().st_mode) == 0o600
    for key in ("llm.apiKey", "llm", None):
        shown = home.memos("config", "get", *([key] if key else []))
        assert shown.returncode == 0 and KEY not in shown.stdout.decode()
    assert home.json("config", "get", "llm.apiKey")["config"] == "********"
    assert home.json("config", "get", "embedding.apiKey")["config"] == ""


def test_a_key_of_digits_stays_a_text(home):
    assert home.memos("config", "set", "llm.apiKey", "-", stdin="1234567890").returncode == 0
    assert home.json("config", "get", "llm.apiKey")["config"] == "********"


def test_nothing_on_standard_input_is_a_mistake(home):
    done = home.memos("config", "set", "llm.apiKey", "-", stdin="")
    assert done.returncode == 64 and b"hint:" in done.stderr


def test_masked_secrets_that_come_back_change_nothing(home):
    with home.bridge() as bridge:
        bridge.request("config.patch", {"patch": {"llm": {"apiKey": KEY}}})
        shown = bridge.request("config.get", {"key": "llm"})["config"]
        bridge.request("config.patch", {"patch": {"llm": {"apiKey": shown["apiKey"], "model": "other"}}})
    assert KEY in home.config.read_text()


def test_a_mistake_between_settings_is_said_at_once_and_by_the_doctor(home):
    done = home.memos("config", "set", "llm.provider", "bedrock")
    said = done.stdout.decode()
    assert done.returncode == 0 and "llm.model" in said and "llm.region" in said and "hint:" in said
    with home.bridge() as bridge:
        llm = next(role for role in bridge.request("models.list")["roles"] if role["role"] == "llm")
        assert [problem["key"] for problem in llm["problems"]] == ["llm.model", "llm.region", "llm.apiKey"]
        assert llm["configured"] and not llm["available"]
        trial = bridge.request("models.test", {"role": "llm"})["trials"][0]
        assert trial["error"]["kind"] == "misconfigured" and trial["error"]["hint"]
    check = next(check for check in json.loads(home.memos("doctor", "--json").stdout)["checks"]
                 if check["name"] == "models")
    assert not check["ok"] and check["hint"]


def test_a_settings_file_that_others_can_read_is_named(home):
    configured(home, {"provider": "openai_compatible", "model": "m", "apiKey": KEY})
    with home.bridge() as bridge:
        bridge.request("core.health")
        os.chmod(home.config, 0o644)
        llm = next(role for role in bridge.request("models.list")["roles"] if role["role"] == "llm")
        assert any("chmod 600" in problem["hint"] for problem in llm["problems"])


def test_without_a_model_all_is_well_and_said_so(home):
    home.start()
    assert "none configured (none needed)" in home.memos("status").stdout.decode()
    listed = home.json("model", "roles")["roles"]
    assert [role["role"] for role in listed] == ["llm", "l3Llm", "skillEvolver", "embedding", "reranker"]
    assert not any(role["configured"] for role in listed if role["role"] != "embedding")
    usage = home.json("model", "usage", "--days", "2")
    assert usage["calls"] == [] and usage["budget"]["day"]["total"]["tokenLimit"] == 1_000_000
    assert usage["budget"]["month"]["total"]["dollarLimit"] == 10 and usage["budget"]["exhausted"] is False
    check = next(check for check in json.loads(home.memos("doctor", "--json").stdout)["checks"]
                 if check["name"] == "models")
    assert check["ok"] and "none" in check["detail"]


def test_an_unknown_role_is_refused(home):
    done = home.memos("model", "test", "painter")
    assert done.returncode == 1 and b"llm" in done.stderr

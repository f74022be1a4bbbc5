"""`memos doctor --deep` plays a turn in the real hosts, with their own settings, and leaves no process and no memory."""

import json
import shutil
import subprocess
import time

from memos_process import BIN, ROOT, processes_naming
from real_codex import RealCodex


def on_the_path(home, name, program):
    """The host as its installer leaves it: a program on the search path, beside those of the system."""
    folder = home.scratch / "bin"
    folder.mkdir(exist_ok=True)
    (folder / name).symlink_to(program)
    home.environment["PATH"] = f"{folder}:/usr/bin:/bin"


def rehearse(home, host):
    began = time.monotonic()
    done = home.memos("doctor", "--deep", "--host", host, "--json", timeout=120)
    assert time.monotonic() - began < 60
    checks = json.loads(done.stdout)["checks"]
    with home.bridge(agent=host) as bridge:
        assert bridge.request("memory.list_turns")["turns"] == [], "what was rehearsed is forgotten"
    return next(check for check in checks if check["name"] == "rehearsal"), checks


def test_claude_code_is_proved_by_itself(home, claude_program):
    on_the_path(home, "claude", claude_program)
    assert home.memos("install", "--host", "claude").returncode == 0
    check, _ = rehearse(home, "claude")
    assert check["state"] == "ok" and str(home.scratch / "bin" / "claude") in check["detail"], check
    settings = home.user / ".claude" / "settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "disableAllHooks": True}))
    check, _ = rehearse(home, "claude")
    assert check["state"] == "failed" and "disableAllHooks" in check["detail"] + check["hint"], check


def test_claude_code_with_an_address_of_its_own_is_proved_all_the_same(home, claude_program):
    on_the_path(home, "claude", claude_program)
    assert home.memos("install", "--host", "claude").returncode == 0
    settings = home.user / ".claude" / "settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()),
                                    "env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9", "ANTHROPIC_API_KEY": "mine"}}))
    check, _ = rehearse(home, "claude")
    assert check["state"] == "ok", check


def test_hooks_that_codex_does_not_trust_are_named(home, model, codex_program):
    on_the_path(home, "codex", codex_program)
    RealCodex(codex_program, home, model).hook()
    check, checks = rehearse(home, "codex")
    assert check["state"] == "failed" and "hooks are not trusted" in check["detail"] and "/hooks" in check["hint"], check
    assert [c["state"] for c in checks if c["name"] == "consent"] == ["failed"]
    assert model.requests == [], "the model of the owner is not asked"


def trust(codex):
    """What `/hooks` in Codex writes down: the hash that it tells of each hook."""
    calls = [{"id": 1, "method": "initialize", "params": {
        "clientInfo": {"name": "test", "title": "test", "version": "0"}, "capabilities": {"experimentalApi": True}}},
        {"method": "initialized"}, {"id": 2, "method": "hooks/list", "params": {"cwds": [str(codex.work)]}}]
    with subprocess.Popen([str(codex.program), "app-server"], cwd=codex.work, env=codex.environment, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        server.stdin.write("".join(json.dumps(call) + "\n" for call in calls))
        server.stdin.flush()
        listed = next(message for message in map(json.loads, server.stdout) if message.get("id") == 2)
        server.kill()
    hooks = [hook for place in listed["result"]["data"] for hook in place["hooks"]]
    assert hooks
    codex.add_to_config("".join(f'\n[hooks.state."{hook["key"]}"]\ntrusted_hash = "{hook["currentHash"]}"\n' for hook in hooks))


def test_codex_is_proved_by_itself(home, model, codex_program):
    on_the_path(home, "codex", codex_program)
    codex = RealCodex(codex_program, home, model)
    codex.hook()
    trust(codex)
    check, checks = rehearse(home, "codex")
    assert check["state"] == "ok", check
    assert model.requests == [], "the model of the owner is not asked"


def test_hermes_is_proved_by_itself(home, hermes_python):
    on_the_path(home, "hermes", hermes_python.parent / "hermes")
    folder = home.user / ".hermes"
    shutil.copytree(ROOT / "adapters" / "hermes", folder / "plugins" / "memos",
                    ignore=shutil.ignore_patterns("tests", "__pycache__"))
    (folder / "config.yaml").write_text("model:\n  default: x\n  provider: openrouter\nmemory:\n  provider: memos\n")
    (folder / "memos.json").write_text(json.dumps({"program": str(BIN / "memos"), "home": str(home.path)}))
    check, _ = rehearse(home, "hermes")
    assert check["state"] == "ok", check
    home.stop()
    assert processes_naming(str(home.path)) == []

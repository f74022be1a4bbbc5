"""`memos install --host claude`: adds its hooks, says the same twice, and takes back exactly what it added."""

import json
import os
import stat

import pytest

EVENTS = {"SessionStart", "UserPromptSubmit", "PostToolUse", "PostToolUseFailure", "Stop", "SubagentStop", "PreCompact",
          "SessionEnd"}

SETTINGS = {
    "none": None,
    "empty object": "{}",
    "tidy": '{\n  "model": "x",\n  "permissions": {\n    "allow": [\n      "Bash(ls:*)"\n    ]\n  }\n}\n',
    "tabs": '{\n\t"theme":\t"dark",\n\t"env": {"A": "1"}\n}',
    "others' hooks": json.dumps({"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}],
                                           "PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "x"}]}]}}),
    "windows lines": '{\r\n  "z": 1,\r\n  "a": [1, 2.50, 1e3, "\\u00e9", "ü"]\r\n}\r\n',
    "empty hooks": '{"hooks": {}}',
}


@pytest.fixture
def settings(home):
    file = home.user / ".claude" / "settings.json"
    file.parent.mkdir(parents=True)
    return file


def ours(text):
    hooks = json.loads(text).get("hooks", {})
    return {event for event, groups in hooks.items() for group in groups for hook in group["hooks"]
            if "memos" in hook["command"]}


@pytest.mark.parametrize("name", SETTINGS)
def test_install_twice_then_uninstall_leaves_every_byte_as_it_was(home, settings, name):
    if SETTINGS[name] is not None:
        settings.write_bytes(SETTINGS[name].encode())
        settings.chmod(0o640)
    assert home.memos("install", "--host", "claude").returncode == 0
    first = settings.read_bytes()
    assert ours(first) == EVENTS
    if SETTINGS[name] is not None:
        assert stat.S_IMODE(settings.stat().st_mode) == 0o640
        before, after = json.loads(SETTINGS[name]), json.loads(first)
        for key in set(before) - {"hooks"}:
            assert after[key] == before[key]
        for event, groups in before.get("hooks", {}).items():
            assert after["hooks"][event][:len(groups)] == groups
    assert home.memos("install", "--host", "claude").returncode == 0
    assert settings.read_bytes() == first
    done = home.memos("uninstall", "--host", "claude")
    assert done.returncode == 0, done.stderr
    if SETTINGS[name] is None:
        assert not settings.exists()
    else:
        assert settings.read_bytes() == SETTINGS[name].encode()


def test_uninstall_keeps_what_the_owner_changed_in_between(home, settings):
    settings.write_text('{"model": "x"}')
    home.memos("install", "--host", "claude")
    changed = json.loads(settings.read_text())
    changed["model"] = "y"
    settings.write_text(json.dumps(changed, indent=2))
    assert home.memos("uninstall", "--host", "claude").returncode == 0
    left = json.loads(settings.read_text())
    assert left["model"] == "y" and not ours(settings.read_text())


@pytest.mark.parametrize("text", ["{not json", '{"hooks": []}', '["a"]', '{"a": 1} trailing'])
def test_file_that_cannot_be_read_is_left_alone_and_the_snippet_is_shown(home, settings, text):
    settings.write_text(text)
    done = home.memos("install", "--host", "claude")
    assert done.returncode > 0
    assert settings.read_text() == text
    assert b"settings.json" in done.stderr and b"hooks" in done.stdout + done.stderr


def test_dry_run_shows_the_difference_and_writes_nothing(home, settings):
    settings.write_text("{}")
    done = home.memos("install", "--host", "claude", "--dry-run")
    assert done.returncode == 0 and b"UserPromptSubmit" in done.stdout
    assert settings.read_text() == "{}"


def test_symbolic_link_stays_one(home, settings):
    real = home.user / "dotfiles.json"
    real.write_text('{"a": 1}\n')
    settings.symlink_to(real)
    assert home.memos("install", "--host", "claude").returncode == 0
    assert settings.is_symlink() and ours(real.read_text()) == EVENTS
    assert home.memos("uninstall", "--host", "claude").returncode == 0
    assert settings.is_symlink() and real.read_text() == '{"a": 1}\n'


def test_installed_commands_run_as_the_host_runs_them(home, settings):
    import subprocess

    home.memos("install", "--host", "claude")
    hooks = json.loads(settings.read_text())["hooks"]
    for event in sorted(EVENTS):
        [hook] = [hook for group in hooks[event] for hook in group["hooks"] if "memos" in hook["command"]]
        assert not hook.get("async") and 0 < hook["timeout"] <= 60
        payload = json.dumps({"session_id": "s", "prompt_id": "p", "cwd": "/", "hook_event_name": event, "prompt": "Hello"})
        command = [hook["command"], *hook["args"]] if "args" in hook else hook["command"]
        done = subprocess.run(command, shell="args" not in hook, input=payload.encode(), capture_output=True,
                              env={**home.environment, "PATH": os.environ["PATH"]}, timeout=30, check=False)
        assert done.returncode == 0 and done.stderr == b"", (event, done)

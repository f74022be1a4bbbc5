"""The commands people type: output, exit codes, and settings files that come back as they were."""
import json, os, stat, subprocess

import pytest
from front_support import FAKE_DAEMON, front, processes_of, program  # noqa: F401

COMMANDS = ["search", "show", "import", "export", "viewer", "status", "logs", "config", "config get", "config set",
            "doctor", "stop", "daemon", "install", "uninstall", "hook", "bridge", "completions", "model pull",
            "project list", "project merge", "project move", "project rename", "model list", "model show",
            "model verify", "model remove", "vectors status", "hub status", "hub join", "hub leave", "hub discover",
            "hub sync", "hub share", "hub unshare", "hub shared", "hub review", "hub show", "hub approve", "hub refuse",
            "hub received", "hub trust", "hub untrust", "hub search", "hub members", "hub grant", "hub reject", "hub revoke",
            "hub revocations", "hub groups", "hub invite", "hub invites", "hub tokens", "hub audit", "hub health",
            "hub serve", "hub backup", "hub move", "hub verify", "vectors verify", "vectors rebuild"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_manual(front, command):
    result = front.run(*command.split(), "--help")
    assert result.returncode == 0 and b"USAGE: memos " + command.encode() in result.stdout
    manual = open(os.path.join(os.path.dirname(__file__), "..", "..", "docs", "CLI.md")).read()
    assert f"`memos {command}" in manual


def test_exit_codes(front):
    missing = {"MEMOS_DAEMON": "/nonexistent"}
    assert front.run("status").returncode == 69
    assert front.run("logs").returncode == 69
    assert front.run("stop").returncode == 0
    assert front.run("search", "x", **missing).returncode == 69
    assert front.run("nonsense").returncode == 64
    assert front.run("search").returncode == 64
    assert front.run("search", "x", "--limit", "0").returncode == 64
    assert front.run("bridge", "--agent=nobody").returncode == 64
    assert front.run("search", "x", MEMOS_HOME="/proc/nowhere").returncode == 73
    assert front.run("show", "nope").returncode == 1
    assert front.run("import", "--restore", "/nonexistent").returncode == 66
    assert front.run("import", "--restore", FAKE_DAEMON).returncode == 65
    assert front.run("export", "/nonexistent/x").returncode == 73
    assert front.run("stop").returncode == 0
    assert front.run("search", "x", FAKE_REFUSE="protocol_mismatch").returncode == 76


def test_errors_are_a_sentence_and_a_hint(front):
    front.daemon_up()
    result = front.run("config", "set", "bad", "1")
    assert result.stdout == b""
    assert result.stderr == b"memos: There is no setting bad.\n  hint: See `memos config get`.\n"


def test_json_output_is_json_and_nothing_else(front):
    front.daemon_up()
    for command in ("status", "search x", "show trace-0", "config get", "config set a.b 3", "logs", "viewer",
                    "import --dry-run", "import --yes", f"export {front.folder}/x", f"import --restore {front.folder}/x",
                    "install --host claude --dry-run", "install --host claude", "uninstall --host claude", "doctor", "stop"):
        result = front.run(*command.split(), "--json")
        json.loads(result.stdout)
        assert result.stderr == b"", command


def test_no_colours_in_a_pipe(front):
    front.daemon_up()
    assert b"\x1b" not in front.run("status").stdout + front.run("doctor").stdout


def test_status_shows_what_the_daemon_tells(front):
    front.daemon_up()
    lines = front.run("status").stdout.decode().splitlines()
    assert "home              " + front.home in lines and "error signatures  2" in lines


def explained(front, query):
    front.daemon_up().hook("UserPromptSubmit", prompt="where is the staging port")
    result = front.run("search", query, "--explain")
    assert result.returncode == 0 and b"\x1b" not in result.stdout, result.stdout
    return result.stdout.decode()


def test_an_explained_search_says_why_each_hit_is_one(front):
    lines = explained(front, "staging").splitlines()
    hit = lines[:lines.index("")]
    assert hit[0] == "1. trace-0  trace  0.500" and hit[1] == "   where is the staging port"
    assert hit[2].startswith("   from      2023-11-1") and hit[2].endswith(", session s1")
    assert hit[3:] == [
        "   why       has the words", "   found by  keyword #1 (16.512)",
        "     +5.229  its words fit", "     -1.419  is itself a question", "     +0.510  novelty"]


def test_an_explained_search_groups_what_was_not_taken(front):
    text = explained(front, "staging")
    part = text[text.index("Not taken: 25"):].split("\n\n")[0].splitlines()
    assert part[1:3] == ["   shown before in this session (1)", "         –  old [31m news"]
    assert part[3] == "   others said more or said it before (24)"
    assert part[4] == "     0.250  trace-100" and part[-1] == "     and 14 more" and len(part) == 15


def test_an_explained_search_says_what_channels_did_and_the_gate_would(front):
    text = explained(front, "staging")
    assert "Channels    found    took\n   keyword     26  1.9 ms\n" in text
    assert "Not in time within 300.0 ms: vector\nCould not answer: pattern (database_busy)\n" in text
    assert "Before a turn this would be injected: 87 % ≥ 48 %.\n" in text
    assert "a search answers whatever it is" in text and "   +3.058  words of the question that are there\n" in text
    silent = explained(front, "staging unlikely")
    assert "memory would stay silent: 22 % < 48 %; nothing is likely enough to help.\n" in silent
    assert "would be injected: 22 % < 48 %; the same error is reason enough.\n" in explained(front, "staging fault")
    assert explained(front, "zebra").startswith("Nothing found.\n\nNot taken: 25\n")


def test_an_explained_search_as_json_is_what_the_daemon_said(front):
    front.daemon_up()
    told = json.loads(front.run("search", "zebra", "--explain", "--json").stdout)
    assert told["explanation"]["legend"]["gate"] and len(told["explanation"]["dropped"]) == 25
    assert "explanation" not in json.loads(front.run("search", "zebra", "--json").stdout)


def test_setting_becomes_a_nested_patch(front):
    result = front.daemon_up().run("config", "set", "viewer.port", "8080", "--json")
    assert json.loads(result.stdout)["config"] == {"viewer": {"port": 8080}}
    result = front.run("config", "set", "a.b", "plain text", "--json")
    assert json.loads(result.stdout)["config"] == {"a": {"b": "plain text"}}


def test_import_asks_first(front):
    result = front.daemon_up().run("import", "/somewhere")
    assert result.returncode == 1 and b"/somewhere" in result.stdout and b"--yes" in result.stderr
    assert not [line for line in front.events("line") if line["method"] == "import.run"]
    assert front.run("import", "/somewhere", "--yes").returncode == 0


def test_export_can_be_read_back(front):
    result = front.daemon_up().run("export")
    assert [json.loads(line)["kind"] for line in result.stdout.splitlines()] == ["memos-export", "turn", "turn"]
    path = os.path.join(front.folder, "memory.jsonl")
    assert front.run("export", path).returncode == 0
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert front.run("import", "--restore", path).stdout == b"Restored 3 records, skipped 0.\n"


def test_daemon_command_becomes_the_daemon(front):
    daemon = front.start("daemon", "--no-viewer")
    front.wait_for(lambda: front.events("start"))
    assert front.daemon_pid == daemon.pid
    assert front.events("start")[0]["argv"] == ["--home", front.home, "--agent", "claude", "--no-viewer"]
    assert front.run("daemon").returncode == 0
    front.run("stop")
    assert daemon.wait(5) == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(front, shell):
    script = front.run("completions", shell).stdout
    assert b"search" in script and b"bridge" in script and b"__launch" not in script
    if shell == "bash":
        assert subprocess.run(["bash", "-n"], input=script).returncode == 0


def test_doctor_goes_through_the_installed_hook(front):
    result = front.run("doctor", "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 1
    checks = {check["name"]: check for check in report["checks"]}
    assert not checks["registration"]["ok"] and "install" in checks["registration"]["hint"]
    front.run("install", "--host", "claude")
    checks = {check["name"]: check for check in json.loads(front.run("doctor", "--json").stdout)["checks"]}
    assert checks["registration"]["ok"] and checks["recall"]["ok"] and checks["spool"]["ok"]
    settings = os.path.join(front.environment["HOME"], ".claude", "settings.json")
    text = open(settings).read()
    broken = text.replace(os.path.realpath(program("memos")), "/gone/bin/memos")
    assert broken != text
    open(settings, "w").write(broken)
    checks = {check["name"]: check for check in json.loads(front.run("doctor", "--json").stdout)["checks"]}
    assert not checks["registration"]["ok"] and not checks["recall"]["ok"]


def test_doctor_names_an_open_home(front):
    front.daemon_up()
    os.chmod(front.home, 0o755)
    checks = {check["name"]: check for check in json.loads(front.run("doctor", "--json").stdout)["checks"]}
    assert not checks["home"]["ok"] and "chmod 700" in checks["home"]["hint"]


ORIGINALS = {
    "none": None,
    "empty": b"",
    "object": b"{}",
    "plain": b'{\n  "model": "opus"\n}\n',
    "no end of line": b'{\n  "model": "opus"\n}',
    "tabs and CRLF": b'{\r\n\t"model": "opus",\r\n\t"hooks": {\r\n\t\t"Stop": [ ]\r\n\t}\r\n}\r\n',
    "one line": b'{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]}}',
    "odd": b'\n { "a":[1,\n2] , "hooks" :{ } }  \n\n',
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_settings_come_back_byte_for_byte(front, name):
    folder = os.path.join(front.environment["HOME"], ".claude")
    settings = os.path.join(folder, "settings.json")
    original = ORIGINALS[name]
    os.makedirs(folder)
    if original is not None:
        with open(settings, "wb") as file:
            file.write(original)
        os.chmod(settings, 0o640)
    assert front.run("install", "--host", "claude", "--dry-run").returncode == 0
    assert (open(settings, "rb").read() if os.path.exists(settings) else None) == original
    assert front.run("install", "--host", "claude").returncode == 0
    installed = open(settings, "rb").read()
    assert len(json.loads(installed)["hooks"]) >= 8
    if original is not None:
        assert stat.S_IMODE(os.stat(settings).st_mode) == 0o640
    assert front.run("install", "--host", "claude").returncode == 0
    assert open(settings, "rb").read() == installed
    assert len(os.listdir(folder)) == (1 if original is None else 2)
    assert front.run("uninstall", "--host", "claude").returncode == 0
    assert (open(settings, "rb").read() if os.path.exists(settings) else None) == original
    assert os.listdir(folder) == ([] if original is None else ["settings.json"])
    assert not os.path.exists(os.path.join(front.home, "install.json"))
    assert front.run("uninstall", "--host", "claude").returncode == 0


def test_settings_with_comments_are_left_alone(front):
    folder = os.path.join(front.folder, "config folder")
    os.makedirs(folder)
    settings = os.path.join(folder, "settings.json")
    original = b'{\n  // a comment\n  "model": "opus"\n}\n'
    with open(settings, "wb") as file:
        file.write(original)
    result = front.run("install", "--host", "claude", CLAUDE_CONFIG_DIR=folder)
    assert result.returncode == 3
    assert "UserPromptSubmit" in json.loads(result.stdout)["hooks"]
    assert b"cannot be edited safely" in result.stderr
    assert open(settings, "rb").read() == original and os.listdir(folder) == ["settings.json"]
    assert front.run("uninstall", "--host", "claude", CLAUDE_CONFIG_DIR=folder).returncode == 3


def test_settings_behind_a_link_stay_behind_it(front):
    folder = os.path.join(front.environment["HOME"], ".claude")
    os.makedirs(folder)
    real = os.path.join(front.folder, "dotfiles.json")
    with open(real, "w") as file:
        file.write('{"a":1}\n')
    os.symlink(real, os.path.join(folder, "settings.json"))
    front.run("install", "--host", "claude")
    assert os.path.islink(os.path.join(folder, "settings.json")) and b"SessionEnd" in open(real, "rb").read()
    front.run("uninstall", "--host", "claude")
    assert open(real).read() == '{"a":1}\n'
    os.unlink(real)
    assert front.run("install", "--host", "claude").returncode == 3
    assert os.path.islink(os.path.join(folder, "settings.json"))


def test_prefix_and_home_are_written_into_the_hooks(front):
    prefix = os.path.join(front.folder, "a prefix")
    os.makedirs(prefix + "/bin")
    assert front.run("install", "--host", "claude", "--prefix", prefix).returncode == 66
    os.symlink(program("memos"), prefix + "/bin/memos")
    assert front.run("install", "--host", "claude", "--prefix", "a prefix", "--home", "h").returncode == 0
    settings = json.load(open(os.path.join(front.environment["HOME"], ".claude", "settings.json")))
    assert settings["hooks"]["SessionEnd"][0]["hooks"] == [{
        "type": "command", "command": prefix + "/bin/memos",
        "args": ["hook", "--host", "claude", "--home", front.folder + "/h"], "timeout": 2}]

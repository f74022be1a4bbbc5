"""`memos install` and `memos uninstall` for every host: what is added, what stays, and the way back."""

import json
import os
import shutil
import subprocess

import pytest

from host_configs import FIXTURES, HOSTS, forms, place, tree

EDITED = {
    "claude": (".claude/settings.json", ".claude.json"), "codex": (".codex/hooks.json", ".codex/config.toml"),
    "cursor": (".cursor/hooks.json", ".cursor/mcp.json"), "gemini": (), "opencode": (".config/opencode/opencode.json",),
    "openclaw": (".openclaw/openclaw.json",), "hermes": (".hermes/config.yaml",), "dsh": (),
}
OWNED = {
    "gemini": ".gemini/extensions/memos-memory/gemini-extension.json",
    "opencode": ".config/opencode/plugins/memos-memory.js", "hermes": ".hermes/plugins/memos/__init__.py",
    "dsh": ".dsh/plugins/memos-memory-deepseek/package.json",
}


@pytest.fixture
def hosts(home):
    home.environment["MEMOS_ADAPTERS"] = str(FIXTURES / "adapters")
    for name in ("CODEX_HOME", "HERMES_HOME", "XDG_CONFIG_HOME", "CLAUDE_CONFIG_DIR"):
        home.environment.pop(name, None)
    return home


def run(hosts, *arguments, status=0):
    done = hosts.memos(*arguments, place_home=False)
    assert done.returncode == status, (arguments, done.stdout, done.stderr)
    return done


def installed(hosts, host):
    return json.loads(run(hosts, "install", "--host", host, "--dry-run", "--json").stdout)


@pytest.mark.parametrize("host", HOSTS)
def test_install_twice_then_uninstall_leaves_every_byte_as_it_was(hosts, host):
    place(host, hosts.user)
    before = tree(hosts.user)
    run(hosts, "install", "--host", host)
    first = tree(hosts.user)
    assert first != before
    for name in EDITED[host]:
        text = first[name][0].decode()
        assert "memos" in text and "stranger-a" in text and first[name][1] == before[name][1]
    if host in OWNED:
        assert OWNED[host] in first
    again = json.loads(run(hosts, "install", "--host", host, "--json").stdout)
    assert not again["changed"] and tree(hosts.user) == first
    run(hosts, "uninstall", "--host", host)
    assert tree(hosts.user) == before
    again = json.loads(run(hosts, "uninstall", "--host", host, "--json").stdout)
    assert not again["changed"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_without_files_gets_them_and_loses_them_again(hosts, host):
    run(hosts, "install", "--host", host)
    assert tree(hosts.user)
    run(hosts, "uninstall", "--host", host)
    assert tree(hosts.user) == {}


@pytest.mark.parametrize("host", [host for host in HOSTS if EDITED[host]])
def test_changes_of_others_in_between_stay(hosts, host):
    place(host, hosts.user)
    originals = {name: (hosts.user / name).read_text() for name in EDITED[host]}
    run(hosts, "install", "--host", host)
    for name in EDITED[host]:
        file = hosts.user / name
        file.write_text(file.read_text().replace("stranger-a", "stranger-b"))
    run(hosts, "install", "--host", host)
    run(hosts, "uninstall", "--host", host)
    for name, text in originals.items():
        assert (hosts.user / name).read_text() == text.replace("stranger-a", "stranger-b"), name


@pytest.mark.parametrize("host", [host for host in HOSTS if EDITED[host]])
def test_every_form_of_a_file_comes_back(hosts, host):
    """Also without the copy: the entries are taken out of the text itself."""
    count = 0
    for name in EDITED[host]:
        text = (FIXTURES / host / name).read_text()
        for form, changed in forms(text):
            for keeps_copy in (True, False):
                shutil.rmtree(hosts.user, ignore_errors=True)
                place(host, hosts.user)
                file = hosts.user / name
                file.write_bytes(changed.encode())
                run(hosts, "install", "--host", host)
                assert b"memos" in file.read_bytes() and file.read_bytes() != changed.encode(), form
                ends = file.read_bytes().count(b"\r\n")
                assert ends == (file.read_bytes().count(b"\n") if "windows" in form else 0), form
                assert not installed(hosts, host)["changed"], form
                if not keeps_copy:
                    for copy in file.parent.glob("*.memos-backup-*"):
                        copy.unlink()
                run(hosts, "uninstall", "--host", host)
                assert file.read_bytes() == changed.encode(), (name, form, keeps_copy)
                count += 1
    assert count >= 32


@pytest.mark.parametrize("host", [host for host in HOSTS if EDITED[host]])
@pytest.mark.parametrize("content", [b"", b"\n", b"  \n\n"])
def test_empty_files_come_back(hosts, host, content):
    for name in EDITED[host]:
        (hosts.user / name).parent.mkdir(parents=True, exist_ok=True)
        (hosts.user / name).write_bytes(content)
    before = tree(hosts.user)
    run(hosts, "install", "--host", host)
    run(hosts, "uninstall", "--host", host)
    assert tree(hosts.user) == before


@pytest.mark.parametrize("host", [host for host in HOSTS if EDITED[host]])
def test_links_stay_links(hosts, host):
    place(host, hosts.user)
    for number, name in enumerate(EDITED[host]):
        file, real = hosts.user / name, hosts.scratch / f"dotfile-{number}"
        shutil.move(file, real)
        file.symlink_to(real)
    before = tree(hosts.user)
    run(hosts, "install", "--host", host)
    assert all((hosts.user / name).is_symlink() for name in EDITED[host])
    run(hosts, "uninstall", "--host", host)
    assert tree(hosts.user) == before


BROKEN = {
    ".claude/settings.json": ['{"a": 1,}', "[]", "\ufeff{}"], ".claude.json": ['{"mcpServers": []}', "{"],
    ".codex/hooks.json": ["{", '{"hooks": {"Stop": 1}}'],
    ".codex/config.toml": ["a = ", "a = 1\na = 2\n", "[a\n", 'mcp_servers = {other = {command = "x"}}\n', "a = hello\n",
                           "[t]\nx = \"open\n", "'a = 1"],
    ".cursor/hooks.json": ['{"hooks": 7}', "x"], ".cursor/mcp.json": ['{"mcpServers": "x"}'],
    ".config/opencode/opencode.json": ["{mcp: [}", "{ /* open", "{a: b}", '{"mcp": 1}'],
    ".openclaw/openclaw.json": ["{plugins: ", "{plugins: {load: {paths: {}}}}", "{a: 'x\n'}"],
    ".hermes/config.yaml": ["memory: {provider: x}\n", "- a\n", "memory: &x\n  a: 1\n", "\tmemory:\n", "a: 1\n---\nb: 2\n",
                            "? a\n: b\n", "memory: text\n", "{a: 1}\n", "a: 'open\n", "a: 1\na: 2\n"],
}


@pytest.mark.parametrize("name, text", [(name, text) for name, texts in BROKEN.items() for text in texts])
def test_what_cannot_be_edited_safely_is_left_alone_and_the_entries_are_printed(hosts, name, text):
    host = next(host for host, files in EDITED.items() if name in files)
    place(host, hosts.user)
    (hosts.user / name).write_text(text)
    before = tree(hosts.user)
    done = run(hosts, "install", "--host", host, status=3)
    assert tree(hosts.user) == before
    assert os.path.basename(name).encode() in done.stderr and b"memos" in done.stdout


@pytest.mark.parametrize("host", [host for host in HOSTS if EDITED[host]])
def test_read_only_files_are_left_alone(hosts, host):
    place(host, hosts.user)
    file = hosts.user / EDITED[host][-1]
    file.chmod(0o444)
    before = tree(hosts.user)
    assert b"read-only" in run(hosts, "install", "--host", host, status=3).stderr
    assert tree(hosts.user) == before


@pytest.mark.parametrize("host", [host for host in HOSTS if len(EDITED[host]) > 1 or host in OWNED])
def test_an_installation_cut_off_between_files_is_taken_back(hosts, host):
    """As after a kill: the record is written first, and any part of the files may be."""
    place(host, hosts.user)
    before = tree(hosts.user)
    run(hosts, "install", "--host", host)
    whole = tree(hosts.user)
    changed = [name for name in whole if whole[name] != before.get(name) and ".memos-backup-" not in name]
    record = next(hosts.user.rglob("install.json"))
    saved = record.read_bytes()
    for done in range(len(changed)):
        for name in changed[done:]:
            if name in before:
                (hosts.user / name).write_bytes(before[name][0])
            else:
                (hosts.user / name).unlink(missing_ok=True)
        run(hosts, "uninstall", "--host", host)
        assert tree(hosts.user) == before, done
        for name, (content, mode, _) in whole.items():
            (hosts.user / name).parent.mkdir(parents=True, exist_ok=True)
            (hosts.user / name).write_bytes(content)
            (hosts.user / name).chmod(mode & 0o7777)
        record.write_bytes(saved)


def test_hermes_keeps_another_memory_unless_it_may_be_replaced(hosts):
    file = hosts.user / ".hermes" / "config.yaml"
    file.parent.mkdir()
    file.write_text("memory:\n  provider: 'honcho'  # mine\n")
    before = file.read_bytes()
    assert b"honcho" in run(hosts, "install", "--host", "hermes", status=3).stderr
    assert file.read_bytes() == before and not (hosts.user / OWNED["hermes"]).exists()
    run(hosts, "install", "--host", "hermes", "--replace")
    assert file.read_text() == "memory:\n  provider: memos  # mine\n"
    file.write_text(file.read_text() + "other: 1\n")
    run(hosts, "uninstall", "--host", "hermes")
    assert file.read_text() == before.decode() + "other: 1\n"


def test_openclaw_goes_beside_another_memory(hosts):
    file = hosts.user / ".openclaw" / "openclaw.json"
    file.parent.mkdir()
    file.write_text("{plugins: {slots: {memory: 'memory-lancedb'}}}\n")
    before = file.read_bytes()
    notes = json.loads(run(hosts, "install", "--host", "openclaw", "--json").stdout)["notes"]
    assert any(note["kind"] == "conflict" for note in notes)
    assert "side-by-side" in file.read_text() and "'memory-lancedb'" in file.read_text()
    run(hosts, "install", "--host", "openclaw", "--replace")
    assert "side-by-side" not in file.read_text() and "memory-lancedb" not in file.read_text()
    run(hosts, "uninstall", "--host", "openclaw")
    assert file.read_bytes() == before


def test_openclaw_access_to_conversations_is_given_only_outright(hosts):
    file = hosts.user / ".openclaw" / "openclaw.json"
    notes = json.loads(run(hosts, "install", "--host", "openclaw", "--json").stdout)["notes"]
    assert any(note["kind"] == "consent" for note in notes) and "allowConversationAccess" not in file.read_text()
    run(hosts, "install", "--host", "openclaw", "--allow-conversation-access")
    entry = json.loads(file.read_text())["plugins"]["entries"]["memos-memory"]
    assert entry["hooks"] == {"allowConversationAccess": True} and entry["config"]["binary"].endswith("/memos")
    run(hosts, "install", "--host", "openclaw")
    assert "allowConversationAccess" in file.read_text()


def test_codex_keeps_its_own_notify_unless_it_may_be_replaced(hosts):
    file = hosts.user / ".codex" / "config.toml"
    file.parent.mkdir()
    file.write_text('notify = ["say", "done"]  # mine\n')
    notes = json.loads(run(hosts, "install", "--host", "codex", "--json").stdout)["notes"]
    assert any(note["kind"] == "conflict" and "say" in note["text"] for note in notes)
    assert file.read_text().startswith('notify = ["say", "done"]  # mine\n')
    run(hosts, "install", "--host", "codex", "--replace")
    assert "codex-notify" in file.read_text()
    file.write_text(file.read_text() + "# later\n")
    run(hosts, "uninstall", "--host", "codex")
    assert file.read_text() == 'notify = ["say", "done"]  # mine\n# later\n'


def test_files_of_ours_that_somebody_changed_are_kept_and_said(hosts):
    run(hosts, "install", "--host", "hermes")
    file = hosts.user / OWNED["hermes"]
    file.write_text("# mine now\n")
    notes = json.loads(run(hosts, "install", "--host", "hermes", "--json").stdout)["notes"]
    assert any(note["kind"] == "changed" for note in notes) and file.read_text() == "# mine now\n"
    assert b"kept" in run(hosts, "uninstall", "--host", "hermes").stdout
    assert file.read_text() == "# mine now\n" and list(tree(hosts.user)) == [OWNED["hermes"]]


def test_files_of_others_in_our_place_are_not_taken(hosts):
    file = hosts.user / OWNED["opencode"]
    file.parent.mkdir(parents=True)
    file.write_text("theirs")
    run(hosts, "install", "--host", "opencode", status=3)
    assert file.read_text() == "theirs"
    run(hosts, "install", "--host", "opencode", "--replace")
    run(hosts, "uninstall", "--host", "opencode")
    assert file.read_text() == "theirs"


def test_all_takes_the_hosts_that_are_found_and_only_after_a_yes(hosts):
    for host in ("codex", "hermes"):
        place(host, hosts.user)
    (hosts.user / ".cursor" / "memos-plugin").mkdir(parents=True)
    before = tree(hosts.user)
    assert b"--yes" in run(hosts, "install", "--all", status=64).stderr
    assert tree(hosts.user) == before
    shown = run(hosts, "install", "--all", "--dry-run").stdout.decode()
    assert "config.toml" in shown and "config.yaml" in shown and tree(hosts.user) == before
    result = json.loads(run(hosts, "install", "--all", "--yes", "--json").stdout)
    assert {entry["host"] for entry in result["hosts"]} == {"codex", "hermes"}
    run(hosts, "uninstall", "--all", "--yes")
    assert tree(hosts.user) == before


def test_shared_puts_several_hosts_on_one_home(hosts):
    folder = hosts.scratch / "one memory"
    done = run(hosts, "install", "--host", "codex", "--host", "cursor", "--shared", str(folder), "--yes")
    assert b"capture.exceptAgents" in done.stdout
    for name in (".codex/hooks.json", ".codex/config.toml", ".cursor/hooks.json", ".cursor/mcp.json"):
        assert "one memory" in (hosts.user / name).read_text(), name
    record = json.loads((folder / "install.json").read_text())
    assert record["version"] == 2 and set(record["hosts"]) == {"codex", "cursor"}
    # The home is found through the command lines.
    run(hosts, "uninstall", "--all", "--yes")
    assert tree(hosts.user) == {} and not (folder / "install.json").exists()


@pytest.mark.parametrize("host", ["codex", "cursor", "gemini"])
def test_guarded_commands_end_with_0_and_are_silent_without_the_program(hosts, host):
    run(hosts, "install", "--host", host)
    names = {"codex": ".codex/hooks.json", "cursor": ".cursor/hooks.json",
             "gemini": ".gemini/extensions/memos-memory/hooks/hooks.json"}
    events = json.loads((hosts.user / names[host]).read_text())["hooks"]
    lines = {hook["command"] for items in events.values() for item in items for hook in item.get("hooks", [item])}
    [line] = lines
    payload = json.dumps({"session_id": "s", "hook_event_name": "SessionEnd", "reason": "other"}).encode()
    for command in (line, line.replace("/memos hook", "/no-memos hook")):
        done = subprocess.run(["/bin/sh", "-c", command], input=payload, capture_output=True, check=False, timeout=30,
                              env={**hosts.environment, "PATH": os.environ["PATH"]})
        assert done.returncode == 0 and done.stderr == b"", done
    assert "'" in line and line.endswith(f"hook --host {host}")


def test_record_of_the_first_version_is_understood(hosts):
    import hashlib

    settings = hosts.user / ".claude" / "settings.json"
    settings.parent.mkdir()
    original = b'{"hooks": {}, "a": 1}'
    settings.write_bytes(original)
    run(hosts, "install", "--host", "claude")
    record = next(hosts.user.rglob("install.json"))
    [file] = [file for file in json.loads(record.read_text())["hosts"]["claude"]["files"] if "settings" in file["path"]]
    assert file["originalSHA256"] == hashlib.sha256(original).hexdigest()
    old = {key: file[key] for key in ("path", "existed", "originalSHA256", "installedSHA256", "backup")}
    record.write_text(json.dumps({"version": 1, "hosts": {"claude": {**old, "containers": ["hooks"]}}}))
    settings.write_text(settings.read_text().replace('"a": 1', '"a": 2'))
    run(hosts, "uninstall", "--host", "claude")
    assert json.loads(settings.read_text()) == {"hooks": {}, "a": 2}


@pytest.mark.parametrize("host", ["claude", "hermes"])
def test_an_installation_killed_at_any_moment_is_taken_back(hosts, host):
    from memos_process import BIN

    def lasting(files):
        return {name: content for name, content in files.items()
                if ".memos-backup-" not in name and not name.endswith(".tmp")}

    place(host, hosts.user)
    before = lasting(tree(hosts.user))
    for milliseconds in range(2, 32, 2):
        process = subprocess.Popen([str(BIN / "memos"), "install", "--host", host], env=hosts.environment,
                                   cwd=hosts.scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        run(hosts, "uninstall", "--host", host)
        assert lasting(tree(hosts.user)) == before, milliseconds

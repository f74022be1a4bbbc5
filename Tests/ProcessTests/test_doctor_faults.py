"""Faults that are planted one by one, each named by `memos doctor` with its mend; a healthy home has none."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from memos_process import BIN, now_ms, wait_until


def examine(home, *arguments, environment=None, program=None):
    """The checks by name, or by name and host; the exit status tells whether one failed, the last line which."""
    command = [str(program or BIN / "memos"), "doctor", "--home", str(home.path), *arguments]
    done = subprocess.run([*command, "--json"], capture_output=True, timeout=90, cwd=home.scratch, check=False,
                          env={**home.environment, **(environment or {})})
    assert done.stderr == b"", done.stderr.decode()
    report = json.loads(done.stdout)
    failed = [check for check in report["checks"] if check["state"] == "failed"]
    assert done.returncode == (1 if failed else 0) and report["ok"] == (not failed) and report["faults"] == failed
    assert all(check.get("hint") for check in report["checks"] if check["state"] != "ok"), report
    checks = {check["name"]: check for check in report["checks"]}
    return checks | {f"{check['name']}/{check['host']}": check for check in report["checks"] if "host" in check}


def install(home, host="claude"):
    done = home.memos("install", "--host", host)
    assert done.returncode == 0, done.stderr.decode()
    return home.user / ".claude" / "settings.json"


def change(path, edit):
    """Edits a JSON file through a function of its value."""
    value = json.loads(path.read_text())
    edit(value)
    path.write_text(json.dumps(value, indent=2))


def sql(home, *statements):
    """Changes the database while no daemon runs."""
    home.stop()
    connection = sqlite3.connect(home.database)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.fixture
def wired(home):
    """A home with a host that has delivered a turn."""
    home.settings = install(home)
    home.start()
    home.tell("first", "The release branch is maple-42.")
    return home


def failed(check, *words):
    assert check["state"] == "failed", check
    text = check["detail"] + " " + check["hint"]
    assert all(word in text for word in words), text


def test_a_healthy_installation_has_no_fault_within_three_seconds_and_leaves_nothing(wired):
    began = time.monotonic()
    checks = examine(wired)
    assert time.monotonic() - began < 3 * float(os.environ.get("MEMOS_TEST_SLOWNESS", "3"))
    assert [name for name, check in checks.items() if check["state"] == "failed"] == []
    assert {"home", "socket", "file-clock", "programs", "checksums", "registration", "daemon", "store", "schema", "index",
            "jobs", "vectors", "models", "disk", "permissions", "spool", "clock", "viewer", "delivery", "recall"} <= checks.keys()
    with wired.bridge(agent="claude") as bridge:
        assert [turn["userText"] for turn in bridge.request("memory.list_turns")["turns"]] == ["The release branch is maple-42."]
    done = wired.memos("doctor")
    assert done.returncode == 0 and done.stdout.decode().splitlines()[-1] == "All is well."


def test_the_last_line_names_each_fault_and_its_mend(wired):
    change(wired.settings, lambda value: value["hooks"].pop("Stop"))
    wired.config.chmod(0o644)
    done = wired.memos("doctor")
    last = done.stdout.decode().splitlines()[-1]
    assert done.returncode == 1 and "registration (claude): " in last and "memos install --host claude" in last
    assert "permissions: chmod" in last


def test_home_open_to_others(wired):
    wired.path.chmod(0o755)
    failed(examine(wired)["home"], "chmod 700")


def test_files_open_to_others(wired):
    wired.config.chmod(0o644)
    failed(examine(wired)["permissions"], "config.yaml", "chmod")


def test_socket_folder_not_private(wired):
    (wired.path / "daemon").chmod(0o755)
    failed(examine(wired)["socket"], "chmod 700")


def test_hooks_gone(wired):
    change(wired.settings, lambda value: value.pop("hooks"))
    failed(examine(wired)["registration/claude"], "memos install --host claude")


def test_one_event_missing(wired):
    change(wired.settings, lambda value: value["hooks"].pop("Stop"))
    failed(examine(wired)["registration/claude"], "Stop", "memos install")


def test_program_moved(wired):
    text = wired.settings.read_text()
    command = json.loads(text)["hooks"]["Stop"][0]["hooks"][0]["command"]
    wired.settings.write_text(text.replace(command, "/gone/bin/memos"))
    checks = examine(wired)
    failed(checks["registration/claude"], "/gone/bin/memos", "memos install")
    failed(checks["recall"], "/gone/bin/memos")


def test_hooks_of_another_home_are_told_and_not_taken_for_ours(wired):
    done = wired.memos("install", "--host", "claude", "--home", wired.scratch / "elsewhere", place_home=False)
    assert done.returncode == 0, done.stderr.decode()
    checks = examine(wired)
    assert checks["registration"]["state"] == "warning" and str(wired.scratch / "elsewhere") in checks["registration"]["detail"]
    assert checks["recall"]["state"] == "ok", checks["recall"]


def test_hooks_switched_off(wired):
    change(wired.settings, lambda value: value.update(disableAllHooks=True))
    failed(examine(wired)["consent/claude"], "disableAllHooks")


def test_host_never_wired(home):
    failed(examine(home)["registration"], "memos install --host claude")


def test_spool_stuck(wired):
    wired.start()
    (wired.spool / "rejected").mkdir(mode=0o700, exist_ok=True)
    (wired.spool / "rejected" / f"{now_ms():014}-x.json").write_text("{")
    failed(examine(wired)["spool"], "could not be taken over")


def test_viewer_port_taken(wired):
    wired.stop()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        wired.memos("config", "set", "viewer.port", port)
        wired.stop()
        wired.start()
        wait_until(lambda: (wired.run_info() or {}).get("viewerPort"), what="another port")
        check = examine(wired)["viewer"]
    assert check["state"] == "warning" and str(port) in check["detail"] and "viewer.port" in check["hint"]


def test_schema_newer(wired):
    sql(wired, "INSERT INTO grdb_migrations VALUES ('999-from-the-future')")
    failed(examine(wired)["daemon"], "newer")


def test_index_out_of_step(wired):
    sql(wired, "DELETE FROM trace_terms_docsize")
    failed(examine(wired)["index"], "0 of 1", "memos export")


def test_database_damaged(wired):
    wired.stop()
    # What was written is still in the log beside the file.
    with closing(sqlite3.connect(wired.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        wired.database.with_name(wired.database.name + suffix).unlink(missing_ok=True)
    content = bytearray(wired.database.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    wired.database.write_bytes(content)
    checks = examine(wired)
    assert any(checks[name]["state"] == "failed" and "data" in checks[name]["detail"] + checks[name]["hint"]
               for name in ("daemon", "store") if name in checks), checks


def test_disk_full(wired):
    if os.geteuid() != 0:
        pytest.skip("a small file system needs the rights to mount one")
    place = wired.scratch / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m,mode=700", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        wired.path = place / "home"
        failed(examine(wired)["disk"], "MiB are free", "Free some space")
        wired.stop()
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_memories_from_the_future(wired):
    sql(wired, "UPDATE turns SET started_at = started_at + 86400000")
    failed(examine(wired)["clock"], "in the future", "clock")


def test_settings_invalid(wired):
    wired.stop()
    wired.config.write_text("recall:\n  enabled: perhaps\n")
    failed(examine(wired)["daemon"], "recall.enabled")


def test_model_settings_wrong(wired):
    wired.memos("config", "set", "llm.provider", "bedrock")
    failed(examine(wired)["models"], "llm.model")


def test_model_file_damaged(wired):
    wired.stop()
    shelf = wired.scratch / "models"
    shelf.mkdir()
    (shelf / "broken.memos-model").write_bytes(b"this is no model" * 4096)
    wired.environment["MEMOS_MODELS"] = str(shelf)
    wired.memos("config", "set", "embedding.model", "broken")
    wired.stop()
    wired.start()
    wait_until(lambda: wired.json("vectors", "status").get("problem"), what="the problem with the model")
    check = examine(wired)["vectors"]
    failed(check, "model's file cannot be used")


def test_daemon_program_missing(wired):
    wired.stop()
    failed(examine(wired, environment={"MEMOS_DAEMON": "/gone/memosd"})["programs"], "MEMOS_DAEMON")


def test_daemon_of_another_version(wired):
    wired.stop()
    fake = Path(__file__).parent / "fake_daemon.py"
    daemon = subprocess.Popen([fake, "--home", wired.path, "--agent", "claude", "--no-viewer"],
                              env={**wired.environment, "FAKE_VERSION": "9.0.0"}, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: (wired.path / "daemon" / "memosd.sock").exists(), what="the daemon's socket")
        failed(examine(wired)["daemon"], "9.0.0", "memos stop")
    finally:
        daemon.kill()
        daemon.wait()


def test_checksum_differs(wired):
    prefix = wired.scratch / "prefix"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "share" / "memos").mkdir(parents=True)
    for name in ("memos", "memosd"):
        shutil.copy2(BIN / name, prefix / "bin" / name)
    names = ["bin/memos"]
    sums = prefix / "share" / "memos" / "SHA256SUMS"
    digest = {name: hashlib.sha256((prefix / name).read_bytes()).hexdigest() for name in names}
    sums.write_text("".join(f"{digest[name]}  {name}\n" for name in names))
    assert examine(wired, program=prefix / "bin" / "memos")["checksums"]["state"] == "ok"
    sums.write_text(f"{'0' * 64}  bin/memos\n")
    failed(examine(wired, program=prefix / "bin" / "memos")["checksums"], "bin/memos", "install.sh")


def test_hooks_fail(wired):
    wired.start()
    with open(wired.path / "logs" / "hook.log", "a") as log:
        for number in range(3):
            record = {"ts": now_ms() - number, "host": "claude", "msg": "no answer [deadline_exceeded], event spooled"}
            log.write(json.dumps(record) + "\n")
    failed(examine(wired)["delivery/claude"], "3 hooks of claude failed", "deadline_exceeded", "hook.log")


def test_no_capture_for_many_prompts_is_said_everywhere(wired):
    for number in range(6):
        wired.hook("UserPromptSubmit", "second", f"q{number}", prompt=f"Where is the branch number {number} kept?")
    # The last prompt may still be answered.
    failed(examine(wired)["delivery/claude"], "No capture for 5 prompts", "memos install --host claude")
    [host] = wired.json("status")["hosts"]
    assert host["host"] == "claude" and host["promptsSinceCapture"] == 5 and host["state"] == "failing"
    assert "No capture for 5 prompts" in wired.memos("status").stdout.decode()
    assert "No capture for 5 prompts" in wired.hook("SessionStart", "third", source="startup")["systemMessage"]
    with wired.bridge(agent="claude") as bridge:
        problems = bridge.request("overview.get", {"offsetMinutes": 0})["health"]["problems"]
    assert "No capture for 5 prompts" in [problem["message"] for problem in problems if problem["code"] == "host_ends_missing"][0]


CODEX_HOOKS = {"hooks": {event: [{"hooks": [{"type": "command", "command": "COMMAND", "timeout": 5}]}]
                         for event in ("SessionStart", "UserPromptSubmit", "PostToolUse", "Stop", "SessionEnd")}}


def test_codex_hooks_untrusted(home):
    if home.memos("install", "--host", "codex", "--yes").returncode == 0:
        pass
    else:
        folder = home.user / ".codex"
        folder.mkdir(exist_ok=True)
        line = f"/bin/sh -c '[ -x {BIN}/memos ] && {BIN}/memos hook --host codex; exit 0'"
        (folder / "hooks.json").write_text(json.dumps(CODEX_HOOKS).replace("COMMAND", line))
    failed(examine(home, "--host", "codex")["consent/codex"], "not trusted", "/hooks")


def test_openclaw_flag_missing(home):
    folder = home.user / ".openclaw"
    folder.mkdir()
    (folder / "openclaw.json").write_text('{ plugins: { slots: { memory: "memos" }, entries: { memos: { enabled: true } } } }')
    checks = examine(home, "--host", "openclaw")
    failed(checks.get("consent/openclaw") or checks["registration/openclaw"], "openclaw")


def test_hermes_provider_not_active(home):
    folder = home.user / ".hermes"
    (folder / "plugins" / "memos").mkdir(parents=True)
    (folder / "config.yaml").write_text("# mine\nmemory:\n  provider: other # not ours\n")
    failed(examine(home, "--host", "hermes")["registration/hermes"], "hermes")

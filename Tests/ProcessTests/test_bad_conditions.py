"""A home that cannot be written, a full disk, a damaged database, a wrong setting: a clear word, and the host goes on."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from memos_process import Home, wait_until


def clear_error(done):
    """An error a person can act on: not zero, one or a few lines on stderr, no stack trace, no success on stdout."""
    assert done.returncode not in (0, None) and done.returncode > 0, done
    text = done.stderr.decode()
    assert text.strip() and len(text.splitlines()) <= 12, text
    assert "Fatal error" not in text and "Stack dump" not in text, text
    return text


def as_somebody_else(home):
    """The front run as `nobody`, for whom file modes count."""
    return {"user": 65534, "group": 65534, "extra_groups": []}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody whom file modes stop")
def test_unwritable_home_is_named_and_hooks_stay_silent(scratch):
    home = Home(scratch)
    os.chmod(scratch, 0o755)
    home.path.mkdir(mode=0o500)
    from memos_process import BIN

    def run(*arguments, stdin=b""):
        return subprocess.run([str(BIN / "memos"), *arguments, "--home", str(home.path)], input=stdin, capture_output=True,
                              env=home.environment, cwd="/", timeout=30, check=False, **as_somebody_else(home))

    try:
        if run("--version").returncode not in (0, 64):
            pytest.skip("nobody cannot run the programs from this folder")
    except PermissionError:
        pytest.skip("nobody cannot reach the programs in this folder")
    text = clear_error(run("search", "x"))
    assert str(home.path) in text
    payload = json.dumps({"hook_event_name": "UserPromptSubmit", "session_id": "s", "prompt": "hello", "cwd": "/"}).encode()
    began = time.monotonic()
    done = run("hook", "--host", "claude", stdin=payload)
    assert (done.returncode, done.stdout) == (0, b"")
    assert time.monotonic() - began < 3


def test_home_under_a_file_is_named(scratch):
    (scratch / "file").write_text("x")
    home = Home(scratch, "file/home")
    text = clear_error(home.ask())
    assert "file" in text
    done = home.memos("hook", "--host", "claude", stdin=json.dumps({"hook_event_name": "Stop", "session_id": "s"}))
    assert (done.returncode, done.stdout) == (0, b"")


@contextmanager
def small_disk(folder, size="12m"):
    folder.mkdir()
    if os.geteuid() != 0 or not sys.platform.startswith("linux") or \
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)],
                           capture_output=True, check=False).returncode != 0:
        pytest.skip("needs root and the right to mount a small disk")
    try:
        yield folder
    finally:
        from memos_process import end_everything_of

        end_everything_of(folder)
        time.sleep(0.2)
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_full_disk_refuses_clearly_loses_nothing_acknowledged_and_recovers(scratch):
    with small_disk(scratch / "disk") as disk:
        home = Home(disk)
        with home.bridge() as bridge:
            session = bridge.open_session()
            kept = [bridge.turn(session, f"Before the disk was full, fact {index}.", turnKey=f"a{index}")["traceId"]
                    for index in range(5)]
            filler = disk / "filler"
            # Without a buffer: closing the file would try again to write what did not fit.
            with open(filler, "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * 65536)
                except OSError:
                    pass
            failed = None
            for index in range(200):
                try:
                    kept.append(bridge.turn(session, f"While it is full {index}. " + "padding text " * 300,
                                            turnKey=f"b{index}")["traceId"])
                except Exception as error:
                    failed = error
                    break
            assert failed is not None and failed.data["code"], "a full disk must not look like success"
            assert failed.message
            output = home.hook("UserPromptSubmit", "h", "p", prompt="Hello on a full disk")
            assert output is None or output
            home.hook("Stop", "h", "p", stop_hook_active=False, last_assistant_message="Full.")
            filler.unlink()
            wait_until(lambda: works_again(bridge, session), what="capture after room was made")
            stored = {trace["id"] for trace in bridge.traces()}
        assert set(kept) <= stored
        home.stop()
        connection = sqlite3.connect(home.database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def works_again(bridge, session):
    try:
        return bridge.turn(session, "After room was made.", turnKey="after")["traceId"]
    except Exception:
        return None


def filled(home, turns=60):
    with home.bridge() as bridge:
        for index in range(turns):
            bridge.turn(bridge.open_session(), f"Row {index} about subject {index % 7}. " + "text of some length " * 40, "ok")
    home.stop()
    connection = sqlite3.connect(home.database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.mark.parametrize("place", ["middle", "first", "everywhere"])
def test_damaged_database_is_reported_and_hooks_go_on(home, place):
    filled(home)
    for suffix in ("-wal", "-shm"):
        home.database.with_name(home.database.name + suffix).unlink(missing_ok=True)
    content = bytearray(home.database.read_bytes())
    start, length = {"middle": (len(content) // 2, 8192), "first": (0, 4096), "everywhere": (4096, len(content) - 4096)}[place]
    content[start:start + length] = b"\xa5" * length
    home.database.write_bytes(content)

    for event, fields in (("UserPromptSubmit", {"prompt": "What about subject 3?"}),
                          ("Stop", {"stop_hook_active": False, "last_assistant_message": "Nothing."})):
        home.hook(event, "s", "p", **fields)
    done = home.memos("search", "subject 3")
    if done.returncode != 0:
        text = clear_error(done)
        assert "memos.db" in text or "database" in text.lower(), text
    doctor = home.memos("doctor")
    assert doctor.returncode >= 0, "never a crash"
    if place != "middle":
        assert doctor.returncode != 0 and b"database" in (doctor.stdout + doctor.stderr).lower()


def contents(connection):
    """The schema and the rows of the tables that hold memories; opening a file may count up its header."""
    schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    return schema, [connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
                    for table in ("sessions", "episodes", "turns", "traces", "grdb_migrations")]


def test_newer_schema_is_refused_with_both_versions_and_left_untouched(home):
    filled(home, 2)
    connection = sqlite3.connect(home.database)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "grdb_migrations" in tables:
        connection.execute("INSERT INTO grdb_migrations (identifier) VALUES ('M9999')")
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = home.database.read_bytes()
    text = clear_error(home.ask())
    assert "newer" in text.lower(), text
    home.hook("UserPromptSubmit", prompt="Hello, newer database")
    assert home.database.read_bytes() == before


WRONG_SETTINGS = [
    ("recal:\n  topK: 3\n", "recal"),
    ("logging:\n  level: loud\n", "logging.level"),
    ("viewer:\n  port: eighty\n", "viewer.port"),
    ("viewer: [1, 2\n", "config.yaml"),
]


@pytest.mark.parametrize("text, named", WRONG_SETTINGS)
def test_wrong_setting_is_named_with_what_is_allowed(home, text, named):
    home.configure(text)
    said = clear_error(home.ask())
    assert named in said or named.split(".")[-1] in said, said
    assert home.config.read_text() == text, "a file with a mistake is not touched"
    assert home.hook("UserPromptSubmit", prompt="Hello with a broken config") is None
    doctor = home.memos("doctor")
    assert doctor.returncode > 0 and named.split(".")[-1].encode() in doctor.stdout + doctor.stderr


def test_typo_suggests_the_right_key(home):
    home.configure("recal:\n  enabled: true\n")
    assert "recall" in clear_error(home.ask())


def test_empty_and_missing_configuration_mean_the_defaults(home):
    home.configure("")
    home.start()
    home.stop()
    home.config.unlink()
    home.start()
    assert home.config.exists(), "the template comes back"


def test_deleted_folders_are_made_again(home):
    with home.bridge() as bridge:
        bridge.turn(bridge.open_session(), "The yak fact.", "ok")
    home.stop()
    shutil.rmtree(home.path / "logs")
    home.start()
    assert (home.path / "logs").is_dir()
    home.stop()
    for folder in ("data", "skills"):
        shutil.rmtree(home.path / folder)
    with home.bridge() as bridge:
        assert bridge.search("yak fact")["hits"] == []
    assert (home.path / "data").is_dir() and (home.path / "skills").is_dir() and home.config.exists()

"""The commands a person types."""

import json
import sqlite3

import pytest

from memos_process import Home, shared_folder

COMMANDS = ["daemon", "bridge", "hook", "search", "show", "status", "import", "export", "viewer", "stop", "doctor",
            "install", "uninstall", "config", "logs", "completions", "model", "vectors", "project"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_there_and_starts_nothing(home, command):
    done = home.memos(*[command] if command else [], "--help", place_home=False)
    assert done.returncode == 0 and b"USAGE" in done.stdout.upper() and done.stderr == b""
    assert not home.path.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(home, shell):
    done = home.memos("completions", shell, place_home=False)
    assert done.returncode == 0 and b"memos" in done.stdout


def test_wrong_usage_ends_with_the_usage_status(home):
    for arguments in (["levitate"], ["search"], ["show"], ["status", "--no-such-option"]):
        done = home.memos(*arguments, place_home=False)
        assert done.returncode == 64, (arguments, done)
        assert done.stderr and not done.stdout


def test_home_precedence(scratch):
    home = Home(scratch)
    chosen, named = scratch / "chosen", scratch / "named"
    home.memos("search", "x", "--home", chosen, environment={"MEMOS_HOME": str(named)}, place_home=False)
    assert chosen.exists() and not named.exists()
    home.memos("search", "x", environment={"MEMOS_HOME": str(named)}, place_home=False)
    assert named.exists()
    home.memos("search", "x", place_home=False)
    assert (home.user / ".claude" / "memos-plugin").exists()
    home.memos("search", "x", "--agent", "hermes", place_home=False)
    assert (home.user / ".hermes" / "memos-plugin").exists()
    for folder in (chosen, named, home.user / ".claude" / "memos-plugin", home.user / ".hermes" / "memos-plugin"):
        home.memos("stop", "--home", folder, place_home=False)


def test_status_search_and_show(home):
    home.start()
    home.tell("s", "The caracal index is rebuilt at 3 am.", "Noted.")
    status = home.json("status")
    assert status["counts"]["turns"] == 1
    assert b"1" in home.memos("status").stdout
    hits = home.json("search", "When is the caracal index rebuilt?")["hits"]
    assert "caracal" in hits[0]["snippet"]
    assert b"caracal" in home.memos("search", "caracal").stdout
    shown = home.json("show", hits[0]["refId"])
    assert shown["kind"] and "caracal" in json.dumps(shown)
    missing = home.memos("show", "no-such-id")
    assert missing.returncode == 1 and b"hint" in missing.stderr and missing.stdout == b""


def test_search_that_finds_nothing_says_so(home):
    home.start()
    done = home.memos("search", "nothing of the kind")
    assert done.returncode in (0, 1)
    assert home.json("search", "nothing of the kind")["hits"] == [] if done.returncode == 0 else True


def transcript(folder, session, turns, extra=()):
    """A Claude Code transcript, one line a message, with what an importer must skip."""
    lines = [{"type": "summary", "summary": "ignored"}]
    for index, (user, assistant) in enumerate(turns):
        stamp = f"2026-05-01T10:{index:02d}:00.000Z"
        base = {"sessionId": session, "cwd": "/project", "version": "2.1.0", "isSidechain": False, "gitBranch": "main"}
        lines.append({**base, "type": "user", "uuid": f"{session}-u{index}", "timestamp": stamp,
                      "message": {"role": "user", "content": user}})
        lines.append({**base, "type": "assistant", "uuid": f"{session}-a{index}", "timestamp": stamp,
                      "message": {"id": f"m{index}", "role": "assistant", "content": [{"type": "text", "text": assistant}]}})
    lines += extra
    project = folder / ".claude" / "projects" / "-project"
    project.mkdir(parents=True, exist_ok=True)
    file = project / f"{session}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_import_is_dry_first_then_idempotent_then_incremental(home):
    turns = [(f"Imported question {index} about the quoll.", f"Imported answer {index}.") for index in range(6)]
    file = transcript(home.user, "old-session", turns, [{"type": "from-the-future", "x": 1}])
    before = file.read_bytes()
    plan = home.json("import", "--dry-run")
    assert plan["total"]["turns"] == 6 and plan["total"]["newMessages"] == 12, plan
    assert home.memos("import").returncode != 0, "nobody said yes"
    assert home.json("status")["counts"]["turns"] == 0
    home.json("import", "--yes")
    assert home.json("status")["counts"]["turns"] == 6
    home.json("import", "--yes")
    home.json("import", "--yes", str(file))
    assert home.json("status")["counts"]["turns"] == 6
    transcript(home.user, "old-session", [*turns, ("One more about the quoll.", "Yes.")])
    home.json("import", "--yes")
    assert home.json("status")["counts"]["turns"] == 7
    assert file.read_bytes() != before, "written by the test, never by the importer"
    assert home.json("search", "quoll")["hits"]


def test_import_survives_broken_lines_and_foreign_files(home):
    file = transcript(home.user, "torn", [("A whole turn about the numbat.", "Yes.")])
    file.write_bytes(file.read_bytes() + b'{"type":"user","message":{"role":"us\n\xff\xfe\n{"type":"assistant"')
    done = home.memos("import", "--yes", "--json", str(file))
    assert done.returncode == 0, done.stderr
    assert home.json("status")["counts"]["turns"] == 1
    stranger = home.scratch / "stranger.jsonl"
    stranger.write_bytes(b"\x00\x01 not a transcript")
    done = home.memos("import", "--yes", str(stranger))
    assert done.returncode != 0 and b"recognised" in done.stderr + done.stdout


def test_import_redacts(home):
    secret = "ghp_" + "Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp9Oo8N"
    transcript(home.user, "leaky", [(f"Use {secret} for the dugong.", f"Used {secret}.")])
    home.json("import", "--yes")
    assert home.json("search", "dugong")["hits"]
    assert home.files_containing(secret) == []


TRANSCRIPTS = shared_folder("data/transcripts")


@pytest.mark.skipif(TRANSCRIPTS is None, reason="no sample transcripts beside the repository")
def test_sample_transcripts_import(home):
    samples = [file for file in sorted(TRANSCRIPTS.rglob("*.jsonl"))
               if file.parts[len(TRANSCRIPTS.parts)] in ("claude-code",)]
    for file in samples:
        done = home.memos("import", "--yes", "--json", str(file))
        assert done.returncode == 0, (file.name, done.stderr)
    assert home.json("status")["counts"]["turns"] >= len(samples)


def test_export_and_restore_into_an_empty_home(scratch):
    home, copy = Home(scratch, "one"), Home(scratch, "two")
    home.start()
    for index in range(5):
        home.tell(f"s{index}", f"Exported fact {index} about the saiga.", "Kept.")
    file = scratch / "export.jsonl"
    done = home.memos("export", str(file))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert (lines[0]["kind"], lines[0]["version"]) == ("memos-export", 5)
    for _ in range(2):
        done = copy.memos("import", "--restore", str(file))
        assert done.returncode == 0, done.stderr
        assert copy.json("status")["counts"]["turns"] == 5
    assert copy.json("search", "saiga")["hits"]
    with home.bridge(agent="claude") as first, copy.bridge(agent="claude") as second:
        assert {t["id"] for t in first.traces()} == {t["id"] for t in second.traces()}


def test_doctor_is_content_with_a_healthy_home_and_names_what_is_wrong(home):
    home.start()
    install = home.memos("install", "--host", "claude")
    assert install.returncode == 0, install.stderr
    done = home.memos("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    (home.user / ".claude" / "settings.json").write_text('{"hooks": {}}')
    done = home.memos("doctor")
    assert done.returncode != 0 and b"hook" in done.stdout.lower() + done.stderr.lower()


def test_viewer_prints_a_link(home):
    home.start()
    done = home.memos("viewer", "--no-open")
    assert done.returncode == 0 and b"http://127.0.0.1:" in done.stdout


def test_backup_is_left_alone_by_an_ordinary_start(home):
    home.start()
    home.stop()
    home.start()
    connection = sqlite3.connect(f"file:{home.database}?mode=ro", uri=True)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    strict = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict"
                                " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%grdb%'").fetchall()
    connection.close()
    assert strict == []
    assert len(list((home.path / "data" / "backups").glob("*"))) <= 2


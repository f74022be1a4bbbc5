"""Back-fill of a whole machine: every host's transcripts and notes at their usual places, once, whatever happens between."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest
from memos_process import BIN, ROOT, Home, now_ms, shared_folder, wait_until

FIXTURES = ROOT / "Tests" / "Fixtures" / "transcripts"
SAMPLES = shared_folder("data/transcripts")


def iso(ms):
    return datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lines(path, *records):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def database(path, script, *inserts):
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(script)
    for sql, values in inserts:
        connection.execute(sql, values)
    connection.commit()
    connection.close()


# A transcript of one question and its answer in each host's own shape.

def claude(user, at, text, answer):
    common = {"sessionId": "c-1", "cwd": "/src/api", "isSidechain": False}
    lines(user / ".claude/projects/-src-api/c-1.jsonl",
          {"type": "user", "uuid": "u1", "promptId": "prompt-1", "timestamp": iso(at), **common,
           "message": {"role": "user", "content": text}},
          {"type": "assistant", "uuid": "u2", "timestamp": iso(at + 900), **common,
           "message": {"id": "m1", "role": "assistant", "content": [{"type": "text", "text": answer}]}})


def codex(user, at, text, answer):
    def line(kind, payload):
        return {"timestamp": iso(at), "type": kind, "payload": payload}
    lines(user / ".codex/sessions/2026/03/01/rollout-2026-03-01T09-00-00-x1.jsonl",
          line("session_meta", {"id": "x-1", "cwd": "/src/api", "timestamp": iso(at)}),
          line("turn_context", {"turn_id": "turn-1", "cwd": "/src/api"}),
          line("response_item", {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}),
          line("response_item", {"type": "message", "role": "assistant",
                                 "content": [{"type": "output_text", "text": answer}]}))


def cursor(user, at, text, answer):
    lines(user / ".cursor/projects/src-api/agent-transcripts/u-1/u-1.jsonl",
          {"role": "user", "message": {"content": [{"type": "text", "text": f"<user_query>{text}</user_query>"}]}},
          {"role": "assistant", "message": {"content": [{"type": "text", "text": answer}]}})


def gemini(user, at, text, answer):
    lines(user / ".gemini/tmp/api/chats/session-2026-03-01T09-00-g1.jsonl",
          {"sessionId": "g-1", "projectHash": "h", "startTime": iso(at), "lastUpdated": iso(at), "kind": "main"},
          {"id": "1", "timestamp": iso(at), "type": "user", "content": text},
          {"id": "2", "timestamp": iso(at + 900), "type": "gemini", "content": answer})


def hermes(user, at, text, answer):
    database(user / ".hermes/state.db",
             "CREATE TABLE sessions (id TEXT, title TEXT, cwd TEXT, started_at REAL);"
             "CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id TEXT, role TEXT, content TEXT, timestamp REAL,"
             " active INTEGER DEFAULT 1);",
             ("INSERT INTO sessions VALUES ('h-1', 't', '/src/api', ?)", (at / 1000,)),
             *[("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('h-1', ?, ?, ?)", row)
               for row in (("user", text, at / 1000), ("assistant", answer, at / 1000 + 1))])


def opencode(user, at, text, answer):
    database(user / ".local/share/opencode/opencode.db",
             "CREATE TABLE session (id TEXT, parent_id TEXT, title TEXT, directory TEXT, time_created INTEGER);"
             "CREATE TABLE message (id TEXT, session_id TEXT, data TEXT, time_created INTEGER);"
             "CREATE TABLE part (id TEXT, message_id TEXT, data TEXT);",
             ("INSERT INTO session VALUES ('ses_1', NULL, 't', '/src/api', ?)", (at,)),
             *[("INSERT INTO message VALUES (?, 'ses_1', ?, ?)",
                (name, json.dumps({"role": role, "time": {"created": at + shift}}), at + shift))
               for name, role, shift in (("msg_1", "user", 0), ("msg_2", "assistant", 900))],
             *[("INSERT INTO part VALUES (?, ?, ?)", (f"p{name}", name, json.dumps({"type": "text", "text": words})))
               for name, words in (("msg_1", text), ("msg_2", answer))])


def openclaw(user, at, text, answer):
    def message(name, role, words):
        return {"type": "message", "id": name, "timestamp": iso(at),
                "message": {"role": role, "content": [{"type": "text", "text": words}]}}
    lines(user / ".openclaw/agents/main/sessions/a1b2.jsonl",
          {"type": "session", "version": 3, "id": "a1b2", "timestamp": iso(at), "cwd": "/src/api"},
          message("0c1a", "user", f"[WebChat 2026-03-01 09:00 UTC] {text}"), message("0c1b", "assistant", answer))


def dsh(user, at, text, answer):
    lines(user / ".dsh/sessions/--src-api--/session-1/session.jsonl",
          {"type": "session", "id": "session-1", "createdAt": at, "cwd": "/src/api", "seq": 0, "time": at},
          {"type": "user/message", "seq": 1, "time": at, "data": {"content": [{"type": "text", "text": text}]}},
          {"type": "assistant/message", "seq": 2, "time": at + 900,
           "data": {"message": {"content": [{"type": "text", "text": answer}]}}})


# The host, its transcript, and how live capture calls the session and the turn.
HOSTS = [
    ("claude", claude, "c-1", "prompt-1"), ("codex", codex, "x-1", "turn-1"), ("cursor", cursor, "u-1", "generation-1"),
    ("gemini", gemini, "g-1", "hook-1"), ("hermes", hermes, "h-1", "h-1:1"), ("opencode", opencode, "ses_1", "msg_1"),
    ("openclaw", openclaw, "openclaw::main::agent:main:main", "run-1"), ("dsh", dsh, "harness-1", "step-1"),
]


def question(host):
    return f"Where does the {host} gateway keep its log?"


@pytest.fixture
def places(home):
    """The user's folder, with no variable of ours that moves a host."""
    for name in ("CODEX_HOME", "HERMES_HOME", "DSH_HOME", "OPENCODE_DB", "OPENCLAW_STATE_DIR", "OPENCLAW_HOME"):
        home.environment.pop(name, None)
    return home.user


def test_what_was_captured_live_is_imported_once_for_every_host(home, places):
    for host, write, session, key in HOSTS:
        with home.bridge(agent=host) as bridge:
            at = now_ms()
            bridge.turn(session, question(host), "In /var/log.", turnKey=key)
            write(places, at + 300, question(host), "In /var/log.")
    plan = home.json("import", "--all", "--dry-run")
    assert {entry["host"] for entry in plan["hosts"]} == {host for host, *_ in HOSTS}
    assert [entry for entry in plan["hosts"] if entry["newTurns"]] == []
    done = home.json("import", "--all", "--yes")
    assert (done["imported"]["turns"], done["errors"]) == (0, [])
    assert home.query("SELECT count(*) FROM turns") == [(len(HOSTS),)]


def test_every_host_is_found_and_each_memory_is_of_its_host(home, places):
    for host, write, *_ in HOSTS:
        write(places, 1_772_355_600_000, question(host), "In /var/log.")
    done = home.json("import", "--all", "--yes")
    assert (done["imported"]["turns"], done["errors"]) == (len(HOSTS), [])
    assert {agent for agent, in home.query("SELECT agent_kind FROM turns")} == {host for host, *_ in HOSTS}
    again = home.json("import", "--all", "--yes")
    assert again["imported"]["turns"] == 0 and again["skipped"] == len(HOSTS)
    shown = home.memos("import", "--all", "--dry-run").stdout.decode()
    assert all(host in shown for host, *_ in HOSTS) and "total" in shown


def test_a_host_is_a_filter_and_a_day_too(home, places):
    for host, write, *_ in HOSTS:
        write(places, 1_772_355_600_000, question(host), "In /var/log.")
    done = home.json("import", "--all", "--host", "codex", "--yes")
    assert [entry["host"] for entry in done["hosts"]] == ["codex"] and done["imported"]["turns"] == 1
    late = home.json("import", "--all", "--since", "2026-03-02", "--yes")
    # Transcripts without times of their own are as old as their file.
    assert {entry["host"]: entry["newTurns"] for entry in late["hosts"] if entry["newTurns"]} == {"cursor": 1}
    assert home.json("import", "--all", "--yes")["imported"]["turns"] == len(HOSTS) - 2
    for arguments in (["--since", "yesterday"], ["--since", "2026-02-30"], [str(places)]):
        assert home.memos("import", "--all", *arguments).returncode == 64


def test_variables_of_the_caller_move_hosts(home, places):
    home.start()
    moved = home.scratch / "moved"
    codex(moved, 1_772_355_600_000, question("codex"), "In /var/log.")
    claude(moved, 1_772_355_600_000, question("claude"), "In /var/log.")
    done = home.json("import", "--all", "--yes", environment={
        "CODEX_HOME": str(moved / ".codex"), "CLAUDE_CONFIG_DIR": str(moved / ".claude")})
    assert {entry["host"] for entry in done["hosts"]} == {"codex", "claude"} and done["imported"]["turns"] == 2


def zstandard(content):
    """One frame whose blocks are stored as they are (RFC 8878, 3.1.1)."""
    blocks = [content[start:start + 100_000] for start in range(0, len(content), 100_000)]
    framed = b"".join((len(block) << 3 | (number == len(blocks) - 1)).to_bytes(3, "little") + block
                      for number, block in enumerate(blocks))
    return bytes.fromhex("28b52ffda0") + len(content).to_bytes(4, "little") + framed


def test_what_a_host_packs_is_read_and_is_the_same_as_before_it_was_packed(home, places):
    at = 1_772_355_600_000
    codex(places, at, question("codex"), "In /var/log.")
    assert home.json("import", "--all", "--yes")["imported"]["turns"] == 1
    # Codex packs what has rested for a week and removes the plain file; a session that nobody saw before is packed too.
    [rollout] = places.glob(".codex/sessions/2026/03/01/*.jsonl")
    packed = rollout.with_name(rollout.name + ".zst")
    packed.write_bytes(zstandard(rollout.read_bytes()))
    text = rollout.read_text().replace("x-1", "x-2").replace("turn-1", "turn-2").replace(question("codex"), "And the okapi?")
    packed.with_name("rollout-2026-03-01T10-00-00-x2.jsonl.zst").write_bytes(zstandard(text.encode()))
    rollout.unlink()
    # DeepSeek Harness packs each event as it comes.
    dsh(places, at, question("dsh"), "In /var/log.")
    [session] = places.glob(".dsh/sessions/*/*/session.jsonl")
    session.with_name("session.v4.jsonl.zstd").write_bytes(
        b"".join(zstandard(line) for line in session.read_bytes().splitlines(keepends=True)))
    moved = home.scratch / "moved"
    (places / ".dsh").rename(moved)
    done = home.json("import", "--all", "--yes", environment={"DSH_HOME": str(moved)})
    assert done["errors"] == []
    assert {entry["host"]: (entry["turns"], entry["newTurns"]) for entry in done["hosts"]} == {"codex": (2, 1), "dsh": (1, 1)}
    assert home.query("SELECT count(*) FROM turns") == [(3,)]


def test_a_packed_file_that_is_damaged_is_named_and_stops_no_other(home, places):
    at = 1_772_355_600_000
    codex(places, at, question("codex"), "In /var/log.")
    dsh(places, at, question("dsh"), "In /var/log.")
    [rollout] = places.glob(".codex/sessions/2026/03/01/*.jsonl")
    rollout.with_name(rollout.name + ".zst").write_bytes(zstandard(rollout.read_bytes()) + b"and this is no frame")
    rollout.unlink()
    done = json.loads(home.memos("import", "--all", "--yes", "--json").stdout)
    [error] = done["errors"]
    assert "rollout-" in json.dumps(error) and "cannot be unpacked" in json.dumps(error) and "hint" in error, error
    # What stands before the damage is kept too, and the file is looked at again next time.
    assert {agent for agent, in home.query("SELECT agent_kind FROM turns")} == {"codex", "dsh"}
    again = json.loads(home.memos("import", "--all", "--yes", "--json").stdout)
    assert (again["imported"]["turns"], len(again["errors"])) == (0, 1)


def cursor_editor(user, session, at, text, answer):
    def value(record):
        return json.dumps(record).encode()
    database(user / ".config/Cursor/User/globalStorage/state.vscdb",
             "CREATE TABLE IF NOT EXISTS cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);",
             *[("INSERT INTO cursorDiskKV VALUES (?, ?)", row) for row in (
                 (f"composerData:{session}", value({"createdAt": at, "fullConversationHeadersOnly": [
                     {"bubbleId": "b1", "type": 1}, {"bubbleId": "b2", "type": 2}]})),
                 (f"bubbleId:{session}:b1", value({"type": 1, "text": text, "createdAt": iso(at)})),
                 (f"bubbleId:{session}:b2", value({"type": 2, "text": answer, "createdAt": iso(at + 900)})))])


@pytest.mark.parametrize("first", ["lines", "editor"])
def test_what_cursor_keeps_twice_is_imported_once(home, places, first):
    """Its lines carry no times, its editor's database does."""
    at = 1_772_355_600_000
    def both(order):
        for kind in order:
            if kind == "lines":
                cursor(places, at, question("cursor"), "In /var/log.")
            else:
                cursor_editor(places, "u-1", at, question("cursor"), "In /var/log.")
                cursor_editor(places, "u-2", at + 60_000, "Who keeps the quay?", "Ada does.")
            assert home.json("import", "--all", "--yes")["errors"] == []
    both(["lines", "editor"] if first == "lines" else ["editor", "lines"])
    assert sorted(home.query("SELECT session_id, user_text FROM turns")) == [
        ("u-1", question("cursor")), ("u-2", "Who keeps the quay?")]
    assert {agent for agent, in home.query("SELECT agent_kind FROM turns")} == {"cursor"}


def test_unknown_records_and_broken_lines_are_counted_and_said(home, places):
    claude(places, 1_772_355_600_000, question("claude"), "In /var/log.")
    file = places / ".claude/projects/-src-api/c-1.jsonl"
    file.write_text(file.read_text() + '{"type":"moon-phase"}\n{"type":"moon-phase"}\nno json\n')
    shown = home.memos("import", "--all", "--dry-run").stdout.decode()
    assert "moon-phase (2)" in shown and "1 lines could not be read" in shown
    done = home.json("import", "--all", "--yes")
    [entry] = done["hosts"]
    assert entry["unknown"] == {"moon-phase": 2} and entry["skipped"]["broken_line"] == 1
    assert (entry["turns"], entry["newTurns"], entry["records"]) == (1, 1, 5)


def many(folder, files, turns):
    for number in range(files):
        records = []
        for turn in range(turns):
            at = 1_772_355_600_000 + (number * turns + turn) * 60_000
            common = {"sessionId": f"s{number}", "cwd": "/src/api"}
            records += [
                {"type": "user", "uuid": f"{number}-{turn}u", "timestamp": iso(at), **common,
                 "message": {"role": "user", "content": f"Question {number}-{turn} about the okapi?"}},
                {"type": "assistant", "uuid": f"{number}-{turn}a", "timestamp": iso(at + 900), **common,
                 "message": {"id": f"m{number}-{turn}", "role": "assistant",
                             "content": [{"type": "text", "text": f"Answer {number}-{turn}. " + "okapi " * 40}]}}]
        lines(folder / f".claude/projects/-src-api/s{number}.jsonl", *records)


def test_an_import_whose_daemon_is_killed_goes_on_where_it_was(home, places):
    many(places, 40, 40)
    home.start()
    front = subprocess.Popen(
        [str(BIN / "memos"), "import", "--all", "--yes", "--json", "--home", str(home.path)],
        env=home.environment, cwd=home.scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: home.query("SELECT count(*) FROM import_sources") > [(2,)], what="some files")
        os.kill(home.daemon_pid(), signal.SIGKILL)
        front.wait(timeout=60)
    finally:
        front.kill()
        front.wait()
    done = home.json("import", "--all", "--yes")
    assert done["errors"] == []
    assert home.query("SELECT count(*), count(DISTINCT session_id || key) FROM turns") == [(1600, 1600)]
    assert home.query("SELECT count(*) FROM import_sources") == [(40,)]
    assert home.json("import", "--all", "--yes")["skipped"] == 40


def test_notes_of_the_hosts_are_found_recalled_and_replaced(home, places):
    note = places / ".claude/CLAUDE.md"
    for file, text in ((note, "# Build\nReleases of the walrus are made with ninja.\n"),
                       (places / ".openclaw/workspace/MEMORY.md", "The narwhal staging host is in Oslo.\n"),
                       (places / ".openclaw/workspace/memory/2026-03-01.md", "Moved the narwhal to Bergen.\n"),
                       (places / ".hermes/memories/USER.md", "Ada.\n§\nAda prefers tabs.\n")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    done = home.json("import", "--all", "--yes")
    assert {entry["format"]: entry["newTurns"] for entry in done["hosts"]} == {
        "claude-notes": 1, "openclaw-notes": 2, "hermes-notes": 2}
    assert "ninja" in json.dumps(home.json("search", "walrus releases"))
    note.write_text("# Build\nReleases of the walrus are made with meson.\n")
    os.utime(note, (1_900_000_000, 1_900_000_000))
    assert home.json("import", "--all", "--yes")["imported"]["turns"] == 1
    answers = [text for text, in home.query("SELECT agent_text FROM turns WHERE session_id LIKE '%CLAUDE.md'")]
    assert answers == ["Releases of the walrus are made with meson."]
    forgotten = home.memos("forget", f"notes:{note}", "--yes")
    assert forgotten.returncode == 0, forgotten.stderr
    note.write_text("# Build\nReleases of the walrus are made with meson.\n\n")
    assert home.json("import", "--all", "--yes")["imported"]["turns"] == 0


def plugin_database(path):
    database(path, """
        CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
        CREATE TABLE sessions (id TEXT PRIMARY KEY, agent TEXT, owner_agent_kind TEXT, meta_json TEXT DEFAULT '{}');
        CREATE TABLE traces (id TEXT PRIMARY KEY, episode_id TEXT, session_id TEXT, owner_agent_kind TEXT, ts INTEGER,
            user_text TEXT, agent_text TEXT, tool_calls_json TEXT DEFAULT '[]', agent_thinking TEXT, turn_id INTEGER);
        CREATE TABLE policies (id TEXT PRIMARY KEY, owner_agent_kind TEXT, title TEXT, trigger TEXT, procedure TEXT,
            verification TEXT, boundary TEXT, status TEXT, updated_at INTEGER);
        INSERT INTO sessions VALUES ('openclaw::main::x', 'openclaw', 'openclaw', '{}');
        INSERT INTO policies VALUES ('p', 'openclaw', 'Check the dugong', 'deploying', 'look at the gauge', '', '',
            'active', 1772355600000);
        """, *[("INSERT INTO traces (id, episode_id, session_id, owner_agent_kind, ts, user_text, agent_text, turn_id) "
                "VALUES (?, 'e', 'openclaw::main::x', 'openclaw', ?, ?, ?, ?)", row)
               for row in (("t1", 1_772_355_601_000, question("openclaw"), "In /var/log.", 1_772_355_600_000),
                           ("t2", 1_772_356_601_000, "Who feeds the dugong?", "Ada does.", 1_772_356_600_000))])


def test_what_the_memos_plugin_kept_comes_in_beside_the_transcripts_it_was_made_of(home, places):
    openclaw(places, 1_772_355_600_500, question("openclaw"), "In /var/log.")
    plugin_database(places / ".openclaw/memos-plugin/data/memos.db")
    done = home.json("import", "--all", "--yes")
    assert done["errors"] == []
    counts = {entry["format"]: entry["newTurns"] for entry in done["hosts"]}
    # Two files are read at a time: either may be the first to tell of the turn that both have. The policy is a note.
    assert counts in ({"openclaw": 1, "memos-plugin-db": 2}, {"openclaw": 0, "memos-plugin-db": 3})
    assert home.query("SELECT count(*) FROM turns") == [(3,)]
    assert {agent for agent, in home.query("SELECT agent_kind FROM turns")} == {"openclaw"}
    again = home.memos("import", "--json", "--yes", str(places / ".openclaw/memos-plugin/data/memos.db"))
    assert json.loads(again.stdout)["imported"]["turns"] == 0


def test_a_database_of_the_plugin_in_our_home_is_left_alone_and_explained(home):
    plugin_database(home.database)
    before = home.database.read_bytes()
    refused = home.memos("config", "get", timeout=60)
    said = (refused.stdout + refused.stderr).decode()
    assert "another program" in said and "memos-plugin-db" in said, said
    assert home.database.read_bytes() == before


@pytest.mark.skipif(SAMPLES is None, reason="no sample transcripts beside the repository")
def test_every_sample_imports_and_is_redacted(home, places):
    folder = home.scratch / "samples"
    shutil.copytree(SAMPLES, folder)
    for dump, name in (("hermes/profiles/architect/hermes.sql", "state.db"), ("opencode/opencode.sql", "opencode.db"),
                       ("goose/sessions/goose.sql", "sessions.db"), ("zed/zed.sql", "threads.db")):
        database((folder / dump).with_name(name), (folder / dump).read_text())
    secret = "ghp_" + "Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp9Oo8N"
    for file in (folder / "claude-code/session.jsonl", folder / "cursor/projects/registry-demo/agent-transcripts/registry-cursor.jsonl"):
        text = file.read_text()
        assert '"text":"' in text or '"content":"' in text
        file.write_text(text.replace('"text":"', f'"text":"{secret} ').replace('"content":"', f'"content":"{secret} '))
    done = json.loads(home.memos("import", "--json", "--yes", str(folder)).stdout)
    assert done["errors"] == [], done["errors"]
    assert {entry["format"] for entry in done["hosts"]} >= {
        "claude-code", "codex", "hermes", "openclaw", "gemini", "cursor", "opencode", "qwen", "omp", "pi", "aider", "grok",
        "roo", "cline", "zed", "kimi", "copilot", "antigravity", "deepseek", "goose"}
    assert all(entry["newTurns"] for entry in done["hosts"])
    assert home.files_containing(secret) == []

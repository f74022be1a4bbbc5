"""`memos forget`: what is forgotten is in no byte of the home, and does not come back."""

import json
import time

from memos_process import wait_until

WORD = "zebrafish"
TOLD = f"The release branch of the parser is called {WORD}."


def turn_of(home, text):
    """The id of the turn with this text."""
    with home.bridge() as bridge:
        for turn in bridge.request("memory.list_turns", {"limit": 200})["turns"]:
            if text in turn["userText"]:
                return turn["turnId"]
    raise AssertionError(f"no turn says {text!r}")


def tell(home):
    """A session that is told the word and uses it, one that is shown it, and a search for it."""
    home.start()
    with home.bridge(agent="claude") as bridge:
        session = bridge.open_session("s1")
        bridge.turn(session, TOLD, f"Noted: {WORD}.", [
            {"name": "Bash", "input": {"command": f"git switch {WORD}"}, "output": f"on {WORD}", "toolCallId": "c1"}])
        bridge.turn(session, "Which tool builds the lexer of the parser?", "It is built with ninja.")
        bridge.request("session.close", {"sessionId": session})
        shown = bridge.start_turn(bridge.open_session("s2"), "What is the release branch of the parser called?")
        assert WORD in shown["injectedContext"]
        bridge.search(WORD)
    assert WORD in home.tell("s3", "What is the release branch of the parser called again?")
    assert home.files_containing(WORD) != []


def test_nothing_of_a_turn_is_left_in_any_byte(home):
    tell(home)
    turn = turn_of(home, WORD)
    plan = home.memos("forget", turn, "--dry-run")
    assert plan.returncode == 0 and plan.stdout.startswith(b"Would go: ") and b"2 steps" in plan.stdout
    assert home.files_containing(WORD) != []
    unasked = home.memos("forget", turn)
    assert unasked.returncode == 1 and b"Nothing was forgotten" in unasked.stderr and b"--yes" in unasked.stderr
    assert home.files_containing(WORD) != []
    done = home.memos("forget", turn, "--yes")
    assert done.returncode == 0 and b"1 turn" in done.stdout, done.stderr
    assert home.files_containing(WORD) == []
    home.stop()
    assert home.files_containing(WORD) == []
    assert home.files_containing("ninja") != []
    assert b"ninja" in home.memos("search", "tool that builds the lexer", "--project", "all").stdout


def test_a_whole_session_goes_and_a_skills_folder_and_copies_of_the_database_with_it(home):
    tell(home)
    skills = home.path / "skills" / "fish"
    skills.mkdir(parents=True)
    (skills / "SKILL.md").write_text(WORD)
    backups = home.path / "data" / "backups"
    backups.mkdir(exist_ok=True)
    (backups / f"memos-{int(time.time() * 1000)}.db").write_text(WORD)
    kept = backups / "memos-1000.db"
    kept.write_text("from before")
    rejected = home.spool / "rejected"
    rejected.mkdir(parents=True, exist_ok=True)
    (rejected / "1.json").write_text(json.dumps({"recordId": "1", "payload": {"session_id": "s1", "prompt": "x"}}))
    (rejected / "2.json").write_text(json.dumps({"recordId": "2", "payload": {"session_id": "s9", "prompt": WORD}}))
    (rejected / "3.json").write_text(json.dumps({"recordId": "3", "payload": {"session_id": "s9", "prompt": "stays"}}))
    row = {
        "agent_kind": "claude", "profile": "default", "status": "active", "version": 1, "created_at": 1, "updated_at": 1,
        "length": 1, "id": "sk_fish", "name": "fish", "summary": WORD, "words": WORD, "reliability": 0.5, "support": 2,
        "gain": 0.1, "invocation_guide": WORD, "procedure": "{}", "guidance": "{}", "evidence_anchors": "[]",
        "source_policy_ids": "[]", "source_world_model_ids": "[]"}
    with home.bridge() as bridge:
        assert bridge.request("export.restore", {"lines": [{"kind": "skills", "row": row}]})["imported"] == 1
    answer = home.json("forget", "s1", "s2", "s3", "sk_fish", "--yes")
    assert answer["removed"]["sessions"] == 3 and answer["removed"]["skills"] == 1
    assert answer["removed"]["spool"] == 2 and answer["removed"]["skillFolders"] == 1
    assert answer["removed"]["backups"] >= 1
    assert not skills.exists() and [file.name for file in rejected.iterdir()] == ["3.json"]
    assert home.files_containing(WORD) == []


def test_a_transcript_and_an_export_do_not_bring_it_back(home):
    transcripts = home.scratch / "transcripts"
    transcripts.mkdir()
    at = 1_772_355_600
    lines = [
        {"type": "user", "sessionId": "t1", "uuid": "u1", "parentUuid": None, "cwd": "/src/api",
         "timestamp": "2026-03-01T09:00:00.000Z", "message": {"role": "user", "content": TOLD}},
        {"type": "assistant", "sessionId": "t1", "uuid": "a1", "parentUuid": "u1", "cwd": "/src/api",
         "timestamp": "2026-03-01T09:00:05.000Z",
         "message": {"id": "m1", "role": "assistant", "content": [{"type": "text", "text": f"Noted, it is {WORD}."}]}},
    ]
    file = transcripts / "t1.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = home.json("import", str(file), "--yes")
    assert done["imported"]["turns"] == 1, (done, at)
    export = home.scratch / "all.jsonl"
    assert home.memos("export", str(export)).returncode == 0
    assert WORD in export.read_text()
    assert home.memos("forget", turn_of(home, WORD), "--yes").returncode == 0
    assert home.files_containing(WORD) == []
    file.write_text(file.read_text() + "\n")
    again = home.json("import", str(file), "--yes")
    assert again["imported"]["turns"] == 0
    assert home.memos("import", "--restore", str(export)).returncode == 0
    assert home.files_containing(WORD) == []
    # Nor does it in a home that takes over a later export, with its marks.
    later = home.scratch / "later.jsonl"
    assert home.memos("export", str(later)).returncode == 0
    assert "tombstones" in later.read_text() and WORD not in later.read_text()


def test_hooks_that_say_it_again_are_not_believed_twice(home):
    home.start()
    home.tell("h1", TOLD, f"Noted: {WORD} it is, from now on.", prompt_id="p1")
    wait_until(lambda: home.query("SELECT 1 FROM traces"), what="the step")
    assert home.memos("forget", turn_of(home, WORD), "--yes").returncode == 0
    assert home.files_containing(WORD) == []
    home.tell("h1", TOLD, f"Noted: {WORD} it is, from now on.", prompt_id="p1")
    assert home.query("SELECT count(*) FROM traces") == [(0,)]

"""What `memos hub` says and asks, against a stand-in daemon that plays a hub's answers."""
import json, os, pty, socket, stat, subprocess, time

from front_support import front, program  # noqa: F401

ENVELOPE = "ab" * 32
OTHER = "ac" + "00" * 31
DEVICE = "d1" * 32
HUB = {"id": "h1", "name": "Team hub", "address": "10.0.0.1:18912", "fingerprint": "0f" * 32}
COUNTS = {"waiting": 1, "approved": 2, "shared": 3, "withdrawn": 0}


def status(state="active", **sync):
    return {"state": state, "hub": HUB, "member": {"member": "ben", "name": "Ben"}, "role": "member", "groups": ["everyone", "web"],
            "device": {"id": DEVICE, "fingerprint": "a1b2 c3d4 e5f6 0718 293a 4b5c 6d7e 8f90"}, "counts": COUNTS,
            "sync": {"state": "waiting", "cursor": 4, "head": 4, "lastSyncAt": int(time.time() * 1000), "outbox": 0} | sync}


def finding(severity="high"):
    return {"rule": "remote_code", "severity": severity, "path": "SKILL.md", "line": 4,
            "text": "SKILL.md line 4 runs what it fetches unseen."}


def item(envelope=ENVELOPE, **more):
    return {"envelope": envelope, "item": "12" * 16, "kind": "skill", "name": "deploy", "summary": "How to deploy",
            "member": "ann", "fingerprint": "0102 0304", "groups": ["everyone"], "version": 1, "isUpdate": False,
            "findings": [], "licence": "MIT",
            "evidence": {"support": 3, "gain": 0.25, "reliability": 0.8, "trials": 5, "sources": 4, "tools": []}} | more


def plays(front, **answers):
    os.makedirs(front.home, mode=0o700, exist_ok=True)
    with open(os.path.join(front.home, "hub.json"), "w") as file:
        json.dump({name.replace("hub_", "hub."): answer for name, answer in answers.items()}, file)


def asked(front, method):
    return [record["params"] for record in front.events("hub") if record["method"] == method]


def text(front, *words):
    result = front.run("hub", *words)
    assert result.returncode == 0, result.stderr
    return result.stdout.decode()


def on_terminal(front, answer, *words):
    """Runs a command as on a terminal, and types one line."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([program("memos"), *words], env=front.environment | {"NO_COLOR": "1"}, cwd=front.folder,
                               stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, answer.encode() + b"\n")
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:
        pass
    os.close(ours)
    return process.wait(20), seen.decode().replace("\r\n", "\n")


def test_without_a_hub_status_says_how_to_get_one_and_the_rest_is_an_error(front):
    assert "belongs to no hub" in text(front)
    assert "memos hub join" in text(front, "status")
    result = front.run("hub", "review")
    assert result.returncode == 1 and b"hint:" in result.stderr
    front.daemon_up()
    assert "hub" not in json.loads(front.run("status", "--json").stdout)


def test_status_says_what_is_wrong_and_when_it_tries_again(front):
    plays(front, hub_status=status())
    assert "in step" in text(front) and "memos hub review" in text(front)
    trouble = {"code": "hub_unavailable", "message": "The hub does not answer."}
    plays(front, hub_status=status(
        state="active") | {"sync": {"state": "failing", "lastError": trouble, "outbox": 2,
                                    "nextTryAt": int(time.time() * 1000) + 90_500}})
    said = text(front)
    assert "does not work now" in said and "tries again in 1 min" in said
    assert "The hub does not answer." in said and "recalled as before" in said
    plays(front, hub_status=status(state="active", state_="") | {"sync": {"state": "rolled_back", "outbox": 0}})
    assert "put back to an older copy" in text(front) and "stays revoked" in text(front)
    plays(front, hub_status=status("revoked"))
    assert "This device was revoked" in text(front)


def test_the_status_of_the_memory_has_a_line_for_the_hub(front):
    plays(front, hub_status=status())
    front.daemon_up()
    said = front.run("status").stdout.decode()
    assert "Team hub, in step" in said and "1 to review" in said
    assert json.loads(front.run("status", "--json").stdout)["hub"]["state"] == "active"


def test_joining_tells_both_fingerprints(front):
    plays(front, hub_join=status("pending"))
    said = text(front, "join", "10.0.0.1", "ABCD-EFGH-JKMN", "--name", "Ben")
    assert "a1b2 c3d4 e5f6" in said and "0f0f 0f0f" in said and "has to approve" in said
    assert asked(front, "hub.join") == [{"address": "10.0.0.1", "code": "ABCD-EFGH-JKMN", "name": "Ben",
                                         "deviceName": socket.gethostname()}]


def test_joining_may_wait_for_an_admin(front):
    plays(front, hub_join=status("pending"), hub_status=[status("pending"), status()])
    said = text(front, "join", "10.0.0.1", "ABCD-EFGH-JKMN", "--name", "Ben", "--wait")
    assert "Joined Team hub as Ben, member." in said


def test_joining_needs_address_code_and_name(front):
    result = front.run("hub", "join", "10.0.0.1", "--name", "Ben")
    assert result.returncode == 64 and b"the code" in result.stderr
    assert front.run("hub", "join", "10.0.0.1", "ABCD-EFGH-JKMN").returncode == 64
    assert asked(front, "hub.join") == []


def test_joining_asks_on_a_terminal(front):
    plays(front, hub_join=status(), hub_discover={"hubs": []})
    code, said = on_terminal(front, "Ben", "hub", "join", "10.0.0.1", "ABCD-EFGH-JKMN")
    assert code == 0 and "Your name" in said and asked(front, "hub.join")[0]["name"] == "Ben"


def preview(**more):
    statement = {"type": "item", "kind": "skill", "name": "deploy", "groups": ["web"], "version": 1, "licence": "MIT",
                 "text": "Say \u202eit\n", "files": []}
    return {"statement": statement, "bytes": 2048, "findings": [finding()], "redactions": [{"kind": "jwt", "place": "text", "count": 2}],
            "digest": "dd" * 32} | more


def test_sharing_shows_what_leaves_and_asks(front):
    plays(front, hub_preview=preview(), hub_share={"item": "12" * 16, "envelope": ENVELOPE, "version": 1})
    result = front.run("hub", "share", "sk_1", "--group", "web")
    assert result.returncode == 1 and b"--yes" in result.stderr and asked(front, "hub.share") == []
    said = result.stdout.decode()
    assert "2.0 kB" in said and "Taken out: 2 × jwt in text" in said and "runs what it fetches" in said
    code, said = on_terminal(front, "n", "hub", "share", "sk_1")
    assert code == 1 and "[y/N]" in said and asked(front, "hub.share") == []
    code, said = on_terminal(front, "y", "hub", "share", "sk_1", "--group", "web")
    assert code == 0 and "Shared as version 1" in said
    assert asked(front, "hub.share")[0] == {
        "id": "sk_1", "kind": "item", "groups": ["web"], "confirm": "dd" * 32}


def test_what_would_be_sent_is_shown_whole_and_hidden_characters_are_seen(front):
    plays(front, hub_preview=preview())
    said = text(front, "share", "sk_1", "--dry-run", "--show")
    assert "\\u{202E}" in said and "\u202e" not in said and asked(front, "hub.share") == []
    assert json.loads(text(front, "share", "sk_1", "--dry-run", "--json"))["bytes"] == 2048


def test_review_names_findings_and_show_takes_the_beginning_of_an_id(front):
    diff = [{"kind": "same", "text": "same"}, {"kind": "removed", "text": "old"}, {"kind": "added", "text": "new"}]
    update = item(isUpdate=True, version=2, findings=[finding("low")])
    plays(front, hub_review={"items": [update, item(OTHER)]},
          hub_item=update | {"text": "Do it.\u200b\n", "files": [], "diff": diff})
    said = text(front, "review")
    assert ENVELOPE[:12] in said and "2, update" in said and "runs what it fetches" in said
    said = text(front, "show", ENVELOPE[:6])
    assert asked(front, "hub.item")[-1] == {"envelope": ENVELOPE}
    assert "+ new" in said and "- old" in said and "Do it.\\u{200B}" in said and "reliability 0.8" in said
    assert text(front, "show", ENVELOPE[:6], "--diff") == "  same\n- old\n+ new\n"
    assert text(front, "show", ENVELOPE[:6], "--raw") == "Do it.\\u{200B}\n"
    result = front.run("hub", "show", "a")
    assert result.returncode == 1 and b"2 items begin with a" in result.stderr
    assert front.run("hub", "show", "ff").returncode == 1


def test_what_the_screen_finds_grave_is_asked_about(front):
    plays(front, hub_item=item(findings=[finding()]), hub_approve={"ok": True})
    assert front.run("hub", "approve", ENVELOPE).returncode == 1 and asked(front, "hub.approve") == []
    text(front, "approve", ENVELOPE, "--yes", "--as", "mine")
    assert asked(front, "hub.approve") == [{"envelope": ENVELOPE, "as": "mine"}]
    plays(front, hub_item=item(findings=[finding("low")]), hub_approve={"ok": True})
    text(front, "approve", ENVELOPE)


def team():
    return {"members": [{"member": "ann", "name": "Ann", "role": "admin", "groups": ["everyone"],
                         "devices": [{"id": "ee" * 32, "name": "laptop", "role": "admin", "state": "active", "fingerprint": "9999 0000"}]}],
            "pending": [{"id": DEVICE, "device": DEVICE, "name": "Ben", "deviceName": "desk", "fingerprint": "a1b2 c3d4"}]}


def test_a_device_is_granted_after_its_fingerprint_was_seen(front):
    plays(front, hub_members=team(), hub_grant={"ok": True})
    said = text(front, "members")
    assert "Ann (ann)" in said and "Waiting for approval" in said and "a1b2 c3d4" in said
    assert front.run("hub", "grant", "a1b2").returncode == 1
    code, said = on_terminal(front, "y", "hub", "grant", "a1b2c3", "--role", "reader", "--group", "web")
    assert code == 0 and "a1b2 c3d4" in said and "Ben" in said
    assert asked(front, "hub.grant") == [{"device": DEVICE, "role": "reader", "groups": ["web"]}]


def test_revoking_asks_and_says_what_goes(front):
    plays(front, hub_members=team(), hub_revoke={"ok": True})
    assert front.run("hub", "revoke", "device", "d1d1").returncode == 1 and asked(front, "hub.revoke") == []
    text(front, "revoke", "device", "d1d1", "--reason", "lost", "--keep", "--yes")
    assert asked(front, "hub.revoke") == [
        {"kind": "device", "id": DEVICE, "reason": "lost", "keep": True, "compromised": False}]
    code, said = on_terminal(front, "y", "hub", "revoke", "device", "d1d1", "--reason", "stolen", "--compromised")
    assert code == 0 and "Whom it let in is out too." in said
    assert asked(front, "hub.revoke")[-1]["compromised"] is True


def test_the_rest_of_what_a_hub_tells_is_readable(front):
    now = int(time.time() * 1000)
    plays(front,
          hub_discover={"hubs": [{"name": "Team\x1b[2J hub", "address": "10.0.0.1:18912", "fingerprint": "0f" * 32}]},
          hub_invite={"code": "ABCD-EFGH-JKMN", "expiresAt": now + 600_000, "address": "10.0.0.1", "fingerprint": "0f" * 32},
          hub_invites={"invites": [{"handle": "ABCD", "role": "member", "groups": [], "expiresAt": now + 60_000}]},
          hub_cancel_invite={"ok": True}, hub_tokens={"tokens": [{"id": "tk1", "device": DEVICE}]},
          hub_rotate_token={"ok": True}, hub_trusted={"trusted": [{"member": "ann", "group": "web"}]},
          hub_trust={"ok": True}, hub_untrust={"ok": True}, hub_groups={"groups": [{"name": "web", "items": 2, "members": [{"member": "ann"}]}]},
          hub_search={"hits": [item() | {"id": ENVELOPE}]}, hub_received={"items": [item(state="approved")]},
          hub_shared={"items": [item(state="sent", localId="sk_1", changed=True)]}, hub_unshare={"ok": True}, hub_refuse={"ok": True},
          hub_revocations={"revocations": [{"kind": "item", "id": "12" * 16, "by": {"member": "ann"}, "at": now, "reason": "old"}]},
          hub_audit={"entries": [{"seq": 1, "at": now, "actor": DEVICE, "action": "join", "subject": "x", "details": {"a": 1}}]},
          hub_audit_export={"entries": 7}, hub_leave={"ok": True, "told": False}, hub_sync=status(), hub_reject={"ok": True},
          hub_members=team(), hub_revoke_token={"ok": True},
          hub_health={"ok": True, "version": "1", "database": "sqlite", "members": 2, "bytes": 4096, "startedAt": now,
                      "p95Milliseconds": 3.2, "clients": [{"device": DEVICE, "cursor": 4, "lastSeenAt": now}]})
    assert "\x1b" not in text(front, "discover") and "0f0f 0f0f" in text(front, "discover")
    assert "ABCD-EFGH-JKMN" in text(front, "invite") and "10 min" in text(front, "invite")
    for words, expected in [
        (("invites",), "ABCD"), (("invites", "--cancel", "ABCD"), "nothing"), (("tokens",), "tk1"),
        (("tokens", "--rotate"), "another"), (("tokens", "--revoke", "tk1"), "nothing"), (("trust",), "ann"),
        (("trust", "ann", "web"), "by itself"), (("untrust", "ann", "web"), "review"), (("groups",), "web"),
        (("search", "how", "to"), "deploy"), (("received",), "approved"), (("shared",), "sent"), (("shared",), "memos hub share sk_1 --group everyone"),
        (("unshare", "sk_1", "--yes"), "taken back"), (("refuse", ENVELOPE), "refused"), (("revocations",), "old"),
        (("audit",), "join"), (("audit", "--export", "a.jsonl"), "7 entries"), (("health",), "sqlite"),
        (("leave", "--yes"), "should revoke"), (("sync",), "in step"), (("reject", "d1"), "turned away"),
    ]:
        assert expected in text(front, *words), words
    assert asked(front, "hub.audit_export")[0]["path"] == os.path.join(os.path.realpath(front.folder), "a.jsonl")
    assert asked(front, "hub.search")[0]["query"] == "how to"


def test_words_of_others_never_command_the_terminal(front):
    hostile = "\x1b[31mred\x07\u202e"
    plays(front, hub_review={"items": [item(name=hostile, member=hostile, findings=[finding() | {"text": hostile}])]},
          hub_item=item(name=hostile, text=hostile, diff=[{"kind": "added", "text": hostile}], licence=hostile))
    for words in (("review",), ("show", ENVELOPE), ("show", ENVELOPE, "--raw"), ("show", ENVELOPE, "--diff")):
        said = text(front, *words)
        assert "\x1b" not in said and "\x07" not in said and "\u202e" not in said, words


def test_what_is_done_on_the_hub_is_done_by_the_daemons_program(front):
    stand_in = os.path.join(front.folder, "stand-in")
    with open(stand_in, "w") as file:
        file.write('#!/bin/sh\nprintf "%s|" "$@"\n')
    os.chmod(stand_in, stat.S_IRWXU)
    for words, expected in [
        ("serve", "hub|serve|"),
        ("serve --home /h --host 10.0.0.1 --port 1 --name Team --database postgres://x --plain --no-discovery",
         "hub|serve|--home|/h|--database|postgres://x|--host|10.0.0.1|--port|1|--name|Team|--plain|--no-discovery|"),
        ("invite --serving --home /h --role admin --group web --group ops --minutes 5",
         "hub|invite|--home|/h|--role|admin|--group|web|--group|ops|--minutes|5|"),
        ("backup --to /b --home /h", "hub|backup|--home|/h|--to|/b|"),
        ("move --to postgres://x --home /h --json", "hub|move|--home|/h|--to|postgres://x|--json|"), ("verify --json", "hub|verify|--json|"),
    ]:
        result = front.run("hub", *words.split(), MEMOS_DAEMON=stand_in)
        assert (result.returncode, result.stdout.decode()) == (0, expected)
    assert front.run("hub", "serve", MEMOS_DAEMON="/nonexistent").returncode == 69
    assert front.run("hub", "serve", "--port", "70000").returncode == 64
    assert front.run("hub", "invite", "--database", "x").returncode == 64

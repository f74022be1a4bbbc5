"""The hub over its wire: who gets in, what is taken, who reads what, and what survives.

With MEMOS_TEST_POSTGRES each test runs on that server too, and two hubs share one database.
"""

import base64
import contextlib
import json
import os
import random
import resource
import shutil
import socket
import ssl
import stat
import string
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import hub_postgres
import hub_wire
from hub_wire import Connection, HubProcess, Key, Member, Pairing, Refused, envelope, envelope_of, identifier, payload
from memos_process import wait_until

BACKENDS = ["sqlite"] + (["postgresql"] if hub_postgres.SERVER else [])


@pytest.fixture(params=BACKENDS)
def database(request):
    """What `--database` names; None for the file in the hub's home."""
    if request.param == "sqlite":
        yield None
    else:
        with hub_postgres.fresh_database() as connection_string:
            yield connection_string


@pytest.fixture
def hub(scratch, database):
    with HubProcess(scratch / "hub", database=database) as running:
        yield running
        assert running.is_alive(), "the hub died"
        assert running.stop() == 0


@pytest.fixture
def anna(hub):
    return hub.member("Anna")


def address(number):
    """An address of this machine that no other test request comes from."""
    return f"127.{10 + number // 250}.0.{1 + number % 250}"


def invitation(admin, **more):
    return admin.send("/invites", {"role": "member", "groups": ["everyone"], "minutes": 10, **more})


def joining(hub, code, **more):
    return Pairing(hub.connection(), code, **more)


# --- the ground ------------------------------------------------------------------------------------------------------


def test_hello_over_tls_with_its_own_certificate(hub):
    connection = hub.connection()
    answer = connection.ask("GET", "/hello")
    told = answer.json
    assert answer.status == 200 and told["name"] == "Lab" and len(told["hub"]) == 32
    assert answer.headers["Memos-Hub"] == told["hub"]
    assert hub_wire.hashlib.sha256(connection.seen_certificate).hexdigest() == told["certificate"]
    assert hub.ready["fingerprint"] == told["certificate"]


def test_older_tls_is_refused(hub):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection((hub.host, hub.port), 10) as raw, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(raw)


def test_the_home_is_private_and_the_certificate_stays_the_same(hub):
    for name, wanted in (("", 0o700), ("hub.key", 0o600)):
        assert stat.S_IMODE(os.stat(hub.home / name).st_mode) == wanted
    before = hub.ready["fingerprint"]
    assert hub.stop() == 0
    hub.start()
    assert hub.ready["fingerprint"] == before


def test_a_pinned_client_talks_to_no_other_hub(hub, anna, scratch):
    with HubProcess(scratch / "other") as other:
        stranger = Connection(other.host, other.port, pinned=anna.certificate)
        with pytest.raises(hub_wire.WrongCertificate):
            stranger.ask("GET", "/hello")


def test_one_home_has_one_hub(hub):
    with pytest.raises(RuntimeError, match="(?s)did not start.*already"):
        HubProcess(hub.home)


# --- pairing ---------------------------------------------------------------------------------------------------------


def test_the_first_code_makes_the_root(hub):
    anna = Member(hub.host, hub.port, "Anna")
    told = anna.join(hub.code)
    assert told["roots"] == [anna.key.hex] and told["state"] == "pending"
    assert anna.get("/me")["root"] is True
    assert anna.ask("GET", "/feed?after=0").code == "pending"
    assert anna.refused(anna.item("too-early")) == ["forbidden"]
    anna.post(anna.grant(anna.key.hex, "anna", name="Anna", role="admin"))
    me = anna.get("/me")
    assert (me["state"], me["role"], me["member"]) == ("active", "admin", "anna")
    assert len(anna.everything()) == 1


def test_an_invited_device_waits_for_its_grant(hub, anna):
    invited = invitation(anna, role="reader", groups=["everyone", "build"])
    ben = Member(hub.host, hub.port, "Ben")
    told = ben.join(invited["code"])
    assert told["roots"] == [anna.key.hex] and told["state"] == "pending"
    me = ben.get("/me")
    assert me["state"] == "pending" and me["invited"]["role"] == "reader" and "build" in me["invited"]["groups"]
    assert ben.ask("GET", "/feed?after=0").code == "pending"
    assert ben.ask("POST", "/statements", {"statements": []}).code == "pending"
    waiting = [row for row in anna.get("/devices")["devices"] if row["state"] == "pending"]
    assert [(row["device"], row["name"]) for row in waiting] == [(ben.key.hex, "Ben")]
    anna.approve(ben.key.hex, "Ben", role="reader", groups=["everyone", "build"])
    assert ben.get("/me")["state"] == "active"
    assert not [row for row in anna.get("/devices")["devices"] if row["state"] == "pending"]


def test_a_rejected_device_is_forgotten(hub, anna):
    ben = Member(hub.host, hub.port, "Ben")
    ben.join(invitation(anna)["code"])
    anna.delete(f"/devices/{ben.key.hex}/pending")
    assert ben.ask("GET", "/me").code == "unauthenticated"
    assert not [row for row in anna.get("/devices")["devices"] if row["state"] == "pending"]


def test_a_wrong_code_says_nothing_and_counts(hub, anna):
    good = invitation(anna)["code"]
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    for _ in range(4):
        pairing = joining(hub, wrong)
        assert pairing.start().status == 200
        assert pairing.finish("Eve").code == "forbidden"
    pairing = joining(hub, good)
    assert pairing.start().status == 200
    assert pairing.opened(pairing.finish("Ben"))["state"] == "pending"


def test_after_five_tries_the_right_code_is_worth_nothing(hub, anna):
    good = invitation(anna)["code"]
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    for _ in range(5):
        pairing = joining(hub, wrong)
        pairing.start()
        pairing.finish("Eve")
    pairing = joining(hub, good)
    assert pairing.start().status == 200
    assert pairing.finish("Ben").code == "forbidden"


def test_starts_without_an_end_count_too(hub, anna):
    good = invitation(anna)["code"]
    for _ in range(5):
        assert joining(hub, good).start().status == 200
    pairing = joining(hub, good)
    pairing.start()
    assert pairing.finish("Ben").code == "forbidden"


def test_unknown_and_used_handles_look_like_wrong_codes(hub, anna):
    used = invitation(anna)["code"]
    Member(hub.host, hub.port, "Ben").join(used)
    for code in (used, "ZZZZ-ZZZZ-ZZZZ"):
        pairing = joining(hub, code)
        assert pairing.start().status == 200
        assert pairing.finish("Eve").code == "forbidden"


def test_a_run_ends_once(hub, anna):
    pairing = joining(hub, invitation(anna)["code"])
    pairing.start()
    assert pairing.finish("Ben").status == 200
    assert pairing.finish("Ben").code == "not_found"


def test_what_an_eavesdropper_has_opens_nothing(hub, anna):
    """Whoever reads along, even inside the channel, can neither go on with the run nor repeat its parts."""
    code = invitation(anna)["code"]
    pairing = joining(hub, code)
    started = pairing.start().json
    eve = joining(hub, invitation(anna)["code"], session=pairing.session)
    eve.start()
    # The captured confirmation and sealed part in another run, and in the same one after its end.
    confirmation = pairing.keys.proof["client"].hex()
    answer = eve.finish("Eve", confirmation=confirmation)
    assert answer.code == "forbidden"
    welcome = pairing.finish("Ben")
    assert welcome.status == 200
    assert "token" not in welcome.body.decode() and anna.key.hex not in json.dumps(started)
    again = joining(hub, code, session=pairing.session)
    again.start()
    assert again.finish("Eve", confirmation=confirmation).code == "forbidden"


def test_nobody_takes_part_in_the_name_of_anothers_device(hub, anna):
    pairing = joining(hub, invitation(anna)["code"])
    pairing.start()
    answer = pairing.finish("Eve", told={"device": anna.key.hex})
    assert answer.code in ("forbidden", "invalid_argument")
    assert anna.get("/me")["state"] == "active"


@pytest.mark.parametrize("share", ["00" * 32, "ff" * 32, "zz" * 32, "", "00" * 31, 7, None])
def test_shares_that_are_no_points_are_refused(hub, anna, share):
    answer = joining(hub, invitation(anna)["code"]).start(share=share)
    assert answer.status == 400 and answer.code == "invalid_argument"


def test_pairings_are_limited_by_address(hub):
    source = address(7)
    answers = []
    for _ in range(14):
        pairing = Pairing(hub.connection(source=source), "ZZZZ-ZZZZ-ZZZZ")
        answers.append(pairing.start())
    limited = [answer for answer in answers if answer.status == 429]
    assert limited and int(limited[-1].headers["Retry-After"]) >= 1
    assert joining(hub, "ZZZZ-ZZZZ-ZZZZ").start().status == 200


@pytest.mark.slow
def test_a_run_is_over_after_a_minute(hub, anna):
    pairing = joining(hub, invitation(anna)["code"])
    pairing.start()
    time.sleep(61)
    assert pairing.finish("Ben").code == "not_found"


def test_invitations_are_listed_without_their_secret_and_cancelled(hub, anna):
    made = invitation(anna, role="reader", approved=True)
    listed = anna.get("/invites")["invites"]
    mine = [row for row in listed if row["handle"] == made["handle"]]
    assert len(mine) == 1 and mine[0]["role"] == "reader" and mine[0]["approved"] is True
    assert made["code"][5:] not in json.dumps(listed)
    anna.delete(f"/invites/{made['handle']}")
    pairing = joining(hub, made["code"])
    pairing.start()
    assert pairing.finish("Ben").code == "forbidden"
    assert anna.ask("DELETE", f"/invites/{made['handle']}").code == "not_found"


# --- statements ------------------------------------------------------------------------------------------------------


def test_what_is_posted_is_fed_to_the_others_once(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    wheels = anna.item("wheels")
    assert anna.post(wheels)["accepted"] == [identifier(wheels)]
    assert anna.post(wheels)["known"] == [identifier(wheels)]
    page = ben.feed()
    assert [entry["envelope"] for entry in page["entries"]][-1] == wheels
    assert page["cursor"] == page["head"] and page["chainAtAfter"] == "0" * 64
    assert ben.feed(page["cursor"])["chainAtAfter"] == page["chain"]


def test_the_chain_follows_from_the_ids(hub, anna):
    anna.post(*[anna.item(f"skill-{n}") for n in range(7)])
    page = anna.feed()
    assert page["chain"] == hub_wire.chain_over(anna.everything())
    middle = anna.feed(0, limit=3)
    assert middle["cursor"] == 3 and anna.feed(3)["chainAtAfter"] == middle["chain"]


def test_statements_that_do_not_hold_are_refused_one_by_one(hub, anna):
    eve = Key()
    good = anna.item("good")
    statement = payload(anna.item("altered"))
    text = json.dumps(statement).encode()
    foreign = envelope({**statement, "hub": "0" * 32}, anna.key)
    altered = dict(anna.item("altered"))
    altered["payload"] = base64.b64encode(hub_wire.canonical({**statement, "name": "other"})).decode()
    unsigned = {**anna.item("unsigned"), "signature": base64.b64encode(bytes(64)).decode()}
    swapped = {**anna.item("swapped"), "signer": eve.hex}
    cases = [
        (envelope_of(text, anna.key), "invalid_argument"),  # not in the one form
        (envelope_of(b'{"v":1}', anna.key), "invalid_argument"),
        (envelope_of(b"\xff\xfe", anna.key), "invalid_argument"),
        (altered, "invalid_argument"),
        (unsigned, "invalid_argument"),
        (swapped, "invalid_argument"),
        (foreign, "invalid_argument"),
        (envelope(statement, eve), "forbidden"),  # signed well by nobody we know
        ({}, "invalid_argument"),
        ("text", "invalid_argument"),
    ]
    answer = anna.send("/statements", {"statements": [case for case, _ in cases] + [good]})
    assert answer["accepted"] == [identifier(good)]
    assert [refusal["code"] for refusal in answer["refused"]] == [code for _, code in cases]
    assert all(refusal["message"] for refusal in answer["refused"])


def test_readers_do_not_write_but_may_take_themselves_out(hub, anna):
    rose = hub.member("Rose", invited_by=anna, role="reader")
    assert rose.refused(rose.item("mine")) == ["forbidden"]
    assert rose.refused(rose.grant(Key().hex, "friend")) == ["forbidden"]
    assert rose.refused(rose.revocation("device", anna.key.hex)) == ["forbidden"]
    rose.post(rose.revocation("device", rose.key.hex))
    assert rose.ask("GET", "/feed?after=0").code == "revoked"


def test_members_do_not_rule(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    carl = hub.member("Carl", invited_by=anna)
    annas = anna.item("annas")
    anna.post(annas)
    assert ben.refused(ben.grant(ben.key.hex, "ben", role="admin", version=2)) == ["forbidden"]
    assert ben.refused(ben.revocation("device", carl.key.hex)) == ["forbidden"]
    assert ben.refused(ben.revocation("envelope", identifier(annas))) == ["forbidden"]
    assert ben.refused(ben.tombstone(payload(annas)["item"])) == ["forbidden"]
    for method, path, body in (
        ("POST", "/invites", {"role": "admin", "groups": ["everyone"], "minutes": 10}),
        ("GET", "/invites", None), ("GET", "/audit?after=0", None), ("DELETE", f"/devices/{carl.key.hex}/pending", None),
    ):
        assert ben.ask(method, path, body).code == "forbidden", path


def test_groups_hold_on_reading_and_on_writing(hub, anna):
    anna.post(anna.grant(anna.key.hex, "anna", name="Anna", role="admin", groups=["everyone", "build"], version=2))
    inside = hub.member("Ida", invited_by=anna, groups=["everyone", "build"])
    outside = hub.member("Otto", invited_by=anna)
    secret, public = inside.item("forge", groups=["build"]), inside.item("lamp")
    inside.post(secret, public)
    assert outside.refused(outside.item("intruder", groups=["build"])) == ["forbidden"]
    assert outside.refused(outside.item("both", groups=["build", "everyone"])) == ["forbidden"]
    page = outside.feed()
    read = [identifier(entry["envelope"]) for entry in page["entries"]]
    assert identifier(public) in read and identifier(secret) not in read
    assert page["cursor"] == page["head"], "the cursor passes what is left out"
    assert identifier(secret) in inside.everything() and identifier(secret) in anna.everything()
    names = lambda member: {hit["name"] for hit in member.get("/search?q=forge+lamp")["hits"]}
    assert names(inside) == {"forge", "lamp"} and names(outside) == {"lamp"}
    # Who comes to the group later reads it from the beginning.
    anna.post(anna.grant(outside.key.hex, "otto", name="Otto", groups=["everyone", "build"], version=2))
    assert identifier(secret) in outside.everything()


def test_what_was_taken_back_is_not_handed_out(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    first, second = ben.item("first"), ben.item("second")
    ben.post(first, second)
    gone = ben.tombstone("first")
    ben.post(gone)
    anna.post(anna.revocation("envelope", identifier(second)))
    found = anna.everything()
    assert identifier(gone) in found and identifier(first) not in found and identifier(second) not in found
    assert not anna.get("/search?q=first+second")["hits"]
    # The same again comes to nothing.
    assert ben.send("/statements", {"statements": [first]})["accepted"] == []
    assert ben.refused(ben.item("first", version=2)) == ["revoked"]


def test_others_statements_may_be_sent_again(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    rose = hub.member("Rose", invited_by=anna, role="reader")
    item = ben.item("bens")
    assert rose.post(item)["accepted"] == [identifier(item)]


def test_a_batch_may_bring_authority_and_what_rests_on_it(hub, anna):
    carl = Key()
    grant = anna.grant(carl.hex, "carl")
    item = envelope(hub_wire.item_statement(anna.hub, carl, "carls"), carl)
    assert len(anna.post(grant, item)["accepted"]) == 2
    answer = anna.send("/statements", {"statements": [
        anna.revocation("device", carl.hex), envelope(hub_wire.item_statement(anna.hub, carl, "late"), carl)]})
    assert len(answer["accepted"]) == 1 and answer["refused"][0]["code"] == "revoked"


# --- leaving ---------------------------------------------------------------------------------------------------------


def test_a_revoked_device_is_out_at_once_also_while_it_waits(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    at = ben.feed()["cursor"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ben.connection().ask, "GET", f"/feed?after={at}&wait=25", token=ben.token)
        time.sleep(0.5)
        begun = time.monotonic()
        anna.post(anna.revocation("device", ben.key.hex))
        answer = waiting.result(10)
    assert answer.status == 403 and answer.code == "revoked" and time.monotonic() - begun < 5
    for method, path, body in (
        ("GET", "/feed?after=0", None), ("GET", "/me", None), ("GET", "/search?q=x", None),
        ("POST", "/statements", {"statements": [ben.item("late")]}), ("POST", "/token/rotate", {}),
    ):
        assert ben.ask(method, path, body).code == "revoked", path
    # A new code does not bring the key back.
    pairing = Pairing(hub.connection(), invitation(anna)["code"], key=ben.key)
    pairing.start()
    assert pairing.finish("Ben").code == "revoked"


def test_all_devices_of_a_revoked_member_are_out(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    second = Member(hub.host, hub.port, "Ben")
    second.join(invitation(anna)["code"], "phone")
    anna.post(anna.grant(second.key.hex, "ben", name="Ben"))
    anna.post(anna.revocation("member", "ben"))
    assert ben.ask("GET", "/me").code == second.ask("GET", "/me").code == "revoked"


def test_a_token_that_was_rotated_away_is_worth_nothing(hub, anna):
    old = anna.token
    fresh = anna.send("/token/rotate")["token"]
    assert anna.ask("GET", "/me", token=old).status == 200, "until the new one was used"
    assert anna.ask("GET", "/me", token=fresh).status == 200
    stolen = anna.ask("GET", "/me", token=old)
    assert stolen.status == 401 and stolen.code == "unauthenticated"
    anna.token = fresh
    rows = anna.get("/tokens")["tokens"]
    assert [row["current"] for row in rows] == [True]
    assert fresh not in json.dumps(rows) and old not in json.dumps(rows)


def test_tokens_are_listed_and_revoked_by_their_owner_or_an_admin(hub, anna):
    ben, carl = hub.member("Ben", invited_by=anna), hub.member("Carl", invited_by=anna)
    assert {row["device"] for row in ben.get("/tokens")["tokens"]} == {ben.key.hex}
    rows = {row["device"]: row["id"] for row in anna.get("/tokens")["tokens"]}
    assert set(rows) == {anna.key.hex, ben.key.hex, carl.key.hex}
    assert ben.ask("DELETE", f"/tokens/{rows[carl.key.hex]}").status in (403, 404)
    anna.delete(f"/tokens/{rows[carl.key.hex]}")
    assert carl.ask("GET", "/me").code == "unauthenticated"
    ben.delete(f"/tokens/{rows[ben.key.hex]}")
    assert ben.ask("GET", "/me").code == "unauthenticated"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer " + "A" * 43, "Bearer " + "x" * 5000])
def test_without_a_good_token_nothing_is_told(hub, anna, header):
    for path in ("/me", "/feed?after=0", "/search?q=x", "/devices", "/tokens", "/audit", "/health", "/invites"):
        answer = hub.connection().ask("GET", path, headers={"Authorization": header} if header else {})
        assert answer.status in (401, 429, 431, 400) and anna.hub not in answer.body.decode()


# --- the feed ----------------------------------------------------------------------------------------------------


def test_a_cursor_from_the_future_is_told_apart(hub, anna):
    answer = anna.ask("GET", "/feed?after=5000")
    assert answer.status == 409 and answer.code == "conflict" and answer.json["head"] == anna.feed()["head"]


def test_pages_follow_one_another(hub, anna):
    for start in range(0, 120, 60):
        anna.post(*[anna.item(f"skill-{n}") for n in range(start, start + 60)])
    seen, after = [], 0
    while True:
        page = anna.feed(after, limit=50)
        assert len(page["entries"]) <= 50
        seen += [entry["seq"] for entry in page["entries"]]
        after = page["cursor"]
        if after == page["head"]:
            break
    assert seen == list(range(1, 122))


def test_two_hundred_polls_are_woken_by_one_statement(hub, anna):
    members = [anna] + [hub.member(f"M{n}", invited_by=anna) for n in range(1, 8)]
    at = anna.feed()["cursor"]
    tokens = []
    for member in members:
        tokens += [member.token] * 2
    # Two a token at once; the rest of the two hundred are further devices of the same members.
    while len(tokens) < 200:
        extra = hub.member(f"X{len(tokens)}", invited_by=anna)
        tokens += [extra.token] * 2
    at = anna.feed()["cursor"]

    def poll(token):
        connection = hub.connection(pinned=anna.certificate)
        answer = connection.ask("GET", f"/feed?after={at}&wait=25", token=token)
        connection.close()
        return answer.status, len(answer.json["entries"]), time.monotonic()

    with ThreadPoolExecutor(200) as pool:
        waiting = [pool.submit(poll, token) for token in tokens[:200]]
        time.sleep(4)
        assert not any(future.done() for future in waiting)
        begun = time.monotonic()
        anna.post(anna.item("news"))
        answers = [future.result(20) for future in waiting]
    assert {(status, count) for status, count, _ in answers} == {(200, 1)}
    assert max(end for _, _, end in answers) - begun < 8


def test_news_for_others_does_not_end_a_poll(hub, anna):
    anna.post(anna.grant(anna.key.hex, "anna", name="Anna", role="admin", groups=["everyone", "build"], version=2))
    ben = hub.member("Ben", invited_by=anna)
    at = ben.feed()["cursor"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ben.connection().ask, "GET", f"/feed?after={at}&wait=2", token=ben.token)
        time.sleep(0.5)
        anna.post(anna.item("secret", groups=["build"]))
        answer = waiting.result(10).json
    assert answer["entries"] == [] and answer["cursor"] == at + 1


def test_a_third_poll_of_a_token_ends_the_first(hub, anna):
    at = anna.feed()["cursor"]
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(anna.connection().ask, "GET", f"/feed?after={at}&wait=20", token=anna.token)
        time.sleep(0.4)
        others = [
            pool.submit(anna.connection().ask, "GET", f"/feed?after={at}&wait=3", token=anna.token) for _ in range(2)]
        begun = time.monotonic()
        assert first.result(10).json["entries"] == [] and time.monotonic() - begun < 3
        assert all(other.result(10).status == 200 for other in others)


# --- administration --------------------------------------------------------------------------------------------------


def test_the_audit_tells_who_did_what_and_its_chain_holds(hub, anna):
    ben = hub.member("Ben", invited_by=anna)
    ben.refused(ben.grant(ben.key.hex, "ben", role="admin", version=2))
    anna.post(anna.revocation("device", ben.key.hex))
    entries, after = [], 0
    while True:
        page = anna.get(f"/audit?after={after}&limit=5")
        if not page["entries"]:
            break
        entries += page["entries"]
        after = entries[-1]["seq"]
    previous = "0" * 64
    for entry in entries:
        row = {key: value for key, value in entry.items() if key != "hash"}
        previous = hub_wire.hashlib.sha256(previous.encode() + hub_wire.canonical(row)).hexdigest()
        assert entry["hash"] == previous
    assert page["head"] == entries[-1]["seq"]
    actions = [entry["action"] for entry in entries]
    for action in ("pair", "invite", "grant", "revoke", "refuse"):
        assert action in actions, actions
    text = json.dumps(entries)
    assert ben.token not in text and anna.token not in text


def test_health_counts(hub, anna):
    hub.member("Ben", invited_by=anna)
    anna.post(anna.item("wheels"))
    anna.feed(1)
    health = anna.get("/health")
    assert health["ok"] is True and (health["members"], health["devices"], health["items"]) == (2, 2, 1)
    assert health["statements"] == 3 and health["bytes"] > 0 and health["p95Milliseconds"] > 0


def test_the_hub_machine_makes_codes_too(hub, anna):
    told = hub_wire.subprocess.run(
        [str(hub_wire.memos_process.BIN / "memosd"), "hub", "invite", "--json", "--home", str(hub.home), "--role",
         "reader", "--group", "build"]
        + (hub.command[hub.command.index("--database"):][:2] if "--database" in hub.command else []),
        capture_output=True, text=True, check=True, env=hub.environment)
    ben = Member(hub.host, hub.port, "Ben")
    ben.join(json.loads(told.stdout)["code"])
    assert ben.get("/me")["invited"]["role"] == "reader"


# --- attacks on the door ---------------------------------------------------------------------------------------------


def test_a_token_has_a_rate(hub, anna):
    connection = anna.connection()
    answers = [connection.ask("GET", "/me", token=anna.token) for _ in range(160)]
    limited = [answer for answer in answers if answer.status == 429]
    assert limited and int(limited[0].headers["Retry-After"]) >= 1 and limited[0].code == "rate_limited"
    time.sleep(int(limited[-1].headers["Retry-After"]) + 0.2)
    assert anna.ask("GET", "/me").status == 200


def test_strangers_do_not_use_up_what_members_need(hub, anna):
    stranger = hub.connection()
    answers = [stranger.ask("GET", "/hello").status for _ in range(120)]
    assert 429 in answers
    assert anna.ask("GET", "/me").status == 200


def test_one_machine_does_not_take_all_the_connections(hub, anna):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)

    def is_open(link):
        link.settimeout(0.3)
        try:
            return link.recv(1) != b""
        except TimeoutError:
            return True
        except OSError:
            return False

    source = address(9)
    with contextlib.ExitStack() as links:
        def connect(source):
            return links.enter_context(socket.create_connection(("127.0.0.1", hub.port), 5, (source, 0)))
        crowd = [connect(source) for _ in range(1024)]
        wait_until(lambda: not is_open(connect(source)), what="the door to be shut")
        assert is_open(crowd[0]) and is_open(connect(address(10)))
        assert anna.ask("GET", "/me").status == 200
        for link in crowd:
            link.close()
        wait_until(lambda: is_open(connect(source)), what="the door to be open again")


def test_a_large_body_is_refused_before_it_is_read(hub, anna):
    for path, size in (("/invites", 100 << 10), ("/statements", 40 << 20)):
        connection = anna.connection()
        connection.open()
        http = connection._http
        http.putrequest("POST", f"/hub/v1{path}")
        http.putheader("Authorization", f"Bearer {anna.token}")
        http.putheader("Content-Type", "application/json")
        http.putheader("Content-Length", str(size))
        http.endheaders(b"{")
        assert http.getresponse().status == 413, path


def test_a_large_statement_is_refused(hub, anna):
    assert anna.refused(anna.item("large", text="x" * (1 << 20))) == ["too_large"]
    answer = anna.ask("POST", "/statements", {"statements": [{}] * 101})
    assert answer.status == 413


@pytest.mark.slow
def test_a_day_has_its_limit(hub, anna):
    kept, turn = 0, 0
    while True:
        batch = [anna.item(f"bulk-{turn}-{n}", text="y" * (1000 << 10)) for n in range(8)]
        sizes = {identifier(signed): len(json.dumps(signed, separators=(",", ":"))) for signed in batch}
        answer = anna.ask("POST", "/statements", {"statements": batch})
        if answer.status != 200:
            break
        kept += sum(sizes[one] for one in answer.json["accepted"])
        turn += 1
        assert turn < 12, "there is no end to it"
    assert answer.status == 429 and 0 < int(answer.headers["Retry-After"]) <= 86_400
    assert 48 << 20 < kept <= 50 << 20
    assert anna.ask("GET", "/me").status == 200


@pytest.mark.slow
def test_slow_senders_are_closed_and_hold_nobody_up(hub, anna):
    """Connections that never shake hands, never end their head, and never send their body."""
    drips = [socket.create_connection((hub.host, hub.port), 10) for _ in range(30)]
    heads, bodies = [], []
    for _ in range(10):
        connection = anna.connection()
        connection.open()
        connection._http.sock.sendall(b"GET /hub/v1/hello HTTP/1.1\r\nHost: x\r\n")
        heads.append(connection._http.sock)
        connection = anna.connection()
        connection.open()
        connection._http.sock.sendall(
            b"POST /hub/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer " + anna.token.encode() + b"\r\nContent-Length: 100000\r\n\r\n{")
        bodies.append(connection._http.sock)
    deadline = time.monotonic() + 50
    open_ones = set(drips + heads + bodies)
    while open_ones and time.monotonic() < deadline:
        assert anna.get("/me")["state"] == "active"
        for sock in list(open_ones):
            sock.setblocking(True)
            sock.settimeout(0.01)
            try:
                if sock in drips:
                    sock.send(b"\x16")
                elif sock in heads:
                    sock.send(b"X-A: b\r\n")
                if not sock.recv(4096):
                    open_ones.discard(sock)
            except TimeoutError:
                pass
            except (OSError, ssl.SSLError):
                open_ones.discard(sock)
        time.sleep(1)
    assert not open_ones, f"{len(open_ones)} are still open"


WORDS = ["hello", "pair", "start", "finish", "me", "token", "rotate", "statements", "feed", "search", "devices",
         "pending", "invites", "tokens", "audit", "health", "..", "%00", "%2e%2e", "", "a" * 300, "é", "{device}"]
VALUES = [None, True, 0, -1, 2**63, 1.5, "", "x", "\u0000", "0" * 64, "\u202e", [], {}, [[[]]], {"a": {}}, "9" * 400,
          ["everyone"], "member", {"v": 1}, [{}] * 3, "AAAA"]
KEYS = ["handle", "session", "share", "run", "confirmation", "sealed", "statements", "role", "groups", "minutes",
        "approved", "payload", "signer", "signature", "after", "limit", "wait", "q", "kinds"]


def test_no_request_breaks_the_hub(hub, anna):
    dice = random.Random(9)
    members = [anna] + [hub.member(f"F{n}", invited_by=anna) for n in range(5)]
    connections = [member.connection() for member in members]
    counts = {}
    for turn in range(1500):
        member = members[turn % len(members)]
        connection = connections[turn % len(members)]
        if dice.random() < 0.7:
            path = "/" + dice.choice([
                "hello", "pair/start", "pair/finish", "me", "token/rotate", "statements", "feed", "search", "devices",
                f"devices/{dice.choice(VALUES)}/pending".replace(" ", ""), "invites", "invites/ABCD", "tokens",
                "tokens/tk_1", "audit", "health"])
        else:
            path = "/" + "/".join(dice.choice(WORDS) for _ in range(dice.randint(0, 4)))
        if dice.random() < 0.5:
            path += "?" + "&".join(
                f"{dice.choice(KEYS)}={dice.choice(['', '0', '-1', '99999999999999999999', 'x', '%ff', '1e9', '%00'])}"
                for _ in range(dice.randint(1, 4)))
        path = "".join(c if " " < c < "\x7f" and c not in "{}" else "%C3%A9" for c in path)
        if path == "/token/rotate" or path.startswith("/token/rotate?"):
            continue
        method = dice.choice(["GET", "POST", "POST", "DELETE", "PUT", "HEAD", "PATCH", "OPTIONS"])
        body = {dice.choice(KEYS): dice.choice(VALUES) for _ in range(dice.randint(0, 5))}
        raw = None if dice.random() < 0.7 else bytes(dice.randrange(256) for _ in range(dice.randint(0, 60)))
        if path.startswith("/feed"):
            body = raw = None
            path = path.replace("wait=", "was=")
        with_body = method in ("POST", "PUT", "PATCH")
        answer = connection.ask(
            method, path, body if with_body and raw is None else None, raw=raw if with_body else None,
            token=member.token if dice.random() < 0.9 else "".join(dice.choices(string.ascii_letters, k=43)))
        counts[answer.status] = counts.get(answer.status, 0) + 1
        assert answer.status < 500, (method, path, body, answer)
        if answer.status >= 400 and method != "HEAD" and answer.body:
            assert set(answer.json["error"]) <= {"code", "message", "hint"}, answer
    assert counts.get(400) and counts.get(404), counts
    assert hub.is_alive()
    time.sleep(1)
    assert all(member.ask("GET", "/me").status in (200, 429) for member in members)


def test_bytes_that_are_no_request_do_not_break_it(hub, anna):
    dice = random.Random(4)
    for turn in range(60):
        with socket.create_connection((hub.host, hub.port), 5) as raw:
            if turn % 2:
                raw.sendall(dice.randbytes(dice.randint(1, 600)))
                continue
            with hub_wire.tls_context().wrap_socket(raw) as channel:
                channel.sendall(dice.randbytes(dice.randint(1, 600)))
    assert anna.ask("GET", "/me").status == 200


# --- surviving -------------------------------------------------------------------------------------------------------


def test_nothing_acknowledged_is_lost_by_a_kill(hub, anna):
    acknowledged, stop = [], threading.Event()

    def write():
        connection, n = anna.connection(), 0
        while not stop.is_set():
            signed = anna.item(f"item-{n}")
            n += 1
            try:
                answer = connection.ask("POST", "/statements", {"statements": [signed]}, token=anna.token)
            except (OSError, hub_wire.http.client.HTTPException):
                return
            if answer.status == 200:
                acknowledged.extend(answer.json["accepted"])
            else:
                time.sleep(0.05)

    for round_ in range(3):
        stop.clear()
        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(0.7)
        before = len(acknowledged)
        hub.kill()
        stop.set()
        writer.join()
        hub.start()
        anna._connection = None
        found = anna.everything()
        assert before and set(acknowledged) <= set(found), f"round {round_}"
    assert anna.feed()["chain"] == hub_wire.chain_over(found)


def test_a_hub_from_an_old_backup_is_noticed_and_made_whole(scratch):
    """Only for the file: with PostgreSQL the backup is the database's own business."""
    with HubProcess(scratch / "hub") as hub:
        anna = hub.member("Anna")
        anna.post(anna.item("before"))
        backup = scratch / "backup.db"
        hub_wire.subprocess.run(
            [str(hub_wire.memos_process.BIN / "memosd"), "hub", "backup", "--home", str(hub.home), "--to", str(backup)],
            check=True, capture_output=True, env=hub.environment)
        at = anna.feed()
        anna.post(anna.item("after"), anna.item("more"))
        ahead, everything = anna.feed(), anna.everything()
        hub.stop()
        for name in ("hub.db-wal", "hub.db-shm"):
            (hub.home / name).unlink(missing_ok=True)
        shutil.copy(backup, hub.home / "hub.db")
        hub.start()
        anna._connection = None
        rolled = anna.ask("GET", f"/feed?after={ahead['cursor']}")
        assert rolled.status == 409 and rolled.json["head"] == at["head"]
        assert anna.feed(at["cursor"])["chainAtAfter"] == at["chain"]
        # Another history of the same length has another chain.
        anna.post(anna.item("different"), anna.item("story"))
        assert anna.feed(ahead["cursor"])["chainAtAfter"] != ahead["chain"]
        anna.post(*everything.values())
        assert set(everything) <= set(anna.everything())


def test_verify_finds_what_was_changed_behind_its_back(scratch):
    with HubProcess(scratch / "hub") as hub:
        anna = hub.member("Anna")
        anna.post(anna.item("one"), anna.item("two"))
        hub.stop()
        command = [str(hub_wire.memos_process.BIN / "memosd"), "hub", "verify", "--home", str(hub.home)]
        run = lambda: hub_wire.subprocess.run(command, capture_output=True, text=True, env=hub.environment, check=False)
        good = run()
        assert good.returncode == 0, good.stderr
        connection = hub_wire.memos_process.sqlite3.connect(hub.home / "hub.db")
        with connection:
            assert connection.execute("UPDATE audit SET subject = 'nobody' WHERE seq = 2").rowcount == 1
        connection.close()
        bad = run()
        assert bad.returncode != 0 and "2" in bad.stdout + bad.stderr


def test_plain_is_for_this_machine_only(scratch):
    with HubProcess(scratch / "plain", plain=True) as hub:
        anna = hub.member("Anna")
        anna.post(anna.item("wheels"))
        assert len(anna.everything()) == 2
    with pytest.raises(RuntimeError, match="(?i)plain"):
        HubProcess(scratch / "open", plain=True, host="0.0.0.0")


def test_a_taken_port_is_a_sentence(scratch, hub):
    with pytest.raises(RuntimeError, match=str(hub.port)):
        HubProcess(scratch / "second", port=hub.port)


def test_a_stop_ends_waiting_polls_and_all_is_kept(hub, anna):
    at = anna.feed()["cursor"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(anna.connection().ask, "GET", f"/feed?after={at}&wait=25", token=anna.token)
        time.sleep(0.5)
        begun = time.monotonic()
        assert hub.stop() == 0
        assert time.monotonic() - begun < 8
        assert waiting.result(5).status in (200, 503)
    hub.start()
    anna._connection = None
    assert anna.feed()["head"] == at


# --- several hubs behind one database -------------------------------------------------------------------------------


@pytest.mark.skipif(not hub_postgres.SERVER, reason="MEMOS_TEST_POSTGRES names no server")
def test_two_hubs_behind_one_database_are_one(scratch):
    with hub_postgres.fresh_database() as database, HubProcess(scratch / "one", database=database) as one:
        (scratch / "two").mkdir(mode=0o700)
        shutil.copy(one.home / "hub.key", scratch / "two" / "hub.key")
        with HubProcess(scratch / "two", database=database) as two:
            assert two.ready["fingerprint"] == one.ready["fingerprint"]
            anna = one.member("Anna")
            ben = one.member("Ben", invited_by=anna)
            there = two.connection(pinned=ben.certificate)
            at = ben.feed()["cursor"]
            with ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(there.ask, "GET", f"/feed?after={at}&wait=20", token=ben.token)
                time.sleep(0.7)
                begun = time.monotonic()
                anna.post(anna.item("news"))
                answer = waiting.result(25)
            assert len(answer.json["entries"]) == 1 and time.monotonic() - begun < 5
            # What is decided at one counts at the other.
            anna.post(anna.revocation("device", ben.key.hex))
            found = hub_wire.pages_until(
                lambda: there.ask("GET", "/me", token=ben.token), lambda answer: answer.status == 403)
            assert found.code == "revoked"
            # Both write at once; the chain is one.
            def write(port, name):
                connection = Connection("127.0.0.1", port, pinned=anna.certificate)
                for n in range(15):
                    answer = connection.ask(
                        "POST", "/statements", {"statements": [anna.item(f"{name}-{n}")]}, token=anna.token)
                    assert answer.status == 200 and len(answer.json["accepted"]) == 1, answer
            with ThreadPoolExecutor(2) as pool:
                for future in [pool.submit(write, one.port, "a"), pool.submit(write, two.port, "b")]:
                    future.result(60)
            assert anna.feed()["chain"] == hub_wire.chain_over(anna.everything())


@pytest.mark.skipif(not hub_postgres.SERVER, reason="MEMOS_TEST_POSTGRES names no server")
def test_a_hub_that_outgrew_its_file_moves_and_its_members_notice_nothing(scratch):
    def move(home, *words):
        command = [str(hub_wire.memos_process.BIN / "memosd"), "hub", "move", "--home", str(home), *words]
        return hub_wire.subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    with hub_postgres.fresh_database() as database, HubProcess(scratch / "hub") as file_hub:
        anna = file_hub.member("Anna")
        ben = file_hub.member("Ben", invited_by=anna)
        anna.post(*[anna.item(f"skill-{number}") for number in range(80)])
        at, everything = ben.feed(), anna.everything()
        running = move(file_hub.home, "--to", database)
        assert running.returncode == 1 and "End it first" in running.stderr
        file_hub.stop()
        done = move(file_hub.home, "--to", database)
        assert done.returncode == 0, done.stderr
        assert f"{len(everything)} statements" in done.stdout and "password" not in done.stdout
        assert "holds a hub" in move(file_hub.home, "--to", database).stderr
        with HubProcess(file_hub.home, database=database) as hub:
            for member in (anna, ben):
                member._connection = hub.connection(pinned=member.certificate)
                assert member.feed(at["cursor"])["chainAtAfter"] == at["chain"], "no roll-back is seen"
            assert anna.everything() == everything
            anna.post(anna.item("after the move"))
            assert len(ben.feed(at["cursor"])["entries"]) >= 1
            hub.stop()
            # And back into a file, of another home that has the key.
            home = scratch / "back"
            home.mkdir(mode=0o700)
            shutil.copy(file_hub.home / "hub.key", home / "hub.key")
            back = move(home, "--database", database, "--to", str(home / "hub.db"))
            assert back.returncode == 0, back.stderr
        with HubProcess(home) as again:
            anna._connection = again.connection(pinned=anna.certificate)
            assert set(everything) < set(anna.everything())


@pytest.mark.skipif(not hub_postgres.SERVER, reason="MEMOS_TEST_POSTGRES names no server")
def test_a_pairing_begun_at_one_hub_ends_at_the_other(scratch):
    with hub_postgres.fresh_database() as database, HubProcess(scratch / "one", database=database) as one:
        (scratch / "two").mkdir(mode=0o700)
        shutil.copy(one.home / "hub.key", scratch / "two" / "hub.key")
        with HubProcess(scratch / "two", database=database) as two:
            anna = one.member("Anna")
            pairing = joining(one, invitation(anna)["code"])
            pairing.start()
            pairing.connection = two.connection()
            assert pairing.opened(pairing.finish("Ben"))["state"] == "pending"


def test_refused_statuses_are_told(hub):
    with pytest.raises(Refused):
        Member(hub.host, hub.port, "Eve").join("ZZZZ-ZZZZ-ZZZZ")

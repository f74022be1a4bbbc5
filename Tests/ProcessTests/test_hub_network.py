"""Several daemons and a hub, each on a machine of its own, and everything that goes wrong between machines.

After each: nothing that nobody approved was ever recalled, nothing that was taken back is left on any member's disk, and
the hub and all members have the same statements and think the same of them.
"""

import base64
import contextlib
import random
import threading
import time

import hub_network
import hub_postgres
import hub_wire
import pytest
from hub_team import PATIENCE, PORT, Machine, Team, clock, mark, skill
from hub_wire import HubProcess, Key, envelope, envelope_of, identifier, item_statement, payload
from lying_hub import LyingHub
from memos_process import RPCError, wait_until

PROBLEM = hub_network.problem()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))]


@pytest.fixture
def network():
    with hub_network.Network("hub", "ada", "ann", "ben", "cleo") as network:
        yield network


on_both_stores = pytest.mark.parametrize(
    "store", ["sqlite"] + (["postgresql"] if hub_postgres.SOCKET else []), indirect=True)


@pytest.fixture
def store(request):
    """Where the hub keeps what it is told: its own file, unless a test asks for both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
    else:
        with hub_postgres.fresh_database(on_socket=True) as location:
            yield location


@pytest.fixture
def team(scratch, network, store):
    with Team(scratch, network, database=store) as team:
        yield team


@on_both_stores
def test_a_link_that_delays_loses_reorders_and_doubles_still_brings_all_to_the_same(network, team):
    ann, ben = team.member("ann"), team.member("ben")
    for machine in ("hub", "ann", "ben"):
        network.weather(machine, delay=0.02, loss=0.03, reordering=0.08, duplication=0.03)
    marks = [mark() for _ in range(6)]
    shared = [team.ada.share(f"skill-{number}", one) for number, one in enumerate(marks)]
    of_ann = [ann.share(f"skill-of-ann-{number}", mark()) for number in range(3)]
    ben.gets(*shared, *of_ann)
    ben.never_recalls(*marks)
    ben.approve(shared[0])
    assert marks[0] in ben.recalled()
    team.ada.revoke("item", payload(shared[0])["item"])
    team.converge()
    for machine in (ann, ben):
        machine.comes_to_hold_nothing_of(marks[0])
        machine.never_recalls(*marks)
    switch = network.switch
    assert min(switch.lost, switch.reordered, switch.doubled) > 5, "there was a bad link"


@on_both_stores
def test_who_is_cut_off_keeps_what_it_had_and_catches_up_with_both_sides(network, team):
    ann, ben = team.member("ann"), team.member("ben")
    kept, gone, late = mark(), mark(), mark()
    shared = [team.ada.share("kept", kept), team.ada.share("gone", gone)]
    ben.gets(*shared)
    for one in shared:
        ben.approve(one)
    network.cut("ben")
    team.ada.revoke("envelope", identifier(shared[1]))
    meanwhile = team.ada.share("late", late)
    own = mark()
    of_ben = ben.share("of-ben", own)
    team.converge(ann)
    began = time.monotonic()
    told = ben.recalled()
    assert time.monotonic() - began < 5 and kept in told and gone in told and late not in told
    ben.sync()
    wait_until(lambda: ben.status()["sync"]["state"] == "failing", PATIENCE, "the failure in the status")
    assert ben.status()["sync"]["outbox"] == 1
    network.mend("ben")
    ben.gets(meanwhile)
    ann.gets(of_ben)
    team.converge()
    ben.comes_to_hold_nothing_of(gone)
    ann.comes_to_hold_nothing_of(gone)
    assert kept in ben.recalled()
    ben.never_recalls(gone, late)
    ann.never_recalls(kept, gone, late, own)


@pytest.mark.parametrize("clocks", [("+40d", "-40d", None), (None, "+40d", "-40d")], ids=["members", "hub"])
def test_clocks_that_are_wrong_by_weeks_change_nothing(scratch, network, clocks):
    if not clock("+1d"):
        pytest.skip("needs libfaketime (Debian: faketime)")
    ann_clock, ben_clock, hub_clock = (clock(one) if one else None for one in clocks)
    with Team(scratch, network, hub_clock=hub_clock or ()) as team:
        ann, ben = team.member("ann", clock=ann_clock), team.member("ben", clock=ben_clock)
        wrong = abs(ann.status()["joinedAt"] - ben.status()["joinedAt"])
        assert wrong > 39 * 86_400_000, "the clocks are wrong"
        first, second, third = mark(), mark(), mark()
        shared = ann.share("of-ann", first)
        of_ada = team.ada.share("of-ada", second)
        ben.gets(shared, of_ada)
        ben.never_recalls(first, second)
        ben.approve(of_ada)
        assert second in ben.recalled()
        newer = team.ada.share("of-ada", third, version=2, parents=[identifier(of_ada)])
        ben.gets(newer)
        assert third not in ben.recalled() and second in ben.recalled()
        team.ada.revoke("item", payload(newer)["item"])
        team.converge()
        ben.comes_to_hold_nothing_of(second, third)
        ben.never_recalls(first, second, third)


def test_a_client_that_was_away_for_a_month_drops_what_was_taken_back_and_takes_part_again(network, team):
    later = clock("+31d")
    if not later:
        pytest.skip("needs libfaketime (Debian: faketime)")
    ann, ben = team.member("ann"), team.member("ben")
    gone, kept = mark(), mark()
    shared = [team.ada.share("gone", gone), team.ada.share("kept", kept)]
    ben.gets(*shared)
    for one in shared:
        ben.approve(one)
    ben.switch_off()
    team.ada.revoke("item", payload(shared[0])["item"])
    news = [team.ada.share(f"news-{number}", mark()) for number in range(120)]
    # Grants and a hub that was started anew since; the token is a month old.
    team.hub.kill()
    team.hub.start()
    ben.set_clock(later)
    ben.gets(*news)
    ben.comes_to_hold_nothing_of(gone)
    assert kept in ben.recalled() and ben.status()["state"] == "active"
    of_ben = ben.share("of-ben", mark())
    ann.gets(of_ben)
    team.converge()


@on_both_stores
def test_a_hub_that_is_killed_while_it_is_told_loses_nothing_that_it_confirmed(network, team):
    ann, ben = team.member("ann"), team.member("ben")
    confirmed, stop = set(), threading.Event()

    def tell():
        number = 0
        while not stop.is_set():
            batch = [team.ada.skill(f"skill-{number}-{place}", mark()) for place in range(4)]
            number += 1
            try:
                confirmed.update(team.ada.post(*batch)["accepted"])
            except (OSError, hub_wire.http.client.HTTPException):
                time.sleep(0.05)

    shared = [ann.share(f"of-ann-{number}", mark()) for number in range(4)]
    teller = threading.Thread(target=tell)
    teller.start()
    try:
        for pause in (0.4, 0.7, 0.2):
            time.sleep(pause)
            team.hub.kill()
            shared.append(ann.share(f"of-ann-{pause}", mark()))
            team.hub.start()
    finally:
        stop.set()
        teller.join(30)
    there = team.ada.everything()
    assert confirmed and confirmed <= set(there), "what the hub had confirmed is gone"
    team.converge(seconds=90)
    assert set(shared) <= set(team.ada.everything())
    team.hub.stop()
    team.is_whole()


def test_a_member_that_is_killed_in_the_middle_of_a_merge_goes_on_where_it_was(network, team):
    ann, ben = team.member("ann"), team.member("ben")
    first = mark()
    early = team.ada.share("early", first)
    ben.gets(early)
    ben.approve(early)
    network.cut("ben")
    shared = [team.ada.skill(f"skill-{number}", f"mark{number:05}") for number in range(700)]
    for start in range(0, len(shared), 100):
        team.ada.post(*shared[start:start + 100])
    team.ada.revoke("item", payload(early)["item"])
    chance, seen = random.Random(3), []
    network.mend("ben")
    for _ in range(4):
        ben.sync()
        time.sleep(chance.uniform(0.05, 0.6))
        ben.kill()
        seen.append(ben.query("SELECT count(*) FROM hub_statements")[0][0])
    assert seen == sorted(seen), "what was taken in stays"
    team.converge(ann, ben, seconds=90)
    ben.comes_to_hold_nothing_of(first)
    ben.never_recalls(first, "mark00")
    assert len(ben.reviews()) == len(shared)
    assert ben.query("PRAGMA integrity_check") == [("ok",)]


def test_a_member_that_is_killed_while_it_shares_shares_once(network, team):
    ann, ben = team.member("ann"), team.member("ben")
    network.cut("ann")
    shared = [ann.share(f"of-ann-{number}", mark()) for number in range(12)]
    for pause in (0.05, 0.2, 0.1):
        # On the way there, or on the way back.
        network.weather("ann", delay=0.05)
        ann.sync()
        time.sleep(pause)
        ann.kill()
    network.weather("ann")
    ann.sync()
    ben.gets(*shared)
    team.converge()
    assert team.ada.feed(0)["head"] == len(team.ada.everything())
    assert {one["state"] for one in ann.ask_daemon("hub.shared")["items"]} == {"sent"}


def test_another_hub_at_the_same_address_is_told_nothing(scratch, network, team):
    ann = team.member("ann")
    marks = [mark(), mark()]
    shared = team.ada.share("honest", marks[0])
    ann.gets(shared)
    ann.approve(shared)
    team.hub.kill()
    with HubProcess(scratch / "other", host=team.address, port=PORT, wrapper=network.command("hub")) as other:
        own = ann.share("of-ann", marks[1])
        ann.sync()
        wait_until(lambda: ann.reason() == "certificate", PATIENCE, "the certificate in the status")
        assert marks[0] in ann.recalled()
        assert ann.status()["state"] == "active" and ann.status()["sync"]["outbox"] == 1
        assert own not in other.child.args
        assert not [file for file in other.home.rglob("*") if file.is_file() and own.encode() in file.read_bytes()]
        other.kill()
    team.hub.start()
    team.converge(ann)
    assert own in team.ada.everything()


def test_what_is_replayed_altered_or_forged_is_never_recalled(scratch, network):
    with network.inside("hub"):
        liar = LyingHub(scratch, port=PORT, host=network.address("hub"))
    with liar:
        machines = [Machine(scratch, network, name) for name in ("ann", "ben")]
        for machine in machines:
            machine.ask_daemon("hub.join", {"address": liar.address, "code": liar.code, "name": machine.name})
            wait_until(lambda machine=machine: machine.status()["sync"]["cursor"] > 0, PATIENCE, "the team")
            machine.ask_daemon("hub.trust", {"member": "rita", "group": "everyone"})
        honest, taken, forged = mark(), mark(), [mark() for _ in range(7)]
        stranger, admin = Key(), liar.admin

        def said(name, one, key=admin, **more):
            return item_statement(liar.id, key, name, text=skill(name, one), **more)

        # The person trusts Rita, so what is hers is recalled without a further look; nothing else may pass for it.
        good, bad = envelope(said("good", honest), admin), envelope(said("bad", taken), admin)
        liar.add(good, bad)
        for machine in machines:
            machine.sync()
            wait_until(lambda machine=machine: len(machine.reviews("approved")) == 2, PATIENCE, "what Rita shared")
            assert honest in machine.recalled() and taken in machine.recalled()
        liar.revoke("item", payload(bad)["item"])
        altered = base64.b64encode(base64.b64decode(good["payload"]).replace(honest.encode(), forged[0].encode()))
        liar.add(
            {**good, "payload": altered.decode()},
            {**envelope(said("in-her-name", forged[1]), stranger), "signer": admin.hex},
            envelope_of(hub_wire.canonical({**said("as-signer", forged[2]), "signer": admin.hex}), stranger),
            envelope(said("of-a-stranger", forged[3], stranger), stranger),
            # Speaks in an item of hers, as its next version.
            envelope({**said("good", forged[4], version=2), "parents": [identifier(good)]}, stranger),
            envelope(hub_wire.grant_statement(liar.id, stranger.hex, "rita", name="Rita", role="admin"), stranger),
            envelope(said("after-the-grant", forged[5], stranger), stranger),
            envelope(hub_wire.revocation_statement(liar.id, "member", "rita"), stranger),
            # Another team's, replayed here.
            envelope({**said("elsewhere", forged[6]), "hub": "f" * 32}, admin),
            # What was taken back, again and again.
            bad, bad, good, bad,
        )
        for machine in machines:
            machine.sync()
            wait_until(lambda machine=machine: machine.status()["sync"]["cursor"] == len(liar.feed), PATIENCE, "the feed")
            machine.comes_to_hold_nothing_of(taken)
            machine.never_recalls(taken, *forged)
            assert honest in machine.recalled(), "Rita is still trusted"
            assert {one["name"] for one in machine.reviews("approved").values()} == {"good"}
            assert not machine.reviews()
            machine.hang_up()
        assert machines[0].statements() == machines[1].statements()
        assert machines[0].states() == machines[1].states()


def test_the_hub_refuses_what_is_forged_and_members_never_see_it(network, team):
    ann = team.member("ann")
    outsider = Key()
    one, two = mark(), mark()
    good = team.ada.share("good", one)
    altered = {**good, "payload": envelope_of(hub_wire.canonical({"v": 1}), outsider)["payload"]}
    refused = team.ada.refused(
        altered, envelope(item_statement(team.ada.hub, outsider, "foreign", text=skill("foreign", two)), outsider),
        {**good, "signature": team.ada.item("other")["signature"]})
    assert set(refused) <= {"invalid_argument", "forbidden"}
    assert team.ada.send("/statements", {"statements": [good, good]})["known"]
    team.converge(ann)
    ann.never_recalls(one, two)
    assert not ann.places(two)


@on_both_stores
def test_a_member_who_is_put_out_loses_the_teams_and_the_team_loses_theirs(network, team):
    ann, ben, cleo = team.member("ann"), team.member("ben"), team.member("cleo")
    of_team, of_cleo = mark(), mark()
    shared = team.ada.share("of-ada", of_team)
    cleo.gets(shared)
    cleo.approve(shared)
    theirs = cleo.share("of-cleo", of_cleo)
    for machine in (ann, ben):
        machine.gets(theirs)
    ann.approve(theirs)
    assert of_cleo in ann.recalled() and of_team in cleo.recalled()
    network.cut("ben")
    team.ada.revoke("member", "cleo", reason="has left")
    ann.sync()
    # Who listens hears of it at once, and has no hub to ask then.
    with contextlib.suppress(RPCError):
        cleo.sync()
    wait_until(lambda: cleo.status()["state"] == "revoked", PATIENCE, "the end of the membership")
    network.mend("ben")
    team.converge(ann, ben)
    for machine in (ann, ben):
        machine.comes_to_hold_nothing_of(of_cleo)
        machine.never_recalls(of_cleo)
    cleo.comes_to_hold_nothing_of(of_team)
    cleo.never_recalls(of_team)
    # What was hers before she came stays hers.
    assert of_cleo in cleo.recalled()


def test_a_hub_that_was_set_back_to_an_old_backup_is_told_what_it_lost(scratch, network, team):
    ann, ben = team.member("ann"), team.member("ben")
    gone, before, after = mark(), mark(), mark()
    shared = [team.ada.share("gone", gone), team.ada.share("before", before)]
    for machine in (ann, ben):
        machine.gets(*shared)
        machine.approve(shared[0])
    team.run("backup", "--to", scratch / "backup.db")
    team.ada.revoke("item", payload(shared[0])["item"])
    later = [team.ada.share("after", after), ann.share("of-ann", mark())]
    ben.gets(*later)
    team.converge()
    had = set(team.ada.everything())
    team.hub.kill()
    team.restore(scratch / "backup.db")
    team.hub.start()
    assert identifier(shared[0]) in team.ada.everything(), "the old hub knows of no revocation"
    for machine in (ann, ben):
        machine.sync()
    wait_until(lambda: set(team.ada.everything()) == had, PATIENCE, "the hub to be told what it lost")
    team.converge()
    for machine in (ann, ben):
        machine.comes_to_hold_nothing_of(gone)
        machine.never_recalls(gone, before, after)
        assert machine.query("SELECT count(*) FROM hub_log WHERE kind = 'rolled_back'")[0][0] == 1
    # Who comes now never sees it.
    cleo = team.member("cleo")
    team.converge()
    cleo.never_recalls(gone, before, after)
    assert identifier(shared[0]) not in cleo.states() and not cleo.places(gone)


def test_a_network_leaves_nothing_behind():
    with pytest.raises(RuntimeError), hub_network.Network("hub", "ann") as network:
        made = [network.name(machine) for machine in network.machines]
        sleeper = hub_wire.subprocess.Popen(network.command("ann", "sleep", "600"))
        time.sleep(0.2)
        raise RuntimeError("as when a test fails")
    assert sleeper.wait(10) == -9
    listed = hub_wire.subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    assert not any(name in listed for name in made)

"""A member and a hub that is dead, slow or dishonest: turns are as quick as ever, what is here stays, nothing that
nobody approved is recalled, and when the hub comes to its senses the two catch up."""

import json
import statistics
import time

import hub_wire
import pytest
from lying_hub import LyingHub
from memos_process import alive, context_of, now_ms, wait_until

# Which error each manner ends with, as `details.reason`.
MANNERS = {
    "dead": {"unreachable"},
    "endless": {"oversized"},
    "garbage": {"nonsense"},
    "nested": {"nonsense"},
    "values": {"nonsense"},
    "failing": {"internal"},
    "redirect": {"nonsense"},
    "limited": {"rate_limited"},
    "other_hub": {"foreign"},
    "other_certificate": {"certificate"},
    "backwards": {"nonsense"},
    "jumping": {"nonsense"},
    "flooding": {"nonsense"},
    "immense": {"nonsense"},
}
PAIRING_MANNERS = [
    "other_session", "neutral_share", "reflected_share", "wrong_proof", "altered_seal", "empty_welcome", "mute",
    *(manner for manner in MANNERS if manner not in ("backwards", "jumping", "flooding", "immense")),
]
# Those by which a hub only takes time: the longest a call may take is 30 seconds.
SLOW_MANNERS = {"mute": {"late"}, "slow": {"late"}}
PATIENCE = 60


@pytest.fixture
def hub(scratch):
    with LyingHub(scratch) as hub:
        yield hub


class Member:
    """A home with a bridge open, joined to the hub."""

    def __init__(self, home, hub):
        self.home, self.hub, self.bridge = home, hub, home.bridge()
        self.bridge.request("hub.join", {"address": hub.address, "code": hub.code, "name": "Gus"})

    def status(self):
        return self.bridge.request("hub.status")

    def sync(self):
        self.bridge.request("hub.sync")

    def reason(self):
        return (self.status()["sync"].get("lastError") or {}).get("reason")

    def waiting(self):
        return {item["name"] for item in self.bridge.request("hub.review")["items"]}

    def gets(self, *names):
        wait_until(lambda: set(names) <= self.waiting(), PATIENCE, f"{names} to review")

    def fails(self, reasons):
        """Waits for one of these failures; cutting the connections made another one first."""
        wait_until(lambda: self.reason() in reasons, PATIENCE, f"{reasons} in the status")

    def recovers(self):
        def is_well():
            self.sync()
            time.sleep(0.2)
            return self.status()["sync"]["state"] in ("waiting", "idle")
        wait_until(is_well, PATIENCE, "the loop to catch up")


def hook_times(home, count=9):
    """Milliseconds of whole hook calls, each with a recall of what is here; and what they were given."""
    times, contexts = [], []
    for number in range(count):
        began = time.monotonic()
        output = home.hook("UserPromptSubmit", f"s-{now_ms()}-{number}", f"p-{now_ms()}-{number}",
                           prompt="Which port does the quokka gateway of the billing service listen on?")
        times.append((time.monotonic() - began) * 1000)
        contexts.append(context_of(output))
    return times, contexts


def resident_megabytes(pid):
    for line in open(f"/proc/{pid}/status", encoding="ascii"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no such line")


def learn(home):
    home.tell("s-local", "The quokka gateway of the billing service listens on port 7431.", "Noted: port 7431.")


def judge(home, member, hub, manner, reasons):
    """Everything that has to hold while the hub behaves so, and afterwards."""
    learn(home)
    hub.share("honest-wombat", text="---\nname: honest-wombat\ndescription: quokka gateway\n---\n\nMARKER-UNAPPROVED\n")
    member.gets("honest-wombat")
    pid = home.daemon_pid()
    usual, _ = hook_times(home)
    weight = resident_megabytes(pid)

    hub.manner = manner
    troubled, contexts = hook_times(home)
    member.fails(reasons)
    more, later = hook_times(home)

    assert statistics.median(troubled + more) < 3 * statistics.median(usual), (usual, troubled, more)
    assert any("7431" in context for context in contexts + later), "what is here is recalled"
    assert not any("MARKER-UNAPPROVED" in context for context in contexts + later)
    assert home.daemon_pid() == pid
    assert resident_megabytes(pid) < weight + 150
    assert member.status()["state"] == "active", "nobody was thrown out"
    assert "honest-wombat" in member.waiting()
    assert member.status()["sync"]["nextTryAt"] > now_ms() - 60_000

    hub.manner = "honest"
    hub.share("late-numbat")
    member.recovers()
    member.gets("late-numbat")
    assert member.status()["sync"].get("lastError") is None
    member.bridge.close()


@pytest.mark.parametrize("manner", MANNERS)
def test_a_hub_that_misbehaves_changes_nothing_here(home, hub, manner):
    judge(home, Member(home, hub), hub, manner, MANNERS[manner])


@pytest.mark.parametrize("manner", SLOW_MANNERS)
def test_a_hub_that_takes_its_time_takes_nobody_elses(home, hub, manner):
    judge(home, Member(home, hub), hub, manner, SLOW_MANNERS[manner])


@pytest.mark.parametrize("manner", PAIRING_MANNERS)
def test_pairing_with_whoever_misbehaves_ends_in_an_error(home, hub, manner):
    hub.manner = manner
    with home.bridge() as bridge:
        error = bridge.error("hub.join", {"address": hub.address, "code": hub.code, "name": "Gus"}, PATIENCE)
        assert error.code in ("hub_unavailable", "hub_refused", "hub_untrusted"), error
        assert error.data["hint"]
        assert bridge.request("hub.status")["state"] == "off"
        pid = home.daemon_pid()
        error = bridge.error("hub.join", {"address": hub.address, "code": hub.code, "name": "Gus"}, PATIENCE)
        assert home.daemon_pid() == pid, "the daemon lives"
        assert "\x1b" not in error.message
    assert not (home.path / "hub" / "device.key").exists()


def test_a_wrong_code_is_told_as_such(home, hub):
    code = hub.code[:4] + ("0" * 8 if not hub.code.endswith("0" * 8) else "1" * 8)
    with home.bridge() as bridge:
        error = bridge.error("hub.join", {"address": hub.address, "code": code, "name": "Gus"})
        assert error.code == "hub_refused" and error.data["details"]["reason"] == "code", error
        error = bridge.error("hub.join", {"address": hub.address, "code": "QQQ", "name": "Gus"})
        assert error.code == "invalid_argument", error
        error = bridge.error("hub.join", {"address": "http://192.0.2.1", "code": code, "name": "Gus"})
        assert error.code == "invalid_argument", error


def test_the_key_is_private_and_nowhere_else(home, hub):
    member = Member(home, hub)
    hub.share("some-item")
    member.gets("some-item")
    file = home.path / "hub" / "device.key"
    assert file.stat().st_mode & 0o777 == 0o600
    secret = json.loads(file.read_text())
    for value in (secret["seed"], secret["token"]):
        assert home.files_containing(value) == ["hub/device.key"]
        assert home.files_containing(bytes.fromhex(value)) == []
    member.bridge.close()


def test_statements_that_are_not_what_they_say_are_left_out(home, hub):
    member = Member(home, hub)
    stranger = hub_wire.Key()
    honest = hub_wire.envelope(hub_wire.item_statement(hub.id, hub.admin, "true-potoroo"), hub.admin)
    other = hub_wire.envelope(hub_wire.item_statement(hub.id, hub.admin, "other-potoroo"), hub.admin)
    elsewhere = hub_wire.envelope(hub_wire.item_statement("f" * 32, hub.admin, "elsewhere-potoroo"), hub.admin)
    # Signed by nobody the team knows; in the admin's name; altered; with another's signature; of another hub.
    hub.share("stranger-potoroo", key=stranger)
    hub.add(
        {**hub_wire.envelope(hub_wire.item_statement(hub.id, hub.admin, "forged-potoroo"), stranger),
         "signer": hub.admin.hex},
        {**honest, "payload": hub_wire.envelope_of(b'{"v":1}', stranger)["payload"]},
        {**other, "signature": honest["signature"]}, elsewhere,
        {"payload": 7}, {}, {"payload": "", "signer": "", "signature": ""},
    )
    hub.say(hub_wire.grant_statement(hub.id, stranger.hex, "stranger", role="admin"), stranger)
    hub.add(honest, honest, honest)
    member.gets("true-potoroo")
    assert member.waiting() == {"true-potoroo"}
    member.recovers()
    assert member.status()["sync"]["cursor"] == len(hub.feed)
    member.bridge.close()


def test_a_hub_that_was_set_back_is_told_what_it_lost(home, hub):
    member = Member(home, hub)
    shared = [hub.share(f"item-{number}") for number in range(6)]
    member.gets("item-5")
    hub.revoke("envelope", hub_wire.identifier(shared[0]))
    wait_until(lambda: "item-0" not in member.waiting(), PATIENCE, "the revocation")
    lost = hub.forget(4)
    # Somebody goes on with it, so that its head alone tells nothing.
    for number in range(9):
        hub.share(f"after-{number}")
    member.sync()
    member.gets("item-5", "after-8")
    wait_until(lambda: {hub_wire.identifier(one) for one in lost} <= set(hub.identifiers()), PATIENCE, "the repair")
    member.recovers()
    assert "item-0" not in member.waiting(), "what was revoked stays so"
    # Now less than was read already.
    lost = hub.forget(5)
    member.sync()
    wait_until(lambda: {hub_wire.identifier(one) for one in lost} <= set(hub.identifiers()), PATIENCE, "the repair")
    member.recovers()
    assert len(home.query("SELECT 1 FROM hub_log WHERE kind = 'rolled_back'")) >= 2
    member.bridge.close()


def test_who_is_thrown_out_loses_what_came_from_the_hub(home, hub):
    member = Member(home, hub)
    learn(home)
    hub.share("some-bilby")
    member.gets("some-bilby")
    hub.manner = "out"
    member.sync()
    wait_until(lambda: member.status()["state"] == "revoked", PATIENCE, "the end of the membership")
    _, contexts = hook_times(home, 2)
    assert any("7431" in context for context in contexts)
    asked = len(hub.requests)
    time.sleep(3)
    assert len(hub.requests) == asked, "nobody asks any more"
    member.bridge.close()


@pytest.mark.slow
def test_an_idle_daemon_ends_though_it_listens_to_a_hub(home, hub):
    home.memos("config", "set", "daemon.idleMinutes", "1")
    member = Member(home, hub)
    member.recovers()
    pid = home.daemon_pid()
    member.bridge.close()
    wait_until(lambda: not alive(pid), 90, "the idle stop")
    hub.share("missed-bandicoot")
    with home.bridge() as bridge:
        member.bridge = bridge
        member.gets("missed-bandicoot")

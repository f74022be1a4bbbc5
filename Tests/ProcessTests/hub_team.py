"""A team on a network of machines: a hub, its admin, who is written here, and members with the built programs.

    with Team(scratch, network) as team:
        ann = team.member("ann")                     # a home and a daemon on ann's machine
        team.ada.post(team.ada.item("wheels"))       # the admin speaks for herself, without any code of ours
        team.converge(ann)

What every scenario of the proof asks afterwards is here: whether something is recalled, whether something is left of it,
whether all have the same.
"""

import base64
import glob
import json
import os
import re
import shlex
import sqlite3
import subprocess
import time
import uuid

import hub_wire
import memos_process
from hub_wire import identifier
from memos_process import Home, context_of, wait_until

PATIENCE = 60
PORT = 18912
# A prompt, and what is shared to fit it; no word of it is the mark by which it is found.
TOPIC = "How do I rotate the signing keys of the quokka gateway before a release?"


def skill(name, mark):
    return (f"---\nname: {name}\ndescription: Rotate the signing keys of the quokka gateway before a release.\n---\n\n"
            f"# Rotate the signing keys of the quokka gateway\n\n1. Stop the quokka gateway before the release.\n"
            f"2. Rotate its signing keys with `gatewayctl rotate --mark {mark}`.\n3. Start the quokka gateway again.\n")


def mark():
    """A word that stands nowhere else."""
    return f"mark{uuid.uuid4().hex}"


def clock(offset):
    """The beginning of a command line whose program's clock is wrong by an offset such as `+40d`; None where that cannot
    be done. What is measured in a span of time stays right, as it does when a machine's date is wrong."""
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    # The library's first program changes its own environment, which Swift does not survive with its arguments: so that
    # program is the second `env`.
    return found and ["env", f"LD_PRELOAD={found[0]}", f"FAKETIME={offset}", "FAKETIME_DONT_FAKE_MONOTONIC=1",
                      "NO_FAKE_STAT=1", "env"]


def disguises(text):
    """The bytes of a text, and of its Base64 wherever in a triple it begins."""
    raw = text.encode()
    yield raw
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw)
        yield coded[4 if shift else 0:-4]


class Admin(hub_wire.Member):
    """The team's root, on a machine of the network."""

    def __init__(self, network, machine, host, port, name):
        super().__init__(host, port, name)
        self.network, self.machine = network, machine

    def ask(self, method, path, body=None, **more):
        with self.network.inside(self.machine):
            return super().ask(method, path, body, **more)

    def join(self, code, device_name="laptop"):
        with self.network.inside(self.machine):
            return super().join(code, device_name)

    def skill(self, name, mark, **more):
        return self.item(name, text=skill(name, mark), **more)

    def share(self, name, mark, **more):
        signed = self.skill(name, mark, **more)
        self.post(signed)
        return signed

    def revoke(self, kind, subject, **more):
        signed = self.revocation(kind, subject, **more)
        self.post(signed)
        return signed


class Machine(Home):
    """A home whose programs run on a machine of the network, with the user's folder of that machine alone."""

    def __init__(self, scratch, network, name, clock=None):
        folder = scratch / name
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self.network, self.name = network, name
        self._bridge = None
        if clock:
            self.set_clock(clock)

    def set_clock(self, clock):
        """From the next start of the daemon on."""
        program = self.scratch / "memosd"
        program.write_text(f'#!/bin/sh\nexec {shlex.join([*clock, str(memos_process.BIN / "memosd")])} "$@"\n')
        program.chmod(0o755)
        self.environment["MEMOS_DAEMON"] = str(program)

    def memos(self, *arguments, **options):
        with self.network.inside(self.name):
            return super().memos(*arguments, **options)

    def bridge(self, *arguments, **options):
        with self.network.inside(self.name):
            return super().bridge(*arguments, **options)

    # Its daemon, spoken to.

    def ask_daemon(self, method, parameters=None, seconds=PATIENCE):
        if self._bridge is None:
            self._bridge = self.bridge()
        return self._bridge.request(method, parameters, seconds)

    def hang_up(self):
        if self._bridge is not None:
            bridge, self._bridge = self._bridge, None
            try:
                bridge.close()
            except (BrokenPipeError, subprocess.TimeoutExpired):
                bridge.process.kill()

    def switch_off(self):
        self.hang_up()
        if self.daemon_pid():
            self.stop()

    def kill(self):
        """As when the power goes."""
        pid = self.daemon_pid()
        os.kill(pid, 9)
        wait_until(lambda: not memos_process.alive(pid), what="the daemon's end")
        self.hang_up()

    # As a person.

    def status(self):
        return self.ask_daemon("hub.status")

    def sync(self):
        self.ask_daemon("hub.sync")

    def reason(self):
        return (self.status()["sync"].get("lastError") or {}).get("reason")

    def reviews(self, state="waiting"):
        return {one["envelope"]: one for one in self.ask_daemon("hub.review", {"state": state})["items"]}

    def gets(self, *envelopes):
        wanted = {identifier(one) if isinstance(one, dict) else one for one in envelopes}
        self.sync()
        wait_until(lambda: wanted <= set(self.reviews()), PATIENCE, f"{len(wanted)} items to review by {self.name}")

    def approve(self, envelope):
        """A version, by its envelope or the id of that."""
        named = envelope if isinstance(envelope, str) else identifier(envelope)
        return self.ask_daemon("hub.approve", {"envelope": named})

    def share(self, name, mark):
        """Brings in a skill and shares it, after a look at it; gives the id of its envelope."""
        file = self.scratch / "SKILL.md"
        file.write_text(skill(name, mark))
        package = self.ask_daemon("skill.import", {"path": str(file)})["packages"][0]
        local = self.ask_daemon("skill.approve", {"id": package["id"]})["id"]
        seen = self.ask_daemon("hub.preview", {"id": local})
        return self.ask_daemon("hub.share", {"id": local, "confirm": seen["digest"]})["envelope"]

    # What the proof asks.

    def recalled(self, prompt=TOPIC):
        """All that an agent here is told of a prompt, or finds when it searches."""
        session = f"s-{uuid.uuid4().hex[:10]}"
        told = context_of(self.hook("UserPromptSubmit", session, f"p-{session}", prompt=prompt))
        found = self.ask_daemon("memory.search", {"query": prompt, "topK": {"tier1": 50, "tier2": 50, "tier3": 50}})
        return told + json.dumps(found)

    def places(self, text):
        """Every file of the machine's user in which a text stands, as it is or in Base64."""
        found = set()
        for needle in disguises(text):
            for file in self.scratch.rglob("*"):
                try:
                    if file.is_file() and not file.is_symlink() and needle in file.read_bytes():
                        found.add(str(file.relative_to(self.scratch)))
                except FileNotFoundError:
                    pass
        return sorted(found - {"SKILL.md"})

    def never_recalls(self, *marks):
        told = self.recalled()
        for one in marks:
            assert one not in told, f"{self.name} recalled what nobody approved: {told}"

    def comes_to_hold_nothing_of(self, *marks):
        """Waits until what was taken back is gone, byte for byte."""
        for one in marks:
            try:
                wait_until(lambda one=one: not self.places(one), 20, "the removal")
            except AssertionError:
                raise AssertionError(f"{self.name} still has {one} in {self.places(one)}") from None

    def statements(self):
        """Ids of the statements that are here whole, but for what this device shared itself and the team took back."""
        own = {row[0] for row in self.query("SELECT envelope FROM hub_shares WHERE state = 'withdrawn'")}
        return {row[0] for row in self.query("SELECT id FROM hub_statements WHERE envelope IS NOT NULL")} - own

    def states(self):
        """By version: the states that are the team's doing, not a person's."""
        rows = self.query("SELECT envelope, state FROM hub_items")
        return {envelope: state == "withdrawn" for envelope, state in rows}


class Team:
    def __init__(self, scratch, network, *, hub_clock=(), database=None):
        self.scratch, self.network, self.location = scratch, network, database
        self.machines = []
        self.address = network.address("hub")
        self.hub = hub_wire.HubProcess(
            scratch / "hub", host=self.address, port=PORT, database=database, wrapper=[*network.command("hub"), *hub_clock])
        self.ada = Admin(network, "ada", self.address, self.hub.port, "Ada")
        self.ada.join(self.hub.code)
        self.ada.post(self.ada.grant(self.ada.key.hex, "ada", name="Ada", role="admin"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for machine in self.machines:
            machine.hang_up()
        if self.hub.is_alive():
            self.hub.kill()

    def member(self, name, role="member", groups=("everyone",), clock=None):
        machine = Machine(self.scratch, self.network, name, clock)
        self.machines.append(machine)
        code = self.ada.send("/invites", {"role": role, "groups": list(groups), "minutes": 10})["code"]
        told = machine.ask_daemon(
            "hub.join", {"address": f"{self.address}:{self.hub.port}", "code": code, "name": name.capitalize()})
        machine.device = told["device"]["id"]
        self.ada.approve(machine.device, name.capitalize(), role=role, groups=groups)

        def is_in():
            machine.sync()
            return machine.status()["state"] == "active" and machine.status()["sync"]["cursor"] > 0

        wait_until(is_in, PATIENCE, f"{name} to be let in")
        return machine

    # The hub as its own machine sees it.

    def run(self, *words):
        done = subprocess.run(
            [memos_process.BIN / "memosd", "hub", *words, "--home", self.hub.home,
             *(["--database", self.location] if self.location else [])],
            capture_output=True, text=True, env=self.hub.environment, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def database(self):
        return next(file for file in self.hub.home.glob("*.db"))

    def query(self, sql, *parameters):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    def restore(self, backup):
        """Puts an old copy in the database's place, as somebody does whose disk is gone."""
        for file in self.hub.home.glob(f"{self.database.name}-*"):
            file.unlink()
        self.database.write_bytes(backup.read_bytes())

    # What the proof asks.

    def converge(self, *machines, seconds=PATIENCE):
        """Waits until all have what the hub has, and the hub all they have; then compares what they think of it."""
        machines = machines or self.machines

        def differences():
            for machine in machines:
                machine.sync()
            truth = set(self.ada.everything())
            return {machine.name: machine.statements() ^ truth for machine in machines
                    if machine.statements() != truth or machine.status()["sync"]["outbox"]}

        found = {}

        def is_same():
            found.clear()
            found.update(differences())
            if found:
                # Whoever is asked to look without a pause never hears an answer over a slow link.
                time.sleep(1)
            return not found

        try:
            wait_until(is_same, seconds, "the team to agree")
        except AssertionError:
            told = {machine.name: machine.status()["sync"] for machine in machines}
            raise AssertionError(f"the team does not agree: {found}, {told}") from None
        live = set(self.ada.everything())
        for machine in machines:
            for other in machines:
                mine, others = machine.states(), other.states()
                both = mine.keys() & others.keys()
                assert {one: mine[one] for one in both} == {one: others[one] for one in both}
            kept = {envelope for envelope, is_withdrawn in machine.states().items() if not is_withdrawn}
            assert kept <= live, f"{machine.name} holds what the team took back"

    def is_whole(self):
        """The hub's own chains, by its own program."""
        assert re.search("hold", self.run("verify"))

#!/usr/bin/env python3
"""Figures of a hub with many clients, and of a member whose hub is in trouble.

    Benchmarks/hub.py                        the hub: 1,000 clients that listen, 10,000 skills, all kinds of calls
    Benchmarks/hub.py --client               a member's hook while its hub is dead, slow or a flood, or has 10,000 skills
    scripts/with-postgres --durable Benchmarks/hub.py       on SQLite and on PostgreSQL

Calls come at a steady mean rate by chance, whether or not the ones before were answered; meanwhile every client holds a
connection with a long poll, and what is pushed goes out to those who may read it. Who listens is simulated by processes
of their own, so that the measured calls wait for the hub and not for this program; how late it was itself is told too.
All times are of whole answers over TLS, in milliseconds.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import multiprocessing
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests" / "ProcessTests"))

from memos_client import BIN, percentile  # noqa: E402

os.environ["MEMOS_BIN"] = str(BIN)

import hub_postgres  # noqa: E402
import hub_wire  # noqa: E402
from hub_wire import Key, envelope, grant_statement, identifier, item_statement  # noqa: E402

GOAL_MS = 50
# Of a hundred calls.
MIX = {"feed": 54, "search": 20, "me": 15, "statements": 5, "hello": 6}
WORDS = """rotate deploy verify migrate restore compile profile release staging cluster gateway parser index schema backup
    secret token cache queue worker broker ledger invoice payment customer session cookie header proxy router balancer
    certificate signature checksum digest archive bucket volume snapshot replica shard partition cursor feed event stream
    buffer socket kernel module package lockfile manifest container image registry pipeline runner artifact coverage
    fixture snapshot golden flake timeout retry backoff deadline budget quota limiter alarm dashboard metric trace span
    log rotation retention policy consent redaction export import converter encoder decoder tokenizer embedding vector
    matrix tensor gradient optimizer scheduler cron timer clock calendar locale unicode collation font layout viewport
    widget dialog form field validator sanitizer escape template partial helper binding signal reducer selector""".split()


class Team:
    """Keys, groups and tokens of everybody, and what they share."""

    def __init__(self, clients, skills, groups, seed=5):
        self.chance = random.Random(seed)
        self.groups = [f"team-{number}" for number in range(groups)]
        self.keys = [Key() for _ in range(clients)]
        self.tokens = [base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in range(clients)]
        self.skills = skills

    def group(self, client):
        return self.groups[client % len(self.groups)]

    def words(self, count):
        return " ".join(self.chance.choice(WORDS) for _ in range(count))

    def item(self, hub, number, client, group=None):
        name = f"{self.words(2).replace(' ', '-')}-{number}"
        text = f"---\nname: {name}\ndescription: {self.words(9)}\n---\n\n# {self.words(3)}\n\n" + "".join(
            f"{step}. {self.words(14).capitalize()}.\n" for step in range(1, 9))
        return envelope(
            item_statement(hub, self.keys[client], name, text=text, summary=self.words(9),
                           groups=[group or self.group(client)]), self.keys[client])

    def register(self, admin, execute):
        """Devices and tokens go straight into the database, as a thousand pairings would leave them."""
        for client, (key, token) in enumerate(zip(self.keys, self.tokens)):
            hashed, now = hashlib.sha256(token.encode()).hexdigest(), int(time.time() * 1000)
            execute("INSERT INTO devices (device, name, device_name, state, role, group_names, created_at) VALUES "
                    f"('{key.hex}', 'Client {client}', 'laptop', 'pending', 'member', '[]', {now})")
            execute(f"INSERT INTO tokens (hash, device, created_at) VALUES ('{hashed}', '{key.hex}', {now})")

    def fill(self, admin):
        """Grants and skills, as members send them."""
        grants = [
            admin.sign(grant_statement(admin.hub, key.hex, f"client-{client}", name=f"Client {client}",
                                       groups=[self.group(client)]))
            for client, key in enumerate(self.keys)]
        items = [self.item(admin.hub, number, number % len(self.keys)) for number in range(self.skills)]
        began = time.monotonic()
        for part in (grants, items):
            for start in range(0, len(part), 100):
                answer = admin.ask("POST", "/statements", {"statements": part[start:start + 100]})
                while answer.status == 429:
                    time.sleep(float(answer.headers.get("Retry-After") or 1))
                    answer = admin.ask("POST", "/statements", {"statements": part[start:start + 100]})
                if answer.status != 200 or answer.json["refused"]:
                    raise SystemExit(f"the hub did not take it: {answer}")
            if part is grants:
                granted = time.monotonic() - began
        return granted, time.monotonic() - began - granted


class Line:
    """One connection to the hub, kept open."""

    context = None

    def __init__(self, host, port, token):
        self.host, self.port, self.token = host, port, token
        self.reader = self.writer = None

    async def ask(self, method, path, body=b""):
        """As clients of HTTP do: a connection that was closed while nobody asked is opened anew."""
        is_reused = self.writer is not None
        try:
            return await self.ask_once(method, path, body)
        except asyncio.IncompleteReadError as error:
            if error.partial or not is_reused:
                raise
            return await self.ask_once(method, path, body)

    async def ask_once(self, method, path, body):
        if self.writer is None:
            Line.context = Line.context or hub_wire.tls_context()
            self.reader, self.writer = await asyncio.open_connection(
                self.host, self.port, ssl=Line.context, server_hostname="memos-hub", limit=16 << 20)
        head = f"{method} /hub/v1{path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {self.token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        try:
            self.writer.write(head.encode() + b"\r\n" + body)
            answer = await self.reader.readuntil(b"\r\n\r\n")
            fields = answer.lower()
            place = fields.index(b"content-length:") + 15
            length = int(fields[place:fields.index(b"\r", place)])
            return int(answer[9:12]), await self.reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            self.close()
            raise

    def close(self):
        if self.writer:
            self.writer.close()
            self.writer = None


# --- those who listen ------------------------------------------------------------------------------------------------


async def _listen(host, port, tokens, head, told, stop):
    arrivals, faults, waiting = [], [0], [0]

    async def listen(token, gate):
        line, cursor = Line(host, port, token), head
        async with gate:
            try:
                _, answer = await line.ask("GET", f"/feed?after={cursor}&limit=100")
                cursor = json.loads(answer)["cursor"]
            except (OSError, ValueError, asyncio.IncompleteReadError):
                faults[0] += 1
        waiting[0] += 1
        while not stop.is_set():
            try:
                status, answer = await line.ask("GET", f"/feed?after={cursor}&limit=100&wait=25")
                now = time.monotonic()
                if status != 200:
                    raise ValueError(status)
                page = json.loads(answer)
                cursor = page["cursor"]
                arrivals.extend((identifier(entry["envelope"]), now) for entry in page["entries"])
            except (OSError, ValueError, asyncio.IncompleteReadError):
                faults[0] += 1
                await asyncio.sleep(1)

    gate = asyncio.Semaphore(16)
    tasks = [asyncio.create_task(listen(token, gate)) for token in tokens]
    while waiting[0] < len(tokens):
        await asyncio.sleep(0.05)
    told.send("all wait")
    while not stop.is_set():
        await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    told.send((arrivals, faults[0]))


def listeners(host, port, tokens, head, told, stop):
    asyncio.run(_listen(host, port, tokens, head, told, stop))


# --- those who ask -----------------------------------------------------------------------------------------------------


class Load:
    def __init__(self, hub, admin, team, rate, seconds, head):
        self.hub, self.admin, self.team, self.head = hub, admin, team, head
        self.rate, self.count = rate, int(rate * seconds)
        self.times, self.late, self.sent = {name: [] for name in MIX}, [], {}
        self.faults = {}
        self.lines = {}
        chance = team.chance
        self.plan = chance.choices(list(MIX), weights=list(MIX.values()), k=self.count)
        # One push in ten is for everybody.
        self.items = iter([
            team.item(admin.hub, 100_000 + number, client := chance.randrange(len(team.keys)),
                      "everyone" if number % 10 == 9 else team.group(client))
            for number in range(self.plan.count("statements"))])

    def request(self, name):
        chance = self.team.chance
        if name == "feed":
            return "GET", f"/feed?after={max(0, self.head - chance.randrange(200))}&limit=200", b""
        if name == "search":
            return "GET", f"/search?q={'+'.join(chance.sample(WORDS, 2))}&limit=10", b""
        if name == "statements":
            item = next(self.items)
            self.sent[identifier(item)] = None
            return "POST", "/statements", json.dumps({"statements": [item]}).encode()
        return "GET", f"/{name}", b""

    async def call(self, name, client):
        free = self.lines.setdefault(client, [])
        line = free.pop() if free else Line(self.hub.host, self.hub.port, self.team.tokens[client])
        method, path, body = self.request(name)
        try:
            if line.writer is None:
                # The handshake is not the call's; a client keeps its connection.
                await line.ask("GET", "/hello")
            began = time.monotonic()
            status, answer = await line.ask(method, path, body)
            ended = time.monotonic()
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            self.faults[repr(error)[:80]] = self.faults.get(repr(error)[:80], 0) + 1
            return
        free.append(line)
        if status != 200 or (name == "statements" and not json.loads(answer)["accepted"]):
            key = f"{name}: {status} {answer[:80]}"
            self.faults[key] = self.faults.get(key, 0) + 1
            return
        self.times[name].append((ended - began) * 1000)
        if name == "statements":
            self.sent[identifier(json.loads(body)["statements"][0])] = began

    async def run(self):
        # The same few hundred clients ask, over connections that are open before it counts.
        askers = self.team.chance.sample(range(len(self.team.keys)), min(200, len(self.team.keys)))
        for client in askers:
            line = Line(self.hub.host, self.hub.port, self.team.tokens[client])
            await line.ask("GET", "/hello")
            self.lines[client] = [line]
        tasks, due = [], time.monotonic()
        for name in self.plan:
            due += self.team.chance.expovariate(self.rate)
            if (pause := due - time.monotonic()) > 0:
                await asyncio.sleep(pause)
            self.late.append(max(0, time.monotonic() - due) * 1000)
            tasks.append(asyncio.create_task(self.call(name, self.team.chance.choice(askers))))
        await asyncio.wait(tasks, timeout=60)
        return sum(not task.done() for task in tasks)


def resident_megabytes(pid):
    for line in open(f"/proc/{pid}/status", encoding="ascii"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name, values):
    return (f"  {name:<12} {len(values):>6}  p50 {percentile(values, .5):>8.2f}  p95 {percentile(values, .95):>8.2f}  "
            f"p99 {percentile(values, .99):>8.2f}  most {max(values, default=float('nan')):>8.2f}")


def whole_feed(admin):
    """Milliseconds of a page while a new client reads everything."""
    times, after, read = [], 0, 0
    while True:
        began = time.monotonic()
        page = admin.feed(after)
        times.append((time.monotonic() - began) * 1000)
        after, read = page["cursor"], read + len(page["entries"])
        if after >= page["head"]:
            return times, read, after


def measure_hub(options, database, folder):
    team = Team(options.clients, options.skills, options.groups)
    with ExitStack() as stack:
        location = stack.enter_context(hub_postgres.fresh_database()) if database == "postgresql" else None
        hub = stack.enter_context(hub_wire.HubProcess(folder / database, database=location))
        admin = hub_wire.Member(hub.host, hub.port, "Admin")
        admin.join(hub.code)
        admin.post(admin.grant(admin.key.hex, "admin", role="admin", groups=team.groups))
        hub.stop()
        if location:
            statements = []
            team.register(admin, statements.append)
            hub_postgres._run(location, ";".join(statements))
        else:
            file = next((folder / database).glob("*.db"))
            with sqlite3.connect(file) as connection:
                team.register(admin, connection.execute)
            connection.close()
        hub.start()
        granted, filled = team.fill(admin)
        pages, read, head = whole_feed(admin)
        quiet = resident_megabytes(hub.child.pid)
        print(f"{database}: {options.clients} clients in {options.groups} groups, {read} statements in the feed\n"
              f"  grants {granted:.1f} s, skills {filled:.1f} s ({options.skills / filled:.0f}/s), "
              f"whole feed {sum(pages):.0f} ms in {len(pages)} pages of 500, RSS {quiet:.0f} MB")

        context = multiprocessing.get_context("fork")
        stop, ends, helpers = context.Event(), [], []
        for part in range(options.listeners):
            ours, theirs = context.Pipe()
            tokens = team.tokens[part::options.listeners]
            helper = context.Process(
                target=listeners, args=(hub.host, hub.port, tokens, head, theirs, stop), daemon=True)
            helper.start()
            ends.append(ours)
            helpers.append(helper)
        for end in ends:
            if not end.poll(300):
                raise SystemExit("those who listen did not all get a connection")
            end.recv()
        load = Load(hub, admin, team, options.rate, options.seconds, head)
        began, spent = time.monotonic(), cpu_seconds(hub.child.pid)
        unanswered = asyncio.run(load.run())
        lasted = time.monotonic() - began
        spent = cpu_seconds(hub.child.pid) - spent
        time.sleep(1)
        weight = resident_megabytes(hub.child.pid)
        stop.set()
        arrivals, faults = [], 0
        for end in ends:
            found, failed = end.recv()
            arrivals += found
            faults += failed
        for helper in helpers:
            helper.join(10)
        told = admin.get("/health")
    calls = [value for name in MIX if name != "hello" for value in load.times[name]]
    delivery = [(at - load.sent[one]) * 1000 for one, at in arrivals if load.sent.get(one)]
    for name in MIX:
        print(row("hello (base)" if name == "hello" else name, load.times[name]))
    print(row("all", calls))
    print(row("to listeners", delivery))
    ratio = percentile(calls, .5) / percentile(load.times["hello"], .5)
    print(f"  {len(calls) / lasted:.0f} calls/s and {len(arrivals) / lasted:.0f} deliveries/s for {lasted:.0f} s; "
          f"{ratio:.1f} times a hello at the median; hub {spent / lasted * 100:.0f} % of a core, RSS {weight:.0f} MB, "
          f"its own p95 {told['p95Milliseconds']} ms; we were late by {percentile(load.late, .95):.2f} ms (p95)")
    for what, count in sorted(load.faults.items()):
        print(f"  {count} × {what}")
    is_well = percentile(calls, .95) <= GOAL_MS and not load.faults and not unanswered and not faults
    print(f"  {'holds' if is_well else 'MISSES'} the goal: p95 at most {GOAL_MS} ms, no fault "
          f"({sum(load.faults.values())} faults, {unanswered} unanswered, {faults} polls broken)")
    return is_well


# --- a member ------------------------------------------------------------------------------------------------------------


def told_home(place):
    """A memory that knows what `timed_hook` asks."""
    from memos_process import Home

    place.mkdir()
    home = Home(place)
    for number in range(40):
        home.tell(f"s-{number}", f"The quokka gateway of billing service {number} listens on port {7000 + number}.")
    return home


def timed_hook(home):
    began = time.monotonic()
    home.hook("UserPromptSubmit", f"s-{began}", f"p-{began}",
              prompt="Which port does the quokka gateway of the billing service listen on?")
    return (time.monotonic() - began) * 1000


def measure_client(options, folder):
    from lying_hub import LyingHub
    from memos_process import end_everything_of, wait_until

    manners = ["honest", "dead", "mute", "slow", "endless", "flooding"]
    homes = {}
    try:
        with ExitStack() as stack:
            for name in ["none", *manners]:
                home = homes[name] = told_home(folder / name)
                if name == "none":
                    continue
                hub = stack.enter_context(LyingHub(folder / name))
                with home.bridge() as bridge:
                    bridge.request("hub.join", {"address": hub.address, "code": hub.code, "name": "Gus"})
                    for number in range(20):
                        hub.share(f"shared-{number}")
                    wait_until(lambda: len(bridge.request("hub.review")["items"]) == 20, 60, "what is shared")
                    hub.manner = name
                    bridge.request("hub.sync")
            times = {name: [] for name in homes}
            # In turns, so that what else the machine does hits all alike.
            for _ in range(options.hooks):
                for name, home in homes.items():
                    times[name].append(timed_hook(home))
        print("a member's hook (UserPromptSubmit, whole process), by how the hub behaves")
        usual = times["none"]
        for name, values in times.items():
            print(row(name, values) + f"  {percentile(values, .5) / percentile(usual, .5):.2f} ×")
        return all(statistics.median(values) < 1.5 * statistics.median(usual) for values in times.values())
    finally:
        end_everything_of(folder)


def measure_crowd(options, folder):
    """A member's hook while it takes in what a large team has shared, and while all of that is listed."""
    from memos_process import end_everything_of

    times = {"before": [], "catching up": [], "listing": []}
    try:
        home = told_home(folder / "crowd")

        def hook(name):
            times[name].append(timed_hook(home))

        with hub_wire.HubProcess(folder / "crowd-hub") as hub, home.bridge() as bridge:
            admin = hub_wire.Member(hub.host, hub.port, "Admin")
            admin.join(hub.code)
            admin.post(admin.grant(admin.key.hex, "admin", role="admin"))
            team = Team(20, options.skills, 1)
            team.groups = ["everyone"]
            team.fill(admin)
            for _ in range(options.hooks):
                hook("before")
            code = admin.send("/invites", {"role": "member", "groups": ["everyone"], "minutes": 10})["code"]
            told = bridge.request("hub.join", {"address": f"{hub.host}:{hub.port}", "code": code, "name": "Gus"})
            admin.approve(told["device"]["id"], "Gus", role="member", groups=["everyone"])
            bridge.request("hub.sync")
            began = time.monotonic()
            while bridge.request("hub.status")["counts"].get("waiting", 0) < options.skills:
                for _ in range(10):
                    hook("catching up")
                if time.monotonic() - began > 600:
                    raise SystemExit("the member did not take it all in")
            lasted = time.monotonic() - began
            stop = threading.Event()

            def listing():
                with home.bridge() as other:
                    while not stop.is_set():
                        other.request("hub.review")

            reader = threading.Thread(target=listing)
            reader.start()
            for _ in range(options.hooks):
                hook("listing")
            stop.set()
            reader.join()
        print(f"a member's hook beside a hub with {options.skills} skills, taken in within {lasted:.0f} s")
        for name, values in times.items():
            print(row(name, values) + f"  {percentile(values, .5) / percentile(times['before'], .5):.2f} ×")
        return all(percentile(values, .95) <= GOAL_MS for values in times.values())
    finally:
        end_everything_of(folder)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--client", action="store_true", help="measure a member's hook instead")
    options.add_argument("--hooks", type=int, default=60, help="for each behaviour of the hub")
    options.add_argument("--clients", type=int, default=1000)
    options.add_argument("--skills", type=int, default=10_000)
    options.add_argument("--groups", type=int, default=50)
    options.add_argument("--rate", type=float, default=80, help="calls a second, all together")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--listeners", type=int, default=1, help="processes that hold the long polls")
    options.add_argument("--database", choices=["sqlite", "postgresql"],
                         help="default: SQLite, and PostgreSQL when MEMOS_TEST_POSTGRES names a server")
    options = options.parse_args()
    databases = [options.database] if options.database else ["sqlite"] + ["postgresql"] * bool(hub_postgres.SERVER)
    with tempfile.TemporaryDirectory(prefix="memos-hub-bench-") as name:
        if options.client:
            sys.exit(not all([measure_client(options, Path(name)), measure_crowd(options, Path(name))]))
        sys.exit(not all([measure_hub(options, database, Path(name)) for database in databases]))


if __name__ == "__main__":
    main()

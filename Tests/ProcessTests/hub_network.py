"""Machines on a cable each, on one machine: network namespaces and a switch that can be a bad one.

    with Network("hub", "ann", "ben") as network:
        network.address("hub")                       # 10.77.0.1
        with network.inside("ann"):                  # sockets and children made here belong to ann's machine
            subprocess.run([...])
        network.weather("ann", delay=0.03, loss=0.05, reordering=0.1, duplication=0.02)
        network.cut("ann"); network.mend("ann")

The switch is a thread of this process that carries Ethernet frames between TAP devices: every frame that a machine sends
or gets goes through the weather of its cable. That needs root, `ip` and /dev/net/tun, and none of the kernel's modules
for bridges and bad links, which many kernels do without. Nothing leaves the namespaces; they have no way out. Their
names hold this process's id, and they go with all that runs in them whatever happens; those that a killed process left
behind go when the next one is made.
"""

import contextlib
import ctypes
import dataclasses
import fcntl
import heapq
import os
import random
import re
import selectors
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time

PREFIX = "memos-net"
SUBNET = "10.77.0"

_TUNSETIFF, _IFF_TAP, _IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
_CLONE_NEWNET = 0x40000000


def problem():
    """Why there can be no network here, or None."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "network namespaces need `ip` of iproute2"
    if not os.path.exists("/dev/net/tun"):
        return "there is no /dev/net/tun"
    probe = f"{PREFIX}{os.getpid()}-probe"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return f"no network namespaces here: {made.stderr.strip()}"
    _ip("netns", "del", probe)
    return None


def _ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _enter(namespace):
    library = ctypes.CDLL(None, use_errno=True)
    if library.setns(namespace, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "a network namespace could not be entered")


@dataclasses.dataclass(frozen=True)
class Weather:
    """What a cable does to each frame; delays in seconds, the others are chances in [0, 1]."""

    delay: float = 0
    loss: float = 0
    reordering: float = 0
    duplication: float = 0
    is_cut: bool = False


class Switch:
    """Carries frames between TAP devices, each with a weather of its own, until it is closed."""

    # Longer than what overtakes it needs, shorter than any patience.
    held_back = 0.04
    # Frames on their way at once; a queue without end would be a delay without end.
    most = 4096

    def __init__(self, seed=7):
        self.weather = {}
        self.lost = self.reordered = self.doubled = self.carried = 0
        self._chance = random.Random(seed)
        self._names, self._places = {}, {}
        self._selector = selectors.DefaultSelector()
        self._flight, self._count = [], 0
        self._bell, self._pull = os.pipe()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def plug(self, name, tap):
        os.set_blocking(tap, False)
        self.weather[name] = Weather()
        self._names[tap] = name
        self._selector.register(tap, selectors.EVENT_READ)
        os.write(self._pull, b"+")

    def close(self):
        os.write(self._pull, b".")
        self._thread.join(10)
        self._selector.close()
        for descriptor in (*self._names, self._bell, self._pull):
            os.close(descriptor)

    def _run(self):
        while True:
            wait = max(0, self._flight[0][0] - time.monotonic()) if self._flight else None
            for key, _ in self._selector.select(wait):
                if key.fd == self._bell:
                    if b"." in os.read(self._bell, 64):
                        return
                else:
                    self._take(key.fd)
            while self._flight and self._flight[0][0] <= time.monotonic():
                self._deliver(*heapq.heappop(self._flight)[2:])

    def _take(self, tap):
        for _ in range(64):
            try:
                frame = os.read(tap, 65536)
            except (BlockingIOError, OSError):
                return
            to, sender = frame[:6], frame[6:12]
            self._places[sender] = tap
            known = self._places.get(to)
            for other in [known] if known is not None else [one for one in self._names if one != tap]:
                self._send(frame, tap, other)

    def _send(self, frame, tap, other):
        cables = [self.weather[self._names[tap]], self.weather[self._names[other]]]
        if any(cable.is_cut for cable in cables) or len(self._flight) >= self.most:
            return
        due = time.monotonic() + sum(cable.delay for cable in cables)
        copies = 1
        for cable in cables:
            if self._chance.random() < cable.loss:
                self.lost += 1
                return
            if self._chance.random() < cable.reordering:
                self.reordered += 1
                due += self.held_back
            if self._chance.random() < cable.duplication:
                self.doubled += 1
                copies += 1
        for _ in range(copies):
            self._count += 1
            heapq.heappush(self._flight, (due, self._count, other, frame))

    def _deliver(self, tap, frame):
        if self.weather[self._names[tap]].is_cut:
            return
        try:
            os.write(tap, frame)
            self.carried += 1
        except OSError:
            self.lost += 1


class Network:
    """Namespaces with one device each, `eth0`, all on one switch."""

    def __init__(self, *machines, seed=7):
        self.machines = machines
        self._seed, self._made = seed, []
        self._namespaces, self._switch = {}, None

    def name(self, machine):
        return f"{PREFIX}{os.getpid()}-{machine}"

    def address(self, machine):
        return f"{SUBNET}.{self.machines.index(machine) + 1}"

    @property
    def switch(self):
        return self._switch

    def __enter__(self):
        _remove_left_behind()
        try:
            self._switch = Switch(self._seed)
            for machine in self.machines:
                name = self.name(machine)
                _ip("netns", "add", name)
                self._made.append(name)
                self._namespaces[machine] = os.open(f"/run/netns/{name}", os.O_RDONLY)
                with self.inside(machine):
                    tap = os.open("/dev/net/tun", os.O_RDWR)
                    fcntl.ioctl(tap, _TUNSETIFF, struct.pack("16sH22x", b"eth0", _IFF_TAP | _IFF_NO_PI))
                self._switch.plug(machine, tap)
                _ip("-n", name, "link", "set", "lo", "up")
                _ip("-n", name, "address", "add", f"{self.address(machine)}/24", "dev", "eth0")
                _ip("-n", name, "link", "set", "eth0", "up")
                _ip("-n", name, "route", "add", "224.0.0.0/4", "dev", "eth0")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in self._made:
            _remove(name)
        for descriptor in self._namespaces.values():
            os.close(descriptor)
        if self._switch:
            self._switch.close()
        self._made, self._namespaces, self._switch = [], {}, None

    @contextlib.contextmanager
    def inside(self, machine):
        """This thread, and the children it starts, are on the machine. What it opens there stays there."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _enter(self._namespaces[machine])
            yield
        finally:
            _enter(home)
            os.close(home)

    def command(self, machine, *words):
        """A command line that runs another on the machine, with a host's name of its own."""
        named = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', f"{machine}-machine"]
        return ["ip", "netns", "exec", self.name(machine), *named, *words]

    def weather(self, machine, **weather):
        """From now on; without further words a good cable."""
        self._switch.weather[machine] = Weather(**weather)

    def cut(self, machine):
        """Pulls the machine's cable."""
        self._switch.weather[machine] = dataclasses.replace(self._switch.weather[machine], is_cut=True)

    def mend(self, machine):
        self._switch.weather[machine] = dataclasses.replace(self._switch.weather[machine], is_cut=False)


def _remove(name):
    """Ends what runs in a namespace of ours, and the namespace."""
    listed = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True, check=False).stdout
    for pid in listed.split():
        with contextlib.suppress(ProcessLookupError):
            # The thread of this process that looks into a namespace is not there any more.
            if int(pid) != os.getpid():
                os.kill(int(pid), signal.SIGKILL)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _remove_left_behind():
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        name = line.split()[0] if line.split() else ""
        found = re.fullmatch(rf"{PREFIX}(\d+)-[a-z]+", name)
        if found and not os.path.exists(f"/proc/{found[1]}"):
            _remove(name)

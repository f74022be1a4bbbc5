"""One agent's way to the daemon: a share in the bridge, and a queue for what is to be kept."""

import os
import threading

from . import host_model
from .bridge import give_back, lease
from .delivery import Delivery
from .failure import BridgeFailure

# A shutdown of five seconds: answers are waited for, then the bridge hands over the rest.
DRAIN_PATIENCE = 1.0
CLOSE_PATIENCE = 3.0


class DaemonLink:
    """Begins with the first request, and may begin again after its end."""

    def __init__(self):
        self._process, self._lock = os.getpid(), threading.RLock()
        self._bridge = self._delivery = None

    def _begin(self, settings):
        if self._process != os.getpid():
            # The parent's threads, and whoever held the lock, are not in a forked child.
            self._process, self._lock = os.getpid(), threading.RLock()
            self._bridge = self._delivery = None
        with self._lock:
            if self._bridge is None:
                command = settings.command()
                if command is None:
                    raise BridgeFailure("bridge_down", settings.why_unavailable())
                self._bridge = lease(command, {"host.llm.complete": host_model.complete})
                self._delivery = Delivery(self._bridge)
            return self._bridge, self._delivery

    def request(self, settings, method, params, timeout):
        """The result, within `timeout` seconds. Raises BridgeFailure."""
        return self._begin(settings)[0].request(method, params, timeout)

    def record(self, settings, method, params):
        """Into the queue; returns at once. Raises BridgeFailure where there is no program."""
        self._begin(settings)[1].submit(method, params)

    @property
    def waiting(self):
        """How many records wait."""
        return self._delivery.waiting if self._delivery else 0

    def close(self):
        """Within five seconds; nothing of ours runs then, unless other agents share the bridge."""
        with self._lock:
            bridge, delivery = self._bridge, self._delivery
            self._bridge = self._delivery = None
        if delivery:
            delivery.close(DRAIN_PATIENCE)
        if bridge:
            give_back(bridge, CLOSE_PATIENCE)

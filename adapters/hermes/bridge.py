"""The bridge as the provider sees it: there is one when it is asked, with a pause after failures, shared by all agents."""

import logging
import os
import threading
import time
import weakref

from .connection import Connection
from .failure import BridgeFailure

logger = logging.getLogger(__name__)

# A bridge that lived so long, or ever answered, was a good one: the next is started at once.
GOOD_LIFE = 10.0
LONGEST_PAUSE = 30.0


class Bridge:
    """Requests to the daemon over a process that is started when it is needed and again when it is gone."""

    def __init__(self, command, reverse_methods, environment=None):
        self._command, self._reverse_methods, self._environment = list(command), reverse_methods, environment
        self._lock = threading.Lock()
        self._connection, self._failures, self._not_before, self._closed = None, 0, 0.0, False
        _living.add(self)

    def request(self, method, params, timeout):
        """Raises BridgeFailure."""
        return self._connected().request(method, params, timeout)

    def send(self, method, params):
        """Hands over without waiting. Raises BridgeFailure."""
        self._connected().send(method, params)

    @property
    def pid(self):
        """Of the running process, or None."""
        connection = self._connection
        return connection.pid if connection and connection.is_open else None

    def _connected(self):
        with self._lock:
            if self._closed:
                raise BridgeFailure("transport_closed", "the bridge is closed")
            if self._connection and self._connection.is_open:
                return self._connection
            now = time.monotonic()
            if self._connection:
                last, self._connection = self._connection, None
                lived = last.answered or now - last.started >= GOOD_LIFE
                self._pause(0 if lived else self._failures + 1, since=last.started)
            if now < self._not_before:
                raise BridgeFailure("bridge_down", f"the bridge is started again in {self._not_before - now:.0f} s")
            try:
                self._connection = Connection(self._command, self._environment, self._reverse_methods)
            except OSError as error:
                self._pause(self._failures + 1, since=now)
                raise BridgeFailure("bridge_down", f"{self._command[0]} cannot be started: {error}") from error
            return self._connection

    def _pause(self, failures, since):
        self._failures = failures
        self._not_before = since + min(2.0 ** (failures - 1), LONGEST_PAUSE) if failures else 0.0
        if failures == 1:
            logger.warning("memos: the bridge did not stay; it is tried again, with growing pauses")

    def close(self, patience=4.0):
        """Returns within `patience` seconds and one more; nothing of the process is left then."""
        with self._lock:
            self._closed = True
            connection, self._connection = self._connection, None
        if connection:
            connection.close(patience)

    def disown(self):
        self._lock = threading.Lock()
        self._closed = True
        if self._connection:
            self._connection.disown()


# One process for all agents of a host: a gateway keeps many of them.
_leases, _leases_lock = {}, threading.Lock()
_living = weakref.WeakSet()


def _after_fork():
    global _leases_lock
    _leases_lock = threading.Lock()
    for bridge in list(_living):
        bridge.disown()
    _leases.clear()


os.register_at_fork(after_in_child=_after_fork)


def lease(command, reverse_methods):
    """The bridge of this command line, to be given back once."""
    key = tuple(command)
    with _leases_lock:
        bridge, holders = _leases.get(key, (None, 0))
        bridge = bridge or Bridge(command, reverse_methods)
        _leases[key] = (bridge, holders + 1)
        return bridge


def give_back(bridge, patience=4.0):
    """Closes the bridge with its last holder."""
    with _leases_lock:
        for key, (leased, holders) in _leases.items():
            if leased is bridge:
                if holders > 1:
                    _leases[key] = (leased, holders - 1)
                    return
                del _leases[key]
                break
        else:
            return
    bridge.close(patience)

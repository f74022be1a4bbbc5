"""What is to be kept goes through one bounded queue and one thread, in order; the host never waits for it."""

import collections
import logging
import os
import threading
import time

from .failure import BridgeFailure

logger = logging.getLogger(__name__)

MOST_RECORDS = 256
ANSWER_PATIENCE = 30.0
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
# Asking again gives the same answer.
FINAL = frozenset({
    "invalid_argument", "unknown_method", "protocol_error", "unsupported", "session_not_found", "episode_not_found",
})


class Delivery:
    """Every record is sent until the daemon has answered it: each has a key by which a repetition changes nothing."""

    def __init__(self, bridge):
        self._bridge = bridge
        self._records = collections.deque()
        self._news = threading.Condition()
        self._worker, self._closing, self._process = None, False, os.getpid()
        self.lost = 0

    def submit(self, method, params):
        """Returns at once. When too many wait, the oldest is given up."""
        if os.getpid() != self._process:
            return
        with self._news:
            if self._closing:
                self._give_up(1)
                return
            if len(self._records) >= MOST_RECORDS:
                self._records.popleft()
                self._give_up(1)
            self._records.append((method, params))
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True, name="memos-delivery")
                self._worker.start()
            self._news.notify_all()

    def _give_up(self, count):
        self.lost += count
        if self.lost & (self.lost - 1) and not self._closing:
            # Told of the first, second, fourth, eighth …, so that an outage does not fill the log.
            return
        logger.warning(
            "memos: %d records were not handed over (%d in all): no daemon could be reached. "
            "Hermes' own transcript has the turns; `memos import --host hermes` brings them in.", count, self.lost)

    def _work(self):
        while True:
            with self._news:
                while not self._records and not self._closing:
                    self._news.wait()
                if not self._records:
                    return
                record = self._records[0]
            if not self._deliver(*record):
                return
            with self._news:
                # When it was the oldest of too many, it is gone already.
                if self._records and self._records[0] is record:
                    self._records.popleft()
                self._news.notify_all()

    def _deliver(self, method, params):
        """False when closing came first."""
        for attempt in range(1 << 30):
            try:
                self._bridge.request(method, params, ANSWER_PATIENCE)
                return True
            except BridgeFailure as failure:
                if failure.code in FINAL:
                    if failure.code != "session_not_found":
                        logger.warning("memos: %s was refused: %s", method, failure.message)
                    return True
                logger.debug("memos: %s waits: %s", method, failure.message)
            except (TypeError, ValueError):
                logger.warning("memos: %s holds what is no JSON and is left out", method)
                return True
            with self._news:
                if self._closing:
                    return False
                self._news.wait(PAUSES[min(attempt, len(PAUSES) - 1)])
                if self._closing:
                    return False
        return True

    @property
    def waiting(self):
        with self._news:
            return len(self._records)

    def drain(self, seconds):
        """Waits until everything was answered, at most so long; whether it was."""
        deadline = time.monotonic() + seconds
        with self._news:
            while self._records:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._news.wait(left)
        return True

    def close(self, seconds):
        """Waits so long for answers; then hands the rest to the bridge, which passes it on as it ends."""
        if os.getpid() != self._process:
            return
        self.drain(seconds)
        with self._news:
            self._closing = True
            rest, worker = list(self._records), self._worker
            self._records.clear()
            self._news.notify_all()
        for count, (method, params) in enumerate(rest):
            try:
                self._bridge.send(method, params)
            except BridgeFailure:
                self._give_up(len(rest) - count)
                break
            except (TypeError, ValueError):
                continue
        if worker:
            worker.join(0.2)

"""One running `memos bridge`: a writer thread, a reader thread, and what is still to be answered."""

import itertools
import json
import logging
import os
import queue
import subprocess
import threading
import time
from concurrent.futures import Future, InvalidStateError, TimeoutError as NotInTime

from .failure import BridgeFailure
from .reverse import ReverseDesk

logger = logging.getLogger(__name__)

# An answer may be long (a timeline, an export); one beyond this is a fault of the other side.
LONGEST_LINE = 64 << 20
# What may wait for a bridge that does not read.
MOST_WAITING = 64 << 20


class Connection:
    """Lives as long as its process. Every method may be called from any thread; none waits longer than it says."""

    def __init__(self, command, environment, reverse_methods):
        # A session of its own: Ctrl-C in the host's terminal is meant for the host.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._pending, self._numbers, self._ended = {}, itertools.count(1), False
        self._outgoing, self._waiting_bytes = queue.SimpleQueue(), 0
        self._desk = ReverseDesk(reverse_methods, self._put)
        self.started, self.answered = time.monotonic(), False
        self._threads = [self._thread(work) for work in (self._write, self._read, self._drain_errors)]

    def _thread(self, work):
        thread = threading.Thread(target=work, daemon=True, name=f"memos{work.__name__}")
        thread.start()
        return thread

    @property
    def pid(self):
        return self._process.pid

    @property
    def is_open(self):
        return not self._ended

    # Requests.

    def request(self, method, params, timeout):
        """The result; waits at most `timeout` seconds. Raises BridgeFailure."""
        number, answer = self._begin(method, params)
        try:
            return answer.result(timeout)
        except NotInTime:
            with self._lock:
                self._pending.pop(number, None)
            raise BridgeFailure("timeout", f"{method} was not answered within {timeout:.1f} s") from None

    def send(self, method, params):
        """Hands a request over without waiting for its answer. Raises BridgeFailure."""
        self._begin(method, params)

    def _begin(self, method, params):
        answer = Future()
        with self._lock:
            if self._ended:
                raise BridgeFailure("transport_closed", "the bridge has ended")
            number = next(self._numbers)
            self._pending[number] = answer
        try:
            self._put({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        except BaseException:
            # Also where the parameters are no JSON.
            with self._lock:
                self._pending.pop(number, None)
            raise
        return number, answer

    def _put(self, message):
        # Text of a terminal may hold half characters; they must not cost the turn.
        line = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace") + b"\n"
        with self._lock:
            if self._waiting_bytes + len(line) > MOST_WAITING:
                raise BridgeFailure("bridge_down", "the bridge does not read")
            self._waiting_bytes += len(line)
        self._outgoing.put(line)

    # Threads.

    def _write(self):
        pipe = self._process.stdin
        try:
            while (line := self._outgoing.get()) is not None:
                pipe.write(line)
                pipe.flush()
                with self._lock:
                    self._waiting_bytes -= len(line)
        except OSError:
            pass
        finally:
            try:
                pipe.close()
            except OSError:
                pass

    def _read(self):
        pipe = self._process.stdout
        try:
            while line := pipe.readline(LONGEST_LINE):
                if not line.endswith(b"\n") and len(line) >= LONGEST_LINE:
                    logger.warning("memos: the bridge sent an endless line")
                    break
                self._receive(line)
        except OSError:
            pass
        finally:
            pipe.close()
            self._end()

    def _drain_errors(self):
        with self._process.stderr as pipe:
            while line := pipe.readline(1 << 16):
                logger.debug("memos bridge: %s", line.decode("utf-8", "replace").strip()[:500])

    def _receive(self, line):
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(message, dict):
            return
        number = message.get("id")
        if isinstance(message.get("method"), str):
            if number is not None:
                self._desk.accept(number, message["method"], message.get("params"))
            return
        if type(number) is not int:
            return
        with self._lock:
            answer = self._pending.pop(number, None)
        if answer is None:
            return
        self.answered = True
        if message.get("error") is not None:
            self._settle(answer, BridgeFailure.of(message["error"]))
        else:
            self._settle(answer, message.get("result"))

    @staticmethod
    def _settle(answer, outcome):
        try:
            if isinstance(outcome, BridgeFailure):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
        except InvalidStateError:
            pass

    # The end.

    def _end(self):
        """Nothing will be answered any more: everybody who waits is told, and the process is reaped."""
        with self._lock:
            self._ended = True
            waiting, self._pending = list(self._pending.values()), {}
        for answer in waiting:
            self._settle(answer, BridgeFailure("transport_closed", "the bridge ended before it answered"))
        self._outgoing.put(None)
        self._desk.close()
        self._reap(1.0)

    def _reap(self, patience):
        """Waits for the process, first in patience, then with signals; at most 0.7 s longer than the patience."""
        for wait, signal in ((patience, self._process.terminate), (0.5, self._process.kill), (0.2, None)):
            try:
                self._process.wait(wait)
                return
            except subprocess.TimeoutExpired:
                if signal:
                    signal()

    def close(self, patience):
        """Ends the input, so that the bridge hands over what it has, and waits for it to end: `patience` seconds
        until it is told to, 0.7 s more until it is gone."""
        self._outgoing.put(None)
        self._reap(patience)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(0.2)

    def disown(self):
        """In a forked child: the pipes are the parent's. /dev/null takes their numbers, as a closed number might be
        given out again and then be closed by us."""
        self._ended = True
        nothing = os.open(os.devnull, os.O_RDWR)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            try:
                os.dup2(nothing, pipe.fileno())
            except (OSError, ValueError):
                pass
        os.close(nothing)
        self._process.returncode = 0

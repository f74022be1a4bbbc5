"""What the daemon asks of the host, answered one after the other by one thread."""

import queue
import threading

from .failure import BridgeFailure

MOST_WAITING = 16


class ReverseDesk:
    """`methods` has the host's functions by name, each of an object and with a JSON value; `send` puts a message on its
    way. The thread begins with the first request."""

    def __init__(self, methods, send):
        self._methods, self._send = methods, send
        self._waiting, self._worker = queue.Queue(MOST_WAITING), None

    def accept(self, number, method, params):
        """Called by one thread only; never waits."""
        if method not in self._methods:
            return self._refuse(number, -32601, "unknown_method", f"no such method: {method}")
        try:
            self._waiting.put_nowait((number, method, params if isinstance(params, dict) else {}))
        except queue.Full:
            return self._refuse(number, -32000, "host_handler_busy", "the host is still answering others")
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, daemon=True, name="memos-reverse")
            self._worker.start()

    def close(self):
        try:
            self._waiting.put_nowait(None)
        except queue.Full:
            pass

    def _work(self):
        while (request := self._waiting.get()) is not None:
            number, method, params = request
            try:
                self._reply({"id": number, "result": self._methods[method](params)})
            except Exception as error:  # The host's model may raise whatever its libraries raise.
                self._refuse(number, -32000, "host_handler_failed", str(error) or type(error).__name__)

    def _refuse(self, number, code, name, text):
        data = {"name": "MemosError", "code": name, "message": text}
        self._reply({"id": number, "error": {"code": code, "message": text, "data": data}})

    def _reply(self, members):
        try:
            self._send({"jsonrpc": "2.0", **members})
        except BridgeFailure:
            pass

"""What a request ends with when it has no result."""


class BridgeFailure(Exception):
    """A request without a result; `code` is that of the daemon, or of this side: bridge_down, transport_closed,
    timeout."""

    def __init__(self, code, message, hint=""):
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint

    @classmethod
    def of(cls, error):
        """The failure an error object tells of, however incomplete it is."""
        error = error if isinstance(error, dict) else {}
        data = error.get("data") if isinstance(error.get("data"), dict) else {}
        code = data.get("code") or error.get("code") or "internal"
        return cls(str(code), str(error.get("message") or "the daemon gave no reason"), str(data.get("hint") or ""))

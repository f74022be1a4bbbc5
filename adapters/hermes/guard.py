"""A failure of ours costs the host nothing."""

import functools
import logging

from .failure import BridgeFailure

logger = logging.getLogger(__name__)


def harmless(empty):
    """A method that gives `empty`, or what that makes, where it would raise; the log says why."""

    def wrap(method):
        @functools.wraps(method)
        def guarded(*arguments, **keywords):
            try:
                return method(*arguments, **keywords)
            except BridgeFailure as failure:
                logger.debug("memos: %s: %s", method.__name__, failure.message)
            except Exception:
                logger.debug("memos: %s failed", method.__name__, exc_info=True)
            return empty() if callable(empty) else empty

        return guarded

    return wrap

"""Memory for Hermes Agent: a MemoryProvider that speaks with the memos daemon through `memos bridge`.

Hermes finds this folder as `$HERMES_HOME/plugins/memos`, or as a package whose entry point is `register`. The rules of
memory are the daemon's; what stands here translates Hermes' calls and keeps them from waiting.
"""

from .linking import link_into_hermes
from .provider import MemosProvider


def register(ctx):
    """Gives the host its provider.

    Hermes 0.19 loads memory providers from folders only: the context of an entry point has no
    `register_memory_provider`. The package then links itself to where such folders are.
    """
    accept = getattr(ctx, "register_memory_provider", None)
    if accept is None:
        link_into_hermes()
    else:
        accept(MemosProvider())


__all__ = ["MemosProvider", "register"]

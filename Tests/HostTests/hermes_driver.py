"""Runs inside Hermes' own Python: calls Hermes' memory manager as the agent does, as told by lines on standard input.

A line is {"call": name, "arguments": [], "keywords": {}}, the answer {"result", "seconds"}. The calls are the manager's;
`begin` makes it, as Hermes does when an agent starts, and `flush` waits for its worker.
"""

import json
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

from agent.memory_manager import MemoryManager  # noqa: E402
from plugins.memory import load_memory_provider  # noqa: E402

manager = MemoryManager()


def begin(session, **keywords):
    provider = load_memory_provider("memos")
    assert provider is not None and provider.is_available()
    manager.add_provider(provider)
    manager.initialize_all(session_id=session, **{
        "hermes_home": os.environ["HERMES_HOME"], "platform": "cli", "agent_context": "primary",
        "agent_identity": "default", "agent_workspace": "hermes", **keywords})
    return sorted(schema["name"] for schema in manager.get_all_tool_schemas())


def flush(seconds):
    return manager.flush_pending(seconds)


OWN = {"begin": begin, "flush": flush}
for line in sys.stdin:
    order = json.loads(line)
    called = OWN.get(order["call"]) or getattr(manager, order["call"])
    began = time.monotonic()
    result = called(*order.get("arguments", []), **order.get("keywords", {}))
    print(json.dumps({"result": result, "seconds": time.monotonic() - began}), file=answers, flush=True)

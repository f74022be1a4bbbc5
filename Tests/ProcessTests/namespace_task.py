"""Lives three tasks in a home with default settings, as the only program in an empty network namespace, and prints what
the kernel counted there. Run by test_models.py through `unshare`."""

import json
import socket
import sys

from memos_process import Home, wait_until
from model_support import Task, settled


def counted():
    """Connections begun, and datagrams sent, since the namespace is there."""
    lines = [line.split() for line in open("/proc/self/net/snmp")]
    table = {}
    for names, values in zip(lines[::2], lines[1::2]):
        table[names[0].rstrip(":")] = dict(zip(names[1:], map(int, values[1:])))
    return table["Tcp"]["ActiveOpens"], table["Udp"]["OutDatagrams"]


def main():
    home = Home(sys.argv[1])
    home.start()
    before = counted()
    with home.bridge() as bridge:
        tasks = [Task(bridge) for _ in range(3)]
        for task in tasks:
            task.was_prompt()
        found = all(task.is_found() for task in tasks)
        asked = bridge.request("models.usage")
        # Closing, scoring and learning, sooner than the settings' window: the settings say nothing of models.
        bridge.request("config.patch", {"patch": {"learning": {"feedbackWindowSeconds": 0}}})
        late = Task(bridge)
        scored = late.score()
        settled(home)
        health = bridge.request("core.health")
    after = counted()
    home.stop()
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except OSError:
        pass
    wait_until(lambda: not home.daemon_pid(), what="the daemon's end")
    print(json.dumps({
        "before": before, "after": after, "control": counted()[0] - after[0], "found": found,
        "reward": scored["reward"], "madeBy": scored["madeBy"], "llm": health["llm"],
        "calls": asked["budget"]["month"]["total"]["calls"], "rows": home.query("SELECT count(*) FROM model_calls")[0][0],
    }))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Stands in for `memos bridge`: answers like it, or as the file beside its log says it should fail.

The folder `FAKE_BRIDGE` has `log.jsonl`, what was read, and `behaviour.json`, read anew for every line: method → one of
the names in `FAULTS`, or {"result": …} or {"error": …}.
"""

import json
import os
import sys
import threading
import time

FOLDER = os.environ["FAKE_BRIDGE"]
TOOL = {"name": "memory_search", "title": "Search", "description": "Looks.",
        "inputSchema": {"$schema": "x", "type": "object", "properties": {"query": {"type": "string"}}}}
ANSWERS = {
    "tool.list": {"tools": [TOOL]},
    "tool.call": {"content": [{"type": "text", "text": "found"}], "isError": False},
    "turn.start": {"query": {}, "injectedContext": "<memos_memory>tabs</memos_memory>"},
    "session.context": {"text": "There is a memory."},
}
lock, replies = threading.Lock(), {}


def note(entry):
    with lock, open(f"{FOLDER}/log.jsonl", "a", encoding="utf-8") as log:
        log.write(json.dumps(entry) + "\n")


def say(data):
    with lock:
        sys.stdout.buffer.write(data + b"\n")
        sys.stdout.buffer.flush()


def send(**members):
    say(json.dumps({"jsonrpc": "2.0", **members}).encode())


def behaviour(method):
    try:
        with open(f"{FOLDER}/behaviour.json", encoding="utf-8") as file:
            return json.load(file).get(method)
    except FileNotFoundError:
        return None


def answer(message):
    number, method = message.get("id"), message["method"]
    wanted = behaviour(method)
    result = ANSWERS.get(method, {"ok": True})
    if wanted == "die":
        os._exit(9)
    if wanted == "silent":
        return
    if wanted == "slow":
        time.sleep(1.5)
    if wanted == "garbage":
        for line in (b"not json", b"[1,2", b"\xff\xfe", b'"text"', b"[]", b"{}", b"[" * 5000, b"null", b""):
            say(line)
    if wanted == "wrong ids":
        for wrong in (str(number), number + 0.5, number + 1000, None, True, [number], -1):
            send(id=wrong, result={"injectedContext": "of another"})
    if wanted == "huge":
        result = {**result, "injectedContext": "x" * (8 << 20)}
    if wanted == "odd":
        result = ["not", "an", "object"]
    if isinstance(wanted, dict) and "error" in wanted:
        return send(id=number, error=wanted["error"])
    if isinstance(wanted, dict) and "result" in wanted:
        result = wanted["result"]
    if wanted == "reverse":
        for count in range(1, 4):
            send(id=f"srv-{count}", method="host.llm.complete" if count < 3 else "host.dance",
                 params={"messages": [{"role": "user", "content": "say"}], "timeoutMs": 5000})
    send(id=number, result=result)


note({"started": os.getpid(), "argv": sys.argv[1:]})
if behaviour("start") == "exit":
    sys.exit(3)
for line in sys.stdin.buffer:
    message = json.loads(line)
    note(message)
    if "method" in message:
        threading.Thread(target=answer, args=(message,), daemon=True).start()
note({"ended": os.getpid()})
if behaviour("end") == "hang":
    time.sleep(60)

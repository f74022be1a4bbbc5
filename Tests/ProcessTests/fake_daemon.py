#!/usr/bin/env python3
"""A stand-in for memosd that speaks the socket protocol and remembers nothing.

It takes the same arguments, locks, listens, writes run.json and says when it is ready. What it was asked is appended
to `fake.log` in the home folder, one JSON value a line, so that tests can look. Behaviour is set by the environment:

FAKE_VERSION      version it reports (0.1.0)
FAKE_START_MS     how long a start takes (0)
FAKE_FAIL         start fails with this message
FAKE_REFUSE       every hello is refused with this code

Requests about a hub are answered out of `hub.json` in the home folder: method → answer, or a list of answers of which
the last one stays; `{"code", "message"}` under `error` is an error.
"""
import argparse, asyncio, fcntl, json, os, signal, sys, time, uuid

parser = argparse.ArgumentParser()
parser.add_argument("--home", required=True)
parser.add_argument("--agent", required=True)
parser.add_argument("--ready-fd", type=int)
parser.add_argument("--no-viewer", action="store_true")
options = parser.parse_args()
VERSION = os.environ.get("FAKE_VERSION", "0.1.0")
home = options.home


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def socket_path():
    path = f"{home}/daemon/memosd.sock"
    if len(path.encode()) <= 100:
        return path
    folder = f"{os.environ.get('XDG_RUNTIME_DIR') or '/tmp'}/memos-{os.getuid()}"
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return f"{folder}/{fnv1a(home)}.sock"


def log(**record):
    with open(f"{home}/fake.log", "a") as file:
        file.write(json.dumps({"pid": os.getpid(), **record}) + "\n")


def ready(word):
    if options.ready_fd is not None:
        os.write(options.ready_fd, word.encode())
        os.close(options.ready_fd)


os.makedirs(f"{home}/daemon/spool", mode=0o700, exist_ok=True)
owner = open(f"{home}/daemon/owner.lock", "w")
try:
    fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    sys.exit(0)
if os.environ.get("FAKE_FAIL"):
    ready("0" + json.dumps({"code": "database_too_new", "message": os.environ["FAKE_FAIL"], "hint": "Upgrade."}))
    sys.exit(1)
time.sleep(int(os.environ.get("FAKE_START_MS", "0")) / 1000)

seen_records, writers, memory, turns = set(), set(), [], []
instance = str(uuid.uuid4())
stopping = None


def about_hub(method, params):
    log(event="hub", method=method, params=params)
    path = f"{home}/hub.json"
    answers = json.load(open(path)) if os.path.exists(path) else {"hub.status": {"state": "off"}}
    if method not in answers:
        raise Failure(-32000, "unsupported", "This memory belongs to no hub.", "memos hub join")
    answer = answers[method]
    if isinstance(answer, list):
        answer = answer.pop(0) if len(answer) > 1 else answer[0]
        json.dump(answers, open(path, "w"))
    if "error" in answer:
        raise Failure(-32000, answer["error"]["code"], answer["error"]["message"])
    return answer


class Failure(Exception):
    def __init__(self, number, code, message, hint=None):
        self.error = {"code": number, "message": message,
                      "data": {"name": "MemosError", "code": code, "message": message, **({"hint": hint} if hint else {})}}


def drain_spool():
    folder = f"{home}/daemon/spool"
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            record = json.load(open(f"{folder}/{name}"))
            take(record["recordId"], record["payload"], spooled=True)
            os.unlink(f"{folder}/{name}")


def take(record_id, payload, spooled):
    known = record_id in seen_records
    seen_records.add(record_id)
    log(event="hook", recordId=record_id, spooled=spooled, known=known,
        hook=payload.get("hook_event_name"), size=len(json.dumps(payload)))
    if not known and payload.get("prompt"):
        memory.append(payload["prompt"])
        turns.append({"sessionId": payload.get("session_id"), "userText": payload["prompt"]})
    if not known and payload.get("last_assistant_message") and turns:
        turns[-1]["agentText"] = payload["last_assistant_message"]


def hits(query):
    found = [text for text in memory if any(word in text for word in query.split())]
    return [{"tier": 2, "refId": f"trace-{index}", "refKind": "trace", "score": 0.5, "snippet": text,
             "ts": 1700000000000, "sessionId": "s1"}
            for index, text in enumerate(found)]


def explanation(query, found):
    """One hit was found by words; 24 of one reason and one of another were not taken, one of them hostile. A query with
    `unlikely` is one the gate would stay silent on, one with `known fault` one it would speak on all the same."""
    speaks = "unlikely" not in query
    others = [f"trace-{index}" for index in range(100, 124)]
    return {
        "channels": {"keyword": {"hits": 26, "ms": 1.94}},
        "candidates": [
            {"refId": hit["refId"], "channels": {"keyword": {"rank": 1, "score": 16.5117}}, "strength": 4.32,
             "score": 1.0, "rule": "has the words", "features": {"strength": 0.9, "question": 0.9, "novelty": 0.1},
             "contributions": {"strength": 5.2288, "question": -1.4192, "novelty": 0.5104}} for hit in found] + [
            {"refId": id, "channels": {}, "strength": 1.0, "score": 0.25, "rule": "has the words", "features": {},
             "contributions": {}} for id in others],
        "dropped": [{"refId": "trace-99", "reason": "shown before in this session", "excerpt": "old \x1b[31m\nnews"}] + [
            {"refId": id, "reason": "others said more or said it before"} for id in others],
        "deadline": {"ms": 300.0, "late": ["vector"]},
        "failed": [{"channel": "pattern", "code": "database_busy"}],
        "probability": 0.8712 if speaks and "fault" not in query else 0.2249, "threshold": 0.477,
        "gate": {"matched": 0.6}, "gateContributions": {"matched": 3.0576},
        **({} if speaks else {"wouldAbstain": "nothing is likely enough to help"}),
        "legend": {"features": {"strength": "its words fit", "question": "is itself a question"},
                   "gate": {"matched": "words of the question that are there"}},
    }


async def perform(method, params, send):
    global stopping
    if method == "hook.run":
        take(params["recordId"], params["payload"], spooled=False)
        name = params["payload"].get("hook_event_name")
        if params["payload"].get("slow"):
            await asyncio.sleep(params["payload"]["slow"])
        if name == "UserPromptSubmit":
            found = [text for text in memory if text != params["payload"].get("prompt")]
            return {"stdout": json.dumps({"hookSpecificOutput": {
                "hookEventName": name, "additionalContext": "\n".join(found)}})}
        return {"stdout": ""}
    if method == "core.status":
        drain_spool()
        return {"version": VERSION, "instanceId": instance, "home": home, "agent": options.agent, "uptimeMs": 1234,
                "rssBytes": 20_000_000, "counts": {"sessions": 1, "errorSignatures": 2}, "clients": len(writers),
                "bytes": {"database": 4096, "wal": 0, "tables": {}}, "spool": {"pending": 0},
                "viewer": {} if options.no_viewer else {"url": "http://127.0.0.1:1/", "port": 1}}
    if method == "doctor.run":
        drain_spool()
        return {"state": "ok", "checks": [
            {"check": "store", "state": "ok", "message": "The database is whole."},
            {"check": "spool", "state": "ok", "message": "Nothing waits to be taken over."},
            {"check": "delivery", "agent": "claude", "state": "ok", "message": "claude delivers."}]}
    if method == "memory.list_turns":
        return {"turns": turns}
    if method == "memory.search":
        found = hits(params["query"])
        return {"query": {"query": params["query"]}, "hits": found, "injectedContext": "",
                "tierLatencyMs": {"tier1": 0, "tier2": 0, "tier3": 0},
                **({"explanation": explanation(params["query"], found)} if params.get("explain") else {})}
    if method.startswith("hub."):
        return about_hub(method, params)
    if method == "daemon.stop":
        stopping.set()
        return {"ok": True}
    if method == "daemon.handover":
        log(event="handover", version=params["version"])
        stopping.set()
        return {"ok": True}
    if method == "echo":
        return params
    if method == "sleep":
        await asyncio.sleep(params["seconds"])
        return {"slept": params["seconds"], "pid": os.getpid()}
    if method == "die":
        # Only the first life dies, as often as asked.
        marker = f"{home}/deaths"
        deaths = len(open(marker).read()) if os.path.exists(marker) else 0
        if deaths < params["times"]:
            open(marker, "a").write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return {"deaths": deaths, "pid": os.getpid()}
    if method == "big":
        return {"text": "x" * params["bytes"]}
    if method == "ask":
        await send({"jsonrpc": "2.0", "id": "srv-1", "method": "host.llm.complete", "params": {}})
        return {"asked": True}
    if method == "viewer.link":
        return {"url": "http://127.0.0.1:1/login?token=abc"}
    if method == "config.get":
        return {"config": {"viewer": {"port": 1}, "recall": {"limit": 5}}, "path": f"{home}/config.yaml"}
    if method == "config.patch":
        if "bad" in params["patch"]:
            raise Failure(-32602, "config_invalid", "There is no setting bad.", "See `memos config get`.")
        return {"config": params["patch"], "restartRequired": ["viewer.port"]}
    if method == "logs.tail":
        return {"records": [{"ts": 1700000000000, "level": "info", "kind": "system", "channel": "daemon", "msg": "up"}]}
    if method == "memory.show":
        if params["id"] != "trace-0":
            raise Failure(-32000, "not_found", "Nothing has this id.")
        return {"kind": "trace", "id": "trace-0", "userText": "hello", "agentText": "hi"}
    if method == "import.plan":
        source = {"path": params.get("path", "/transcripts"), "format": "claude", "sessions": 2, "turns": 10,
                  "messages": 40, "newMessages": 40}
        return {"sources": [source], "total": {k: source[k] for k in ("sessions", "turns", "messages", "newMessages")}}
    if method == "import.run":
        for done in range(1, 4):
            await send({"jsonrpc": "2.0", "method": "import.progress",
                        "params": {"progressToken": params.get("progressToken"), "done": done, "total": 3, "path": "a"}})
        return {"sources": [], "imported": {"turns": 10, "traces": 20}, "skipped": 0, "errors": []}
    if method == "export.page":
        if params.get("cursor"):
            return {"lines": [{"kind": "turn", "n": 2}], "nextCursor": None}
        return {"lines": [{"kind": "memos-export", "version": 1}, {"kind": "turn", "n": 1}], "nextCursor": "2"}
    if method == "export.restore":
        return {"imported": len(params["lines"]), "skipped": 0}
    raise Failure(-32601, "unknown_method", f"There is no method {method}.")


async def serve(reader, writer):
    lock = asyncio.Lock()
    tasks = set()

    async def send(value):
        async with lock:
            writer.write(json.dumps(value).encode() + b"\n")
            await writer.drain()

    async def answer(line):
        try:
            request = json.loads(line)
        except ValueError:
            await send({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "invalid JSON", "data": {}}})
            return
        log(event="line", method=request.get("method"), id=request.get("id"), result="result" in request)
        if "method" not in request:
            return
        try:
            reply = {"result": await perform(request["method"], request.get("params") or {}, send)}
        except Failure as failure:
            reply = {"error": failure.error}
        if "id" in request:
            await send({"jsonrpc": "2.0", "id": request["id"], **reply})

    try:
        hello = json.loads(await reader.readline() or b"{}")
        if hello.get("memos") != "hello":
            return
        if os.environ.get("FAKE_REFUSE"):
            await send({"memos": "refused", "code": os.environ["FAKE_REFUSE"], "message": "No.", "hint": "Upgrade."})
            return
        log(event="hello", role=hello["role"], agent=hello["agent"], protocol=hello["protocol"])
        await send({"memos": "hello", "protocol": 1, "version": VERSION, "instanceId": instance, "pid": os.getpid()})
        writers.add(writer)
        while line := await reader.readline():
            task = asyncio.create_task(answer(line))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    except (ConnectionError, ValueError):
        pass
    finally:
        if tasks and not stopping.is_set():
            await asyncio.gather(*tasks, return_exceptions=True)
        writers.discard(writer)
        writer.close()


async def main():
    global stopping
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    path = socket_path()
    if os.path.exists(path):
        os.unlink(path)
    server = await asyncio.start_unix_server(serve, path, limit=32 << 20, backlog=128)
    os.chmod(path, 0o600)
    drain_spool()
    record = {"pid": os.getpid(), "version": VERSION, "protocol": 1, "instanceId": instance, "socket": path,
              "startedAt": int(time.time() * 1000)}
    json.dump(record, open(f"{home}/daemon/run.json", "w"))
    log(event="start", argv=sys.argv[1:], cwd=os.getcwd(), sid=os.getsid(0), ppid=os.getppid(),
        fds=sorted(int(n) for n in os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else [])
    ready("1")
    await stopping.wait()
    server.close()
    await asyncio.sleep(0.05)
    os.unlink(path) if os.path.exists(path) else None
    os.unlink(f"{home}/daemon/run.json")
    log(event="stop")
    for writer in list(writers):
        writer.close()
    await asyncio.sleep(0.05)


asyncio.run(main())

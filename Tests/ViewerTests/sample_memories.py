"""Turns for the stand-in daemon: a few days of ordinary work, with what a page must survive."""

import time

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
LONG_OUTPUT = "\n".join(f"tests/test_parser.py::test_case_{number:03d} PASSED" for number in range(220))


def call(name, given, got, error=None, took=1200, at=0):
    tool = {"name": name, "input": given, "output": got, "startedAt": at, "endedAt": at + took}
    if error:
        tool["errorCode"] = error
    return tool


def make_turn(number, ts, agent, workspace, session, asked, answered, calls=(), tags=(), outcome="ok",
              status="ended", signatures=()):
    episode = f"ep_{session}"
    traces = []
    for index, tool in enumerate(calls):
        traces.append({
            "id": f"tr_{number:04d}_{index}", "episodeId": episode, "sessionId": session, "ts": ts + index * 1000,
            "userText": asked if index == 0 else "", "agentText": "", "tags": list(tags), "toolCalls": [tool],
            "errorSignatures": list(signatures) if tool.get("errorCode") else [],
            "value": 0, "alpha": 0, "rHuman": None, "priority": 0, "turnId": ts,
            "ownerAgentKind": agent, "ownerWorkspaceId": workspace,
        })
    traces.append({
        "id": f"tr_{number:04d}_{len(calls)}", "episodeId": episode, "sessionId": session,
        "ts": ts + len(calls) * 1000, "userText": "" if calls else asked, "agentText": answered, "tags": list(tags),
        "toolCalls": [], "value": 0, "alpha": 0, "rHuman": None, "priority": 0, "turnId": ts,
        "ownerAgentKind": agent, "ownerWorkspaceId": workspace,
    })
    return {
        "turnId": ts, "key": f"{agent}:{session}:{number}", "sessionId": session, "episodeId": episode, "ts": ts,
        "userText": asked, "agentText": answered, "agent": agent, "workspace": workspace, "outcome": outcome,
        "status": status, "traces": traces if status == "ended" else traces[:len(calls)],
    }


def sample_turns(now=None):
    """Newest last."""
    now = now or int(time.time() * 1000)
    minute, day = 60_000, 86_400_000
    turns = []

    def add(ago, *rest, **named):
        turns.append(make_turn(len(turns) + 1, now - ago, *rest, **named))

    for number in range(48):
        add(9 * day - number * 97 * minute, "codex", "/srv/shop/checkout", f"s{number // 8:02d}",
            f"Check the rounding of invoice line {number + 1} against the ledger.",
            f"Line {number + 1} agrees with the ledger to the cent.", tags=["money"])
    add(2 * day + 300 * minute, "hermes", "/home/ada/notes", "notes-1",
        "我们上次是怎么解决数据库连接超时的？", "上次把连接池的空闲时间从 30 秒改为 5 分钟，并在启动时预热两个连接。",
        tags=["database", "postgres"])
    add(day + 260 * minute, "claude", "/home/ada/work/parser", "parser-1",
        "Install the Postgres driver in the container; the build says pg_config is missing.",
        "The driver is in. The image lacked libpq's headers, so I installed libpq-dev first; after that the wheel "
        "built and the import works.",
        calls=[
            call("Bash", {"command": "pip install psycopg2", "description": "Install the driver"},
                 "Collecting psycopg2\n  Error: pg_config executable not found.\n\npg_config is required to build "
                 "psycopg2 from source.", error="exit_1", took=8400),
            call("Bash", {"command": "apt-get install -y libpq-dev && pip install psycopg2"},
                 "Setting up libpq-dev ...\nSuccessfully installed psycopg2-2.9.10", took=21_300),
        ], tags=["python", "docker", "postgres"], signatures=["pg_config executable not found"])
    add(day + 215 * minute, "claude", "/home/ada/work/parser", "parser-1",
        "Show this text exactly as it is: " + HOSTILE, "Here it is: " + HOSTILE,
        calls=[call("Write " + HOSTILE, {"path": "x.html", "text": HOSTILE}, HOSTILE)], tags=["html", "<b>bold</b>"])
    add(190 * minute, "codex", "/srv/shop/checkout", "shop-9",
        "Make the nightly export fail loudly when the bucket is unreachable.",
        "I could not finish: the credentials in this sandbox are not allowed to list the bucket.",
        calls=[call("shell", "aws s3 ls s3://exports", "An error occurred (AccessDenied) when calling ListObjectsV2",
                    error="AccessDenied", took=900)],
        tags=["aws", "export"], outcome="error", signatures=["AccessDenied when calling <op>"])
    add(64 * minute, "claude", "/home/ada/work/parser", "parser-2",
        "Run the whole test suite and tell me which tests are slow.",
        "All 220 tests pass in 14.2 s. Three take more than a second each, and all three build the large grammar:\n\n"
        "1. test_case_017 (3.1 s)\n2. test_case_101 (2.4 s)\n3. test_case_190 (1.2 s)\n\nBuilding the grammar once for "
        "the session brings the run down to 8 s.",
        calls=[
            call("Read", {"file_path": "/home/ada/work/parser/tests/conftest.py"}, "import pytest\n\n\n@pytest.fixture\n"
                 "def grammar():\n    return build_grammar(\"large\")\n", took=40),
            call("Bash", {"command": "pytest --durations=3"}, LONG_OUTPUT, took=14_200),
            call("Edit", {"file_path": "tests/conftest.py", "old_string": "@pytest.fixture\n",
                          "new_string": "@pytest.fixture(scope=\"session\")\n"}, "The file was updated.", took=60),
        ], tags=["python", "pytest", "performance"])
    add(6 * minute, "hermes", "/home/ada/notes", "notes-2",
        "Remind me why we chose SQLite over a server for the memory store.",
        "Because one process owns the data: no server to run, one file to back up, and the full-text index lives in "
        "the same transaction as the rows.", tags=["sqlite", "design"])
    add(minute, "claude", "/home/ada/work/parser", "parser-2",
        "Now make the grammar fixture shared and measure again.", "",
        calls=[call("Bash", {"command": "pytest --durations=3"}, "running…", took=2000)],
        tags=["python"], outcome="unknown", status="open")
    return turns

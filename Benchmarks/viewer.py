#!/usr/bin/env python3
"""Figures of the viewer over a large memory: paint, answers, events, memory of the daemon under many viewers.

The home is the one latency.py makes (give both the same --home to make it once). The page is opened in Debian's
Chromium without a window, through selenium; without them the figures of the page are left out.
"""

import http.client
import json
import shutil
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

import latency
from corpus import Corpus
from memos_client import BIN, ROOT, ScratchHome, percentile

ASSETS = ROOT / "viewer-assets"
PAGES = ["overview", "memories", "tasks", "policies", "world-models", "skills", "recall", "analytics", "logs", "transfer",
         "hub", "settings", "help"]
# What the pages ask when they are opened, and what they ask of one item.
ADDRESSES = ["status", "overview", "turns?limit=30", "turns?limit=30&outcome=error", "turns?limit=30&project=all&agent=claude",
             "facets", "tasks?limit=50", "policies?limit=50", "world-models?limit=50", "skills?limit=50",
             "recall/injections?limit=50", "analytics?days=30", "analytics?days=365", "logs?limit=200", "config",
             "config/schema", "models", "hosts", "turns?q=build+error&limit=30", "search?q=build+error&limit=20"]
GOAL_MS = 30


class Visit:
    """A logged-in client without a browser: one connection, kept open."""

    def __init__(self, home):
        address = urlsplit(home.json("viewer", "--no-open")["url"])
        self.host, self.port = address.hostname, address.port
        login = http.client.HTTPConnection(self.host, self.port)
        login.request("GET", f"{address.path}?{address.query}")
        self.cookie = login.getresponse().getheader("Set-Cookie").split(";")[0]
        self.connection = http.client.HTTPConnection(self.host, self.port)

    def get(self, path):
        self.connection.request("GET", f"/api/v1/{path}", headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def stream(self):
        """A connection on which events arrive."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        connection.request("GET", "/api/v1/events", headers={"Cookie": self.cookie})
        return connection, connection.getresponse()


def answer_rows(visit, runs):
    every, slowest, rows = [], ("", 0), []
    for path in ADDRESSES:
        status, body = visit.get(path)
        if status != 200:
            raise SystemExit(f"{path}: {status} {body[:200]}")
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            visit.get(path)
            times.append((time.perf_counter() - began) * 1000)
        every += times
        rows.append((f"  GET {path} p95, ms", percentile(times, .95), None))
        slowest = max(slowest, (path, percentile(times, .95)), key=lambda pair: pair[1])
    ping = []
    for _ in range(runs):
        began = time.perf_counter()
        visit.get("ping")
        ping.append((time.perf_counter() - began) * 1000)
    return [("GET ping p50 (the server alone), ms", statistics.median(ping), None),
            ("all answers p95, ms", percentile(every, .95), GOAL_MS),
            (f"the slowest, {slowest[0]}, p95, ms", slowest[1], GOAL_MS), *rows]


def event_rows(home, visit, corpus, runs):
    """From the acknowledgement of a turn's end, after which it is committed, to its event at a reader."""
    connection, stream = visit.stream()
    arrived = {}

    def read():
        try:
            while line := stream.readline():
                if line.startswith(b"data:") and b'"trace.created"' in line:
                    arrived.setdefault(json.loads(line[5:]).get("correlationId"), time.perf_counter())
        except (AttributeError, OSError):
            return  # The stream was closed: all were seen.

    threading.Thread(target=read, daemon=True).start()
    times = []
    with home.bridge("claude") as bridge:
        for number in range(runs):
            session = f"viewer-{time.time_ns()}"
            bridge.request("session.open", {"agent": "claude", "sessionId": session})
            now = int(time.time() * 1000)
            started = bridge.request("turn.start", {"agent": "claude", "sessionId": session, "userText": corpus.user_text(),
                                                    "ts": now, "contextHints": {"captureOnly": True}})
            bridge.request("turn.end", {"agent": "claude", "sessionId": session, "agentText": corpus.agent_text(), "ts": now,
                                        "episodeId": started["query"]["episodeId"], "toolCalls": []})
            acknowledged = time.perf_counter()
            while session not in arrived and time.perf_counter() - acknowledged < 5:
                time.sleep(0.0005)
            times.append(max(0.0, (arrived.get(session, acknowledged + 5) - acknowledged) * 1000))
    connection.close()
    return [("an event after its commit p50, ms", percentile(times, .5), None),
            ("an event after its commit p99, ms", percentile(times, .99), 100)]


def crowd_rows(home, visit, viewers=100):
    process = home.run_info()["pid"]
    for path in ADDRESSES:
        visit.get(path)
    time.sleep(2)
    before = latency.resident_megabytes(process)
    streams = [visit.stream() for _ in range(viewers)]
    for path in ADDRESSES[:8]:
        visit.get(path)
    time.sleep(2)
    grown = latency.resident_megabytes(process) - before
    for connection, _ in streams:
        connection.close()
    return [(f"RSS more with {viewers} viewers, MB", grown, 30)]


def paint_rows(home, runs=3):
    sys.path.insert(0, str(ROOT / "Tests" / "ViewerTests"))
    try:
        from browser import Browser
    except ImportError:
        print("no selenium: the page is not measured", file=sys.stderr)
        return []
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        print("no Chromium: the page is not measured", file=sys.stderr)
        return []
    watch = """
        new MutationObserver((_, observer) => {
            const first = document.querySelector('main > * .view-body, main > * section.stream')?.firstElementChild;
            if (!first || first.localName === 'x-skeleton') return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
        }).observe(document, { childList: true, subtree: true });"""
    rows, worst = [], 0
    with Browser(home.json("viewer", "--no-open")["url"]) as page:
        page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
        for name in PAGES:
            times = []
            for _ in range(runs):
                page.driver.get("about:blank")
                page.driver.get(f"{page.base}/#/{name}")
                page.settle()
                times.append(page.script("return window.shownAt ?? NaN") or float("nan"))
            worst = max(worst, statistics.median(times))
            rows.append((f"  {name} shows its content, median, ms", statistics.median(times), None))
    return [("first meaningful paint, slowest page, median, ms", worst, 300), *rows]


def measure(options):
    size = sum(file.stat().st_size for file in ASSETS.rglob("*") if file.is_file() and "tests" not in file.parts)
    rows = [("assets, KB", size / 1000, 300)]
    with ScratchHome(options.home) as home:
        home.start()
        visit = Visit(home)
        scale = json.loads(visit.get("status")[1])["counts"]["traces"]
        print(f"{scale:,} traces", file=sys.stderr)
        rows += answer_rows(visit, min(options.runs, 100))
        rows += event_rows(home, visit, Corpus(), min(options.runs, 100))
        rows += crowd_rows(home, visit)
        rows += paint_rows(home)
    return rows


if __name__ == "__main__":
    if not (BIN / "memosd").exists():
        sys.exit(f"no programs in {BIN}; run make release, or set MEMOS_BIN")
    print(latency.printed(measure(latency.parse())))

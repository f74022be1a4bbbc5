#!/usr/bin/env python3
"""Turn recall@10 on public conversation sets, through the same bridge a host uses.

Each case gets a home of its own. Every message (or, with --pairs, every user message with the answer to it) is handed
over as a turn; then every question goes to `memory.search`. Recall of a question is |gold found in the first ten| /
|gold|, averaged over the questions that have gold. Beside it stand the same memory without its vectors and plain SQLite
FTS5 with its porter tokenizer over the same texts, so that each figure has its yardsticks from the same run.

    retrieval.py                              the development split: locomo/conv-0 and memdaily
    retrieval.py locomo/conv-1 beam-100k      a case, or all cases of a set
    retrieval.py --neighbours off             no strength is lent to neighbours and sessions
    retrieval.py --model token-table          with another of the installed models (MEMOS_MODELS names their folder)
"""

import argparse
import json
import re
import sqlite3
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

from memos_client import ScratchHome, percentile, shared_folder, table

K = 10
TIME_FORMATS = ("%I:%M %p on %d %B, %Y", "%B-%d-%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y年%m月%d日 %H:%M")


def milliseconds(text, fallback):
    """Times as the sets write them; an unknown one continues after the message before it."""
    cleaned = re.sub(r"周.\s*", "", text).strip()
    for form in TIME_FORMATS:
        try:
            return int(datetime.strptime(cleaned, form).replace(tzinfo=timezone.utc).timestamp() * 1000)
        except ValueError:
            continue
    return fallback


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def spoken(message):
    """The text with its speaker's name, unless the speaker is just a role or stands there already."""
    speaker, text = message.get("speaker") or "", message["text"]
    named = speaker and speaker.lower() not in ("user", "assistant")
    return f"{speaker}: {text}" if named and not text.startswith(f"{speaker}:") else text


def in_time(messages):
    """(message, ts), sessions by their first time as they happened: the files may list them by name."""
    sessions, clock = {}, 0
    for message in messages:
        told = sessions.setdefault(message["session"], [])
        previous = told[-1][1] if told else clock
        ts = max(milliseconds(message.get("time") or "", previous + 1000), told[-1][1] + 1000 if told else 0)
        told.append((message, ts))
        clock = max(clock, ts)
    return [entry for told in sorted(sessions.values(), key=lambda told: told[0][1]) for entry in told]


def turns_of(messages, pairs):
    """(session, ts, user text, agent text, message ids) in order."""
    turns, open_turn = [], None
    for message, ts in in_time(messages):
        answers = pairs and open_turn is not None and message["role"] == "assistant" \
            and open_turn[0] == message["session"] and not open_turn[3]
        if answers:
            open_turn[3] = spoken(message)
            open_turn[4].append(message["id"])
            continue
        open_turn = [message["session"], ts, spoken(message), "", [message["id"]]]
        turns.append(open_turn)
    return turns


class Case:
    def __init__(self, folder, options):
        self.name = f"{folder.parent.name}/{folder.name}"
        self.set = folder.parent.name
        self.messages = lines(folder / "messages.jsonl")
        self.queries = [query for query in lines(folder / "queries.jsonl") if query["gold"]]
        self.options = options
        # Per question: category, recall, milliseconds.
        self.ours, self.words, self.plain = [], [], []
        self.model, self.embed_seconds = "none", 0.0
        self.ingested, self.ingest_seconds = 0, 0.0

    def run(self):
        turns = turns_of(self.messages, self.options.pairs)
        with ScratchHome() as home, home.bridge() as bridge:
            if self.options.neighbours == "off":
                bridge.request("config.patch", {"patch": {"recall": {"neighbourWeight": 0, "sessionWeight": 0}}})
            bridge.request("config.patch", {"patch": {"embedding": {"model": self.options.model}}})
            messages_of = self.ingest(bridge, turns)
            self.wait_for_vectors(bridge)
            self.ours = self.asked(bridge, messages_of)
            bridge.request("config.patch", {"patch": {"recall": {"meaningWeight": 0}}})
            self.words = self.asked(bridge, messages_of)
        self.baseline(turns)
        return self

    def asked(self, bridge, messages_of):
        """Category, recall and milliseconds of every question."""
        answers = []
        for query in self.queries:
            result, ms = bridge.timed("memory.search", {
                "query": query["query"], "agent": "hermes", "topK": {"tier1": 0, "tier2": K, "tier3": 0}})
            found = self.messages_found(result["hits"], messages_of)
            answers.append((query["category"], self.recall(query, found), ms))
        return answers

    def wait_for_vectors(self, bridge):
        began = time.perf_counter()
        while (status := bridge.request("vectors.status", {}))["state"] != "complete":
            if status["state"] in ("off", "unavailable"):
                sys.exit(f"retrieval.py: no vectors: {status.get('problem', status['state'])}")
            time.sleep(0.1)
        self.model, self.embed_seconds = status["serving"]["model"], time.perf_counter() - began

    def ingest(self, bridge, turns):
        """Hands every turn over; returns the message ids behind each trace."""
        messages_of, opened, began = {}, set(), time.perf_counter()
        for number, (session, ts, user, agent, ids) in enumerate(turns):
            session = f"{self.name}::{session}"
            if session not in opened:
                bridge.request("session.open", {"agent": "hermes", "sessionId": session})
                opened.add(session)
            started = bridge.request("turn.start", {
                "agent": "hermes", "sessionId": session, "userText": user, "ts": ts, "turnKey": f"{session}:{number}",
                "contextHints": {"captureOnly": True}})
            ended = bridge.request("turn.end", {
                "agent": "hermes", "sessionId": session, "episodeId": started["query"]["episodeId"], "agentText": agent,
                "toolCalls": [], "ts": ts + 1})
            for trace in ended.get("traceIds") or [ended["traceId"]]:
                messages_of[trace] = ids
        self.ingested, self.ingest_seconds = len(turns), time.perf_counter() - began
        return messages_of

    @staticmethod
    def messages_found(hits, messages_of):
        found = []
        for hit in hits[:K]:
            found += messages_of.get(hit["refId"]) or messages_of.get(hit.get("sourceTraceId")) or []
        return set(found)

    @staticmethod
    def recall(query, found):
        return len(set(query["gold"]) & found) / len(set(query["gold"]))

    def baseline(self, turns):
        """Plain FTS5: porter over unicode61, any word, its own BM25, English stop words left out."""
        database = sqlite3.connect(":memory:")
        database.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize = 'porter unicode61')")
        database.executemany("INSERT INTO t (rowid, body) VALUES (?, ?)",
                             [(n + 1, f"{user}\n{agent}") for n, (_, _, user, agent, _) in enumerate(turns)])
        for query in self.queries:
            words = [w for w in re.findall(r"\w+", query["query"].lower()) if w not in STOP_WORDS]
            match = " OR ".join(f'"{word}"' for word in dict.fromkeys(words)) or '""'
            began = time.perf_counter()
            rows = database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (match, K)).fetchall()
            ms = (time.perf_counter() - began) * 1000
            found = {message for (row,) in rows for message in turns[row - 1][4]}
            self.plain.append((query["category"], self.recall(query, found), ms))


STOP_WORDS = set(
    "a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is it "
    "its just me my no not of on or our she should so some than that the their them then there these they this to too "
    "was we were what when where which while who whom why will with would you your".split()
)


def mean(values):
    return sum(values) / len(values) if values else float("nan")


def row(name, ours, words, plain):
    latencies = [ms for _, _, ms in ours]
    return [name, len(ours), *(mean([r for _, r, _ in answers]) for answers in (ours, words, plain)),
            f"{percentile(latencies, .5):.2f}", f"{percentile(latencies, .95):.2f}"]


def chosen(names, base):
    cases = []
    for name in names:
        folder = base / name
        if (folder / "messages.jsonl").exists():
            cases.append(folder)
        elif folder.is_dir():
            cases += sorted(case for case in folder.iterdir() if (case / "messages.jsonl").exists())
        else:
            sys.exit(f"retrieval.py: no case or set {name} in {base}")
    return cases


def measure(names, pairs=False, neighbours="on", model="auto", workers=2):
    """Runs the cases and returns them; the other drivers call this."""
    base = shared_folder("data/retrieval")
    if base is None:
        return []
    options = argparse.Namespace(pairs=pairs, neighbours=neighbours, model=model)
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda folder: Case(folder, options).run(), chosen(names, base)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=["locomo/conv-0", "memdaily"])
    parser.add_argument("--pairs", action="store_true", help="a user message and its answer form one turn")
    parser.add_argument("--neighbours", choices=["on", "off"], default="on", help="off: nothing is lent")
    parser.add_argument("--model", default="auto", help="the model to make vectors with")
    parser.add_argument("--workers", type=int, default=1, help="cases at once; 1 for honest latencies")
    parser.add_argument("--json", type=Path, help="also write every question's result to this file")
    options = parser.parse_args()
    if shared_folder("data/retrieval") is None:
        print("no retrieval sets beside the repository (set MEMOS_SHARED); nothing measured")
        return
    cases = measure(options.cases, options.pairs, options.neighbours, options.model, options.workers)
    by_set = defaultdict(lambda: ([], [], []))
    for case in cases:
        for name in (case.set, *(f"  {case.set} {category}" for category in sorted({c for c, _, _ in case.ours}))):
            wanted = None if not name.startswith("  ") else name.split(" ", 3)[3]
            for sums, answers in zip(by_set[name], (case.ours, case.words, case.plain)):
                sums.extend(q for q in answers if wanted is None or q[0] == wanted)
    print(f"turn recall@{K}, model {cases[0].model}, neighbours and session {options.neighbours}, {'pairs' if options.pairs else 'messages'} as turns")
    print(table([row(name, *values) for name, values in sorted(by_set.items(), key=lambda item: (item[0].split()[0], item[0].startswith(" "), item[0]))],
                ["set / category", "questions", "memos", "words alone", "fts5 porter", "p50 ms", "p95 ms"]))
    turns, seconds = sum(c.ingested for c in cases), sum(c.ingest_seconds for c in cases)
    print(f"{turns} turns handed over in {seconds:.1f} s ({turns / max(seconds, 1e-9):.0f}/s), one at a time")
    if options.json:
        options.json.write_text(json.dumps({case.name: {"ours": case.ours, "words": case.words, "plain": case.plain} for case in cases}, indent=1))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Our sentence encoder against onnxruntime, the same model on both sides, in one interleaved run.

Exactness (token ids, fp32 and int8 vectors, instruction sets, rankings), latency of one text, bulk throughput, size,
load and first embedding. Makes itself a virtual environment `.venv-bench` from requirements.txt.

    embedding.py                             everything, with the default model
    embedding.py --model-folder DIR          another model of the family, as safetensors
    embedding.py --parts latency bulk        only these
"""

import argparse
import json
import math
import random
import statistics
import sys
import threading
import time
from pathlib import Path

import yardsticks

if __name__ == "__main__":
    yardsticks.enter()

import numpy as np
from tokenizers import Tokenizer

import onnx_graph
import retrieval
import texts
from latency import printed
from memos_client import shared_folder

PARTS = ["tokens", "accuracy", "instructions", "ranking", "latency", "bulk", "start"]
TOKEN_COUNTS = (16, 64, 128, 256)
INSTRUCTION_SETS = ("baseline", "avx2", "vnni", "neon", "neon-dot")
BATCH_SIZES = (1, 8, 32)
K = 10
SHORT_TEXT = "The migration failed because the index was built twice on the same table."


class Bench:
    """The model in every form the parts compare."""

    def __init__(self, options):
        self.options = options
        self.folder = yardsticks.model_folder(options.model_folder)
        data = yardsticks.VENV / "data" / self.folder.resolve().name
        self.onnx = onnx_graph.build(self.folder, data / "onnx")
        self.weights = {precision: data / f"{precision}.memos-model" for precision in ("int8", "fp32")}
        for precision, path in self.weights.items():
            path.unlink(missing_ok=True)
            yardsticks.once("convert", "--from", self.folder, "--precision", precision, "--to", path)
        self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.kinds, self.texts = map(list, zip(*texts.texts(options.texts)))
        with self.ours("int8") as ours:
            self.limit = ours.greeting["maximumTokens"]
            self.instruction_set = ours.greeting["instructionSet"]

    def ours(self, precision, *arguments):
        return yardsticks.Server("embed", "--model", self.weights[precision], *arguments)

    def windows(self, some):
        """Ids with [CLS] and [SEP], cut at the model's limit: the first window of each text that has a token."""
        cut = []
        for encoded in self.tokenizer.encode_batch(some):
            ids = encoded.ids
            cut.append(ids if len(ids) <= self.limit else ids[:self.limit - 1] + ids[-1:])
        return cut

    def random_window(self, length):
        """Ids of words at random, as many as asked for."""
        choice = random.Random(length)
        ids = [choice.randrange(1996, self.tokenizer.get_vocab_size() - 1000) for _ in range(length - 2)]
        first, last = self.tokenizer.encode("").ids
        return [first, *ids, last]


def unit(vectors):
    vectors = np.asarray(vectors, np.float64)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def cosines(ours, theirs):
    return np.sum(unit(ours) * unit(theirs), axis=1)


def measure_tokens(bench):
    expected = [encoded.ids for encoded in bench.tokenizer.encode_batch(bench.texts, add_special_tokens=False)]
    with yardsticks.Server("tokens", "--from", bench.folder, greets=False) as ours:
        given = ours.ask(texts=bench.texts)["ids"]
    wrong = [text for text, a, b in zip(bench.texts, expected, given) if a != b]
    for text in wrong[:5]:
        print(f"token ids differ: {text[:80]!r}", file=sys.stderr)
    return [(f"{len(expected)} texts in {len(texts.SCRIPTS)} scripts, share with token ids identical to tokenizers",
             1 - len(wrong) / len(expected), -1, 4)]


def measure_accuracy(bench):
    windows = bench.windows(bench.texts)
    session = onnx_graph.session(bench.onnx["fp32-std"], 2)
    # One at a time: padding would be another computation.
    reference = np.concatenate([onnx_graph.vectors(session, onnx_graph.padded([window])) for window in windows])
    given, rows = {}, []
    for precision in ("fp32", "int8"):
        with bench.ours(precision) as ours:
            given[precision] = ours.ask(ids=windows)["vectors"]
            if precision == "int8":
                rows_whole = whole_text_rows(bench, ours, windows, given[precision])
    for name, a, b, goal in (("fp32, cosine to onnxruntime fp32", given["fp32"], reference, .9999),
                             ("int8, cosine to fp32", given["int8"], given["fp32"], .998)):
        near = cosines(a, b)
        rows += [(f"{name}, mean", near.mean(), -goal, 6), (f"{name}, least", near.min(), -goal if goal > .999 else None, 6)]
    rows.append(worst_kind_row(bench, near))
    for variant in [name for name in bench.onnx if name.startswith("int8")]:
        session = onnx_graph.session(bench.onnx[variant], 2)
        theirs = [onnx_graph.vectors(session, onnx_graph.padded([window]))[0] for window in windows[::4]]
        near = cosines(theirs, reference[::4])
        rows.append((f"  onnxruntime {variant}, cosine to its fp32, mean (least {near.min():.4f})", near.mean(), None, 6))
    return rows + rows_whole


def worst_kind_row(bench, near):
    """The script, or other shape of text, that int8 serves worst."""
    of_kind = {}
    for kind, cosine in zip(bench.kinds, near):
        of_kind.setdefault(kind, []).append(cosine)
    mean, kind = min((statistics.mean(values), kind) for kind, values in of_kind.items())
    return f"int8, cosine to fp32, mean of the worst kind of text ({kind})", mean, None, 6


def whole_text_rows(bench, ours, windows, vectors):
    """Texts that fit one window must give, handed over as text, what their tokens gave."""
    fitting = [n for n, window in enumerate(windows) if 2 < len(window) < bench.limit]
    given = ours.ask(texts=[bench.texts[n] for n in fitting])["windows"]
    same = [len(found) == 1 and np.allclose(found[0], vectors[n], atol=1e-6) for n, found in zip(fitting, given)]
    return [(f"{len(fitting)} texts of one window, share with the vector of their tokens", statistics.mean(same), -1, 4)]


def measure_instructions(bench):
    """The same text on every instruction set this processor has."""
    windows, found = bench.windows(bench.texts[::4]), {}
    for name in INSTRUCTION_SETS:
        try:
            with bench.ours("int8", "--isa", name) as ours:
                found[name] = ours.ask(ids=windows)["vectors"]
        except yardsticks.Refused:
            continue
    names = list(found)
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1:]]
    return [(f"int8, {a} to {b}, least cosine of {len(windows)}", cosines(found[a], found[b]).min(), -.9999, 7)
            for a, b in pairs]


def measure_ranking(bench):
    """Overlap of the first ten by int8 and by fp32, over the messages of each retrieval case."""
    base = shared_folder("data/retrieval")
    if base is None:
        print("no retrieval sets beside the repository (set MEMOS_SHARED): no ranking agreement", file=sys.stderr)
        return []
    rows = []
    with bench.ours("fp32") as exact, bench.ours("int8") as small:
        for folder in sorted(path for path in base.iterdir() if path.is_dir()):
            shares = []
            for case in retrieval.chosen([folder.name], base)[:bench.options.cases]:
                shares += overlaps(bench, case, exact, small)
            if shares:
                rows.append((f"overlap@{K} of int8 with fp32, {folder.name}, {len(shares)} questions",
                             statistics.mean(shares), -.95, 4))
    return rows


def overlaps(bench, case, exact, small):
    messages = bench.windows([message["text"] for message in retrieval.lines(case / "messages.jsonl")])
    questions = bench.windows([query["query"] for query in retrieval.lines(case / "queries.jsonl")])
    # Both at once: two processes on two processors, and nothing is timed here.
    for server in (exact, small):
        server.send(ids=messages + questions)
    tops = []
    for server in (exact, small):
        vectors = unit(server.receive()["vectors"])
        scores = vectors[len(messages):] @ vectors[:len(messages)].T
        tops.append(np.argsort(-scores, axis=1, kind="stable")[:, :K])
    return [len(set(a) & set(b)) / min(K, len(messages)) for a, b in zip(*tops)]


def measure_latency(bench):
    """One text, one thread. Every round asks every engine in another order; minima are compared."""
    sessions = {name: onnx_graph.session(path) for name, path in bench.onnx.items()}
    windows = {count: bench.random_window(count) for count in TOKEN_COUNTS}
    feeds = {count: onnx_graph.padded([window]) for count, window in windows.items()}
    times = {(name, count): [] for name in ("ours", *sessions) for count in TOKEN_COUNTS}
    order = list(times)
    with bench.ours("int8") as ours:
        for turn in range(bench.options.rounds + 1):
            random.Random(turn).shuffle(order)
            for name, count in order:
                if name == "ours":
                    taken = ours.ask(time=[windows[count]], rounds=3)["milliseconds"][0]
                else:
                    taken = [session_milliseconds(sessions[name], feeds[count]) for _ in range(3)]
                # The first round warms up.
                times[name, count] += taken if turn else []
    rows = []
    for count in TOKEN_COUNTS:
        mine = times["ours", count]
        # Their best at its best moment, and their best in the middle: each against ours of the same kind.
        best, fastest = min((min(times[name, count]), name) for name in sessions)
        middle = min(statistics.median(times[name, count]) for name in sessions)
        floats = min(min(times[name, count]) for name in sessions if name.startswith("fp32"))
        rows += [(f"{count} tokens, ms (onnxruntime: {fastest} {best:.2f}, best fp32 {floats:.2f})", min(mine), None, 2),
                 (f"{count} tokens, × onnxruntime's best, minima", min(mine) / best, .9, 3),
                 (f"{count} tokens, × onnxruntime's best, medians", statistics.median(mine) / middle, None, 3)]
    return rows


def session_milliseconds(session, feeds):
    began = time.perf_counter()
    onnx_graph.vectors(session, feeds)
    return (time.perf_counter() - began) * 1000


class Bulk:
    """A way to get many texts through onnxruntime with two threads.

    `together`: one session with two threads. `apart`: two sessions of one thread, each taking the next batch.
    """

    def __init__(self, name, sessions, size):
        self.size, self.sessions = size, sessions
        self.label = f"{name}, batches of {size}, {'two threads a batch' if len(sessions) == 1 else 'a batch a thread'}"

    @staticmethod
    def all(paths):
        for name, path in paths.items():
            together, apart = [onnx_graph.session(path, 2)], [onnx_graph.session(path) for _ in range(2)]
            for size in BATCH_SIZES:
                yield Bulk(name, together, size)
                yield Bulk(name, apart, size)

    def seconds(self, windows):
        """`windows` longest first, so that a batch holds texts of about one length."""
        began = time.perf_counter()
        batches = iter([windows[n:n + self.size] for n in range(0, len(windows), self.size)])
        lock = threading.Lock()

        def drain(session):
            while True:
                with lock:
                    batch = next(batches, None)
                if batch is None:
                    return
                onnx_graph.vectors(session, onnx_graph.padded(batch))

        threads = [threading.Thread(target=drain, args=(session,)) for session in self.sessions[1:]]
        for thread in threads:
            thread.start()
        drain(self.sessions[0])
        for thread in threads:
            thread.join()
        return time.perf_counter() - began


def quickest_ways(ways, windows):
    """The three ways that are worth the full run: few texts through all, more through the better ones."""
    for step, kept in ((20, 8), (8, 3)):
        sample = windows[::step]
        ways = sorted(ways, key=lambda way: min(way.seconds(sample) for _ in range(2)))[:kept]
    return ways


def measure_bulk(bench):
    windows = sorted(bench.windows(bench.texts), key=len, reverse=True)
    quickest = quickest_ways(list(Bulk.all(bench.onnx)), windows)
    with bench.ours("int8") as ours:
        ours.ask(bulk=windows[-50:], threads=2)
        mine, theirs = [], {way.label: [] for way in quickest}
        for _ in range(bench.options.bulk_rounds):
            mine.append(ours.ask(bulk=windows, threads=2)["seconds"])
            for way in quickest:
                theirs[way.label].append(way.seconds(windows))
                # The threads of a session spin on for a moment after its last run.
                time.sleep(.1)
    best, label = min((min(seconds), label) for label, seconds in theirs.items())
    middle = min(statistics.median(seconds) for seconds in theirs.values())
    return [(f"{len(windows)} texts, 2 threads, texts/s (onnxruntime {len(windows) / best:.0f}: {label})",
             len(windows) / min(mine), None, 0),
            ("bulk throughput, × onnxruntime's best, best rounds", best / min(mine), -1.2, 3),
            ("bulk throughput, × onnxruntime's best, medians", middle / statistics.median(mine), None, 3)]


def measure_start(bench):
    """A fresh process each time, the file in the page cache."""
    loads, firsts, walls, theirs = [], [], [], []
    for _ in range(15):
        began = time.perf_counter()
        with bench.ours("int8") as ours:
            first = ours.ask(texts=[SHORT_TEXT])["milliseconds"]
            walls.append((time.perf_counter() - began) * 1000)
            loads.append(ours.greeting["load"])
            firsts.append(ours.greeting["load"] + first)
        began = time.perf_counter()
        onnx_graph.session(bench.onnx["int8-fused"])
        theirs.append((time.perf_counter() - began) * 1000)
    return [("model file, MB", bench.weights["int8"].stat().st_size / 1e6, 25, 2),
            (f"load, ms, median (onnxruntime int8 session {statistics.median(theirs):.0f})", statistics.median(loads), 5, 2),
            ("load and first embedding in a fresh process, ms, median", statistics.median(firsts), 15, 2),
            ("from starting the process to the first vector read, ms, median", statistics.median(walls), None, 2)]


def measure(options):
    """Rows of (figure, value, goal, digits)."""
    bench = Bench(options)
    print(f"{bench.folder.name}, {bench.instruction_set}, {options.texts} texts, {options.rounds} rounds", file=sys.stderr)
    rows = []
    for part in options.parts:
        print(f"{part} …", file=sys.stderr, flush=True)
        rows += globals()[f"measure_{part}"](bench)
    return [(name, float(value), goal, digits) for name, value, goal, digits in rows]


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model-folder", type=Path, help="a model's folder; without it the default model's pip package")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--texts", type=int, default=texts.COUNT)
    parser.add_argument("--rounds", type=int, default=20, help="of latency, three runs each")
    parser.add_argument("--bulk-rounds", type=int, default=4)
    parser.add_argument("--cases", type=int, default=3, help="retrieval cases a set")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    return parser.parse_args(arguments)


def main():
    options = parse()
    rows = measure(options)
    print(printed(rows))
    if options.json:
        options.json.write_text(json.dumps([row for row in rows if not math.isnan(row[1])], indent=1))


if __name__ == "__main__":
    main()

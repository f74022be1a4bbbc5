#!/usr/bin/env python3
"""The vector column against numpy and sqlite-vec: the same vectors, the same queries, one thread, one interleaved run.

Two sets of unit vectors with 384 components:

- `random`: every direction alike, the worst case for a quantised scan, since all neighbours are nearly as far.
- `clustered`: as embeddings lie. Variance falls with the component's rank (a power law, turned by a random rotation), all
  share a mean direction, and each vector is a mix of a topic (one of N/500), an episode of that topic (one of N/10) and
  something of its own. A query is a member with as much noise of its own again.

Makes itself a virtual environment `.venv-bench` from requirements.txt. A million vectors need about 8 GB of memory and
4 GB of disk.

    vectors.py                               10⁵ and 10⁶, both sets
    vectors.py --sizes 100000 --sets random
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yardsticks

if __name__ == "__main__":
    yardsticks.enter()

import apsw
import numpy as np
import sqlite_vec

from latency import printed

DIMENSION = 384
# Asked of every engine; recall looks at the first ten of them.
LIMIT = 50
K = 10
QUERIES = 200
SLICE = 10_000
# Milliseconds allowed per number of vectors.
GOALS = {100_000: 1, 1_000_000: 9}
KINDS = {"float": ("float[384]", "?"), "int8": ("int8[384]", "vec_quantize_int8(?, 'unit')"),
         "bit": ("bit[384]", "vec_quantize_binary(?)")}


def normalized(vectors):
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def random_set(count, rng):
    vectors = rng.standard_normal((count + QUERIES, DIMENSION), np.float32)
    return normalized(vectors[QUERIES:]), normalized(vectors[:QUERIES])


def clustered_set(count, rng):
    rotation = np.linalg.qr(rng.standard_normal((DIMENSION, DIMENSION)))[0].astype(np.float32)
    spread = (np.arange(DIMENSION, dtype=np.float32) + 8) ** -.5

    def spots(number):
        drawn = rng.standard_normal((number, DIMENSION), np.float32) * spread
        return drawn / np.sqrt(np.sum(spread ** 2))

    mean, topics, episodes = spots(1) * .3, spots(max(1, count // 500)), spots(max(1, count // 10))
    topic_of = rng.integers(len(topics), size=len(episodes))
    episode_of = rng.integers(len(episodes), size=count)
    vectors = np.empty((count, DIMENSION), np.float32)
    for start in range(0, count, SLICE):
        members = episode_of[start:start + SLICE]
        mixed = mean + .6 * topics[topic_of[members]] + .5 * episodes[members] + .6 * spots(len(members))
        vectors[start:start + SLICE] = mixed @ rotation
    normalized(vectors)
    members = vectors[rng.integers(count, size=QUERIES)]
    return vectors, normalized(members + .6 * spots(QUERIES) @ rotation)


SETS = {"random": random_set, "clustered": clustered_set}


def exact(vectors, queries):
    """The rows of the first ten by fp32, per query."""
    scores = np.empty((len(queries), len(vectors)), np.float32)
    for start in range(0, len(vectors), 100_000):
        scores[:, start:start + 100_000] = queries @ vectors[start:start + 100_000].T
    return [set(np.argpartition(-row, K)[:K].tolist()) for row in scores]


def timed(work):
    began = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - began) * 1000


class Numpy:
    name, each = "numpy fp32", 2

    def __init__(self, vectors):
        self.vectors = vectors

    def search(self, query):
        def work():
            scores = self.vectors @ query
            top = np.argpartition(-scores, LIMIT)[:LIMIT]
            return top[np.argsort(-scores[top])].tolist()
        return timed(work)


class SQLiteVec:
    """A `vec0` table in memory, which is its quickest."""

    def __init__(self, kind, vectors):
        self.name, self.each = f"sqlite-vec {kind}", 2 if kind == "bit" else 1
        column, value = KINDS[kind]
        self.database = apsw.Connection(":memory:")
        self.database.enable_load_extension(True)
        self.database.load_extension(sqlite_vec.loadable_path())
        self.database.execute(f"CREATE VIRTUAL TABLE v USING vec0(e {column})")
        with self.database:
            self.database.executemany(f"INSERT INTO v (rowid, e) VALUES (?, {value})",
                                      ((row, vector.tobytes()) for row, vector in enumerate(vectors)))
        self.statement = f"SELECT rowid FROM v WHERE e MATCH {value} AND k = {LIMIT} ORDER BY distance"

    def search(self, query):
        bound = (query.tobytes(),)
        return timed(lambda: [row for (row,) in self.database.execute(self.statement, bound)])


class Ours:
    name, each = "memos", 10

    def __init__(self, folder, vectors, queries):
        raw, self.queries_file, column = folder / "vectors.f32", folder / "queries.f32", folder / "column"
        vectors.tofile(raw)
        queries.tofile(self.queries_file)
        self.built = yardsticks.once("build", "--column", column, "--vectors", raw, "--dimension", DIMENSION)
        raw.unlink()
        self.bytes = sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) \
            - self.queries_file.stat().st_blocks * 512
        self.server = yardsticks.Server("search", "--column", column, "--dimension", DIMENSION)

    def search(self, first, count):
        """Rows and milliseconds of `count` queries from `first` on; timed inside the process."""
        answer = self.server.ask(queries=str(self.queries_file), **{"from": first}, count=count, limit=LIMIT)
        return list(zip(answer["items"], answer["milliseconds"]))


def measure_set(name, count, options):
    rng = np.random.default_rng(7)
    vectors, queries = SETS[name](count, rng)
    truth = exact(vectors, queries)
    with tempfile.TemporaryDirectory(prefix="memos-vectors-", dir=options.scratch) as scratch:
        ours = Ours(Path(scratch), vectors, queries)
        others = [Numpy(vectors), *(SQLiteVec(kind, vectors) for kind in options.sqlite_kinds)]
        times = {engine.name: [] for engine in (ours, *others)}
        found = {engine.name: {} for engine in (ours, *others)}
        with ours.server:
            for turn in range(-1, options.rounds):
                for engine in (ours, *others):
                    first = (turn + 1) * engine.each % (QUERIES - engine.each)
                    if engine is ours:
                        answers = ours.search(first, engine.each)
                    else:
                        answers = [engine.search(queries[n]) for n in range(first, first + engine.each)]
                    for number, (rows, taken) in enumerate(answers, first):
                        found[engine.name][number] = rows
                        # The first round warms up.
                        times[engine.name] += [taken] if turn >= 0 else []
            # Recall of ours over all queries; of the others over those they were timed with.
            found["memos"] = dict(enumerate(rows for rows, _ in ours.search(0, QUERIES)))
            resident = ours.server.resident_megabytes()
    return rows_of(name, count, times, recalls(found, truth), ours, resident)


def recalls(found, truth):
    return {engine: statistics.mean(len(truth[n] & set(rows[:K])) / K for n, rows in answers.items())
            for engine, answers in found.items()}


def rows_of(name, count, times, recall, ours, resident):
    label = f"{name} {count:,}"
    least = {engine: min(values) for engine, values in times.items()}
    middle = {engine: statistics.median(values) for engine, values in times.items()}
    rows = [(f"{label}: memos, ms, least", least["memos"], GOALS.get(count), 3),
            (f"{label}: memos, ms, median", middle["memos"], None, 3),
            (f"{label}: memos, recall@{K} of exact fp32", recall["memos"], None if name == "random" else -.99, 4)]
    for engine in times:
        if engine == "memos":
            continue
        goal = -10 if engine == "sqlite-vec float" and count >= 1_000_000 else None
        rows.append((f"{label}: × {engine} ({least[engine]:.1f} ms, recall {recall[engine]:.3f})",
                     least[engine] / least["memos"], goal, 1))
    rows += [(f"{label}: bytes on disk a vector", ours.bytes / count, 450, 1),
             (f"{label}: RSS of the searching process, MB", resident, None, 1),
             (f"{label}: filled in, s", ours.built["seconds"], None, 2)]
    return rows


def measure(options):
    """Rows of (figure, value, goal, digits)."""
    rows = []
    for count in options.sizes:
        for name in options.sets:
            print(f"{name} {count:,} …", file=sys.stderr, flush=True)
            rows += measure_set(name, count, options)
    return rows


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sqlite-kinds", nargs="*", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--scratch", type=Path, help="where the files lie meanwhile; the system's temporary folder otherwise")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    return parser.parse_args(arguments)


def main():
    options = parse()
    rows = measure(options)
    print(printed(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()

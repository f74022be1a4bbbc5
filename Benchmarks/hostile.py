#!/usr/bin/env python3
"""Questions nobody means well: no error, no slow path.

Empty, a megabyte, control characters, right-to-left, emoji only, random Unicode, full-text operators and what kills naive
regular expressions, asked of a memory of ordinary turns through the bridge, as `memory.search` and as `turn.start`.

    hostile.py                 10,000 random strings and the special ones
    hostile.py --random 500    fewer
"""

import argparse
import random
import sys
import time

from corpus import Corpus
from memos_client import ScratchHome, percentile, table

GOAL = 50  # Milliseconds, p99.


def random_text(source):
    """Up to 200 scalars from all planes, surrogates left out, half of them from a few narrow ranges."""
    ranges = [(0x20, 0x7E), (0x4E00, 0x9FFF), (0x0590, 0x08FF), (0x1F300, 0x1FAFF), (0, 0x10FFFF)]
    low, high = source.choice(ranges)
    scalars = (source.randint(low, high) for _ in range(source.randint(0, 200)))
    return "".join(chr(scalar) for scalar in scalars if not 0xD800 <= scalar <= 0xDFFF)


def special_texts():
    """(name, text)"""
    bomb = "a" * 50_000
    return [
        ("empty", ""), ("blank", " \t\n\u3000 "), ("zero bytes", "\0" * 1000), ("controls", "".join(map(chr, range(32))) * 50),
        ("right to left", "\u202e" + "مرحبا بالعالم שלום עולם " * 50), ("emoji only", "👨‍👩‍👧‍👦🏳️‍🌈🤷🏽‍♀️" * 200),
        ("combining marks", "e" + "\u0301" * 20_000), ("quotes", "\"'`" * 3000), ("operators", "NEAR( AND OR NOT ^a* {b c}:d -e + \" " * 200),
        ("column filter", "user_text: secret agent_text : * ^ NEAR/3"), ("semicolons", "'; DROP TABLE traces; --" * 100),
        ("one long word", bomb), ("nested brackets", "(" * 20_000 + ")" * 20_000), ("repeated groups", "(a+)+$" * 3000 + "!"),
        ("repeated letters", bomb + "!"), ("path of slashes", "/" * 50_000), ("dotted name", "a." * 50_000),
        ("one megabyte of words", "why does the parser fail again " * 33_000),
        ("one megabyte without a space", "x" * 1_000_000), ("one megabyte of Chinese", "数据库迁移为什么失败了" * 31_000),
        ("one megabyte of lines", "error: undefined reference to `foo'\n" * 28_000),
        ("a log with thousands of errors", "Traceback (most recent call last):\n  File \"/a/b.py\", line 3\nValueError: bad 0x3f\n" * 9000),
        ("base64", "QUJD" * 250_000), ("long times", "two weeks after the day before " * 3000), ("dates", "2024-01-01 " * 20_000),
    ]


def asked(bridge, number, text):
    """Milliseconds of a search and of a turn's beginning."""
    _, search = bridge.timed("memory.search", {"query": text, "agent": "hermes"})
    session = f"hostile-{number % 50}"
    bridge.request("session.open", {"agent": "hermes", "sessionId": session})
    _, start = bridge.timed("turn.start", {"agent": "hermes", "sessionId": session, "userText": text,
                                           "ts": int(time.time() * 1000), "turnKey": f"t{number}"})
    return search, start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=2000)
    options = parser.parse_args()
    source, corpus = random.Random(7), Corpus()
    rows, slow = [], False
    with ScratchHome() as home:
        transcripts = home.folder / "transcripts"
        corpus.write_transcripts(transcripts, options.turns)
        home.start()
        home.memos("import", "--yes", transcripts)
        with home.bridge() as bridge:
            for number in range(50):
                asked(bridge, number, corpus.question())
            times = [asked(bridge, 100 + number, random_text(source)) for number in range(options.random)]
            for name, column in (("search", 0), ("turn.start", 1)):
                ms = [pair[column] for pair in times]
                rows.append((f"{len(ms):,} random strings, {name}", f"{percentile(ms, .5):.2f}", f"{percentile(ms, .99):.2f}",
                             f"{max(ms):.2f}"))
                slow |= percentile(ms, .99) > GOAL
            for name, text in special_texts():
                pairs = [asked(bridge, 10 ** 6 + number, text) for number in range(10)]
                worst = [max(pair) for pair in pairs]
                rows.append((name, f"{percentile(worst, .5):.2f}", f"{percentile(worst, .99):.2f}", f"{max(worst):.2f}"))
                slow |= percentile(worst, .5) > GOAL
            alive = bridge.request("core.health", {})["ok"]
    print(table(rows, ["question", "p50 ms", "p99 ms", "max ms"]))
    sys.exit(0 if alive and not slow else 1)


if __name__ == "__main__":
    main()

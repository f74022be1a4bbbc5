#!/usr/bin/env python3
"""Writes the error-signature set `errors/` from its seeds: the same faults as other machines print them, and look-alikes.

A seed (errors/seeds/*.txt, one file an ecosystem) is a block: `fix:` with what ended the fault, then the log as the tool
prints it, then `~ this => that` for the near miss, which is the same log with another fault in it. Everything local is a
slot in braces and gets other values on each machine: {dir} {f} {g} files, {n} {c} line and column, {x} {y} names,
{X} {Y} types, {num} {num2} {ms} {pid} {port} numbers, {hex} {sha} {uuid} {ts} {v} {w} {user} {host} {ip} {url}.
A module, table, command or header that is itself the fault stands in the seed as text.

    errors.jsonl       id, ecosystem, log, perturbed (three logs of the same fault), fix
    near_misses.jsonl  id, of (the error it looks like), log

The output depends on the seeds alone.  make_errors.py [--check] (--check: is what stands there what would be written?)
"""

import json
import random
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "errors"
MACHINES = 3  # perturbed logs an error

WORDS = """invoice ledger parser router session upload report tracker mailer billing cache worker export import search
scheduler profile gateway metrics payment catalog shipment notifier renderer pipeline snapshot archive consent""".split()
VERBS = "load save fetch apply build handle resolve render update create merge publish collect prepare".split()
USERS = "ann bob chen dara emil fatou grace hugo ines jonas".split()
ROOTS = ["/home/{user}/src/{word}", "/Users/{user}/Code/{word}", "/srv/{word}/releases/{number}", "/builds/{user}/{word}",
         "/home/runner/work/{word}/{word}", "/workspace/{word}", "/var/lib/jenkins/workspace/{word}-{number}", "/app"]
BEFORE = ["$ ./run-ci.sh", "+ set -euo pipefail", "Using cached layer", "Restoring cache from key deps-linux", "Step 4/9",
          "Starting job on runner-7", "Cloning into the workspace", "Compiling sources", "Resolving dependencies"]
AFTER = ["Cleaning up", "Uploading artifacts", "Job took 42 s", "Saving cache", "Post job cleanup."]
PREFIXES = [lambda dice: "", lambda dice: f"{word(dice)}-1  | ", lambda dice: f"#{dice.randint(4, 30)} {dice.randint(0, 90)}.{dice.randint(0, 999):03} ",
            lambda dice: f"[{clock(dice)}] ", lambda dice: f"{moment(dice)} ",
            lambda dice: f"Mar {dice.randint(10, 28)} {clock(dice)} ci-{dice.randint(1, 40)} {word(dice)}[{dice.randint(300, 60000)}]: "]


def word(dice):
    return dice.choice(WORDS)


def clock(dice):
    return f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}"


def moment(dice):
    return f"2025-{dice.randint(1, 12):02}-{dice.randint(10, 28)}T{clock(dice)}.{dice.randint(0, 999):03}Z"


def version(dice):
    return f"{dice.randint(0, 12)}.{dice.randint(0, 30)}.{dice.randint(0, 20)}"


def hexadecimal(dice, digits):
    # A letter in front: a number of digits alone would read as another kind of number.
    return dice.choice("abcdef") + "".join(dice.choice("0123456789abcdef") for _ in range(digits - 2)) + dice.choice("0123456789")


def name(dice):
    return f"{dice.choice(VERBS)}_{word(dice)}"


def type_name(dice):
    return word(dice).capitalize() + dice.choice(["Service", "Store", "View", "Client", "Model", "Record"])


def directory(dice):
    return dice.choice(ROOTS).format(user=dice.choice(USERS), word=word(dice), number=dice.randint(100, 999))


SLOTS = {
    "dir": directory, "f": word, "g": word, "x": name, "y": name, "X": type_name, "Y": type_name, "fn": name,
    "n": lambda dice: str(dice.randint(3, 900)), "c": lambda dice: str(dice.randint(2, 80)),
    "num": lambda dice: str(dice.randint(12, 4000)), "num2": lambda dice: str(dice.randint(3, 900)),
    "ms": lambda dice: str(dice.randint(5, 60000)), "pid": lambda dice: str(dice.randint(300, 60000)),
    "port": lambda dice: str(dice.randint(1024, 65000)), "hex": lambda dice: "0x" + hexadecimal(dice, 12),
    "sha": lambda dice: hexadecimal(dice, 12), "ts": moment, "v": version, "w": version,
    "uuid": lambda dice: "-".join(hexadecimal(dice, digits) for digits in (8, 4, 4, 4, 12)),
    "user": lambda dice: dice.choice(USERS), "host": lambda dice: f"{word(dice)}.example.{dice.choice(['org', 'net'])}",
    "ip": lambda dice: f"10.{dice.randint(0, 250)}.{dice.randint(0, 250)}.{dice.randint(2, 250)}",
    "url": lambda dice: f"https://{word(dice)}.example.org/{word(dice)}/{name(dice)}.git",
}
SLOT = re.compile(r"\{(" + "|".join(SLOTS) + r")\}")
MARK = re.compile(r"(?i)\b(error(?:\[E\d+\])?|fatal|panic|exception)(?=:)")


def filled(text, dice):
    """The log of one machine: a slot has one value throughout it."""
    values = {}

    def value(match):
        key = match.group(1)
        return values.setdefault(key, SLOTS[key](dice))

    return SLOT.sub(value, text)


def coloured(line):
    if MARK.search(line):
        return MARK.sub("\x1b[1;31m\\1\x1b[0m", line, count=1)
    return f"\x1b[31m{line}\x1b[0m" if line.strip() else line


def dressed(log, dice, machine):
    """Colours on the second machine, prefixes on the third, other output around on both."""
    rows = log.split("\n")
    if machine == 2:
        rows = [coloured(row) for row in rows]
    if machine >= 2:
        rows = dice.sample(BEFORE, dice.randint(1, 3)) + rows + dice.sample(AFTER, dice.randint(0, 2))
    if machine == 3:
        prefix = dice.choice(PREFIXES)(dice)
        rows = [prefix + row for row in rows]
    return "\n".join(rows)


def seeds():
    """(ecosystem, number, fix, log, substitutions)"""
    for file in sorted((FOLDER / "seeds").glob("*.txt")):
        blocks = re.split(r"\n(?=fix: )", file.read_text(encoding="utf-8"))
        for number, block in enumerate(blocks, 1):
            rows = block.strip("\n").split("\n")
            log = "\n".join(row for row in rows[1:] if not row.startswith("~ "))
            swaps = [tuple(row[2:].split(" => ", 1)) for row in rows if row.startswith("~ ")]
            if not rows[0].startswith("fix: ") or not swaps or any(len(swap) != 2 for swap in swaps):
                sys.exit(f"make_errors.py: {file.name}, block {number} is no seed")
            yield file.stem, number, rows[0][5:], log.strip("\n"), swaps


def changed(log, swaps, where):
    for old, new in swaps:
        if old not in log:
            sys.exit(f"make_errors.py: {where}: the log has no {old!r}")
        log = log.replace(old, new)
    return log


def made():
    errors, misses = [], []
    for ecosystem, number, fix, log, swaps in seeds():
        identity = f"{ecosystem}-{number:02}"
        machines = []
        for machine in range(MACHINES + 1):
            dice = random.Random(f"{identity}/{machine}")
            machines.append(dressed(filled(log, dice), dice, machine))
        errors.append({"id": identity, "ecosystem": ecosystem, "log": machines[0], "perturbed": machines[1:], "fix": fix})
        dice = random.Random(f"{identity}/other")
        misses.append({"id": f"{identity}-other", "of": identity,
                       "log": filled(changed(log, swaps, identity), dice)})
    return {"errors.jsonl": errors, "near_misses.jsonl": misses}


def main():
    checks = "--check" in sys.argv[1:]
    for file, entries in made().items():
        text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        if checks and (FOLDER / file).read_text(encoding="utf-8") != text:
            sys.exit(f"make_errors.py: errors/{file} is not what the seeds give; run make_errors.py")
        if not checks:
            (FOLDER / file).write_text(text, encoding="utf-8")
            print(f"errors/{file}: {len(entries)} entries, {len(text.encode()) // 1024} KB")


if __name__ == "__main__":
    main()

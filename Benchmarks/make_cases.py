#!/usr/bin/env python3
"""Writes the retrieval cases of `cases/` from the seeds in `case_seeds/`: a year of talk a case, and questions about it.

A fact is a block: its category, then messages, then questions. A message is `MARK SPEAKER: text`:
    +  holds the answer (+2: the answer of the question marked 2?)     -  is about the same things and does not
    &  follows the one before it in the same session and is part of the answer
    ~  a series over the year with other outcomes, about one a month
[T-14] dates a message against the fact's day T; without a date it falls on any day. U is the user, A the agent, M and N
two other people. Slots in braces are drawn once a fact and differ between {svc}, {svc2}, {svc3}; {month:T}, {on:T-1}
(and {zhmonth:T}, {zhon:T}) write a day; {error} and {error2} are one fault on two machines.

The output depends on the seeds alone.  make_cases.py [--check] (--check: is what stands there what would be written?)
"""

import json
import random
import re
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import make_errors

FOLDER = Path(__file__).resolve().parent
FIRST_DAY = date(2025, 1, 6)
ASKED = "2026-01-12 09:00"
SESSIONS = 55

# Folder, seeds, facts of each category to take (None: all), questions without an answer, exchanges of small talk.
CODING = {"identifier": 8, "error": 5, "paraphrase": 7, "preference": 6, "time": 6, "multi-hop": 6, "speaker": 5, "update": 6,
          "mixed": 4}
EVERYDAY = {"paraphrase": 5, "preference": 4, "time": 4, "multi-hop": 3, "speaker": 3, "update": 4}
CASES = [("coding/ledger", "coding", CODING, 9, 60), ("coding/atlas", "coding", CODING, 9, 60),
         ("coding/kestrel", "coding", CODING, 9, 60), ("coding/harbor", "coding", CODING, 9, 60),
         ("coding/beacon", "coding", CODING, 9, 60),
         ("chinese/dengta", "chinese", {"chinese": 16, "mixed": 11}, 7, 60),
         ("chinese/qingniao", "chinese", {"chinese": 16, "mixed": 11}, 7, 60),
         ("everyday/friends", "everyday", EVERYDAY, 7, 60), ("everyday/cousins", "everyday", EVERYDAY, 7, 60),
         ("everyday/laoyou", "everyday-zh", {"chinese": 20}, 7, 50)]

NAMES = {"en": "Mara Tomas Ines Jonas Priya Viktor Noemi Farid Greta Oskar Leila Bruno".split(),
         "zh": "小林 老周 阿敏 建国 晓雯 子涵 立群 阿杰".split()}
STRANGERS = {"en": ["Cornelius", "Ottilie", "Balthazar"], "zh": ["欧阳", "司徒", "端木"]}
SERVICES = """harrier osprey merlin falconer heron plover siskin curlew lapwing bittern dunlin wigeon teal avocet fulmar
godwit knotty pipit redstart shrike""".split()
GHOSTS = ["gannet", "puffin", "cormorant"]
LIBRARIES = "fastcsv paperplane quillkit tinyqueue slatedb moonparse bricklayer lumenlog oakform sandglass".split()
CUSTOMERS = "Nordwind Almare Brightfield Castella Dunmore Elbtal Fjordline Glasgart".split()
CITIES = {"en": "Lisbon Gdansk Turin Leeds Graz Porto Ghent Tampere".split(), "zh": "杭州 成都 大连 苏州 西安 厦门".split()}
STEMS = "token_store retry_policy csv_reader page_cache mail_queue rate_limit header_parse batch_writer lock_order key_ring".split()
FOLDERS = "core net jobs web store tools".split()
EXTENSIONS = "py ts swift rs go".split()
FLAGS = "skip-slow verbose-trace dry-merge keep-temp no-fsync fast-boot".split()
TABLES = "daily_totals raw_events invoice_lines user_state audit_rows price_points".split()
VARIABLES = "MAIL_OUT QUEUE_STRICT TRACE_SQL LAZY_INDEX SAFE_MODE EXPORT_V2".split()
HANZI_MONTHS = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月".split()
SLOT = re.compile(r"\{([a-z]+)(\d?)(?::T([+-]\d+)?)?\}")
MESSAGE = re.compile(r"([+&~-])(\d?)(?:\[T([+-]\d+)?\])? ([UAMN]): (.*)")


def blocks(name):
    text = (FOLDER / "case_seeds" / f"{name}.txt").read_text(encoding="utf-8")
    return [block.strip("\n").split("\n") for block in re.split(r"\n\s*\n", text.strip("\n"))]


def sections(name):
    return {rows[0]: rows[1:] for rows in blocks(name)}


def day(number):
    return FIRST_DAY + timedelta(days=number)


class Fact:
    """The slots of one fact in one case."""

    def __init__(self, case, dice, number):
        self.case, self.dice, self.number = case, dice, number
        self.day = dice.randint(100, 300)
        self.drawn, self.values = {}, {}
        self.fault = dice.choice(FAULTS)

    def write(self, text):
        return SLOT.sub(self.value, text).replace("\\n", "\n")

    def value(self, match):
        kind, index, offset = match.group(1), match.group(2), int(match.group(3) or 0)
        if kind in ("month", "on", "zhmonth", "zhon"):
            when = day(self.day + offset)
            return {"month": when.strftime("%B"), "on": f"{when.day} {when:%B}", "zhmonth": HANZI_MONTHS[when.month - 1],
                    "zhon": f"{when.month}月{when.day}日"}[kind]
        if kind in NOTES:
            return self.dice.choice(NOTES[kind])
        if (kind, index) not in self.values:
            self.values[kind, index] = self.new(kind, index)
        return self.values[kind, index]

    def new(self, kind, index):
        dice = self.dice
        if kind == "error":
            return make_errors.filled(self.fault, random.Random(f"{self.case.name}/{self.number}/{index}"))
        if kind == "n":
            return str(dice.randint(3, 990))
        if kind == "port":
            return str(dice.randint(2000, 9900))
        if kind == "sha":
            return make_errors.hexadecimal(dice, 8)
        if kind == "ver":
            return f"{dice.randint(1, 9)}.{dice.randint(0, 20)}.{dice.randint(0, 9)}"
        if kind == "key":
            return self.case.key
        if kind in ("mate", "mates"):
            return self.case.mates[1 if index else 0]
        pool = self.drawn.setdefault(kind, dice.sample(self.case.pools[kind], len(self.case.pools[kind])))
        return pool.pop()


class Case:
    def __init__(self, name, seeds, quota, unanswerable, exchanges):
        self.name = name
        self.dice = dice = random.Random(name)
        self.language = "zh" if "zh" in seeds or seeds == "chinese" else "en"
        people = dice.sample(NAMES[self.language], 3)
        self.mates = people[1:]
        everyday = seeds.startswith("everyday")
        self.speakers = {"U": ("user", "user"), "A": ("assistant", "assistant"), "M": (self.mates[0], "user"),
                         "N": (self.mates[1], "assistant" if everyday else "user")}
        self.key = name.split("/")[1][:3].upper()
        extension = dice.choice(EXTENSIONS)
        camel = extension in ("ts", "swift", "go")
        names = [f"{verb}_{stem}" for verb in dice.sample(make_errors.VERBS, 4) for stem in dice.sample(STEMS, 3)]
        self.pools = {
            "svc": dice.sample(SERVICES, 7), "lib": dice.sample(LIBRARIES, 6), "cust": dice.sample(CUSTOMERS, 5),
            "city": dice.sample(CITIES[self.language], 4), "flag": FLAGS, "table": TABLES, "env": VARIABLES,
            "host": [f"{dice.choice(['build', 'node', 'box'])}-{dice.randint(10, 99)}" for _ in range(5)],
            "path": [f"src/{folder}/{stem}.{extension}" for folder in dice.sample(FOLDERS, 3) for stem in dice.sample(STEMS, 4)],
            "fn": [re.sub(r"_(.)", lambda m: m.group(1).upper(), name) if camel else name for name in names],
            "ghost": GHOSTS, "stranger": STRANGERS[self.language],
        }
        self.seeds, self.quota, self.unanswerable, self.exchanges = seeds, quota, unanswerable, exchanges
        # Day -> units; a unit is a list of (speaker, text, answer mark).
        self.sessions = {number: [] for number in dice.sample(range(364), SESSIONS)}
        self.questions = []

    def made(self):
        dice = self.dice
        facts = blocks(self.seeds)
        for category, count in self.quota.items():
            of_category = [rows for rows in facts if rows[0] == category]
            for rows in dice.sample(of_category, min(count, len(of_category))):
                self.tell(rows)
        self.chat()
        asked = Fact(self, dice, "unanswerable")
        for text in dice.sample(UNANSWERABLE[self.seeds], self.unanswerable):
            self.questions.append(("unanswerable", asked.write(text), None))
        return self.numbered()

    def tell(self, rows):
        fact = Fact(self, self.dice, len(self.questions))
        free = self.dice.sample(sorted(self.sessions), SESSIONS // 2)
        unit = None
        for row in rows[1:]:
            if row[0] == "?" or row[1:2] == "?":
                mark = "1" if row[0] == "?" else row[0]
                self.questions.append((rows[0], fact.write(row.split("?", 1)[1].strip()), (fact, mark)))
                continue
            parts = MESSAGE.fullmatch(row)
            if not parts:
                sys.exit(f"make_cases.py: {self.seeds}: no message: {row}")
            mark, group, offset, speaker, text = parts.groups()
            dated = "[T" in row[:4]
            if mark == "~":
                self.series(fact, speaker, text)
            elif mark == "&":
                unit.append((speaker, fact.write(text), (fact, "1")))
            else:
                unit = [(speaker, fact.write(text), (fact, group or "1") if mark == "+" else None)]
                number = fact.day + int(offset or 0) if dated else free.pop()
                self.sessions.setdefault(number, []).append(unit)

    def series(self, fact, speaker, text):
        for turn in range(11):
            number = turn * 33 + fact.dice.randint(0, 6)
            if abs(number - fact.day) < 10 or day(number).month == day(fact.day).month or number > 363:
                continue
            for slot in ("n", "n2"):
                fact.values.pop((slot[0], slot[1:]), None)
            self.sessions.setdefault(number, []).append([(speaker, fact.write(text), None)])
        fact.values.pop(("n", ""), None)

    def chat(self):
        rows = FILLER[self.seeds]
        for number in range(self.exchanges):
            at = self.dice.randrange(0, len(rows) - 1, 2)
            small = Fact(self, self.dice, f"filler-{number}")
            unit = [(row[0], small.write(row[3:]), None) for row in rows[at:at + 2]]
            self.sessions[self.dice.choice(sorted(self.sessions))].append(unit)

    def numbered(self):
        messages, ids = [], {}
        for order, number in enumerate(sorted(self.sessions), 1):
            units = self.sessions[number]
            self.dice.shuffle(units)
            clock = datetime.combine(day(number), datetime.min.time()) + timedelta(minutes=self.dice.randint(480, 1100))
            for speaker, text, answers in (entry for unit in units for entry in unit):
                identity = f"m{len(messages) + 1:04}"
                if answers:
                    ids.setdefault((answers[0].number, answers[1]), []).append(identity)
                name, role = self.speakers[speaker]
                messages.append({"id": identity, "session": f"s{order:03}", "speaker": name, "role": role,
                                 "time": f"{clock:%Y-%m-%d %H:%M}", "text": text})
                clock += timedelta(minutes=self.dice.randint(1, 7))
        queries = []
        for number, (category, text, answers) in enumerate(self.questions, 1):
            gold = ids[answers[0].number, answers[1]] if answers else []
            queries.append({"id": f"q{number:03}", "query": text, "gold": gold, "category": category, "time": ASKED})
        return {"messages.jsonl": messages, "queries.jsonl": queries}


NOTES, FILLER, UNANSWERABLE = sections("notes"), sections("filler"), sections("unanswerable")
# Faults of one line, so that they fit into a sentence.
FAULTS = [log for _, _, _, log, _ in make_errors.seeds() if "\n" not in log and 40 < len(log) < 170]


def main():
    checks = "--check" in sys.argv[1:]
    size = messages = queries = 0
    for arguments in CASES:
        folder = FOLDER / "cases" / arguments[0]
        for file, entries in Case(*arguments).made().items():
            text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
            size += len(text.encode())
            messages, queries = (messages + len(entries), queries) if file[0] == "m" else (messages, queries + len(entries))
            if checks and (folder / file).read_text(encoding="utf-8") != text:
                sys.exit(f"make_cases.py: cases/{arguments[0]}/{file} is not what the seeds give; run make_cases.py")
            if not checks:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / file).write_text(text, encoding="utf-8")
    print(f"{len(CASES)} cases, {messages} messages, {queries} questions, {size // 1024} KB")


if __name__ == "__main__":
    main()

"""Developer talk out of a seed: transcripts in the form Claude Code keeps them, and questions about them.

Words follow Zipf's law over a vocabulary of its own, mixed with paths, identifiers, commands and errors, so that the
index sees rare and common terms in the proportions it would meet.
"""

import bisect
import itertools
import json
import random
from datetime import datetime, timedelta, timezone

SYLLABLES = ["ba", "cor", "den", "el", "fi", "gra", "hol", "in", "jo", "ker", "lu", "mar", "nes", "or", "pi", "qua", "ren",
             "sto", "tri", "ul", "ver", "wi", "xan", "yo", "zel", "tion", "ment", "sys", "log", "net"]
COMMON = ("the to of a in is and it for that on with this be as we not from are by at have can file test error build run "
          "use code function value change add fix should when then make check service config data user key name type list "
          "call return line server request update table index query cache token path version branch commit").split()
ERRORS = ["TypeError: cannot read properties of undefined (reading '{w}')", "fatal error: index out of range in {w}",
          "error[E0382]: borrow of moved value: `{w}`", "ModuleNotFoundError: No module named '{w}'",
          "sqlite3.OperationalError: no such table: {w}", "connect ECONNREFUSED 127.0.0.1:{n}"]
TEMPLATES = ["Can you {s} in {p}?", "I get `{e}` when I run {c}. {s}", "Please refactor {i} so that {s}.", "Remember that {s}.",
             "{s} What do you think about {i}?", "The {w} service {s} since {p} changed."]


class Corpus:
    def __init__(self, seed=20260721, vocabulary=40_000):
        self.random = random.Random(seed)
        words = list(COMMON)
        seen = set(words)
        while len(words) < vocabulary:
            word = "".join(self.random.choice(SYLLABLES) for _ in range(self.random.choice((2, 2, 3, 3, 4))))
            if word not in seen:
                seen.add(word)
                words.append(word)
        self.words = words
        self.cumulative = list(itertools.accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(len(words))))

    def word(self):
        return self.words[bisect.bisect(self.cumulative, self.random.random() * self.cumulative[-1])]

    def sentence(self, low=8, high=24):
        return " ".join(self.word() for _ in range(self.random.randint(low, high)))

    def identifier(self):
        first, second = self.word(), self.word()
        return self.random.choice((f"{first}{second.capitalize()}", f"{first}_{second}", f"{first.capitalize()}{second.capitalize()}"))

    def path(self):
        return f"src/{self.word()}/{self.word()}.{self.random.choice(('swift', 'py', 'ts', 'go', 'rs'))}"

    def error(self):
        return self.random.choice(ERRORS).format(w=self.word(), n=self.random.randint(1024, 65535))

    def user_text(self):
        return self.random.choice(TEMPLATES).format(
            s=self.sentence(), p=self.path(), e=self.error(), c=f"make {self.word()}", i=self.identifier(), w=self.word())

    def agent_text(self):
        return f"{self.sentence(15, 40)}. I changed {self.path()} and {self.identifier()}. {self.sentence(6, 20)}."

    def question(self):
        return f"{self.sentence(5, 10)} {self.identifier()} {self.path()}"

    def write_transcripts(self, folder, turns, turns_a_session=100):
        """Writes sessions as JSONL files; returns how many messages they hold."""
        start = datetime(2025, 1, 1, tzinfo=timezone.utc)
        folder.mkdir(parents=True, exist_ok=True)
        messages, number, session = 0, 0, 0
        while number < turns:
            session += 1
            name = f"{session:08x}-0000-4000-8000-000000000000"
            with open(folder / f"{name}.jsonl", "w") as file:
                for _ in range(min(turns_a_session, turns - number)):
                    stamp = (start + timedelta(seconds=30 * number)).isoformat().replace("+00:00", "Z")
                    base = {"sessionId": name, "cwd": f"/project/{session % 40}", "version": "2.1.0", "isSidechain": False,
                            "timestamp": stamp, "userType": "external", "gitBranch": "main"}
                    user = {"role": "user", "content": self.user_text()}
                    agent = {"id": f"m{number}", "role": "assistant", "model": "m",
                             "content": [{"type": "text", "text": self.agent_text()}]}
                    file.write(json.dumps({**base, "type": "user", "uuid": f"u{number}", "message": user}) + "\n")
                    file.write(json.dumps({**base, "type": "assistant", "uuid": f"a{number}", "parentUuid": f"u{number}",
                                           "message": agent}) + "\n")
                    number += 1
                    messages += 2
        return messages

"""The texts of the fit: free texts of Debian and pip packages, and lines made from templates.

None of the retrieval sets that the project measures with is read here.
"""
import gzip
import hashlib
import html.parser
import json
import pathlib
import random
import re
import subprocess
import sys
import zipfile

from . import phrases

DEBIAN = [
    "wordnet-base", "dict-gcide", "dict-foldoc", "dict-jargon", "dict-devil", "fortunes", "fortunes-min",
    "fortunes-zh", "git-doc", "manpages", "manpages-dev", "debian-faq", "debian-reference-en",
    "developers-reference", "postgresql-doc-15", "python3.11-doc", "rust-doc",
]
PIP = ["chitchat-dataset", "chatterbot-corpus"]
SEED = 20240229
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(A-Z0-9])")


def fetch(folder):
    """Downloads every package with the system's own clients and unpacks it. Returns name -> version."""
    packages, tree = folder / "packages", folder / "tree"
    packages.mkdir(parents=True, exist_ok=True)
    if not any(packages.iterdir()):
        subprocess.run(["apt-get", "download", *DEBIAN], cwd=packages, check=True)
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", ".", *PIP]
        subprocess.run(pip, cwd=packages, check=True)
    versions = {}
    for file in sorted(packages.iterdir()):
        name, version = file.name.split("_")[:2] if file.suffix == ".deb" else file.name.split("-")[:2]
        name = name.replace("_", "-")
        versions[name] = version.replace("%3a", ":")
        if (tree / name).exists():
            continue
        (tree / name).mkdir(parents=True)
        if file.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", file, tree / name], check=True)
        else:
            zipfile.ZipFile(file).extractall(tree / name)
    return versions


def plausible(text):
    """Prose or a line of code, not a table, a number list or a scrap."""
    if not 12 <= len(text) <= 600 or text.count(" ") < 2:
        return False
    letters = sum(c.isalpha() or c == " " for c in text)
    return letters >= 0.72 * len(text)


def sentences(paragraph, rng):
    """A paragraph cut into runs of one to four sentences, so that short and long texts both occur."""
    parts = SENTENCE_END.split(re.sub(r"\s+", " ", paragraph).strip())
    at = 0
    while at < len(parts):
        take = rng.choices((1, 2, 4), (6, 2, 1))[0]
        text = " ".join(parts[at : at + take])
        at += take
        if plausible(text):
            yield text


class Prose(html.parser.HTMLParser):
    """Paragraphs, list entries and code blocks of a page."""

    def __init__(self):
        super().__init__()
        self.blocks, self.open, self.silent = [], None, 0

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style", "nav", "head"):
            self.silent += 1
        elif tag in ("p", "li", "dd", "pre"):
            self.close_block()
            self.open = []

    def handle_endtag(self, tag):
        if tag in ("script", "style", "nav", "head"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("p", "li", "dd", "pre"):
            self.close_block()

    def handle_data(self, data):
        if self.open is not None and not self.silent:
            self.open.append(data)

    def close_block(self):
        if self.open:
            self.blocks.append("".join(self.open))
        self.open = None


def pages(root, pattern, rng):
    for path in sorted(root.glob(pattern)):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 2_000_000:
            reader = Prose()
            reader.feed(path.read_text("utf-8", "replace"))
            for block in reader.blocks:
                yield from sentences(block.replace("\u00b6", ""), rng)


def manuals(root, rng):
    for path in sorted(root.glob("usr/share/man/man*/*.gz")):
        if path.is_symlink():
            continue
        lines = gzip.open(path, "rt", encoding="utf-8", errors="replace").read().split("\n")
        paragraph = []
        for line in lines:
            styled = re.match(r"\.(?:B|I|BR|IR|RB|RI|BI|IB)\s+(.*)", line)
            if styled:
                line = styled[1].replace('"', "")
            elif line.startswith((".", "'")) or not line.strip():
                yield from sentences(" ".join(paragraph), rng)
                paragraph = []
                continue
            line = re.sub(r"\\f[A-Z]|\\f\(..|\\s[-+]?\d|\\&|\\[|^/]", "", line).replace("\\-", "-")
            paragraph.append(re.sub(r"\\\(..|\\\[[^]]*\]", " ", line).replace("\\", ""))


def dictionary(root, rng):
    """The entries of a dictd database: paragraphs without headword lines, sources and dates."""
    (path,) = root.glob("usr/share/dictd/*.dict.dz")
    for entry in gzip.open(path, "rt", encoding="utf-8", errors="replace").read().split("\n\n"):
        text = re.sub(r"\s+", " ", entry)
        text = re.sub(r"\\[^\\]*\\,?|\[[^]]*\]|\(\d{4}-\d\d-\d\d\)|<[^>]*>|[{}]|--[A-Z][^.]*\.", " ", text)
        yield from sentences(re.sub(r"^\s*\d+\.\s|\s+", " ", text), rng)


def fortunes(root, rng):
    for path in sorted(root.rglob("games/fortunes/*")):
        if path.is_file() and not path.suffix and not path.is_symlink():
            for entry in path.read_text("utf-8", "replace").split("\n%"):
                entry = re.sub(r"\x1b\[[0-9;]*m", "", entry)
                han = sum("\u4e00" <= c <= "\u9fff" for c in entry)
                if han > 4:
                    yield from (line.strip() for line in entry.split("\n") if 4 <= len(line.strip()) <= 120)
                else:
                    yield from sentences(entry.strip("%\n "), rng)


def wordnet(root):
    examples, glosses = [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (root / f"usr/share/wordnet/data.{part}").read_text("utf-8").split("\n"):
            if line.startswith("  ") or " | " not in line:
                continue
            head, gloss = line.split(" | ", 1)
            lemma = re.sub(r"\(.*\)", "", head.split()[4]).replace("_", " ")
            meaning = re.split(r'; "', gloss)[0].strip().strip('"')
            glosses.append(f"{lemma}: {meaning}")
            examples += [e.strip() for e in re.findall(r'"([^"]{12,300})"', gloss)]
    return [e for e in examples if plausible(e)], [g for g in glosses if plausible(g)]


def chitchat(root):
    """Turns of people who got to know each other; two turns together now and then."""
    turns = []
    for talk in json.loads((root / "chitchat_dataset/dataset.json").read_text("utf-8")).values():
        said = [" ".join(m["text"] for m in turn).strip() for turn in talk["messages"]]
        turns += [t for t in said if plausible(t)]
        turns += [f"{a} {b}" for a, b in zip(said[::5], said[1::5]) if plausible(f"{a} {b}")]
    return turns


def chatterbot(root):
    turns = []
    for path in sorted(root.glob("chatterbot_corpus/data/english/*.yml")):
        for line in path.read_text("utf-8").split("\n"):
            said = re.sub(r"^[-\s]+", "", line).strip("'\" ")
            if plausible(said):
                turns.append(said)
    return turns


def descriptions():
    text = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout
    return sorted(set(re.findall(r"^Description(?:-en)?: (.*)$", text, re.M)))


def collect(folder, evaluation_share=0.01):
    """Writes corpus.jsonl, a shuffled list of {source, text, held}, and corpus.json, its provenance."""
    rng = random.Random(SEED)
    versions = fetch(folder)
    tree = folder / "tree"
    examples, glosses = wordnet(tree / "wordnet-base")
    code = []
    for name, pattern in (("python3.11-doc", "**/*.html"), ("git-doc", "**/*.html"), ("debian-faq", "**/*.html"),
                          ("debian-reference-en", "**/*.html"), ("developers-reference", "**/*.html"),
                          ("postgresql-doc-15", "**/*.html"), ("rust-doc", "**/html/book/**/*.html"),
                          ("rust-doc", "**/html/edition-guide/**/*.html"), ("rust-doc", "**/html/std/**/*.html"),
                          ("rust-doc", "**/html/reference/**/*.html")):
        code += pages(tree / name, pattern, rng)
    groups = {
        "chitchat-dataset": (chitchat(tree / "chitchat-dataset"), 62_000),
        "chatterbot-corpus": (chatterbot(tree / "chatterbot-corpus"), 6_000),
        "wordnet examples": (examples, 32_000),
        "wordnet glosses": (glosses, 20_000),
        "dict-gcide": (list(dictionary(tree / "dict-gcide", rng)), 10_000),
        "dict-foldoc": (list(dictionary(tree / "dict-foldoc", rng)), 7_000),
        "dict-jargon, dict-devil": (
            [t for n in ("jargon", "devil") for t in dictionary(tree / f"dict-{n}", rng)], 4_000),
        "fortunes": ([t for n in ("fortunes", "fortunes-min", "fortunes-zh") for t in fortunes(tree / n, rng)], 14_000),
        "documentation": (code, 32_000),
        "manual pages": ([t for n in ("manpages", "manpages-dev") for t in manuals(tree / n, rng)], 7_000),
        "package descriptions": (descriptions(), 6_000),
        "templates": (phrases.lines(tree / "wordnet-base/usr/share/wordnet", rng, 34_000), 34_000),
    }
    rows, counts, seen = [], {}, set()
    for source, (texts, most) in groups.items():
        texts = sorted({t for t in texts} - seen)
        seen.update(texts)
        rng.shuffle(texts)
        counts[source] = len(texts[:most])
        rows += [{"source": source, "text": t, "held": rng.random() < evaluation_share} for t in texts[:most]]
    rng.shuffle(rows)
    body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()
    (folder / "corpus.jsonl").write_bytes(body)
    provenance = {"packages": versions, "texts": counts, "sha256": hashlib.sha256(body).hexdigest(), "seed": SEED}
    (folder / "corpus.json").write_text(json.dumps(provenance, indent=1))
    return provenance

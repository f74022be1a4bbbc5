"""The tables of docs/RETRIEVAL.md that follow from the fit of recall, between marks in the page.

Weights, thresholds and the figures on what was held out are read from `recall-fit.json`, the names of features from
the two enums, their signs from `fit_recall.py`. What a feature means is prose: it is kept as the page has it, and comes
from the enum's comment where the page says nothing yet. `scripts/check-docs --write-weights` writes the tables anew.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "RETRIEVAL.md"
RANKING = ROOT / "Sources" / "Recall" / "Ranking"
FITTER = ROOT / "Benchmarks" / "fit_recall.py"
SIGNS = {1: "+", -1: "−", 0: "±"}


def fit():
    return json.loads((RANKING / "recall-fit.json").read_text())


def commented(file, pattern):
    """Names that a pattern finds in a Swift file, with the first sentence of the comment above them."""
    found, comment = {}, []
    for line in (RANKING / file).read_text().splitlines():
        if text := re.match(r"    /// ?(.*)", line):
            comment.append(text.group(1))
            continue
        for name in re.findall(pattern, line):
            found[name] = re.split(r"(?<=\.) (?=[A-Z])", " ".join(comment))[0]
        comment = []
    return found


def signs(name):
    """What the fit lets each feature do."""
    body = re.search(rf"^{name} = \{{(.*?)\}}", FITTER.read_text(), re.DOTALL | re.MULTILINE).group(1)
    return {feature: SIGNS[int(sign)] for feature, sign in re.findall(r"\"(\w+)\": (-?\d)", body)}


def number(value):
    """Two digits after the point."""
    return f"{value:.2f}".replace("-", "−")


def meanings(block):
    """First and last cell of a table's rows."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in block.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[-1] for row in rows}


def weights(block, enum, model, signs_of):
    known, names, allowed = meanings(block), commented(enum, r"^    case (\w+)$"), signs(signs_of)
    fitted = fit()[model]["weights"]
    stray = sorted((set(fitted) | set(allowed)) - set(names))
    if stray:
        raise ValueError(f"{enum} has no {', '.join(stray)}")
    rows = ["| Feature | May | Weight | What it is |", "|---|---|---|---|"]
    for name, comment in names.items():
        weight = number(fitted[name]) if name in fitted else "not in this fit"
        rows.append(f"| `{name}` | {allowed.get(name, '0')} | {weight} | {known.get(name, comment)} |")
    return rows


def pool(block):
    known, values = meanings(block), fit()
    names = commented("PoolFit.swift", r"^    package let (\w+): Double$")
    rows = ["| Number | Value | What it is |", "|---|---|---|"]
    rows += [f"| `{name}` | {values['pool'][name]:g} | {known.get(name, comment)} |" for name, comment in names.items()]
    rows.append(f"| `coverage` | {values['coverage']:g} | {known.get('coverage', 'See `RecallFit`.')} |")
    return rows


def threshold(block):
    gate = fit()["gate"]
    return [f"The intercept is {number(gate['intercept'])}, the threshold {gate['threshold']:g}."]


def held_out(block):
    table = fit()["provenance"]["recallAt10"]
    columns = list(next(iter(table.values())))
    rows = ["| recall@10 | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in table.items():
        rows.append(f"| {name} | " + " | ".join(f"{row[key]:.3f}" for key in columns) + " |")
    return rows


def gate_held_out(block):
    table = fit()["provenance"]["gate"]
    rows = ["| gate | AUC | false at 90 % |", "|---|---|---|"]
    return rows + [f"| {name} | {row['auc']:.3f} | {row['falseAt90']:.3f} |" for name, row in table.items()]


def questions(block):
    provenance = fit()["provenance"]
    counts = ", ".join(f"{name} {count}" for name, count in provenance["questions"].items())
    return [f"Questions in the fit: {counts}. SHA-256 of the evidence: `{provenance['evidence'][:12]}…`."]


TABLES = {
    "pool": pool,
    "row features": lambda block: weights(block, "RowFeature.swift", "ranking", "RANKING"),
    "gate features": lambda block: weights(block, "GateFeature.swift", "gate", "GATE"),
    "threshold": threshold,
    "questions": questions,
    "held out": held_out,
    "gate held out": gate_held_out,
}


def written():
    """The page as it should be, and what is missing in it."""
    text, missing = PAGE.read_text(), []
    for name, make in TABLES.items():
        block = re.compile(rf"(<!-- {name}: from recall-fit\.json -->\n)(.*?)(<!-- end -->)", re.DOTALL)
        found = block.search(text)
        if not found:
            missing.append(f"docs/RETRIEVAL.md: no marks around {name}")
            continue
        lines = "\n".join(make(found.group(2))) + "\n"
        text = text[:found.start()] + found.group(1) + "\n" + lines + "\n" + found.group(3) + text[found.end():]
    return text, missing


def differences():
    try:
        text, missing = written()
    except (KeyError, ValueError) as error:
        return [f"recall-fit.json and the sources: {error}"]
    now = PAGE.read_text().splitlines()
    unlike = [f"docs/RETRIEVAL.md should have: {line}" for line in text.splitlines() if line not in now]
    unlike += [f"docs/RETRIEVAL.md should not have: {line}" for line in now if line not in text.splitlines()]
    return missing + (unlike or ([] if text == PAGE.read_text() else ["docs/RETRIEVAL.md: lines in another order"]))


def write():
    text, missing = written()
    PAGE.write_text(text)
    return missing

#!/usr/bin/env python3
"""Fits what recall weighs, from what the program itself has seen, and writes `recall-fit.json`, which is compiled in.

`memos-bench retrieval DIR … --evidence FILE` prints for every question the candidates with their features and the features
of the gate, in the question's own case and in the next one, with vectors and without. From that this script fits

  ranking   listwise: each row with the answer against the rows without one, by softmax; sets weigh the same, the questions
            of a set too, the answers of a question too. Signs are given, so that a feature can only do what it is for.
  gate      logistic: asked of its own case against asked of the next one; the threshold keeps 90 % of the answerable.

and says what both are worth on cases that were held out, and on whole sets that were. The numbers by which candidates are
found decide what the evidence is, so they come first, and by running the program: `--pool` varies one after the other and
keeps what raises recall. The shares in `given` belong to what learning will bring; until there is data they are the
design's.

    fit_recall.py --pool BENCH DIR…   vary the numbers of the candidates: BENCH is memos-bench, DIR holds cases
    fit_recall.py EVIDENCE            fit ranking and gate, compare with what was held out, write the file
    fit_recall.py EVIDENCE --check    exit 1 when the file does not follow from the evidence
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

FILE = Path(__file__).resolve().parent.parent / "Sources" / "Recall" / "Ranking" / "recall-fit.json"
# What a feature may do: 1 speaks for a row, -1 against it.
RANKING = {"strength": 1, "selfWords": 1, "adviceWords": -1, "adviceNeighbours": -1, "adviceStatement": 1, "advicePreference": 1,
           "afterQuestion": 1,
           "question": -1, "timeNamed": 1, "otherSpeaker": -1, "timeMatch": 1, "kindredWords": 1}
GATE = {"nearest": 1, "fifthNearest": 1, "background": -1, "memorySize": -1, "absent": -1, "matched": 1, "han": 0}
DEPTH = 60          # Rows of a question that take part in the fit of the ranking.
RANKING_PENALTY = 0.03
GATE_PENALTY = 3.0
LEAST_GAIN = 0.003  # Below it a number of the candidates stays as it is.
CACHE = os.environ.get("MEMOS_BENCH_CACHE", str(Path(tempfile.gettempdir()) / "memos-bench-vectors"))
KEPT = 0.9          # Share of the answerable questions that the gate lets through.


class Evidence:
    """Rows of a file of evidence as arrays."""

    def __init__(self, path, by_words):
        self.questions, self.gates = [], []
        for line in Path(path).read_text().splitlines():
            entry = json.loads(line)
            if entry["byWords"] != by_words:
                continue
            if entry["gate"] and entry["golds"]:
                self.gates.append(entry)
            if entry["place"] == "own" and entry["golds"] and not entry["size"]:
                self.questions.append(entry)
        order = lambda entry: (entry["set"], entry["case"], entry["id"], entry["place"])
        self.questions.sort(key=order)
        self.gates.sort(key=order)
        count, depth = len(self.questions), max(len(entry["rows"]) for entry in self.questions)
        self.features = np.zeros((count, depth, len(RANKING)))
        self.gold, self.valid = np.zeros((count, depth)), np.zeros((count, depth), bool)
        self.tokens = np.full((count, depth), 1e9)
        for number, entry in enumerate(self.questions):
            for place, row in enumerate(entry["rows"]):
                self.features[number, place] = [row["features"].get(name, 0) for name in RANKING]
                self.gold[number, place] = row["gold"]
                self.tokens[number, place] = row["tokens"]
            self.valid[number, :len(entry["rows"])] = True
        self.golds = np.array([entry["golds"] for entry in self.questions])
        self.sets = np.array([entry["set"] for entry in self.questions])
        self.cases = np.array([f"{entry['set']}/{entry['case']}" for entry in self.questions])
        self.categories = np.array([entry["category"] for entry in self.questions])


def shares(sets):
    """Every set weighs the same, and every question of a set."""
    weights = np.zeros(len(sets))
    for name in set(sets):
        weights[sets == name] = 1 / np.sum(sets == name)
    return weights / weights.sum()


def fit_ranking(evidence, chosen):
    """Weights by name, from the chosen questions."""
    use = chosen & (evidence.gold[:, :DEPTH] > 0).any(1)
    features, valid = evidence.features[use, :DEPTH], evidence.valid[use, :DEPTH]
    gold = (evidence.gold[use, :DEPTH] > 0) & valid
    weights = shares(evidence.sets[use])
    centred = (features - (features * valid[..., None]).sum(1, keepdims=True) / valid.sum(1)[:, None, None]) * valid[..., None]
    scale = np.sqrt((weights[:, None] * ((centred ** 2).sum(1) / valid.sum(1)[:, None])).sum(0))
    scale[scale < 1e-9] = np.inf
    scaled = centred / scale
    question, row = np.nonzero(gold)
    each = weights[question] / gold.sum(1)[question]
    others = valid & ~gold
    penalty = np.array([1e-4 if name == "strength" else RANKING_PENALTY for name in RANKING])

    def loss(vector):
        scores = scaled @ vector
        top = np.where(valid, scores, -1e9).max(1, keepdims=True)
        power = np.where(valid, np.exp(scores - top), 0)
        rest = (power * others).sum(1)
        own = power[question, row]
        total = rest[question] + own
        gradient = np.zeros_like(scores)
        np.add.at(gradient, (question, row), -each * (1 - own / total))
        share = np.zeros(len(scores))
        np.add.at(share, question, each / total)
        gradient += power * others * share[:, None]
        return (-(each * np.log(own / total)).sum() + (penalty * vector ** 2).sum(),
                np.einsum("qr,qrf->f", gradient, scaled) + 2 * penalty * vector)

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in RANKING.values()]
    found = minimize(loss, np.zeros(len(RANKING)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return found.x / scale


def recall(evidence, scores, depth=10):
    order = np.argsort(-np.where(evidence.valid, scores, -np.inf), axis=1, kind="stable")[:, :depth]
    return np.take_along_axis(evidence.gold * evidence.valid, order, 1).sum(1) / evidence.golds


def held_out(cases, sets, folds=5):
    """For each fold the mask of what is left out: cases of every set in turn; and each set."""
    fold = np.zeros(len(cases), int)
    for name in sorted(set(sets)):
        for number, case in enumerate(sorted(set(cases[sets == name]))):
            fold[cases == case] = number % folds
    return [fold == number for number in range(folds)], [sets == name for name in sorted(set(sets))]


def cross_fitted(fit, apply, masks, size):
    values = np.zeros(size)
    for out in masks:
        if out.any() and not out.all():
            values[out] = apply(fit(~out))[out]
    return values


class Gate:
    def __init__(self, *evidences):
        """Evidence with vectors and without: the gate decides with either."""
        entries = [entry for evidence in evidences for entry in evidence.gates]
        self.features = np.array([[entry["gate"].get(name, 0) for name in GATE] for entry in entries])
        self.label = np.array([entry["place"] == "own" for entry in entries])
        self.sets = np.array([entry["set"] for entry in entries])
        self.cases = np.array([f"{entry['set']}/{entry['case']}" for entry in entries])
        self.by_words = np.array([entry["byWords"] for entry in entries])
        self.sizes = np.array([entry["size"] or 0 for entry in entries])  # 0: the whole case.

    def fit(self, chosen):
        """Intercept and weights."""
        features, label = self.features[chosen], self.label[chosen]
        # Whole cases and each size of young ones weigh the same, and within each the sets.
        weights = np.zeros(len(label))
        for size in set(self.sizes[chosen]):
            of_size = self.sizes[chosen] == size
            weights[of_size] = shares(self.sets[chosen][of_size])
        weights *= len(label) / weights.sum()
        sign = np.where(label, 1, -1)
        penalty = GATE_PENALTY * 0.01

        def loss(vector):
            margin = sign * (vector[0] + features @ vector[1:])
            slope = -weights * sign / (1 + np.exp(margin))
            return ((weights * np.logaddexp(0, -margin)).sum() + penalty * (vector[1:] ** 2).sum(),
                    np.concatenate([[slope.sum()], features.T @ slope + 2 * penalty * vector[1:]]))

        bounds = [(None, None)] + [{1: (0, None), -1: (None, 0), 0: (None, None)}[value] for value in GATE.values()]
        found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
        return found[0], found[1:]

    def probabilities(self, model):
        return 1 / (1 + np.exp(-(model[0] + self.features @ model[1])))


def separation(label, value):
    """Area under the curve, and the share of the negatives that pass when 90 % of the positives do."""
    positive, negative = value[label], value[~label]
    ranks = np.searchsorted(np.sort(negative), positive, "left") + np.searchsorted(np.sort(negative), positive, "right")
    area = ranks.mean() / 2 / len(negative)
    threshold = np.sort(positive)[int(np.floor((1 - KEPT) * len(positive)))]
    return area, (negative >= threshold).mean(), threshold


def figures(evidence, scores):
    found = recall(evidence, scores)
    rows = {name: found[evidence.sets == name].mean() for name in sorted(set(evidence.sets))}
    if (evidence.categories == "multi-hop").any():
        rows["locomo/multi-hop"] = found[evidence.categories == "multi-hop"].mean()
    return {name: round(float(value), 4) for name, value in rows.items()}


def fitted(path):
    evidence, words = Evidence(path, False), Evidence(path, True)
    everything = np.ones(len(evidence.sets), bool)
    weights = fit_ranking(evidence, everything)
    by_case, by_set = held_out(evidence.cases, evidence.sets)
    table = {"in the fit": figures(evidence, evidence.features @ weights)}
    for name, masks in (("cases held out", by_case), ("sets held out", by_set)):
        scores = np.zeros(evidence.valid.shape)
        for out in masks:
            if out.any():
                scores[out] = evidence.features[out] @ fit_ranking(evidence, ~out)
        table[name] = figures(evidence, scores)
    table["strength alone"] = figures(evidence, evidence.features[..., 0])

    gate = Gate(evidence, words)
    model = gate.fit(np.ones(len(gate.label), bool))
    with_vectors = ~gate.by_words
    gates = {}
    for name, value in (("in the fit", gate.probabilities(model)),
                        ("cases held out", cross_fitted(gate.fit, gate.probabilities, held_out(gate.cases, gate.sets)[0], len(gate.label))),
                        ("sets held out", cross_fitted(gate.fit, gate.probabilities, held_out(gate.cases, gate.sets)[1], len(gate.label)))):
        young = gate.sizes > 0
        for label, mask in (("", with_vectors & ~young), (", words alone", ~with_vectors & ~young),
                            (", young", with_vectors & young)):
            area, passed, _ = separation(gate.label[mask], value[mask])
            gates[name + label] = {"auc": round(float(area), 4), "falseAt90": round(float(passed), 4)}
    whole = with_vectors & (gate.sizes == 0)
    threshold = separation(gate.label[whole], gate.probabilities(model)[whole])[2]

    old = json.loads(FILE.read_text())
    counts = defaultdict(int)
    for name in evidence.sets:
        counts[str(name)] += 1
    return {
        "format": 1,
        "pool": old["pool"],
        "coverage": old["coverage"],
        "given": old["given"],
        "ranking": {"intercept": 0, "weights": {name: round(float(w), 4) for name, w in zip(RANKING, weights)}},
        "gate": {"intercept": round(float(model[0]), 4), "threshold": round(float(threshold), 3),
                 "weights": {name: round(float(w), 4) for name, w in zip(GATE, model[1])}},
        "provenance": {
            "evidence": hashlib.sha256(Path(path).read_bytes()).hexdigest(),
            "questions": dict(sorted(counts.items())),
            "recallAt10": table, "gate": gates,
        },
    }


def worth(fit, bench, places):
    """What a fit is worth: recall at 5, 10 and 20, sets weighing the same, by running the program."""
    with tempfile.TemporaryDirectory() as folder:
        file, figures = Path(folder) / "fit.json", Path(folder) / "figures.json"
        file.write_text(json.dumps(fit))
        subprocess.run([bench, "retrieval", *places, "--fit", file, "--json", figures, "--no-baselines", "--no-latency",
                        "--cache", CACHE], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        sets = json.loads(figures.read_text())["sets"]
    rankings = [entry["rankings"]["memos"] for entry in (sets.values() if isinstance(sets, dict) else sets)]
    return sum(.25 * r["recall5"] + .5 * r["recall10"] + .25 * r["recall20"] for r in rankings) / len(rankings)


def vary(bench, places):
    """Multiplies each number of the candidates, and the weight of parts that are not covered, by less and more than 1."""
    fit = json.loads(FILE.read_text())
    best = worth(fit, bench, places)
    print(f"as it is: {best:.4f}", flush=True)
    for name in [*fit["pool"], "coverage"]:
        holder = fit if name == "coverage" else fit["pool"]
        before = holder[name]
        for factor in (0.6, 1.6):
            holder[name] = round(before * factor, 4)
            value = worth(fit, bench, places)
            print(f"{name} {holder[name]}: {value:.4f}", flush=True)
            # A small gain on so few conversations is chance.
            if value > best + LEAST_GAIN:
                best, before = value, holder[name]
            holder[name] = before
    FILE.write_text(json.dumps(fit, indent=2, ensure_ascii=False) + "\n")
    print("The evidence is another one now where a number changed: print it again and fit.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evidence", type=Path, nargs="?")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pool", nargs="+", metavar=("BENCH", "DIR"))
    options = parser.parse_args()
    if options.pool:
        return vary(options.pool[0], options.pool[1:])
    if not options.evidence:
        parser.error("name the evidence, or --pool")
    fit = fitted(options.evidence)
    text = json.dumps(fit, indent=2, ensure_ascii=False) + "\n"
    print(text)
    if options.check:
        sys.exit(0 if FILE.read_text() == text else 1)
    FILE.write_text(text)


if __name__ == "__main__":
    main()

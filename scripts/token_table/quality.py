"""How near the table comes to its teacher, on texts that were not fitted."""
import json

import numpy as np
from scipy.stats import spearmanr

from . import making
from . import teacher as minilm
from .fit import load, unit

READ = 2048


def agreement(mine, teacher, rng, near=10):
    """Spearman of the cosines over random pairs, over those and each text's nearest by the teacher; top-10 overlap."""
    mine, teacher = unit(mine), unit(teacher.astype(np.float32))
    a, b = rng.integers(0, len(mine), (2, 20_000))
    apart = a != b
    a, b = a[apart], b[apart]
    asked = rng.permutation(len(mine))[:1000]
    s, t = mine[asked] @ mine.T, teacher[asked] @ teacher.T
    s[np.arange(len(asked)), asked] = t[np.arange(len(asked)), asked] = -2
    best_s, best_t = (np.argsort(-m, 1)[:, :near] for m in (s, t))
    random_s, random_t = (mine[a] * mine[b]).sum(1), (teacher[a] * teacher[b]).sum(1)
    near_s, near_t = np.take_along_axis(s, best_t, 1).ravel(), np.take_along_axis(t, best_t, 1).ravel()
    return {
        "spearman random": round(float(spearmanr(random_s, random_t)[0]), 4),
        "spearman random and near": round(
            float(spearmanr(np.concatenate([random_s, near_s]), np.concatenate([random_t, near_t]))[0]), 4),
        "top-10 overlap": round(float(np.mean([len(set(x) & set(y)) / near for x, y in zip(best_s, best_t)])), 4),
    }


def retrieval(messages, queries, message_vectors, query_vectors, windows=None, top=10):
    """(hits, asked): a hit when one of the gold messages is among the first ten by cosine alone.

    windows: for each vector the message it belongs to; the best window counts."""
    asked = hits = 0
    scores = unit(query_vectors.astype(np.float32)) @ unit(message_vectors.astype(np.float32)).T
    for query, score in zip(queries, scores):
        if not query["gold"]:
            continue
        if windows is not None:
            best = np.full(len(messages), -2.0)
            np.maximum.at(best, windows, score)
            score = best
        first = {messages[i]["id"] for i in np.argsort(-score, kind="stable")[:top]}
        hits += bool(first & set(query["gold"]))
        asked += 1
    return hits, asked


def measure(folder, model, table, sets):
    """Prints agreement on the held-out texts, and agreement and hit@10 on each retrieval set that is there."""
    _, _, rows, _ = making.vocabulary_of(model)
    texts, _, taught = load(folder, model)
    held = [i for i, t in enumerate(texts) if t["held"]]
    mine = making.embed([texts[i]["text"] for i in held], model, table, rows)
    print("held out", len(held), agreement(mine, taught[held], np.random.default_rng(5)), flush=True)
    teacher, split = minilm.Teacher(model, folder), minilm.tokenizer(model, 256)
    for root in sorted(p for p in sets.iterdir() if p.is_dir()):
        counts, mine, theirs = np.zeros(4, int), [], []
        for case in sorted(p for p in root.iterdir() if p.is_dir()):
            read = lambda name: [json.loads(line) for line in (case / name).open(encoding="utf-8")]
            messages, queries = read("messages.jsonl"), read("queries.jsonl")
            both = [[m["text"] for m in messages], [q["query"] for q in queries]]
            said, asked = (making.embed(t, model, table, rows, READ) for t in both)
            counts[:2] += retrieval(messages, queries, said, asked)
            mine.append(said)
            said, asked = (teacher.embed([e.ids for e in split.encode_batch(t)]) for t in both)
            counts[2:] += retrieval(messages, queries, said, asked)
            theirs.append(said)
        same = agreement(np.concatenate(mine), np.concatenate(theirs), np.random.default_rng(5))
        print(f"{root.name}: hit@10 {counts[0] / counts[1]:.3f}, teacher {counts[2] / counts[3]:.3f}", same, flush=True)

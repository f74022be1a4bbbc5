"""How near the table comes to its teacher, on texts that were not fitted."""
import json

import numpy as np
from scipy.stats import spearmanr

from .fit import unit


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
        "cosine to teacher's components": None,
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

"""Vectors of word pieces whose sum has the direction of the teacher's embedding of the text.

First a ridge regression (conjugate gradient) that starts from each piece's own teacher embedding weighed by its rarity
(SIF) and is held to it, so that pieces the corpus hardly knows keep a sensible place. Then Adam on what is asked for:
the cosine to the teacher and the cosines of texts among each other, after rounding as the file rounds.
"""
import json

import numpy as np
from scipy import sparse

from . import teacher as minilm

SIF = 1e-3


def damped(count):
    """What a piece counts that occurs `count` times: 1 + ln(count), in 1/256 so that Swift adds the same integers."""
    return np.round(256 * (1 + np.log(count))) / 256


def matrix(pieces, rows):
    """Texts as rows of damped counts, each row divided by the square root of its pieces (which no cosine sees)."""
    data, columns, starts = [], [], [0]
    for ids in pieces:
        ids, counts = np.unique(rows[np.asarray(ids, np.int64)], return_counts=True)
        keep = ids >= 0
        weights = damped(counts[keep])
        columns.append(ids[keep])
        data.append(weights / max(1.0, np.sqrt(weights.sum())))
        starts.append(starts[-1] + keep.sum())
    data, shape = np.concatenate(data).astype(np.float32), (len(pieces), rows.max() + 1)
    return sparse.csr_matrix((data, np.concatenate(columns), starts), shape)


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


def useful(vocabulary):
    """The pieces that get a vector. `[unused7]` and the like can never be the outcome of tokenising a text."""
    return np.array([not (v.startswith("[") and v.endswith("]") and len(v) > 2) for v in vocabulary])


def load(folder, model):
    texts = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    done = json.loads((folder / "taught.json").read_text())["texts"]
    taught = np.fromfile(folder / "taught.f16", np.float16, done * 384).reshape(-1, 384)
    texts = texts[:done]
    split = minilm.tokenizer(model)
    pieces = [e.ids[1:-1] for e in split.encode_batch([t["text"] for t in texts])]
    return texts, pieces, taught


def alone(folder, model, vocabulary):
    """The teacher's embedding of every piece by itself."""
    path = folder / "alone.f16"
    if not path.exists():
        cls, sep = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
        minilm.Teacher(model, folder).embed([[cls, i, sep] for i in range(len(vocabulary))], batch=256).tofile(path)
    return np.fromfile(path, np.float16).reshape(-1, 384).astype(np.float32)


def ridge(x, y, prior, strength, rounds):
    """argmin |xW - y|^2 + sum_t strength_t |W_t - prior_t|^2 by conjugate gradient with Jacobi preconditioning."""
    w, strength = prior.copy(), strength[:, None]
    scale = 1 / (np.asarray(x.multiply(x).sum(0)).ravel()[:, None] + strength)
    residual = x.T @ (y - x @ w)
    step = scale * residual
    direction, size = step, (residual * step).sum(0)
    for _ in range(rounds):
        image = x.T @ (x @ direction) + strength * direction
        length = size / np.maximum((direction * image).sum(0), 1e-20)
        w += length * direction
        residual = residual - length * image
        step = scale * residual
        fresh = (residual * step).sum(0)
        direction = step + fresh / np.maximum(size, 1e-20) * direction
        size = fresh
    return w


def rounded(w, bits):
    """The values the file keeps: per row a scale, and signed integers of `bits` bits."""
    top = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(w).max(1, keepdims=True), 1e-12) / top
    return np.clip(np.rint(w / scale), -top, top) * scale


def refine(x, y, w, prior, strength, rng, epochs, bits, rate, relations, batch=2048, report=None):
    """Adam over batches. Gradients are taken at the rounded vectors and applied to the unrounded ones."""
    first, second, moment = np.zeros_like(w), np.zeros_like(w), 0
    total = epochs * (x.shape[0] // batch)
    hold = (strength / x.shape[0])[:, None]
    for epoch in range(epochs):
        order = rng.permutation(x.shape[0])
        for at in range(0, len(order) - batch + 1, batch):
            rows = order[at : at + batch]
            part, goal = x[rows], y[rows]
            used = rounded(w, bits) if bits < 8 else w
            sums = part @ used
            size = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
            z = sums / size
            slope = -goal / batch
            gap = z @ z.T - goal @ goal.T
            slope = slope + relations * 4 / batch**2 * (gap @ z)
            slope = (slope - (slope * z).sum(1, keepdims=True) * z) / size
            gradient = part.T @ slope + 0.02 * hold * (w - prior)
            moment += 1
            first += 0.1 * (gradient - first)
            second += 0.01 * (gradient * gradient - second)
            pace = rate * (1 - moment / total) + 1e-5
            w -= pace * (first / (1 - 0.9**moment)) / (np.sqrt(second / (1 - 0.99**moment)) + 1e-7)
        if report:
            report(epoch, rounded(w, bits))
    return w

"""How alike demands are: weighted character pairs, raised by a shared category, place and chain node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from math import log

import numpy as np
from scipy import sparse

from .problem import Demand, Params

# Figures, dates and Latin names differ from case to case and say nothing about the cause.
BREAK = re.compile(r"[^一-鿿]+")
# What every letter to an office says.
POLITE = re.compile(
    r"您好|你好|请问|希望|谢谢|领导|尊敬的|有关部门|相关部门|请|帮忙|帮助|协调|解决|我们|公司|企业|反映|问题"
)
TITLE_WEIGHT = 2
MOST_SHARE = 0.15  # a pair in more of the texts than this tells nothing ...
FEW_TEXTS = 20  # ... unless there are so few texts that the share says nothing
NEIGHBOURS = 60
BLOCK = 512


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring characters; figures, punctuation and polite words are borders."""
    found: list[str] = []
    for piece in BREAK.split(POLITE.sub(" ", text)):
        found.extend(piece[i : i + 2] for i in range(len(piece) - 1))
    return found


def vectors(demands: Sequence[Demand]) -> tuple[sparse.csr_matrix, list[str]]:
    """Rows of unit length over pairs (n × words), and the pairs."""
    counts = [Counter(pairs(d.title) * TITLE_WEIGHT + pairs(d.text)) for d in demands]
    seen = Counter(word for count in counts for word in count)
    most = max(FEW_TEXTS, MOST_SHARE * len(demands))
    words = sorted(word for word, n in seen.items() if 2 <= n <= most)
    place = {word: i for i, word in enumerate(words)}
    rarity = [log(len(demands) / seen[word]) + 1 for word in words]
    rows, columns, values = [], [], []
    for row, count in enumerate(counts):
        for word, n in count.items():
            if word in place:
                rows.append(row)
                columns.append(place[word])
                values.append((1 + log(n)) * rarity[place[word]])
    shape = (len(demands), max(1, len(words)))
    made = sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)
    lengths = np.sqrt(made.multiply(made).sum(axis=1)).A1
    lengths[lengths == 0] = 1
    return sparse.diags(1 / lengths).dot(made).tocsr().astype(np.float32), words


def neighbours(
    demands: Sequence[Demand], params: Params, stop: Callable[[], bool] | None = None
) -> tuple[sparse.csr_matrix, sparse.csr_matrix, list[str]]:
    """Symmetric n × n likeness of the nearest pairs, the vectors, and the words."""
    made, words = vectors(demands)
    marks = _marks(demands)
    rows, columns, values = [], [], []
    raw_least = params.alike / (1 + params.same_category + params.same_place + params.same_node) / 2
    for start in range(0, len(demands), BLOCK):
        if stop is not None and stop():
            break
        block = made[start : start + BLOCK].dot(made.T).tocoo()
        keep = block.data >= raw_least
        i, j, value = block.row[keep] + start, block.col[keep], block.data[keep]
        other = i != j
        i, j, value = i[other], j[other], value[other]
        value = np.clip(value * _factor(i, j, marks, params), 0, 1)
        i, j, value = _nearest(i, j, value)
        rows.append(i)
        columns.append(j)
        values.append(value)
    return _symmetric(rows, columns, values, len(demands)), made, words


def _marks(demands: Sequence[Demand]) -> dict[str, np.ndarray]:
    """Numbers for category, place and node; 0 stands for "not said"."""
    marks = {}
    for name in ("category", "place", "node"):
        codes: dict[str, int] = {"": 0}
        marks[name] = np.array(
            [codes.setdefault(getattr(d, name), len(codes)) for d in demands], dtype=np.int32
        )
    return marks


def _factor(
    i: np.ndarray, j: np.ndarray, marks: dict[str, np.ndarray], params: Params
) -> np.ndarray:
    factor = np.ones(len(i), dtype=np.float32)
    raised = {
        "category": params.same_category,
        "place": params.same_place,
        "node": params.same_node,
    }
    for name, share in raised.items():
        one, two = marks[name][i], marks[name][j]
        factor += share * ((one == two) & (one > 0))
    one, two = marks["category"][i], marks["category"][j]
    return factor - params.other_category * ((one != two) & (one > 0) & (two > 0))


def _nearest(i: np.ndarray, j: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, ...]:
    """At most NEIGHBOURS of each row, the most alike."""
    order = np.lexsort((j, -value, i))
    i, j, value = i[order], j[order], value[order]
    if not len(i):
        return i, j, value
    first = np.r_[0, np.flatnonzero(np.diff(i)) + 1]
    rank = np.arange(len(i)) - np.repeat(first, np.diff(np.r_[first, len(i)]))
    keep = rank < NEIGHBOURS
    return i[keep], j[keep], value[keep]


def _symmetric(
    rows: list[np.ndarray], columns: list[np.ndarray], values: list[np.ndarray], size: int
) -> sparse.csr_matrix:
    if not rows:
        return sparse.csr_matrix((size, size), dtype=np.float32)
    made = sparse.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
        shape=(size, size),
    )
    return made.maximum(made.T).tocsr()

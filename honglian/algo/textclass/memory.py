"""What the classifier has seen, so that a new message may ask those most like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from .problem import Example

NEIGHBOURS = 30
MOST_VALUES = 1_500_000  # of all remembered vectors together: what is read for one answer
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Memory:
    """Vectors of length one (a row each), with key, number of the class and weight of each."""

    rows: sparse.csr_matrix
    keys: np.ndarray
    labels: np.ndarray
    heavy: np.ndarray
    classes: int

    def likeness(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Cosine of each remembered message with this one, 0 … 1."""
        size = float(np.sqrt(values @ values))
        if not size:
            return np.zeros(len(self.keys))
        whole = np.zeros(self.rows.shape[1], dtype=np.float32)
        whole[columns] = values / size
        return self.rows @ whole

    def votes(self, alike: np.ndarray) -> np.ndarray:
        """One message's votes for each class: its nearest, by the square of their likeness."""
        told = alike * self.heavy
        most = min(NEIGHBOURS, len(told))
        if not most:
            return np.zeros(self.classes)
        near = np.argpartition(-told, most - 1)[:most]
        cast = np.bincount(self.labels[near], weights=told[near] ** 2, minlength=self.classes)
        return cast / self._crowd

    @cached_property
    def _crowd(self) -> np.ndarray:
        """A class with many members is near to everything by chance."""
        size = np.bincount(self.labels, weights=self.heavy, minlength=self.classes)
        return np.sqrt(np.maximum(size, 1.0) / max(float(size.mean()), 1.0))


def remember(
    matrix: sparse.csr_matrix, keys: np.ndarray, labels: np.ndarray, weights: np.ndarray
) -> Memory:
    """The latest messages (the last rows), as many as can be read quickly."""
    sizes = np.diff(matrix.indptr)[::-1].cumsum()
    most = min(MOST_REMEMBERED, int(np.searchsorted(sizes, MOST_VALUES, side="right")))
    first = matrix.shape[0] - most
    return Memory(
        rows=normalize(matrix[first:]).astype(np.float32).tocsr(),
        keys=keys[first:],
        labels=labels[first:],
        heavy=np.sqrt(weights[first:] / weights.max()).astype(np.float32),
        classes=int(labels.max()) + 1,
    )


def keys_of(examples: Sequence[Example]) -> np.ndarray:
    return np.array([example.key for example in examples], dtype=np.int64)


def votes_of(memory: Memory, matrix: sparse.csr_matrix) -> np.ndarray:
    """Votes for every row of a matrix."""
    alike = normalize(matrix) @ memory.rows.T
    return np.stack([memory.votes(row.toarray().ravel()) for row in alike.tocsr()])

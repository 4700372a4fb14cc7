"""A message as numbers: n-grams of characters and whole words, of the title and of the text.

A feature weighs by how rare it is (inverse document frequency) and by how much it keeps to few
classes (one minus the entropy of its classes): “想请问” is rare in many places and says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import rjieba
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from .problem import Example

# Numbers, blanks, and the letters some exports put in place of a town say nothing.
_MASKED_PLACE = re.compile(r"[A-Z]\d*[市县区]|[0-9]+")
_BLANK = re.compile(r"\s+")
_PLAIN = re.compile(r"[\W\d_A-Za-z]+")
# How much keeping to few classes counts. Among a few thousand short sentences a word keeps to
# one class by chance as often as by meaning.
CONCENTRATION_LONG, CONCENTRATION_SHORT = 4.0, 0.5
SMOOTHING = 0.5


def clean(text: str) -> str:
    """One spelling of numbers, no blanks."""
    return _BLANK.sub("", _MASKED_PLACE.sub("#", text))


def _grams(*lengths: int) -> Callable[[str], list[str]]:
    """All runs of so many characters."""
    return lambda text: [text[i : i + n] for n in lengths for i in range(len(text) - n + 1)]


def words(text: str) -> list[str]:
    """Words of two or more characters."""
    return [w for w in rjieba.cut(text) if len(w) > 1 and not _PLAIN.fullmatch(w)]


@dataclass(frozen=True, slots=True)
class Kind:
    """One family of features, and what it counts in long and in short messages."""

    name: str
    of_title: bool
    analyse: Callable[[str], list[str]]
    in_long: float
    in_short: float

    def weight(self, *, is_long: bool) -> float:
        return self.in_long if is_long else self.in_short


# Each family is brought to a length of its own. In a short message the single characters carry half
# of what is known and stand apart; in a letter they are the same for every class.
KINDS = (
    Kind("title_grams", True, _grams(1, 2, 3), 0.7, 0.0),
    Kind("title_1", True, _grams(1), 0.0, 0.5),
    Kind("title_2", True, _grams(2), 0.0, 0.7),
    Kind("title_3", True, _grams(3), 0.0, 0.3),
    Kind("title_words", True, words, 0.5, 0.2),
    Kind("text_grams", False, _grams(1, 2, 3), 1.0, 0.0),
    Kind("text_1", False, _grams(1), 0.0, 1.0),
    Kind("text_2", False, _grams(2), 0.0, 1.0),
    Kind("text_3", False, _grams(3), 0.0, 0.5),
    Kind("text_words", False, words, 0.7, 0.0),
)
MOST_FEATURES = 150_000  # of one kind, the most frequent
# In long messages a feature seen once is chance; in short ones it may be all there is.
LONG = 100


@dataclass(frozen=True)
class Block:
    """A fitted kind: its features in order and their weights."""

    kind: Kind
    names: tuple[str, ...]
    weights: np.ndarray
    share: float

    def row(self, message: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
        """Columns and values of a cleaned title and text, of the kind's length."""
        seen: Counter[int] = Counter()
        for name in self.kind.analyse(_part(self.kind, message)):
            place = self._places.get(name)
            if place is not None:
                seen[place] += 1
        columns = np.fromiter(sorted(seen), dtype=np.int64, count=len(seen))
        values = np.array([seen[place] for place in columns.tolist()], dtype=np.float64)
        values = (1 + np.log(values)) * self.weights[columns]
        length = float(np.sqrt(values @ values))
        return columns, values * (self.share / length if length else 1.0)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}


def _part(kind: Kind, message: tuple[str, str]) -> str:
    return message[0] if kind.of_title else message[1]


def _weighed(counts: Any, weights: np.ndarray) -> sparse.csr_matrix:
    made = counts.astype(np.float64)
    np.log(made.data, out=made.data)
    made.data += 1.0
    return normalize(made.multiply(weights).tocsr())


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one kind over all examples; the weights are worked out from some of them."""

    kind: Kind
    names: tuple[str, ...]
    share: float
    concentration: float
    counts: sparse.csr_matrix

    def weights(self, rows: np.ndarray, classes: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Weight of each feature from the examples in ``rows`` with class numbers ``of``."""
        there = self.counts[rows] > 0
        share = np.zeros((len(classes), there.shape[1]))
        for number in range(len(classes)):
            mine = of[rows] == number
            seen = np.asarray(there[mine].sum(axis=0)).ravel()
            share[number] = seen / max(mine.sum(), 1) + SMOOTHING / len(rows)
        frequency = np.asarray(there.sum(axis=0)).ravel()
        rarity = np.log((1 + len(rows)) / (1 + frequency)) + 1
        share /= share.sum(axis=0)
        entropy = -(share * np.log(share)).sum(axis=0) / np.log(len(classes))
        return rarity * (1 + self.concentration * (1 - entropy))

    def matrix(self, rows: np.ndarray, weights: np.ndarray) -> sparse.csr_matrix:
        return _weighed(self.counts[rows], weights) * self.share


def is_long(examples: Sequence[Example]) -> bool:
    """Whether the messages are letters rather than single sentences."""
    return sum(len(e.text) for e in examples) > LONG * len(examples)


def count(examples: Sequence[Example]) -> list[Counts]:
    """Counts of every kind that occurs; a kind without any (no titles) is left out."""
    made = []
    messages = [(clean(e.title), clean(e.text)) for e in examples]
    long = is_long(examples)
    concentration = CONCENTRATION_LONG if long else CONCENTRATION_SHORT
    for kind in KINDS:
        share = kind.weight(is_long=long)
        parts = [_part(kind, message) for message in messages]
        if not share or not any(parts):
            continue
        least = 2 if sum(map(len, parts)) > LONG * len(parts) else 1
        counter = CountVectorizer(analyzer=kind.analyse, min_df=least, max_features=MOST_FEATURES)
        if not any(kind.analyse(part) for part in parts):
            continue
        counts = counter.fit_transform(parts)
        names = tuple(str(name) for name in counter.get_feature_names_out())
        made.append(Counts(kind, names, share, concentration, counts))
    return made

"""A learned classifier: guesses with confidence and reasons, and similar remembered cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .features import Block, clean
from .memory import Memory

MOST_REASONS = 5
LEAST_LIKENESS = 0.12
Row = tuple[np.ndarray, np.ndarray]  # columns and their values


@dataclass(frozen=True, slots=True)
class Guess:
    """A class, the chance that it is right, and the words of the message that spoke for it."""

    label: str
    confidence: float
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classifier:
    """``coef`` has a row for each class and a column for each feature of the blocks in order.

    ``voice`` says how much the remembered messages most like a new one count beside the margins.
    """

    classes: tuple[str, ...]
    blocks: tuple[Block, ...]
    coef: np.ndarray
    intercept: np.ndarray
    warmth: float
    voice: float
    memory: Memory

    def guess(self, text: str, title: str = "", *, most: int = 3) -> list[Guess]:
        """The likeliest classes, best first; reasons for the first only."""
        row = self._row(text, title)
        chances = self._chances(row)
        order = np.argsort(-chances, kind="stable")[:most]
        made = [Guess(self.classes[i], float(chances[i])) for i in order]
        best = made[0]
        reasons = self._because(row, int(order[0]))
        return [Guess(best.label, best.confidence, reasons), *made[1:]]

    def label(self, text: str, title: str = "") -> str:
        """The likeliest class alone."""
        return self.classes[int(np.argmax(self._chances(self._row(text, title))))]

    def nearest(self, text: str, title: str = "", *, most: int = 5) -> list[tuple[int, float]]:
        """Keys of remembered cases with their likeness (0 … 1), the most alike first."""
        keys = self.memory.keys
        alike = np.where(keys != 0, self.memory.likeness(*self._row(text, title)), 0.0)
        order = np.argsort(-alike, kind="stable")[:most]
        return [(int(keys[i]), float(alike[i])) for i in order if alike[i] >= LEAST_LIKENESS]

    def _row(self, text: str, title: str) -> Row:
        message = (clean(title), clean(text))
        columns, values, start = [], [], 0
        for block in self.blocks:
            places, weights = block.row(message)
            columns.append(places + start)
            values.append(weights)
            start += len(block.names)
        return np.concatenate(columns), np.concatenate(values)

    @cached_property
    def _by_feature(self) -> np.ndarray:
        """A row for each feature: what a message needs then lies together in memory."""
        return np.ascontiguousarray(self.coef.T)

    def _chances(self, row: Row) -> np.ndarray:
        columns, values = row
        margins = values @ self._by_feature[columns] + self.intercept
        if self.voice:
            margins = margins + self.voice * self.memory.votes(self.memory.likeness(*row))
        raised = np.exp((margins - margins.max()) * self.warmth)
        return raised / raised.sum()

    def _because(self, row: Row, number: int) -> tuple[str, ...]:
        """Words whose weight for this class is highest above the mean of the others."""
        columns, values = row
        weights = self._by_feature[columns]
        mine = weights[:, number]
        others = (weights.sum(axis=1) - mine) / (len(self.classes) - 1)
        spoke = (mine - others) * values
        kept: list[str] = []
        for i in np.argsort(-spoke, kind="stable"):
            if spoke[i] <= 0 or len(kept) == MOST_REASONS:
                break
            name = self._name(int(columns[i]))
            if len(name) > 1 and name.isalnum() and not any(_same(name, k) for k in kept):
                kept.append(name)
        return tuple(kept)

    def _name(self, column: int) -> str:
        for block in self.blocks:
            if column < len(block.names):
                return block.names[column]
            column -= len(block.names)
        raise IndexError(column)


def _same(one: str, other: str) -> bool:
    """Overlapping pieces of one word are one reason."""
    return one in other or other in one or one[-1] == other[0] or one[0] == other[-1]

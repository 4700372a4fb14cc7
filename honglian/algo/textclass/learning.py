"""Learning a classifier, and how well it would have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from .features import Block, Counts, count, is_long
from .memory import keys_of, remember, votes_of
from .model import Classifier
from .problem import Example, Problem

FOLDS = 3
MOST_FOR_CALIBRATION = 3_000


@dataclass(frozen=True, slots=True)
class Params:
    """``penalty`` of the support vector machine in long and in short messages."""

    penalty: float = 0.6
    penalty_short: float = 1.0

    def of(self, examples: Sequence[Example]) -> float:
        return self.penalty if is_long(examples) else self.penalty_short


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of right answers, and the mean of the F1 of all classes."""

    right: float
    macro_f1: float


def learn(problem: Problem, *, seed: int = 0, params: Params | None = None) -> Classifier:
    """The classifier; the same examples and seed give the same one."""
    examples = problem.examples
    penalty = (params or Params()).of(examples)
    classes, of = np.unique([e.label for e in examples], return_inverse=True)
    weights = np.array([e.weight for e in examples])
    counts = count(examples)
    everything = np.arange(len(examples))
    fitted = [c.weights(everything, classes, of) for c in counts]
    matrix = _stacked(counts, fitted, everything)
    machine = _machine(matrix, of, weights, penalty, seed)
    voice, warmth = _calibrated(counts, classes, of, weights, penalty, seed)
    return Classifier(
        classes=tuple(str(c) for c in classes),
        blocks=tuple(
            Block(c.kind, c.names, w, c.share) for c, w in zip(counts, fitted, strict=True)
        ),
        coef=_all_classes(machine.coef_, len(classes)).astype(np.float32),
        intercept=_all_classes(machine.intercept_, len(classes)),
        warmth=warmth,
        voice=voice,
        memory=remember(matrix, keys_of(examples), of, weights),
    )


def _machine(
    matrix: sparse.csr_matrix, of: np.ndarray, weights: np.ndarray, penalty: float, seed: int
) -> LinearSVC:
    machine = LinearSVC(C=penalty, class_weight="balanced", random_state=seed)
    return machine.fit(matrix, of, sample_weight=weights)


def _all_classes(values: np.ndarray, classes: int) -> np.ndarray:
    """Two classes share one row in scikit-learn; here each has its own."""
    if classes > 2:
        return values
    return np.concatenate([-values, values])


def _stacked(counts: list[Counts], fitted: list[np.ndarray], rows: np.ndarray) -> sparse.csr_matrix:
    pairs = zip(counts, fitted, strict=True)
    return sparse.hstack([c.matrix(rows, w) for c, w in pairs]).tocsr()


def _calibrated(
    counts: list[Counts],
    classes: np.ndarray,
    of: np.ndarray,
    weights: np.ndarray,
    penalty: float,
    seed: int,
) -> tuple[float, float]:
    """How much the neighbours say beside the machine, and how much a margin means (temperature
    scaling), from messages neither had seen."""
    rows = _sample(of, weights, seed)
    if min(np.bincount(of[rows], minlength=len(classes))) < FOLDS:
        return 0.0, 1.0
    margins, votes, truth, heavy = [], [], [], []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(rows, of[rows]):
        seen, unseen = rows[train], rows[test]
        fitted = [c.weights(seen, classes, of) for c in counts]
        known, new = _stacked(counts, fitted, seen), _stacked(counts, fitted, unseen)
        machine = _machine(known, of[seen], weights[seen], penalty, seed)
        found = machine.decision_function(new)
        margins.append(np.column_stack([-found, found]) if found.ndim == 1 else found)
        votes.append(votes_of(remember(known, of[seen], of[seen], weights[seen]), new))
        truth.append(of[unseen])
        heavy.append(weights[unseen])
    said, told = np.vstack(margins), np.vstack(votes)
    voice = _spread(said) / max(_spread(told), 1e-9)
    return voice, _best_warmth(said + voice * told, np.concatenate(truth), np.concatenate(heavy))


def _spread(values: np.ndarray) -> float:
    """How far the classes of one message lie apart."""
    return float((values - values.mean(axis=1, keepdims=True)).std())


def _sample(of: np.ndarray, weights: np.ndarray, seed: int) -> np.ndarray:
    """Whole messages only; single words would make it too modest."""
    rows = np.flatnonzero(weights >= weights.max() / 3)
    if len(rows) > MOST_FOR_CALIBRATION:
        rows = np.sort(np.random.default_rng(seed).permutation(rows)[:MOST_FOR_CALIBRATION])
    return rows


def _best_warmth(margins: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> float:
    def loss(log_warmth: float) -> float:
        raised = margins * np.exp(log_warmth)
        raised -= raised.max(axis=1, keepdims=True)
        chance = raised[np.arange(len(truth)), truth] - np.log(np.exp(raised).sum(axis=1))
        return -float((chance * weights).sum())

    found = minimize_scalar(loss, bounds=(-2.0, 4.0), method="bounded")
    return float(np.exp(found.x))


def score(truth: Sequence[str], given: Sequence[str]) -> Scores:
    """Accuracy and macro-F1 over the classes that occur in the truth."""
    pairs = list(zip(truth, given, strict=True))
    parts = []
    for label in sorted(set(truth)):
        hit = sum(a == b == label for a, b in pairs)
        wrong = sum((a == label) != (b == label) for a, b in pairs)
        parts.append(2 * hit / (2 * hit + wrong))
    right = sum(a == b for a, b in pairs) / len(pairs)
    return Scores(right, sum(parts) / len(parts))

"""Groups of demands by average likeness, each with what it shares and how it grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from .likeness import neighbours
from .problem import Cause, Demand, Params, Problem, Result

MOST_AT_ONCE = 1500  # members of one connected part that are compared each with each
STEP = 0.05
WORDS = 5
STRONG = 24  # pairs that may make up the words of a group
SHARED = 0.6  # so many of the members name it: the group is about it


def solve(
    problem: Problem,
    *,
    stop: Callable[[], bool] | None = None,
    seed: int = 0,
    params: Params | None = None,
) -> Result:
    """Causes among the demands, largest first; the same input gives the same answer.

    ``seed`` belongs to the common shape of planners; nothing here is left to chance.
    """
    params = params or Params()
    demands = problem.demands
    if len(demands) < params.least:
        return Result((), ("诉求太少，找不出共同的原因。",), left=tuple(range(len(demands))))
    likeness, made, words = neighbours(demands, params, stop)
    today = problem.today or max(d.day for d in demands)
    causes = [
        _cause(group, demands, likeness, made, words, today, params)
        for group in groups(likeness, params)
        if _counts(group, demands, params)
    ]
    causes.sort(key=lambda c: (-len(c.members), c.members))
    inside = {i for c in causes for i in c.members}
    left = tuple(i for i in range(len(demands)) if i not in inside)
    reasons = (
        f"{len(demands)} 件诉求中，{len(inside)} 件归入 {len(causes)} 类；"
        f"一类至少 {params.least} 件、涉及 {params.least_who} 家企业。",
    )
    return Result(tuple(causes), reasons, left=left)


def _counts(group: np.ndarray, demands: Sequence[Demand], params: Params) -> bool:
    who = {demands[i].who for i in group}
    return len(group) >= params.least and len(who) >= params.least_who


def groups(likeness: sparse.csr_matrix, params: Params) -> list[np.ndarray]:
    """Positions of each group whose average likeness reaches ``alike``; single ones are left out."""
    found: list[np.ndarray] = []
    waiting = [(np.arange(likeness.shape[0]), params.alike)]
    while waiting:
        part, least = waiting.pop()
        inside = likeness[part][:, part]
        inside.data[inside.data < least * 0.75] = 0
        inside.eliminate_zeros()
        count, labels = connected_components(inside, directed=False)
        for positions in _members(labels, count):
            if len(positions) > MOST_AT_ONCE and least + STEP < 1:
                waiting.append((part[positions], least + STEP))
            elif len(positions) > 1:
                found += [
                    part[positions[each]]
                    for each in _average(inside[positions][:, positions], params.alike)
                ]
    return sorted(found, key=lambda group: tuple(group))


def _members(labels: np.ndarray, count: int) -> list[np.ndarray]:
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1])


def _average(inside: sparse.csr_matrix, alike: float) -> list[np.ndarray]:
    """Average linkage inside one connected part; pairs that were not kept count as unlike."""
    apart = 1 - inside.toarray()
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform((apart + apart.T) / 2, checks=False), "average")
    labels = fcluster(tree, 1 - alike, "distance") - 1
    return [m for m in _members(labels, labels.max() + 1) if len(m) > 1]


def _cause(
    group: np.ndarray,
    demands: Sequence[Demand],
    likeness: sparse.csr_matrix,
    made: sparse.csr_matrix,
    words: list[str],
    today: date,
    params: Params,
) -> Cause:
    inside = likeness[group][:, group].toarray()
    typical = np.argsort(-inside.sum(axis=1), kind="stable")
    members = tuple(int(i) for i in group[typical])
    pairs = len(group) * (len(group) - 1)
    recent, before = _growth([demands[i].day for i in members], today, params.recent_days)
    return Cause(
        members,
        round(float(inside.sum()) / pairs, 3),
        _speaking([demands[i] for i in members], made[group], words),
        _shared([demands[i].category for i in members]),
        _shared([demands[i].place for i in members]),
        _shared([demands[i].node for i in members]),
        len({demands[i].who for i in members}),
        recent,
        before,
    )


def _shared(named: Sequence[str]) -> str:
    """What most of the members name; empty when they do not agree."""
    value, count = Counter(named).most_common(1)[0]
    return value if count >= SHARED * len(named) else ""


def _growth(days: Sequence[date], today: date, span: int) -> tuple[int, int]:
    recent, before = today - timedelta(span), today - timedelta(2 * span)
    return sum(d > recent for d in days), sum(before < d <= recent for d in days)


def _speaking(
    group: Sequence[Demand], rows: sparse.csr_matrix, words: list[str]
) -> tuple[str, ...]:
    """The expressions that most members share: runs of the pairs that weigh most over the group."""
    weight = np.asarray(rows.sum(axis=0)).ravel()
    strong = {words[i] for i in np.argsort(-weight, kind="stable")[:STRONG] if weight[i] > 0}
    count: Counter[str] = Counter()
    for demand in group:
        count.update({*runs(demand.title, strong), *runs(demand.text, strong)})
    ranked = sorted(count, key=lambda run: (-count[run] * (len(run) - 1), run))
    chosen: list[str] = []
    for run in ranked:
        if count[run] > 1 and not any(run in other or other in run for other in chosen):
            chosen.append(run)
    return tuple(chosen[:WORDS])


def runs(text: str, strong: set[str]) -> list[str]:
    """Longest stretches of the text whose neighbouring pairs are all strong."""
    found, start = [], 0
    for i in range(len(text)):
        if text[i : i + 2] not in strong:
            if i > start:
                found.append(text[start : i + 1])
            start = i + 1
    return found

"""Candidate branches: every lawful set of units among some places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .problem import Problem

Column = tuple[int, ...]


class TooMany(Exception):
    """There are more candidates than the caller can use."""


def columns(problem: Problem, places: Sequence[int], *, most: int) -> list[Column]:
    """All lawful branches among ``places`` as sorted tuples; raises :class:`TooMany` beyond ``most``."""
    ordered = sorted(places)
    metres = problem.distances(ordered)
    beside = metres >= 0
    np.fill_diagonal(beside, False)
    masks = [sum(1 << int(j) for j in np.flatnonzero(row)) for row in beside]
    found: list[Column] = []
    lawful = _judge(problem, ordered)

    def extend(chosen: list[int], open_: int) -> None:
        if len(chosen) > 1 and lawful(chosen):
            found.append(tuple(ordered[i] for i in chosen))
            if len(found) > most:
                raise TooMany
        if len(chosen) == problem.limits.most_units:
            return
        while open_:
            low = open_ & -open_
            open_ ^= low
            place = low.bit_length() - 1
            extend([*chosen, place], open_ & masks[place])

    everybody = (1 << len(ordered)) - 1
    for place in range(len(ordered)):
        later = everybody & ~((1 << (place + 1)) - 1)
        extend([place], masks[place] & later)
    return found


def _judge(problem: Problem, ordered: list[int]) -> Callable[[list[int]], bool]:
    """The test of a clique: members and pinned partners (distances are the clique itself)."""
    limits = problem.limits
    full = [problem.units[p].full for p in ordered]
    members = [problem.units[p].members for p in ordered]
    at = {place: i for i, place in enumerate(ordered)}
    partners = {
        at[p]: {at.get(q, -1) for q in problem.groups[p]} for p in ordered if p in problem.groups
    }

    def lawful(chosen: list[int]) -> bool:
        if sum(full[i] for i in chosen) < limits.least_full:
            return False
        if sum(members[i] for i in chosen) > limits.most_members:
            return False
        return not partners or all(partners.get(i, set()) <= set(chosen) for i in chosen)

    return lawful

"""The question: places with ways between them, teams that start somewhere, visits to be made.

All times and ways are whole numbers in the caller's own units (minutes, metres, hundredths);
times of visits and teams share one axis, for instance the minutes of a working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

FAR = 1 << 40  # no time or way may be longer


@dataclass(frozen=True, slots=True)
class Visit:
    """``place`` is a row of the matrices; ``early``/``late`` bound the start of the service.

    ``needs`` are skills that one and the same team must bring (departments, certificates);
    ``only`` names the teams that may come (a person fixed it), empty for all. ``worth`` says how
    bad it is to leave the visit out.
    """

    key: int
    place: int
    service: int = 0
    early: int = 0
    late: int = FAR
    load: int = 0
    needs: frozenset[str] = frozenset()
    only: frozenset[int] = frozenset()
    worth: int = 1


@dataclass(frozen=True, slots=True)
class Team:
    """A vehicle, or a group of officers on one half-day; ``count`` equal ones may be given as one."""

    key: int
    depot: int
    start: int = 0
    end: int = FAR
    skills: frozenset[str] = frozenset()
    capacity: int = FAR
    count: int = 1


@dataclass(frozen=True)
class Problem:
    """``distance`` and ``duration`` are square matrices over places; both of whole numbers ≥ 0.

    With ``all_required`` every visit has to be made, and a plan that leaves one out is not feasible.
    """

    visits: tuple[Visit, ...]
    teams: tuple[Team, ...]
    distance: np.ndarray
    duration: np.ndarray
    all_required: bool = False
    by_visit: Mapping[int, Visit] = field(init=False, compare=False, repr=False)
    by_team: Mapping[int, Team] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._check_matrices()
        object.__setattr__(self, "by_visit", {v.key: v for v in self.visits})
        object.__setattr__(self, "by_team", {t.key: t for t in self.teams})
        if len(self.by_visit) != len(self.visits) or len(self.by_team) != len(self.teams):
            raise ValueError("visits and teams need different keys")
        places = len(self.distance)
        for visit in self.visits:
            if not 0 <= visit.place < places:
                raise ValueError(f"visit {visit.key} is at a place without ways")
            if not 0 <= visit.early <= visit.late or min(visit.service, visit.load) < 0:
                raise ValueError(f"visit {visit.key}: times or load are out of order")
            if visit.worth < 1 or not visit.only <= set(self.by_team):
                raise ValueError(f"visit {visit.key}: worth below one, or fixed to no such team")
        for team in self.teams:
            if not 0 <= team.depot < places:
                raise ValueError(f"team {team.key} starts at a place without ways")
            if not 0 <= team.start <= team.end or team.capacity < 0 or team.count < 1:
                raise ValueError(f"team {team.key}: hours, capacity or count are out of order")

    def _check_matrices(self) -> None:
        for name in ("distance", "duration"):
            matrix = getattr(self, name)
            if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.dtype.kind != "i":
                raise ValueError(f"{name}: a square matrix of whole numbers")
            if matrix.size and (matrix.min() < 0 or matrix.max() >= FAR):
                raise ValueError(f"{name}: between zero and {FAR}")
        if self.distance.shape != self.duration.shape:
            raise ValueError("distance and duration are about the same places")

    def may(self, visit: Visit, team: Team) -> bool:
        """Skills, fixed teams and hours; whether the team has the time is for the plan to say."""
        return self.able(visit, team) and self.meets(visit, team)

    @staticmethod
    def able(visit: Visit, team: Team) -> bool:
        return visit.needs <= team.skills and (not visit.only or team.key in visit.only)

    def meets(self, visit: Visit, team: Team) -> bool:
        """Whether the team could be there alone within its hours and the visit's window."""
        arrive = team.start + int(self.duration[team.depot, visit.place])
        begin = max(arrive, visit.early)
        back = begin + visit.service + int(self.duration[visit.place, team.depot])
        return begin <= visit.late and back <= team.end and visit.load <= team.capacity

    @cached_property
    def allowed(self) -> Mapping[int, frozenset[int]]:
        """For each visit the teams that may make it."""
        return {v.key: frozenset(t.key for t in self.teams if self.may(v, t)) for v in self.visits}


@dataclass(frozen=True, slots=True)
class Params:
    """``look``: share of the time for a first answer; ``fleet``: until when teams are saved."""

    look: float = 0.07
    fleet: float = 0.6
    tries: int = 6  # different teams that are tried to do without, one after the other
    neighbours: int = 50

"""One pair changed by hand: who could guide instead, and what it costs the whole proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from honglian.kit import clock
from honglian.kit.rules import BOOK

from ..models import AssignmentPair, AssignmentPlan
from .gathering import places_of, problem_of


@dataclass(frozen=True)
class Option:
    """``price`` is what the whole proposal costs more with this instructor (may be negative)."""

    instructor: int
    name: str
    points: dict[str, int]
    price: int
    load: int
    places: int
    barred: str = ""

    @property
    def words(self) -> str:
        if self.barred:
            return f"{self.name}（不能选：{self.barred}）"
        more = f"多扣 {self.price} 分" if self.price > 0 else f"少扣 {-self.price} 分"
        price = "扣分一样" if self.price == 0 else more
        return f"{self.name}（{price}，已配 {self.load} 家，名额 {self.places}）"


def loads_of(plan: AssignmentPlan) -> Counter[int]:
    """How many enterprises of the plan each instructor has as it stands."""
    rows = plan.pairs.filter(instructor__isnull=False)
    return Counter(rows.values_list("instructor", flat=True))


def options(pair: AssignmentPair) -> list[Option]:
    """Everybody of the plan, the cheapest first, those who may not at the end with the reason."""
    plan = pair.plan
    asked = {**plan.asked, "held": {}}  # what was held by hand may be changed by hand
    problem, people, firms = problem_of(plan.facts, asked, plan.weights)
    row = firms.index(pair.enterprise_id)
    here = np.flatnonzero(problem.firm == row)
    costs = problem.costs[here]
    points = {
        people[int(problem.guide[at])]: (
            int(costs[n]), {name: int(p[at]) for name, p in problem.against.items()},
        )
        for n, at in enumerate(here.tolist())
    }  # fmt: skip
    loads, places = loads_of(plan), places_of(plan.facts, plan.asked)
    even, now = plan.weights["even"], pair.instructor_id
    before = 0
    if now is not None:
        before = points[now][0] + even * (loads[now] - 1)
    found = [
        _option(pair, who, points.get(who), loads[who], places[who], even, before)
        for who in people
        if who != now
    ]
    return sorted(found, key=lambda o: (bool(o.barred), o.price, o.name))


def _option(
    pair: AssignmentPair, who: int, costs: tuple[int, dict[str, int]] | None, load: int,
    places: int, even: int, before: int,
) -> Option:  # fmt: skip
    name = pair.plan.facts["guides"][str(who)]["name"]
    if costs is None:
        return Option(who, name, {}, 0, load, places, "有利害关系，须回避")
    price = costs[0] + even * load - before
    barred = "" if load < places else "名额已满"
    return Option(who, name, costs[1], price, load, places, barred)


def require_possible(pair: AssignmentPair, option: Option) -> None:
    """Refuse what breaks a hard rule: a conflict of interest or the person's own limit."""
    day, firm = clock.today(), pair.plan.facts["firms"][str(pair.enterprise_id)]["name"]
    conflicts = pair.plan.facts["guides"][str(option.instructor)]["conflicts"]
    why = "已登记回避" if pair.enterprise_id in conflicts else ""
    BOOK.require("CT-03", day, at="instructor", name=option.name, firm=firm, why=why)
    taken = pair.plan.facts["guides"][str(option.instructor)]["taken"]
    BOOK.require(
        "CT-05", day, at="instructor", name=option.name, firms=option.load + 1 + taken,
        most=option.places + taken,
    )  # fmt: skip

"""Departments beside one another, fairly: no rank where numbers cannot tell (领域手册 E.4).

Every department is shown with the interval its true rate lies in. It is called better or worse only when
the whole interval lies on one side of the rate of all departments together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from honglian.algo.shares import Compared, Group, Standing, compare
from honglian.kit.actor import Actor
from honglian.ui.format import number

from ..rates import Rate, excluded, rates_by_department
from ..selectors import cases

LEAST = 5  # valid call-backs; fewer are shown and not compared
SECTIONS = (
    (Standing.BELOW, "明显低于平均", "整个区间都低于平均，值得去问一问原因。"),
    (Standing.ABOVE, "明显高于平均", "整个区间都高于平均，做法可以介绍给别的部门。"),
    (Standing.ALIKE, "与平均看不出差别", "区间跨过平均：高一点或低一点可能只是碰巧，不排先后。"),
    (Standing.FEW, "件数太少，不比较", f"有效回访不足 {LEAST} 件，一两件就会大起大落。"),
)


@dataclass(frozen=True)
class Comparison:
    """One rate over one period: all departments together, each of them, and what does not count."""

    code: str
    whole: int
    part: float
    sections: list[dict[str, Any]]
    definition: str
    excluded: int

    @property
    def common(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def fraction(self) -> str:
        return f"{number(self.part, 1)} / {number(self.whole)}"


def comparison(actor: Actor, *, code: str, since: datetime, until: datetime) -> Comparison:
    """The departments' rate ``code`` (response, solve, satisfaction, overall) over cases reported then."""
    found = list(rates_by_department(actor, since=since, until=until))
    named = {str(pk): (name, _of(rates, code)) for pk, name, rates in found}
    groups = [Group(pk, min(rate.part, rate.whole), rate.whole) for pk, (_, rate) in named.items()]
    period = f"created_from={since:%Y-%m-%d}&created_to={_last_day(until):%Y-%m-%d}"
    rows = [_row(c, named[c.group.key], period) for c in compare(groups, least=LEAST)]
    left_out = excluded(cases(actor).filter(created_at__gte=since, created_at__lt=until))
    return Comparison(
        code,
        sum(g.whole for g in groups),
        sum(g.part for g in groups),
        _sections(rows),
        next((rate.definition for _, rate in named.values()), ""),
        left_out.filter(lead__isnull=False).count(),
    )


def _of(rates: Sequence[Rate], code: str) -> Rate:
    return next(rate for rate in rates if rate.code == code)


def _last_day(until: datetime) -> datetime:
    return datetime.fromtimestamp(until.timestamp() - 1, until.tzinfo)


def _row(compared: Compared, named: tuple[str, Rate], period: str) -> dict[str, Any]:
    name, rate = named
    lead = f"{reverse('cases:index')}?{period}&lead={compared.group.key}"
    return {
        "label": name,
        "url": f"{lead}&valid=1",
        "part": rate.part,
        "whole": rate.whole,
        "share": compared.share,
        "low": compared.low,
        "high": compared.high,
        "estimate": compared.estimate,
        "standing": compared.standing,
    }


def _sections(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only the sections that hold somebody; inside one the departments keep the zone's order."""
    return [
        {"title": title, "why": why, "rows": inside}
        for standing, title, why in SECTIONS
        if (inside := [row for row in rows if row["standing"] is standing])
    ]

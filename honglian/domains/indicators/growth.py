"""增长来源: a change split among the enterprises that made it (领域手册 M.1 可比口径)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from honglian.algo.figures.attribution import Attribution, Contribution, attribute
from honglian.analytics.api import Formula, Kind, Measure, known
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.records import chains
from honglian.kit.actor import Actor

UNIT, GROUP = "enterprise", "chain"
STANDINGS = {"continuing": "两期都有", "entering": "本期新增", "leaving": "本期没有"}
MOST = 15


@dataclass(frozen=True)
class Line:
    """One row of the account; ``points`` is its share of the growth in percent of the base."""

    name: str
    standing: str
    then: Decimal
    now: Decimal
    difference: Decimal
    points: Decimal | None
    url: str = ""


def may_split(formula: Formula | None) -> bool:
    """Whether a figure's change can be told by enterprise: a sum or count over records that name one."""
    record = known(formula.record) if formula else None
    if formula is None or record is None or formula.measure not in (Measure.SUM, Measure.COUNT):
        return False
    columns = [record.column(n) for n in (UNIT, GROUP)]
    named = all(c is not None and c.kind == Kind.ID for c in columns)
    return named and formula.compared(date(2026, 11, 25)) is not None


def split(actor: Actor, formula: Formula, day: date) -> Attribution:
    """Who stayed, came and left between the two spans, within the reader's scope."""
    from honglian.analytics.measuring import by_unit

    assert actor.zone_id is not None
    lines = by_unit(actor.zone_id, formula, day, actor, UNIT, GROUP)
    return attribute(
        {unit: then for unit, _, then, _ in lines if then is not None},
        {unit: now for unit, _, _, now in lines if now is not None},
        {unit: group for unit, group, _, _ in lines},
    )


def standings(found: Attribution) -> list[Line]:
    """Continuing, entering, leaving; their differences add up to the whole change."""
    lines = []
    for code, name in STANDINGS.items():
        parts = [p for p in found.parts if p.standing == code]
        lines.append(_sum(f"{name}（{len(parts):,} 家）", code, parts, found))
    return [*lines, _sum("合计", "", list(found.parts), found)]


def groups(actor: Actor, found: Attribution) -> list[Line]:
    """By chain, largest effect first."""
    names = chains(actor.zone_id or 0)
    return [
        _sum(
            names.get(key, "没有登记产业链"), "", [p for p in found.parts if p.group == key], found
        )
        for key in found.by_group()
    ]


def enterprises(actor: Actor, found: Attribution) -> list[Line]:
    """The enterprises that moved the total most, by name where this reader may see them."""
    top = found.parts[:MOST]
    rows = Enterprise.objects.visible_to(actor).in_bulk([p.key for p in top if p.key])
    lines = []
    for part in top:
        firm = rows.get(part.key)
        line = _sum(firm.name if firm else "（不显示名称）", part.standing, [part], found)
        url = reverse("enterprises:detail", args=[firm.pk]) if firm else ""
        lines.append(
            Line(line.name, STANDINGS[part.standing], part.then, part.now, part.difference,
                 line.points, url)
        )  # fmt: skip
    return lines


def _sum(name: str, standing: str, parts: list[Contribution], found: Attribution) -> Line:
    then = sum((p.then for p in parts), Decimal(0))
    now = sum((p.now for p in parts), Decimal(0))
    return Line(name, standing, then, now, now - then, found.points(now - then))

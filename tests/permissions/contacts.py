"""A promise, a leave, a tie and a proposal of assignments in a corner of the world."""

from __future__ import annotations

from datetime import date, timedelta

from honglian.domains.enterprises.models import (
    AssignmentPair,
    AssignmentPlan,
    Conflict,
    ContactLog,
    Instructor,
    LeaveCover,
)
from honglian.kit import clock


def contacts_of(things: dict, number: int) -> dict[str, object]:
    """Made by hand, so that the world stays cheap; the guide of the corner is ``instructor``."""
    guide, firm, today = things["instructor"], things["enterprise"], clock.today()
    zone = guide.zone
    mate = Instructor.rows.create(zone=zone, code=f"M{number}", name="林深")
    cover = LeaveCover.rows.create(
        zone=zone, absent=guide, cover=mate, starts_on=today, until=today + timedelta(days=5),
        made_by="林晓棠",
    )  # fmt: skip
    tie = Conflict.rows.create(
        zone=zone, instructor=mate, enterprise=firm, why="持股", since=date(2026, 1, 5),
        made_by="林晓棠",
    )  # fmt: skip
    promise = ContactLog.rows.create(
        zone=zone, enterprise=firm, way="visit", happened_on=today, text="看现场",
        promise="问清补助", promise_due_on=today + timedelta(days=3), logged_by="顾念远",
    )  # fmt: skip
    empty = {"chains": [], "skills": [], "place": None, "conflicts": [], "taken": 0, "capacity": 5}
    facts = {
        "guides": {str(p.pk): {"name": p.name, "code": p.code, **empty} for p in (guide, mate)},
        "firms": {
            str(firm.pk): {
                "name": firm.name, "chain": None, "needs": [], "place": None, "present": guide.pk
            }
        },
    }  # fmt: skip
    weights = {"chain": 40, "skill": 25, "kilometre": 2, "farthest": 30, "change": 30, "even": 3}
    plan = AssignmentPlan.rows.create(
        zone=zone, name="分配方案", asked={"kind": "key"}, weights=weights, facts=facts,
        state="ready", made_by="林晓棠", made_at=clock.now(),
    )  # fmt: skip
    pair = AssignmentPair.rows.create(
        zone=zone, plan=plan, enterprise=firm, present=guide, computed=guide, instructor=guide
    )
    return {
        "promise": promise, "cover": cover, "conflict": tie, "assignment": plan, "pair": pair,
    }  # fmt: skip

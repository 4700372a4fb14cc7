"""Periodic jobs: enqueued once a turn however many workers look at the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import transaction

from honglian.foundation.calendar.api import calendar_for
from honglian.kit import clock

from .models import Timetable
from .queue import enqueue
from .registry import PERIODICS, Periodic

ONE_DAY = timedelta(days=1)


def tick() -> int:
    """Enqueue every periodic job that has come due; returns how many.

    A turn missed while no worker ran is made up for once, not once for each missed day.
    """
    now, rows = clock.now(), {(r.name, r.zone_id): r for r in Timetable.objects.all()}
    return sum(
        _turn(plan, zone_id, rows.get((plan.name, zone_id)), now)
        for plan in PERIODICS.values()
        for zone_id in (_zone_ids() if plan.per_zone else [None])
    )


def _zone_ids() -> list[int]:
    return list(apps.get_model("zones", "Zone").objects.values_list("pk", flat=True))


def _turn(plan: Periodic, zone_id: int | None, row: Timetable | None, now: datetime) -> int:
    if row is None:
        first = Timetable(name=plan.name, zone_id=zone_id, next_at=next_due(plan, now, zone_id))
        Timetable.objects.bulk_create([first], ignore_conflicts=True)
        return 0
    if row.next_at > now:
        return 0
    with transaction.atomic():
        mine = Timetable.objects.filter(pk=row.pk, next_at=row.next_at)
        if not mine.update(next_at=next_due(plan, now, zone_id), last_at=now):
            return 0  # another worker was faster
        args = {"zone_id": zone_id} if plan.per_zone else {}
        enqueue(plan.name, args, key=f"periodic:{plan.name}:{zone_id or 0}", zone_id=zone_id)
    return 1


def next_due(plan: Periodic, after: datetime, zone_id: int | None) -> datetime:
    """The first moment later than ``after`` at which the plan is due."""
    if plan.every is not None:
        return after + plan.every
    local = clock.local(after)
    day = local.date() if local.timetz().replace(tzinfo=None) < plan.at else local.date() + ONE_DAY
    if plan.workdays:
        day = _workday_from(day, zone_id)
    return datetime.combine(day, plan.at, clock.CHINA)


def _workday_from(day: date, zone_id: int) -> date:
    calendar = calendar_for(zone_id)
    return day if calendar.is_workday(day) else calendar.next_workday(day)

"""Dispatched cases of a span of days, with what rules look at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import Ask, Case

YEAR = timedelta(days=365)


def span(first: date | None, last: date | None) -> tuple[date, date]:
    """The given days, else the year up to today."""
    last = last or clock.today()
    return first or last - YEAR, last


def dispatched_between(zone_id: int, first: date, last: date) -> QuerySet[Case]:
    start = datetime.combine(first, time.min, clock.CHINA)
    end = datetime.combine(last + timedelta(days=1), time.min, clock.CHINA)
    rows = Case.rows.filter(
        zone_id=zone_id,
        dispatched_at__gte=start,
        dispatched_at__lt=end,
        lead__isnull=False,
    )
    return rows.select_related("lead", "chain", "enterprise").order_by("id")


def visible_between(actor: Actor, first: date, last: date) -> QuerySet[Case]:
    """The same within an actor's sight."""
    seen = Case.objects.visible_to(actor).values("pk")
    return dispatched_between(actor.zone_id, first, last).filter(pk__in=seen)


def returned_by(case: Case) -> list[str]:
    """Codes of departments whose objection to this case was upheld."""
    rows = Ask.objects.filter(
        order__case=case, kind=Ask.Kind.OBJECTION, decision=Ask.Decision.GRANTED
    )
    return list(rows.values_list("order__department__code", flat=True))

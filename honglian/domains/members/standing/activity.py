"""When a member was last seen: own records of dues, contacts and transfers, and what neighbours report.

A domain that knows more (organisation life) registers a source when it starts; a source gets the
zone and answers member → last day. ``life`` sources count as organisation life (MB-05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Max

from ..dues.models import DuesPayment
from ..floating.models import FloatingContact
from ..periods import MembershipPeriod

Source = Callable[[int], dict[int, date]]
_sources: dict[str, tuple[Source, bool]] = {}


def report(name: str, source: Source, *, life: bool = False) -> None:
    """Register a source of last days; called from ``AppConfig.ready``, so twice is harmless."""
    _sources[name] = (source, life)


def last_seen(zone_id: int) -> dict[int, date]:
    """Member → the last day on which anything shows that they are there.

    Empty while no neighbour reports anything: dues and calls alone prove no absence.
    """
    if not _sources:
        return {}
    found = _latest(source(zone_id) for source, _ in _sources.values())
    return _latest((found, _paid(zone_id), _contacted(zone_id)))


def last_life(zone_id: int) -> dict[int, date]:
    """Member → the last organisation life they took part in; nothing where nobody reports it."""
    return _latest(source(zone_id) for source, life in _sources.values() if life)


def _latest(maps: Iterable[dict[int, date]]) -> dict[int, date]:
    result: dict[int, date] = {}
    for found in maps:
        for pk, day in found.items():
            if pk not in result or day > result[pk]:
                result[pk] = day
    return result


def _paid(zone_id: int) -> dict[int, date]:
    rows = DuesPayment.rows.filter(zone_id=zone_id, voided=False, paid_on__isnull=False)
    return dict(rows.order_by().values_list("member").annotate(day=Max("paid_on")))


def _contacted(zone_id: int) -> dict[int, date]:
    rows = FloatingContact.objects.filter(stay__zone_id=zone_id, stay__member__isnull=False)
    return dict(rows.order_by().values_list("stay__member").annotate(day=Max("on")))


def suspended_since(members: Iterable) -> dict[int, date]:
    """Member → the day from which the membership is suspended."""
    rows = MembershipPeriod.rows.filter(
        member__in=list(members), standing="suspended", starts_on__isnull=False
    ).order_by("starts_on")
    found: dict[int, date] = {}
    for pk, day in rows.values_list("member_id", "starts_on"):
        found.setdefault(pk, day)
    return found

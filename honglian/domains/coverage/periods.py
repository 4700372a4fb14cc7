"""Keeping the periods of park enterprises in step with the registry."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from honglian.domains.enterprises.api import Enterprise
from honglian.kit import clock

from .models import FACTS, CoveragePeriod

CHUNK = 500
# The registry's names for the facts of a period, in the same order.
SOURCES = ("coverage", "party_org_id", "status", "chain_id", "park", "size", "formal_members")


def keep(enterprise: Enterprise) -> None:
    """After one enterprise was edited."""
    rows = Enterprise.rows.filter(pk=enterprise.pk)
    _keep(enterprise.zone_id, rows, CoveragePeriod.rows.filter(enterprise=enterprise))


def keep_zone(zone_id: int) -> None:
    """After rows were written in bulk (an import, its undoing).

    What the zone's first ledger names was there before; anything else is in the park from the day
    it was entered, so that no past day changes.
    """
    mine = CoveragePeriod.rows.filter(enterprise__zone_id=zone_id)
    known = Q(is_in_park=True) | Exists(mine.filter(enterprise=OuterRef("pk"), ends_on=None))
    _keep(zone_id, Enterprise.rows.filter(known, zone_id=zone_id), mine)


def _keep(zone_id: int, rows: QuerySet[Enterprise], periods: QuerySet[CoveragePeriod]) -> None:
    today = clock.today()
    begun = CoveragePeriod.rows.filter(enterprise__zone_id=zone_id).exists()
    opened = {p.enterprise_id: p for p in periods.filter(ends_on=None)}
    fresh, ended = [], []
    for pk, in_park, *facts in rows.values_list("pk", "is_in_park", *SOURCES):
        last = opened.get(pk)
        if last is not None and in_park and last.facts == tuple(facts):
            continue
        if last is not None:
            ended.append(last)
        if in_park:
            fresh.append(_period(pk, today if begun else None, facts))
    _end(ended, today)
    CoveragePeriod.rows.bulk_create(fresh, batch_size=CHUNK)


def _period(pk: int, since: date | None, facts: list) -> CoveragePeriod:
    return CoveragePeriod(enterprise_id=pk, starts_on=since, **dict(zip(FACTS, facts, strict=True)))


def _end(periods: list[CoveragePeriod], today: date) -> None:
    """Close them today; one that began today never was."""
    same_day = [p.pk for p in periods if p.starts_on == today]
    CoveragePeriod.rows.filter(pk__in=same_day).delete()
    rest = [p.pk for p in periods if p.starts_on != today]
    for at in range(0, len(rest), CHUNK):
        CoveragePeriod.rows.filter(pk__in=rest[at : at + CHUNK]).update(ends_on=today)

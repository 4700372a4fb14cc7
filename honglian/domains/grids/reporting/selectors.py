"""Reads about single grid events."""

from __future__ import annotations

from datetime import timedelta

from .models import GridEvent

SAME_WITHIN = timedelta(hours=72)


def same_matters(event: GridEvent) -> list[GridEvent]:
    """Other open events of the enterprise about the same, reported up to 72 hours before (D.3 查重)."""
    if event.enterprise_id is None:
        return []
    rows = GridEvent.rows.filter(
        enterprise_id=event.enterprise_id,
        matter=event.matter,
        collected_at__lte=event.collected_at,
        collected_at__gte=event.collected_at - SAME_WITHIN,
    )
    return list(rows.exclude(pk=event.pk).exclude(state__in=("closed", "invalid")).order_by("pk"))


def waits_for(zone_id: int, number: str) -> bool:
    """Whether an event waits for this whistle: asked at every whistle's end, so one look only."""
    return GridEvent.rows.filter(zone_id=zone_id, case_number=number, state="cased").exists()

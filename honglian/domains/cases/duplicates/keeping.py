"""Keeping the index fresh: the bulk is built by night, what came since is added in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from honglian.algo.duplicates import Index, build, pack, unpack
from honglian.kit import clock

from ..models import Case
from .models import DuplicateIndex

# Without a stored index, and when many came in one day, only the latest are looked at.
MOST_FRESH = 3_000


@dataclass
class _Kept:
    """What one process has read: the stored index, and that of later demands up to ``seen``."""

    built_at: datetime | None
    last_id: int
    stored: Index | None
    seen: int = 0
    fresh: Index | None = None


_kept: dict[int, _Kept] = {}


def rebuild(zone_id: int) -> int:
    """Index all of the zone's demands; returns how many."""
    index = build(_told(zone_id, 0))
    last = int(index.keys[-1]) if len(index.keys) else 0
    values = {"built_at": clock.now(), "last_id": last, "packed": pack(index)}
    DuplicateIndex.rows.update_or_create(zone_id=zone_id, defaults=values)
    return len(index.keys)


def indexes(zone_id: int) -> list[Index]:
    """The stored index and that of the later demands."""
    kept = _stored(zone_id)
    rows = Case.rows.filter(zone_id=zone_id).order_by("-id")
    newest = rows.values_list("id", flat=True).first() or 0
    if newest > max(kept.seen, kept.last_id):
        late = rows.filter(id__gt=kept.last_id).values_list("id", flat=True)[:MOST_FRESH]
        first = min(late)
        kept.fresh, kept.seen = build(_told(zone_id, first - 1)), newest
    return [index for index in (kept.stored, kept.fresh) if index is not None]


def _stored(zone_id: int) -> _Kept:
    rows = DuplicateIndex.rows.filter(zone_id=zone_id)
    head = rows.values_list("built_at", "last_id").first() or (None, 0)
    kept = _kept.get(zone_id)
    if kept is None or (kept.built_at, kept.last_id) != head:
        stored = None
        if head[0] is not None:
            try:
                stored = unpack(bytes(rows.values_list("packed", flat=True).get()))
            except ValueError:  # of an earlier version; the night builds it anew
                head = (head[0], 0)
        kept = _kept[zone_id] = _Kept(head[0], head[1], stored)
    return kept


def _told(zone_id: int, after: int) -> Iterator[tuple[int, str]]:
    rows = Case.rows.filter(zone_id=zone_id, id__gt=after).order_by("id")
    for pk, text, place in rows.values_list("id", "text", "place").iterator(5_000):
        yield pk, f"{text}。{place}"

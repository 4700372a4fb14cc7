"""Which knowledge fits a text: entries that share rare pairs of characters with it come first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from honglian.algo.hanzi import fold

from ..models import KnowledgeEntry

LEAST = 0.18  # share of the weight of a question that its text has to meet
SAME_CATEGORY = 1.3
Stamp = tuple[int, datetime | None]


@dataclass(slots=True)
class Index:
    """Pairs of characters → entries, with the weight of each pair and of each entry."""

    stamp: Stamp
    holders: dict[str, list[int]]
    weight: dict[str, float]
    whole: dict[int, float]
    category: dict[int, str]


_kept: dict[int, Index] = {}


def pairs(text: str) -> set[str]:
    """All pairs of neighbouring letters and characters, folded, without signs and blanks."""
    plain = "".join(ch for ch in fold(text) if ch.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def best(zone_id: int, text: str, category: str = "", most: int = 3) -> list[int]:
    """Keys of the entries in use that fit best, best first; one query unless the library changed."""
    index, wanted = _index(zone_id), pairs(text)
    met: dict[int, float] = defaultdict(float)
    for pair in wanted:
        for pk in index.holders.get(pair, ()):
            met[pk] += index.weight[pair]
    scored = []
    for pk, weight in met.items():
        share = weight / index.whole[pk]
        if share < LEAST:
            continue
        scored.append((-share * (SAME_CATEGORY if index.category[pk] == category else 1), pk))
    return [pk for _, pk in sorted(scored)[:most]]


def _index(zone_id: int) -> Index:
    rows = KnowledgeEntry.rows.filter(zone_id=zone_id, is_active=True)
    facts = rows.aggregate(count=Count("pk"), latest=Max("changed_at"))
    stamp = (facts["count"], facts["latest"])
    kept = _kept.get(zone_id)
    if kept is None or kept.stamp != stamp:
        kept = _kept[zone_id] = _build(stamp, rows.values_list("pk", "question", "category"))
    return kept


def _build(stamp: Stamp, rows) -> Index:
    found = {pk: (pairs(question), category) for pk, question, category in rows}
    seen = Counter(pair for some, _ in found.values() for pair in some)
    weight = {pair: math.log(1 + len(found) / n) for pair, n in seen.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, (some, _) in found.items():
        for pair in some:
            holders[pair].append(pk)
    whole = {pk: sum(weight[p] for p in some) or 1.0 for pk, (some, _) in found.items()}
    return Index(stamp, dict(holders), weight, whole, {pk: c for pk, (_, c) in found.items()})

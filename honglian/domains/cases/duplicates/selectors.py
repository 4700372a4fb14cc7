"""Which demands tell the same, among those the reader may see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from honglian.algo.duplicates import search
from honglian.kit.actor import Actor, ScopeKind

from ..models import Case
from .keeping import indexes

SHORTEST = 6  # characters; less says too little
LEAST = 0.2
MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A demand told before; ``likeness`` in whole percent."""

    case: Case
    likeness: int


def told_before(actor: Actor, text: str, *, but: int | None = None) -> list[Alike]:
    """Demands within the actor's sight that read like this text, the most alike first.

    What is outside the sight is never looked up: an enterprise is only told of its own.
    """
    if actor.zone_id is None or len(text.strip()) < SHORTEST:
        return []
    seen = Case.objects.visible_to(actor)
    among = None
    if actor.scope.kind != ScopeKind.ZONE:
        among = np.fromiter(seen.values_list("pk", flat=True), dtype=np.int64)
        if not len(among):
            return []
    found = dict(search(indexes(actor.zone_id), text, most=MOST + 1, least=LEAST, among=among))
    found.pop(but, None)
    rows = seen.filter(pk__in=found).select_related("lead")
    ordered = sorted(rows, key=lambda row: -found[row.pk])[:MOST]
    return [Alike(row, round(found[row.pk] * 100)) for row in ordered]

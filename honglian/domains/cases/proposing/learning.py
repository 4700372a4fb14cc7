"""Learning from the zone's own closed cases, on top of what is known beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from honglian.algo.textclass import Classifier, Example, Problem, learn, pack, unpack
from honglian.foundation.zones.api import config_of
from honglian.kit import clock

from ..knowledge import OUT_OF_SCOPE, starting_examples
from ..models import Case
from .models import LearnedModel

MOST_CASES = 10_000  # the latest; learning from so many takes less than half a minute
# After so many cases of a category a sentence written beforehand weighs half of a case.
HALVED_BY = 50
# These situations of 不予受理 depend on other facts than the words (领域手册 WH-04).
NOT_BY_WORDS = ("duplicate", "beyond")

_loaded: dict[int, tuple[datetime, Classifier]] = {}


def classifier(zone_id: int) -> Classifier:
    """What the zone has learned, or the starting knowledge on the first days."""
    learned_at = (
        LearnedModel.rows.filter(zone_id=zone_id).values_list("learned_at", flat=True).first()
    )
    if learned_at is None:
        return _of_the_first_day(zone_id)
    kept = _loaded.get(zone_id)
    if kept is None or kept[0] != learned_at:
        packed = LearnedModel.rows.values_list("packed", flat=True).get(zone_id=zone_id)
        try:
            kept = (learned_at, unpack(bytes(packed)))
        except ValueError:  # of an earlier version; the nightly learning makes it anew
            kept = (learned_at, _of_the_first_day(zone_id))
        _loaded[zone_id] = kept
    return kept[1]


def _of_the_first_day(zone_id: int) -> Classifier:
    return _beginner(frozenset(c.code for c in config_of(zone_id).categories))


@lru_cache(maxsize=4)
def _beginner(codes: frozenset[str]) -> Classifier:
    return learn(Problem(starting_examples(codes)))


def relearn(zone_id: int) -> int:
    """Learn anew from the closed cases; returns from how many. Without any nothing is kept."""
    codes = {c.code for c in config_of(zone_id).categories}
    own = own_examples(zone_id, codes)
    if not own:
        return 0
    model = learn(Problem([*_known(codes, own), *own]))
    values = {"learned_at": clock.now(), "cases": len(own), "packed": pack(model)}
    LearnedModel.rows.update_or_create(zone_id=zone_id, defaults=values)
    return len(own)


def own_examples(zone_id: int, codes: Collection[str]) -> list[Example]:
    """Closed cases by the category they ended with, and what was not accepted for its matter."""
    rows = Case.rows.filter(zone_id=zone_id).order_by("-id")
    closed = rows.filter(state="closed", category__in=codes)
    refused = rows.filter(state="not_accepted").exclude(refusal_code__in=NOT_BY_WORDS)
    made = [
        Example(spoken(title, text), category, key=pk)
        for pk, title, text, category in closed.values_list("pk", "title", "text", "category")[
            :MOST_CASES
        ]
    ]
    made += [
        Example(spoken(title, text), OUT_OF_SCOPE)
        for title, text in refused.values_list("title", "text")[: MOST_CASES // 10]
    ]
    return made[::-1]


def _known(codes: Collection[str], own: list[Example]) -> list[Example]:
    """Starting knowledge, lighter where the zone has cases of its own."""
    seen = Counter(example.label for example in own)
    return [
        Example(e.text, e.label, weight=e.weight * HALVED_BY / (HALVED_BY + seen[e.label]))
        for e in starting_examples(codes)
    ]


def spoken(title: str, text: str) -> str:
    """Title and text as one message; most titles are the beginning of the text."""
    return text if title.rstrip("….") in text else f"{title}。{text}"

"""Items of two departments that look like the same thing; people decide.

Likeness is Dice's coefficient of the pairs of neighbouring characters of the titles: 1 is the same title.
Of the same enterprise half is enough, else 0.7. Pairs of characters that stand in more than 200 items say nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SAME_FIRM, ANY_FIRM = 0.5, 0.7
COMMON = 200
MOST_SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """What is compared of an item. ``firm`` is 0 where none is named."""

    pk: int
    department: int
    firm: int
    title: str


def pairs_of(title: str) -> frozenset[str]:
    text = "".join(c for c in title if c.isalnum())
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def doubles(entries: Sequence[Entry]) -> list[tuple[int, int, float]]:
    """(earlier, later, likeness) of items of different departments, the most alike first."""
    grams = {e.pk: pairs_of(e.title) for e in entries}
    found = []
    for one, other in _candidates(entries, grams):
        if one.department == other.department or (
            one.firm and other.firm and one.firm != other.firm
        ):
            continue
        alike = likeness(grams[one.pk], grams[other.pk])
        if alike >= (SAME_FIRM if one.firm and one.firm == other.firm else ANY_FIRM):
            first, second = sorted((one.pk, other.pk))
            found.append((first, second, alike))
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))[:MOST_SHOWN]


def _candidates(
    entries: Sequence[Entry], grams: dict[int, frozenset[str]]
) -> Iterator[tuple[Entry, Entry]]:
    """Each pair that shares a telling piece, once."""
    by_gram: dict[str, list[Entry]] = defaultdict(list)
    counts = Counter(g for found in grams.values() for g in found)
    for entry in entries:
        seen: set[int] = set()
        for gram in sorted(grams[entry.pk]):
            if counts[gram] > COMMON:
                continue
            for other in by_gram[gram]:
                if other.pk not in seen:
                    seen.add(other.pk)
                    yield other, entry
            by_gram[gram].append(entry)

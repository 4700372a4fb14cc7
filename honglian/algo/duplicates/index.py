"""An inverted index over pairs and triples of characters, as plain arrays."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from math import log

import numpy as np

# Punctuation and blanks differ between two tellings of one thing.
BREAK = re.compile(r"[\W_]+")
LONGEST = 600  # characters that are read of one text
# Only so many entries of lists are read for one answer, those of the rarest grams first.
MOST_READ = 100_000
FORMAT = 1


@dataclass(frozen=True)
class Index:
    """``lists[starts[g]:starts[g + 1]]`` are the places of the texts with gram ``g``, and
    ``values`` its weight there; the vector of each text has length one."""

    grams: tuple[str, ...]
    starts: np.ndarray
    lists: np.ndarray
    values: np.ndarray
    keys: np.ndarray

    @cached_property
    def place(self) -> dict[str, int]:
        return {gram: number for number, gram in enumerate(self.grams)}

    def rarity(self, gram: str) -> float:
        """log(texts / texts with it) + 1; an unknown gram is as rare as can be."""
        number = self.place.get(gram)
        seen = int(self.starts[number + 1] - self.starts[number]) if number is not None else 0
        return log((1 + len(self.keys)) / (1 + seen)) + 1


def grams_of(text: str) -> Counter[str]:
    """Pairs and triples of neighbouring characters of the text's beginning."""
    found: Counter[str] = Counter()
    for piece in BREAK.split(text[:LONGEST].lower()):
        for size in (2, 3):
            found.update(piece[i : i + size] for i in range(len(piece) - size + 1))
    return found


def build(texts: Iterable[tuple[int, str]]) -> Index:
    """An index of texts with their keys; a repeated key stands twice."""
    place: dict[str, int] = {}
    keys, columns, owners, counts = [], [], [], []
    for row, (key, text) in enumerate(texts):
        keys.append(key)
        for gram, count in grams_of(text).items():
            columns.append(place.setdefault(gram, len(place)))
            owners.append(row)
            counts.append(count)
    gram_of = np.array(columns, dtype=np.int32)
    owner = np.array(owners, dtype=np.int32)
    seen = np.bincount(gram_of, minlength=len(place))
    rarity = np.log((1 + len(keys)) / (1 + seen)) + 1
    value = (1 + np.log(np.array(counts, dtype=np.float64))) * rarity[gram_of]
    length = np.sqrt(np.bincount(owner, weights=value**2, minlength=len(keys)))
    value /= np.maximum(length, 1e-9)[owner]
    order = np.argsort(gram_of, kind="stable")
    return Index(
        grams=tuple(place),
        starts=np.concatenate([[0], np.cumsum(seen)]).astype(np.int64),
        lists=owner[order],
        values=value[order].astype(np.float32),
        keys=np.array(keys, dtype=np.int64),
    )


def search(
    indexes: Sequence[Index],
    text: str,
    *,
    most: int = 10,
    least: float = 0.0,
    among: np.ndarray | None = None,
) -> list[tuple[int, float]]:
    """Keys with their likeness (0 … 1), the most alike first. The first index says how rare a gram
    is. ``among`` are the keys that may be answered (all when None)."""
    counts = grams_of(text)
    if not counts or not indexes:
        return []
    weights = {g: (1 + log(n)) * indexes[0].rarity(g) for g, n in counts.items()}
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    found: list[tuple[int, float]] = []
    for index in indexes:
        found += _search_one(index, weights, length, most, least, among)
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))[:most]


def _search_one(
    index: Index,
    weights: dict[str, float],
    length: float,
    most: int,
    least: float,
    among: np.ndarray | None,
) -> list[tuple[int, float]]:
    if not len(index.keys):
        return []
    known = [(index.place[gram], weight) for gram, weight in weights.items() if gram in index.place]
    known.sort(key=lambda pair: index.starts[pair[0] + 1] - index.starts[pair[0]])
    owners: list[np.ndarray] = []
    told: list[np.ndarray] = []
    read = 0
    for gram, weight in known:
        first, last = int(index.starts[gram]), int(index.starts[gram + 1])
        if owners and read + last - first > MOST_READ:
            break
        read += last - first
        owners.append(index.lists[first:last])
        told.append(index.values[first:last] * np.float32(weight / length))
    if not owners:
        return []
    scores = np.bincount(
        np.concatenate(owners), weights=np.concatenate(told), minlength=len(index.keys)
    )
    if among is not None:
        scores[~np.isin(index.keys, among)] = 0.0
    size = min(most, len(scores))
    best = np.argpartition(-scores, size - 1)[:size]
    return [
        (int(index.keys[i]), min(float(scores[i]), 1.0))
        for i in best
        if scores[i] > max(least, 1e-9)
    ]


def pack(index: Index) -> bytes:
    """Arrays and names as bytes; nothing in them runs when they are read."""
    head = json.dumps({"format": FORMAT, "grams": index.grams}, ensure_ascii=False).encode()
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        head=np.frombuffer(head, dtype=np.uint8),
        starts=index.starts,
        lists=index.lists,
        values=index.values.astype(np.float16),
        keys=index.keys,
    )
    return buffer.getvalue()


def unpack(packed: bytes) -> Index:
    """Raises ValueError when the bytes are of another format."""
    with np.load(BytesIO(packed), allow_pickle=False) as stored:
        head = json.loads(stored["head"].tobytes())
        if head["format"] != FORMAT:
            raise ValueError(f"index of format {head['format']}, expected {FORMAT}")
        return Index(
            grams=tuple(head["grams"]),
            starts=stored["starts"],
            lists=stored["lists"],
            values=stored["values"].astype(np.float32),
            keys=stored["keys"],
        )

"""Rows as PostgreSQL's COPY takes them: text in blocks, constants written once a block.

Row by row through the driver's adapters it took three times as long for forty columns, most of
which are the same in all rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

# About what a socket's buffer holds: the server works on one block while the next one is made.
BLOCK = 150  # rows
NULL = r"\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def blocks(columns: Sequence[Iterable[Any]], same: Sequence[Any]) -> Iterator[str]:
    """Text of all rows: the values of ``columns``, then those of ``same``, in this order."""
    ending = "".join(f"\t{text_of(value)}" for value in same) + "\n"
    iterators = [iter(column) for column in columns]
    while True:
        parts = [list(islice(iterator, BLOCK)) for iterator in iterators]
        if not parts[0]:
            return
        rows = map("\t".join, zip(*map(_texts, parts), strict=True))
        yield ending.join(rows) + ending


def text_of(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if hasattr(value, "obj"):  # the driver's wrapper of a JSON value
        return value.dumps(value.obj).translate(_ESCAPES)
    return str(value)


def _texts(values: list[Any]) -> list[str]:
    try:
        everything = "".join(values)
    except TypeError:  # not all of them are text
        return list(map(text_of, values))
    if _SPECIAL.search(everything):
        return [value.translate(_ESCAPES) for value in values]
    return values

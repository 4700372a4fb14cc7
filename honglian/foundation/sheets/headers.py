"""Which column of a file is which column of a ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from honglian.kit.errors import Refusal

if TYPE_CHECKING:
    from .columns import Column

_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_NOISE = re.compile(r"[\s*＊:：、.。_\-]+")
# What an amount's header says in brackets → factor to 万元.
UNITS = {
    "元": Decimal("0.0001"),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "亿元": Decimal(10000),
}


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """Full width to half width, lower case, without spaces and ornament."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header).lower())


@lru_cache(maxsize=4096)
def bare(header: str) -> str:
    """The header without what stands in brackets."""
    return _NOISE.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", header).lower()))


def unit_factor(header: str) -> Decimal:
    """``注册资本(元)`` → 0.0001; without a unit the ledger's own (万元)."""
    for inside in _BRACKETS.findall(unicodedata.normalize("NFKC", header)):
        for unit, factor in UNITS.items():
            if inside[1:-1].strip() == unit:
                return factor
    return Decimal(1)


@dataclass
class HeaderMap:
    """``fields`` maps a field to the position of its column; the rest is told to the user."""

    fields: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class Recogniser:
    """Knows all spellings of a ledger's headers, its field names among them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {c.field: c for c in columns}
        self._known: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        for column in columns:
            for spelling in (column.header, *column.synonyms):
                self._known.setdefault(normal(spelling), column.field)
                self._bare.setdefault(bare(spelling), column.field)
        for column in columns:  # last, because an extract may use one of our names otherwise
            self._known.setdefault(normal(column.field), column.field)

    def field_of(self, header: str) -> str | None:
        if not header:
            return None
        return self._known.get(normal(header)) or self._bare.get(bare(header))

    def score(self, row: Iterable[Any]) -> int:
        """How many different columns a row of cells names."""
        cells = (cell for cell in row if isinstance(cell, str) and cell)
        return len({self.field_of(cell) for cell in cells if len(cell) < 60} - {None})

    def map(self, headers: Sequence[str], chosen: Mapping[str, str] | None = None) -> HeaderMap:
        """``chosen`` maps headers to fields by the user's word ("" leaves a column out)."""
        found = HeaderMap()
        chosen = self._resolve(headers, chosen or {})
        by_word = [i for i, header in enumerate(headers) if header in chosen]
        for index in [*by_word, *(i for i in range(len(headers)) if i not in by_word)]:
            header = headers[index]
            if not header:
                continue
            name = chosen[header] if header in chosen else self.field_of(header)
            self._place(found, header, index, name)
        order = {header: i for i, header in enumerate(headers)}
        found.unknown.sort(key=lambda h: order[h])
        return found

    def _place(self, found: HeaderMap, header: str, index: int, name: str | None) -> None:
        if not name:
            found.unknown.append(header)
        elif not self.columns[name].imported:
            found.passed_over.append(header)
        elif name in found.fields:
            found.doubled.append(header)
        else:
            found.fields[name] = index

    def _resolve(self, headers: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
        """Accept a column's field, header or synonym on the right-hand side of a mapping."""
        resolved = {}
        present = {normal(h): h for h in headers if h}
        for header, wanted in chosen.items():
            if normal(header) not in present:
                continue
            name = wanted if wanted in self.columns or not wanted else self.field_of(wanted)
            if name is None:
                raise Refusal(
                    f"台账里没有“{wanted}”这一列，不能把“{header}”对应过去。", field="mapping"
                )
            resolved[present[normal(header)]] = name
        return resolved

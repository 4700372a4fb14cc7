"""An official document as data: what it says, in which order; nothing of how it looks.

The same declaration becomes a Word file (:mod:`.word`), a PDF (:mod:`.pdf`) and the preview on a page.
Headings are numbered here (一、 （一） 1. （1）), so that moving a part never leaves a wrong number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

DIGITS = "零一二三四五六七八九"
MOST_LEVELS = 4
# XML 1.0 has no place for control characters and lone surrogates; text from forms and phones may hold them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """``level`` 1–4; the number before it is counted, not written."""

    text: str
    level: int = 1
    kind: str = field(default="heading", init=False)

    def __post_init__(self) -> None:
        if not 1 <= self.level <= MOST_LEVELS:
            raise ValueError(f"a heading has level 1 to {MOST_LEVELS}, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """``indent`` False starts at the margin, as 主送 does."""

    text: str
    indent: bool = True
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Table:
    """``shares`` are the widths of the columns relative to one another; without them the texts decide.

    Without ``heads`` it is a form of labels and contents; ``joined`` goes on right under the table above.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    shares: tuple[float, ...] = ()
    note: str = ""
    joined: bool = False
    kind: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        width = self.width
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"every row of the table {self.title!r} needs {width} cells")
        if self.shares and len(self.shares) != width:
            raise ValueError("one share a column")

    @property
    def width(self) -> int:
        return len(self.heads) or (len(self.rows[0]) if self.rows else 0)

    @property
    def bare(self) -> bool:
        return not self.heads


@dataclass(frozen=True)
class Annex:
    """A part that begins on a page of its own, named in the list of attachments."""

    title: str
    body: tuple[Heading | Paragraph | Table, ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Document:
    """``masthead`` is the red name at the top (发文机关标志 or the brief's name); without it the document
    is a plain sheet. ``seal`` leaves the place for the seal over the signature. ``copies_to`` and
    ``printed_by`` make the 版记 at the end.
    """

    title: str
    issuer: str
    on: date
    body: tuple[Block, ...]
    number: str = ""
    masthead: str = ""
    to: str = ""
    annexes: tuple[Annex, ...] = ()
    secrecy: str = ""
    seal: bool = True
    copies_to: str = ""
    printed_by: str = ""

    @property
    def attachments(self) -> tuple[str, ...]:
        return tuple(annex.title for annex in self.annexes)

    @property
    def dated(self) -> str:
        return chinese_day(self.on)


def chinese_day(day: date) -> str:
    """Arabic digits without leading zeros: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(value: int) -> str:
    """1–99 → 一, 十, 十二, 二十, 九十九."""
    if not 1 <= value <= 99:
        raise ValueError(f"headings are numbered from 1 to 99, not {value}")
    tens, ones = divmod(value, 10)
    lead = "" if tens < 1 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return lead + (DIGITS[ones] if ones else "")


def label(level: int, value: int) -> str:
    """The number before a heading of this level (GB/T 9704—2012, 7.3.3)."""
    match level:
        case 1:
            return f"{chinese_number(value)}、"
        case 2:
            return f"（{chinese_number(value)}）"
        case 3:
            return f"{value}."
    return f"（{value}）"


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the number that stands before it, empty for what is no heading."""
    counts = [0] * (MOST_LEVELS + 1)
    for block in blocks:
        if not isinstance(block, Heading):
            yield block, ""
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (MOST_LEVELS - block.level)
        yield block, label(block.level, counts[block.level])


def clean(text: str) -> str:
    """What a file can hold: no control characters, line ends as one sign."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def as_data(document: Document) -> dict[str, Any]:
    """Plain data with cleaned texts and counted headings, for the typesetter and for the digest."""
    data = _cleaned(asdict(document))
    data["body"] = _blocks(document.body)
    data["annexes"] = [{"title": clean(a.title), "body": _blocks(a.body)} for a in document.annexes]
    data["dated"] = document.dated
    data["on"] = document.on.isoformat()
    return data


def digest(document: Document) -> str:
    """64 hex digits over what the document says; its number and day are not part of it."""
    data = as_data(document)
    for name in ("number", "on", "dated"):
        del data[name]
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    found = []
    for block, before in numbered(blocks):
        data = _cleaned(asdict(block)) | {"label": before}
        if isinstance(block, Table):
            data["shares"] = [round(share, 4) for share in column_shares(block)]
            data["percents"] = [round(100 * share) for share in column_shares(block)]
        found.append(data)
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inside) for inside in value]
    return value


def column_shares(table: Table) -> list[float]:
    """Widths of the columns as shares of the page, adding up to one.

    Without given shares a column gets as much as its longest cell asks for, between four and
    twenty-four characters, so that one long text does not crush the others.
    """
    wanted = list(table.shares) or [_wanted(table, column) for column in range(table.width)]
    whole = sum(wanted)
    return [share / whole for share in wanted]


def _wanted(table: Table, column: int) -> float:
    cells = [row[column] for row in table.rows] + list(table.heads[column : column + 1])
    return min(24.0, max(4.0, max((text_width(cell) for cell in cells), default=0.0) + 1))


def text_width(text: str) -> float:
    """Width of the longest line in Chinese characters; Latin letters and digits take half of one."""
    lines = text.split("\n")
    return max(sum(1.0 if ord(sign) > 0x2E7F else 0.5 for sign in line) for line in lines)

"""The kinds of cells that ledgers have, over the national standards of ``honglian.algo``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from honglian.algo.standards import (
    Amount,
    Invalid,
    future_problem,
    id_card,
    is_blank,
    mobile,
    parse_amount,
    parse_date,
    uscc,
)
from honglian.algo.standards import plain as compact

from .columns import Cell, Column, Kind, Parser, clean_texts, plain

if TYPE_CHECKING:
    from .checking import Run

YES = {"是", "y", "yes", "true", "1", "有", "√", "对"}
NO = {"否", "n", "no", "false", "0", "无", "×", "x", "不是", "没有"}


def same(text: str) -> str:
    """Two names that differ only in width, spaces or case are the same name."""
    return compact(text).lower()


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``limit`` characters, kept as typed."""

    limit: int = 0
    lines: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        limit, lines = self.limit, self.lines

        def parse(cell: Any) -> str:
            text = plain(cell)
            if not lines and ("\n" in text or "\r" in text or "\t" in text):
                text = " ".join(text.split())
            if limit and len(text) > limit:
                raise Invalid(f"有 {len(text)} 个字，最多 {limit} 个，请缩短")
            return text

        return parse

    def parse_all(
        self, cells: Sequence[Any], parse: Parser
    ) -> tuple[list[Any], list[tuple[int, str]]]:
        texts = clean_texts(cells, limit=self.limit, lines=self.lines) if self.is_plain else None
        return (texts, []) if texts is not None else super().parse_all(cells, parse)

    @property
    def is_plain(self) -> bool:
        """Whether stripping is all that its cells need."""
        return type(self) in (Text, Words)


@dataclass(frozen=True)
class Words(Text):
    """Free text for which usual words are offered."""

    offered: tuple[str, ...] = ()

    def choices(self, run: Run) -> list[str]:
        return list(self.offered)


@dataclass(frozen=True)
class Names(Text):
    """Names of people, several divided by 、 or a comma; kept with 、 between them."""

    def parser(self, run: Run, column: Column) -> Parser:
        parse = super().parser(run, column)

        def names(cell: Any) -> str:
            text = parse(cell)
            return "" if is_blank(text) else "、".join(filter(None, _SEPARATORS.split(text)))

        return names


_SEPARATORS = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True)
class Code(Kind):
    """A short code: half width, capitals (or ``lower`` case), no spaces.

    ``pattern`` is what it must look like, ``shape`` says so in words, ``drop`` is left out.
    """

    limit: int = 32
    pattern: str = ""
    shape: str = ""
    drop: str = ""
    lower: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        pattern = re.compile(self.pattern) if self.pattern else None
        drop = re.compile(self.drop) if self.drop else None

        def parse(cell: Any) -> str:
            code = compact(plain(cell))
            code = code.lower() if self.lower else code.upper()
            if is_blank(code):
                return ""
            if drop:
                code = drop.sub("", code)
            if len(code) > self.limit:
                raise Invalid(f"有 {len(code)} 位，最多 {self.limit} 位，请核对")
            if pattern and not pattern.fullmatch(code):
                raise Invalid(f"“{code}”不像{column.header}，应为{self.shape}，请核对")
            return code

        return parse


@dataclass(frozen=True)
class CreditCode(Kind):
    """统一社会信用代码 (GB 32100-2015)."""

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> str:
            text = cell if type(cell) is str else plain(cell)
            if uscc.is_valid(text):
                return text
            return "" if is_blank(plain(text)) else uscc.parse(plain(text))

        return parse

    def parse_all(
        self, cells: Sequence[Any], parse: Parser
    ) -> tuple[list[Any], list[tuple[int, str]]]:
        """Codes are all different: the valid ones stay as they are, the others are looked at."""
        values, problems = list(cells), []
        for index, cell in enumerate(cells):
            if type(cell) is str and uscc.is_valid(cell):
                continue
            try:
                values[index] = "" if cell is None or cell == "" else parse(cell)
            except Invalid as problem:
                values[index] = self.empty
                problems.append((index, str(problem)))
        return values, problems


@dataclass(frozen=True)
class IdNumber(Kind):
    """公民身份号码 (GB 11643-1999)."""

    def parser(self, run: Run, column: Column) -> Parser:
        today = run.today

        def parse(cell: Any) -> str:
            text = plain(cell)
            return "" if is_blank(text) else id_card.parse(text, today=today).number

        return parse


@dataclass(frozen=True)
class Mobile(Kind):
    """A mobile number; with ``fixed_too`` a fixed line is as good."""

    fixed_too: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> str:
            text = plain(cell)
            if is_blank(text):
                return ""
            if self.fixed_too and FIXED_LINE.fullmatch(compact(text)):
                return compact(text)
            return mobile.parse(text)

        return parse


FIXED_LINE = re.compile(r"(\(?0\d{2,3}\)?-?)?\d{7,8}(-\d{1,6})?")


@dataclass(frozen=True)
class Day(Kind):
    """A date; ``past`` refuses one that lies ahead."""

    past: bool = True
    empty: Any = None
    is_text: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        past, today = self.past, run.today

        def parse(cell: Any) -> date | None:
            day = parse_date(plain(cell) if type(cell) is str else cell)
            if past and day is not None and day > today:
                raise Invalid(future_problem(day, today=today) or "")
            return day

        return parse

    def show(self, value: Any, run: Run) -> str:
        return value.isoformat() if value else ""

    def cell(self, value: Any, run: Run) -> Cell:
        return value


@dataclass(frozen=True)
class Money(Kind):
    """An amount in 万元 (``per_yuan``: in 元) of at most ``digits``, rounded to ``places``."""

    places: int = 2
    digits: int = 16
    unit: str = "万元"
    empty: Any = None
    is_text: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> Decimal | None:
            amount = parse_amount(plain_number(cell), bare_unit=self.unit)
            if amount is None:
                return None
            if amount.currency != "CNY":
                raise Invalid(f"“{amount.original}”不是人民币，这一列只填人民币金额")
            value = amount.value * 10000 if self.unit == "元" else amount.value
            return rounded(value, self.places, self.digits)

        return parse

    def scaled(self, parse: Parser, factor: Any) -> Parser:
        if self.unit == "元":
            return parse
        return lambda cell: (
            _times(parse(cell), factor, self.places) if _is_bare(cell) else parse(cell)
        )

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else f"{value.normalize():,f}"

    def cell(self, value: Any, run: Run) -> Cell:
        return None if value is None else float(value)


@dataclass(frozen=True)
class Capital(Money):
    """An amount that keeps its own currency: gives the value in 万 and the currency code."""

    places: int = 4
    digits: int = 18
    empty: Any = (None, "")
    spread: int = 2

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> tuple[Decimal | None, str]:
            amount = parse_amount(plain_number(cell), bare_unit=self.unit)
            if amount is None:
                return (None, "")
            return (rounded(amount.value, self.places, self.digits), amount.currency)

        return parse

    def scaled(self, parse: Parser, factor: Any) -> Parser:
        def scaled(cell: Any) -> tuple[Decimal | None, str]:
            value, currency = parse(cell)
            return (_times(value, factor, self.places) if _is_bare(cell) else value, currency)

        return scaled

    def show(self, value: Any, run: Run) -> str:
        return super().show(value, run) if isinstance(value, Decimal) else value or ""

    def cell(self, value: Any, run: Run) -> Cell:
        """A figure in 万元; a foreign amount with its currency in words."""
        amount, currency = value
        if amount is None or currency in ("", "CNY"):
            return super().cell(amount, run)
        return Amount(amount.normalize(), currency, "").chinese()


@dataclass(frozen=True)
class Count(Kind):
    """A whole number from 0."""

    largest: int = 2_147_483_647
    empty: Any = None
    is_text: bool = False
    unit: str = ""

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> int | None:
            text = compact(plain(cell)).replace(",", "").removesuffix(self.unit)
            if is_blank(text):
                return None
            text = text.removesuffix(".0")
            if not (text.isascii() and text.isdigit()):
                raise Invalid(f"“{text[:20]}”不是整数，请只填数字")
            if int(text) > self.largest:
                raise Invalid(f"{text} 太大，最多 {self.largest}，请核对")
            return int(text)

        return parse

    def cell(self, value: Any, run: Run) -> Cell:
        return value


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed list: pairs of stored code and shown word, with further spellings."""

    pairs: Sequence[tuple[str, str]] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    def parser(self, run: Run, column: Column) -> Parser:
        known = {same(word): code for word, code in self.also.items()}
        for code, word in self.pairs:
            known |= {same(word): code, same(code): code}
        words = "、".join(word for _, word in self.pairs[:12])

        def parse(cell: Any) -> str:
            text = plain(cell)
            code = known.get(same(text))
            if code is None:
                if is_blank(text):
                    return ""
                raise Invalid(f"“{text[:20]}”不在可选范围内，请从{words}中选一个")
            return code

        return parse

    def show(self, value: Any, run: Run) -> str:
        return next((word for code, word in self.pairs if code == value), value or "")

    def choices(self, run: Run) -> list[str]:
        return [word for _, word in self.pairs]


@dataclass(frozen=True)
class Flag(Kind):
    """是 or 否."""

    empty: Any = None

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> bool | None:
            text = same(plain(cell))
            if text in YES:
                return True
            if text in NO:
                return False
            if is_blank(text):
                return None
            raise Invalid(f"“{text[:20]}”请填“是”或“否”")

        return parse

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else "是" if value else "否"

    def choices(self, run: Run) -> list[str]:
        return ["是", "否"]


@dataclass(frozen=True)
class Reference(Kind):
    """Another object, named by code or name. ``lookup`` is a key of the run's lookups.

    The lookup is a :class:`Directory`.
    """

    lookup: str = ""
    empty: Any = None
    offered: bool = True

    def parser(self, run: Run, column: Column) -> Parser:
        directory: Directory = run.lookups[self.lookup]

        def parse(cell: Any) -> Any:
            text = plain(cell)
            found = directory.find(text)
            if found is None and not is_blank(text):
                raise Invalid(directory.unknown(text))
            return found

        return parse

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else run.lookups[self.lookup].name_of(value)

    def choices(self, run: Run) -> list[str]:
        return run.lookups[self.lookup].names if self.offered and run.lookups else []


class Directory:
    """Objects that cells may name: spelling → identifier, identifier → shown name.

    ``entries`` are (identifier, shown name, further spellings). A spelling that several
    objects share names none of them.
    """

    def __init__(
        self,
        what: str,
        entries: Iterable[tuple[Any, str, Iterable[str]]],
        advice: str,
        *,
        ambiguous: str = "请改填编码",
    ) -> None:
        self.what, self.advice, self.ambiguous = what, advice, ambiguous
        self._names: dict[Any, str] = {}
        self._known: dict[str, set[Any]] = {}
        for identifier, name, spellings in entries:
            self._names[identifier] = name
            for spelling in (name, *spellings):
                if spelling:
                    self._known.setdefault(same(spelling), set()).add(identifier)

    def find(self, text: str) -> Any:
        """The identifier, None if there is no such object; Invalid if there are several."""
        found = self._known.get(same(text))
        if found and len(found) > 1:
            raise Invalid(f"有 {len(found)} 个{self.what}都叫“{text}”，{self.ambiguous}")
        return next(iter(found)) if found else None

    def unknown(self, text: str) -> str:
        return f"没有找到{self.what}“{text[:40]}”，{self.advice}"

    def name_of(self, identifier: Any) -> str:
        return self._names.get(identifier, str(identifier))

    @property
    def names(self) -> list[str]:
        return list(self._names.values())


def plain_number(cell: Any) -> Any:
    """A cell of figures: numbers stay numbers, text loses ornament."""
    return cell if isinstance(cell, float | int) and not isinstance(cell, bool) else plain(cell)


def rounded(value: Decimal, places: int, digits: int) -> Decimal:
    """To the places that are stored, so that a second import finds nothing changed."""
    if value.adjusted() >= digits - places:
        raise Invalid(f"金额 {value:,f} 太大，请核对单位")
    return value.quantize(Decimal(1).scaleb(-places))


def _times(value: Decimal | None, factor: Decimal, places: int) -> Decimal | None:
    return None if value is None else (value * factor).quantize(Decimal(1).scaleb(-places))


def _is_bare(cell: Any) -> bool:
    """Whether the number carries no unit of its own, so that the header's unit counts."""
    if not isinstance(cell, str):
        return True
    return not re.search(r"[^\d.,\s]", cell)

"""Days, amounts and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from honglian.algo.standards import (
    Amount,
    Invalid,
    future_problem,
    is_blank,
    parse_amount,
    parse_date,
)
from honglian.algo.standards import plain as compact

from ..columns import Cell, Column, Kind, Parser, plain

if TYPE_CHECKING:
    from ..checking import Run

MINUS = ("-", "−", "－")


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
    """An amount in 万元 (or 元) of at most ``digits``, rounded to ``places``; below zero if ``signed``."""

    signed: bool = False
    places: int = 2
    digits: int = 16
    unit: str = "万元"
    empty: Any = None
    is_text: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        def parse(cell: Any) -> Decimal | None:
            text = plain_number(cell)
            loss = self.signed and isinstance(text, str) and text[:1] in MINUS
            amount = parse_amount(text[1:] if loss else text, bare_unit=self.unit)
            if amount is None:
                return None
            if amount.currency != "CNY":
                raise Invalid(f"“{amount.original}”不是人民币，这一列只填人民币金额")
            value = amount.value * 10000 if self.unit == "元" else amount.value
            return rounded(-value if loss else value, self.places, self.digits)

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
class Degree(Kind):
    """A longitude or latitude in decimal degrees between two bounds, kept to six places (10 cm)."""

    low: float
    high: float
    empty: Any = None
    is_text: bool = False

    def parser(self, run: Run, column: Column) -> Parser:
        low, high = self.low, self.high

        def parse(cell: Any) -> float | None:
            text = compact(plain(cell)).removesuffix("°")
            if is_blank(text):
                return None
            try:
                value = round(float(text), 6)
            except ValueError as error:
                raise Invalid(f"“{text[:20]}”不是度数，请写成 114.298572 这样") from error
            if not low <= value <= high:
                raise Invalid(f"{value} 不在 {low:g} 到 {high:g} 之间，请核对经纬度是否填反")
            return value

        return parse

    def cell(self, value: Any, run: Run) -> Cell:
        return value


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

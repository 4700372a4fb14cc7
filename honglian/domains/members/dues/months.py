"""Which months a member owes, which are paid, and how long the arrears are (领域手册 B.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from honglian.algo.months import add_months
from honglian.kit.rules import BOOK

PAID, PART, OWED, NONE, NOT_YET, AHEAD = "paid", "part", "owed", "none", "not_yet", "ahead"
WORDS = {
    PAID: "已交", PART: "未交足", OWED: "欠交", NONE: "不用交", NOT_YET: "未到期", AHEAD: "已预交",
}  # fmt: skip


def first_of(day: date) -> date:
    return day.replace(day=1)


def months_of(year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13)]


@dataclass(frozen=True)
class Cell:
    """One month of one member: its standing, what was agreed and what came in (元)."""

    month: date
    standing: str
    agreed: Decimal
    paid: Decimal

    @property
    def word(self) -> str:
        return WORDS[self.standing]


@dataclass(frozen=True)
class Account:
    """A member's dues: agreed sums by year, sums paid by month, and from when dues are owed.

    ``agreed`` years without a base owe nothing that is known; ``begins`` is the month of joining.
    """

    begins: date
    agreed: Mapping[int, Decimal]
    paid: Mapping[date, Decimal] = field(default_factory=dict)

    def cell(self, month: date, today: date) -> Cell:
        agreed = self.agreed.get(month.year, Decimal(0))
        paid = self.paid.get(month, Decimal(0))
        return Cell(month, self._standing(month, agreed, paid, today), agreed, paid)

    def _standing(self, month: date, agreed: Decimal, paid: Decimal, today: date) -> str:
        this = first_of(today)
        if paid > 0 and paid >= agreed:
            return AHEAD if month > this else PAID
        if agreed <= 0 or self._before_joining(month):
            return NONE
        if paid > 0:
            return PART
        return OWED if month < this else NOT_YET

    def _before_joining(self, month: date) -> bool:
        return bool(BOOK.find("DUE-01", month, joined=self.begins, month=month))

    def owed(self, today: date) -> list[Cell]:
        """Months gone by that are not paid in full, oldest first."""
        months = [m for year in sorted(self.agreed) for m in months_of(year)]
        cells = [self.cell(m, today) for m in months if m < first_of(today)]
        return [c for c in cells if c.standing in (OWED, PART)]

    def in_a_row(self, today: date) -> int:
        """How many months up to the last full one nothing at all was paid, without a payment between.

        Months in which nothing is due (not settled yet, relieved) neither count nor end the row.
        """
        count, month = 0, add_months(first_of(today), -1)
        while self.agreed and month.year >= min(self.agreed):
            standing = self.cell(month, today).standing
            if standing not in (OWED, NONE):
                break
            count, month = count + (standing == OWED), add_months(month, -1)
        return count

    def paid_to(self) -> date | None:
        """The last month up to which every month owed is paid."""
        last, months = None, sorted(m for m in self.paid if self.paid[m] > 0)
        for month in months:
            if last is not None and self._gap(last, month):
                break
            last = month
        return last

    def _gap(self, last: date, month: date) -> bool:
        between = add_months(last, 1)
        while between < month:
            if self.agreed.get(between.year, Decimal(0)) > 0:
                return True
            between = add_months(between, 1)
        return False


def total(cells: Iterable[Cell]) -> Decimal:
    return sum((c.agreed for c in cells if c.standing != NONE), Decimal(0))

"""The checks of an enterprise row: the standards the product uses, called as fast as they can be.

Equal cells of a column are checked once. No messages, no positions, no report: a row with a wrong
code or without a name is refused, a date or an amount that cannot be read is left empty, which is
also what the product's ledger does.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from honglian.algo.standards import Invalid, future_problem, parse_amount, parse_date, uscc

LONGEST_NAME = 128
TODAY = date.today()

Row = tuple[Any, ...]


def check_columns(columns: Sequence[Sequence[Any]]) -> tuple[list[Row], int]:
    """Checked rows and how many were refused.

    `columns`: code, name, founding date, type, capital, scope, division, address. The rows have the
    capital as two values (万, currency).
    """
    codes = [code if uscc.is_valid(code) else _clean_code(code) for code in columns[0]]
    founded = _each(parse_day, columns[2])
    capital = _each(parse_capital, columns[4])
    seen: set[str] = set()
    good, refused = [], 0
    rows = zip(codes, columns[1], founded, columns[3], capital, *columns[5:], strict=True)
    for code, name, day, kind, money, scope, division, address in rows:
        if not code or not name or len(name) > LONGEST_NAME or code in seen:
            refused += 1
            continue
        seen.add(code)
        good.append((code, name, day, kind[:64], *money, scope, division[:6], address[:200]))
    return good, refused


def parse_day(cell: Any) -> str | None:
    """The ISO day as text, or None."""
    try:
        day = parse_date(cell)
    except Invalid:
        return None
    return day.isoformat() if day and not future_problem(day, today=TODAY) else None


def parse_capital(cell: Any) -> tuple[str | None, str]:
    """Amount in 万 as decimal text, and currency; (None, "") when blank or not understood."""
    try:
        amount = parse_amount(cell)
    except Invalid:
        return None, ""
    return (f"{amount.value:.4f}", amount.currency) if amount else (None, "")


def _clean_code(cell: Any) -> str:
    try:
        return uscc.parse(cell)
    except Invalid:
        return ""


def _each(parse: Callable[[Any], Any], cells: Sequence[Any]) -> list[Any]:
    known = {cell: parse(cell) for cell in {*cells}}
    return [known[cell] for cell in cells]

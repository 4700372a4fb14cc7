"""A formula as an expression: which rows count, and the sums of which its value is made.

The engine only ever adds and counts whole numbers; dividing and rounding is done afterwards in
decimals, so every engine gives the same figure to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from honglian.algo.figures.spans import Period, Span

from .formula import Condition, Formula, Measure, Op
from .records import Kind, Limit, RecordType
from .snapshot import seconds

DAY_SECONDS = 86_400


def limited(table: Any, limit: Limit) -> Any:
    """Rows inside a reader's scope; the very first step of every query."""
    if limit is None:
        return table
    wanted = [table[column].isin(list(ids)) for column, ids in limit if ids]
    return table.filter(reduce(or_, wanted)) if wanted else table.filter(ibis.literal(False))


def _known(column: Any, kind: Kind) -> Any:
    return column != "" if kind == Kind.TEXT else column.notnull()


def _bound(kind: Kind, value: Any, *, after: bool) -> Any:
    """A day as the column stores it; ``after`` is the first instant that is too late."""
    if kind not in (Kind.DATE, Kind.MOMENT):
        return value
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if kind == Kind.DATE:
        return ibis.literal(day)
    return seconds(day + timedelta(days=1)) if after else seconds(day)


def condition(table: Any, record: RecordType, one: Condition) -> Any:
    column = record.column(one.column)
    assert column is not None
    cell = table[one.column]
    match one.op:
        case Op.IN:
            return cell.isin(list(one.values))
        case Op.NOT_IN:
            return cell.isnull() | ~cell.isin(list(one.values))
        case Op.AT_LEAST:
            return cell >= _bound(column.kind, one.values[0], after=False)
        case Op.AT_MOST:
            bound = _bound(column.kind, one.values[0], after=True)
            return cell < bound if column.kind == Kind.MOMENT else cell <= bound
        case Op.FILLED:
            return _known(cell, column.kind)
        case Op.BLANK:
            return ~_known(cell, column.kind)
    return cell == ibis.literal(one.op == Op.YES)


def inside(table: Any, record: RecordType, formula: Formula, days: Span) -> Any:
    """Rows of a period. A state on a day has begun (or its beginning is not known) and has not ended."""
    found = table["pk"].notnull()
    column = record.column(formula.date)
    if column is None:
        return found
    cell = table[formula.date]
    begun = _until(cell, column.kind, days.last)
    if formula.period == Period.POINT:
        found = cell.isnull() | begun
        ending = record.column(formula.until)
        if ending is not None:
            end = table[formula.until]
            found = found & (end.isnull() | ~_until(end, ending.kind, days.last))
        return found
    if days.first is None:
        return begun
    return begun & (cell >= _bound(column.kind, days.first, after=False))


def _until(cell: Any, kind: Kind, day: date) -> Any:
    bound = _bound(kind, day, after=True)
    return cell < bound if kind == Kind.MOMENT else cell <= bound


def all_of(table: Any, record: RecordType, conditions: Iterable[Condition]) -> Any:
    """A predicate of the table even where there is no condition: a bare constant counts once in polars."""
    found = (condition(table, record, c) for c in conditions)
    return reduce(and_, found, table["pk"].notnull())


def sums(table: Any, record: RecordType, formula: Formula, days: Span) -> dict[str, Any]:
    """The aggregates behind one value: ``part``, ``whole`` where it is divided, and ``records``."""
    looked = inside(table, record, formula, days) & all_of(table, record, formula.base)
    counted = looked & all_of(table, record, formula.where)
    found = {"records": table.count(where=counted)}
    cell = table[formula.column] if formula.column else None
    column = record.column(formula.column)
    # Engines differ in whether nothing is one more value, so it is left out before counting.
    told = counted if cell is None or column is None else counted & _known(cell, column.kind)
    match formula.measure:
        case Measure.COUNT:
            found["part"] = found["records"]
        case Measure.DISTINCT:
            found["part"] = cell.nunique(where=told)
        case Measure.SUM:
            found["part"] = cell.sum(where=counted)
        case Measure.SHARE:
            found |= {"part": found["records"], "whole": table.count(where=looked)}
        case Measure.RATIO:
            other = table[formula.other]
            found |= {"part": cell.sum(where=counted), "whole": other.sum(where=counted)}
        case Measure.FREQUENCY:
            found |= {"part": found["records"], "whole": cell.nunique(where=told)}
        case Measure.DURATION:
            found |= _duration(table, record, formula, counted)
    return found


def _duration(table: Any, record: RecordType, formula: Formula, counted: Any) -> dict[str, Any]:
    begin, end = table[formula.column], table[formula.other]
    column = record.column(formula.column)
    both = counted & begin.notnull() & end.notnull()
    dated = column is not None and column.kind == Kind.DATE
    length = end.delta(begin, unit="day") if dated else end - begin
    return {"part": length.sum(where=both), "whole": table.count(where=both)}


def chosen(table: Any, record: RecordType, formula: Formula, days: Span, which: str) -> Any:
    """Rows behind a figure: ``counted``, the ``base`` they are a part of, or what is ``excluded``."""
    found = inside(table, record, formula, days)
    base = all_of(table, record, formula.base)
    where = all_of(table, record, formula.where)
    share = formula.measure == Measure.SHARE
    wanted = {
        "counted": found & base & where,
        "base": found & base,
        "unmet": found & base & ~_sure(where),
        "excluded": found & ~_sure(base if share else base & where),
    }[which]
    return table.filter(_sure(wanted))


def _sure(predicate: Any) -> Any:
    return predicate.fill_null(False)

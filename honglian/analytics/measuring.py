"""Values of many formulas at once: one query a record type, within the reader's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from honglian.algo.figures.change import Growth, growth
from honglian.algo.figures.spans import Comparison, Span, years
from honglian.kit.actor import Actor

from . import engine, expressions
from .formula import DIVIDED, Formula, Measure, Show
from .records import CENTS, Kind, RecordType, known

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Value:
    """One value with the sums it is made of; ``value`` is None where a denominator is zero."""

    value: Decimal | None
    part: Decimal
    whole: Decimal | None
    records: int
    span: Span


@dataclass(frozen=True, slots=True)
class Measured:
    """A formula as of a day: the value, the compared period's, the change, and what is reported."""

    now: Value
    then: Value | None
    change: Growth | None
    shown: Decimal | None
    why: str = ""


def measure(
    zone_id: int, wanted: Mapping[str, tuple[Formula, date]], actor: Actor
) -> dict[str, Measured]:
    """Key → measured as of its day, for formulas whose record types are known; others are left out.

    The whole batch over one record type is one pass of the engine.
    """
    by_record: dict[str, dict[str, tuple[Formula, date]]] = defaultdict(dict)
    for key, (formula, day) in wanted.items():
        by_record[formula.record][key] = formula, day
    found: dict[str, Measured] = {}
    for name, batch in by_record.items():
        record = known(name)
        if record is not None:
            found |= _of_record(zone_id, record, batch, actor)
    return found


def _of_record(
    zone_id: int, record: RecordType, batch: dict[str, tuple[Formula, date]], actor: Actor
) -> dict[str, Measured]:
    limit = record.limit(actor)
    table = engine.table(zone_id, record)
    spans = {key: (f.span(day), f.compared(day)) for key, (f, day) in batch.items()}

    def build() -> Any:
        seen, aggregates = expressions.limited(table, limit), {}
        for n, (key, (formula, _)) in enumerate(batch.items()):
            for side, days in enumerate(spans[key]):
                if days is not None:
                    parts = expressions.sums(seen, record, formula, days)
                    aggregates |= {f"f{n}_{side}_{name}": agg for name, agg in parts.items()}
        return seen.aggregate(**aggregates)

    wanted = tuple((formula, *spans[key]) for key, (formula, _) in batch.items())
    told = None if limit is None else tuple(limit)
    line = engine.line((table.get_name(), wanted, told), build)
    found = {}
    for n, (key, (formula, _)) in enumerate(batch.items()):
        now, then = (
            None if days is None else _value(record, formula, line, f"f{n}_{side}_", days)
            for side, days in enumerate(spans[key])
        )
        assert now is not None
        found[key] = together(formula, now, then)
    return found


def _value(
    record: RecordType, formula: Formula, line: dict[str, Any], prefix: str, days: Span
) -> Value:
    part = Decimal(line[f"{prefix}part"] or 0)
    whole = Decimal(line[f"{prefix}whole"] or 0) if formula.measure in DIVIDED else None
    records = int(line[f"{prefix}records"] or 0)
    part, whole = _scaled(record, formula, part, whole)
    value: Decimal | None = part
    if whole is not None:
        value = part / whole if whole else None
        if formula.measure == Measure.SHARE and value is not None:
            value *= HUNDRED
    if (
        formula.compare == Comparison.ANNUAL
        and value is not None
        and formula.measure not in DIVIDED
    ):
        value /= years(days) or 1
    return Value(value, part, whole, records, days)


def _scaled(
    record: RecordType, formula: Formula, part: Decimal, whole: Decimal | None
) -> tuple[Decimal, Decimal | None]:
    """Money back from 分 into the column's unit, seconds into days."""
    column = record.column(formula.column)
    if column is None:
        return part, whole
    if formula.measure in (Measure.SUM, Measure.RATIO) and column.kind == Kind.MONEY:
        part /= CENTS[column.unit]
    other = record.column(formula.other)
    if formula.measure == Measure.RATIO and other is not None and other.kind == Kind.MONEY:
        whole = None if whole is None else whole / CENTS[other.unit]
    if formula.measure == Measure.DURATION and column.kind == Kind.MOMENT:
        part /= expressions.DAY_SECONDS
    return part, whole


def together(formula: Formula, now: Value, then: Value | None) -> Measured:
    """The change between two values, and what of it the figure reports."""
    if then is None or now.value is None or then.value is None:
        change = None
    else:
        change = growth(now.value, then.value)
    if formula.show == Show.VALUE:
        why = "分母为 0" if now.value is None else ""
        return Measured(now, then, change, now.value, why)
    if change is None:
        return Measured(now, then, None, None, "分母为 0")
    if formula.show == Show.DIFFERENCE:
        return Measured(now, then, change, change.difference)
    return Measured(now, then, change, change.percent, change.why)


def record_rows(
    zone_id: int,
    formula: Formula,
    day: date,
    actor: Actor,
    which: str,
    *,
    columns: Sequence[str] = (),
    skip: int,
    most: int,
) -> tuple[int, list[dict[str, Any]]]:
    """(how many, ``pk`` and columns of one page) of the records behind a figure, newest key first.

    ``which`` is counted, base, unmet, excluded, or then (counted in the compared period).
    """
    record = known(formula.record)
    assert record is not None
    days: Span | None = formula.compared(day) if which == "then" else formula.span(day)
    if days is None:
        return 0, []
    table = expressions.limited(engine.table(zone_id, record), record.limit(actor))
    wanted = expressions.chosen(
        table, record, formula, days, "counted" if which == "then" else which
    )
    total = engine.rows(wanted.aggregate(n=wanted.count()))[0]["n"]
    page = wanted.select("pk", *columns).order_by(engine.descending("pk")).limit(most, offset=skip)
    return int(total), engine.rows(page)


def by_unit(
    zone_id: int, formula: Formula, day: date, actor: Actor, unit: str, group: str
) -> list[tuple[Any, Any, Decimal | None, Decimal | None]]:
    """(unit, group, then, now) of a sum or count for each unit of a column (an enterprise).

    None where the unit has no record in that span. Only formulas with a compared span and whose
    value is a sum or a count; the group is one of the unit's own (its chain).
    """
    record = known(formula.record)
    then = formula.compared(day)
    assert record is not None
    assert then is not None
    table = expressions.limited(engine.table(zone_id, record), record.limit(actor))
    parts: dict[str, Any] = {"group": table[group].max()}
    for side, days in (("now", formula.span(day)), ("then", then)):
        sums = expressions.sums(table, record, formula, days)
        parts |= {f"{side}_part": sums["part"], f"{side}_n": sums["records"]}
    lines = engine.rows(table.group_by(table[unit].name("unit")).aggregate(**parts))
    return [
        (
            line["unit"],
            line["group"],
            *(_of_unit(record, formula, line, s) for s in ("then", "now")),
        )
        for line in lines
        if line["now_n"] or line["then_n"]
    ]


def _of_unit(
    record: RecordType, formula: Formula, line: dict[str, Any], side: str
) -> Decimal | None:
    if not line[f"{side}_n"]:
        return None
    return _scaled(record, formula, Decimal(line[f"{side}_part"] or 0), None)[0]

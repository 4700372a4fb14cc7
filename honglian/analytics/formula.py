"""A figure as data: over which records, what is counted, of which days, compared with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from honglian.algo.figures.spans import (
    COMPARISON_NAMES,
    PERIOD_NAMES,
    Comparison,
    Period,
    Span,
    before,
    span,
)
from honglian.kit.errors import Refusal

from .records import ADDED, DATED, Column, Kind, RecordType

__all__ = [
    "COMPARISON_NAMES",
    "MEASURE_NAMES",
    "OP_NAMES",
    "PERIOD_NAMES",
    "SHOW_NAMES",
    "Comparison",
    "Condition",
    "Formula",
    "Measure",
    "Op",
    "Period",
    "Show",
    "checked",
    "parse",
]


class Measure(StrEnum):
    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"
    DURATION = "duration"
    FREQUENCY = "frequency"


MEASURE_NAMES = {
    Measure.COUNT: "计数（有几条）",
    Measure.DISTINCT: "去重计数（涉及几个）",
    Measure.SUM: "合计",
    Measure.SHARE: "占比（符合条件的占全部）",
    Measure.RATIO: "比值（一列合计 ÷ 另一列合计）",
    Measure.DURATION: "平均用时（天）",
    Measure.FREQUENCY: "频次（平均每个几次）",
}
DIVIDED = (Measure.SHARE, Measure.RATIO, Measure.DURATION, Measure.FREQUENCY)


class Show(StrEnum):
    """What is reported: the value itself, or how it changed against the compared period."""

    VALUE = "value"
    PERCENT = "percent"
    DIFFERENCE = "difference"


SHOW_NAMES = {
    Show.VALUE: "数值本身",
    Show.PERCENT: "变化幅度（%）",
    Show.DIFFERENCE: "变化量（占比的变化用个百分点）",
}


class Op(StrEnum):
    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FILLED = "filled"
    BLANK = "blank"
    YES = "yes"
    NO = "no"


OP_NAMES = {
    Op.IN: "是",
    Op.NOT_IN: "不是",
    Op.AT_LEAST: "不小于（不早于）",
    Op.AT_MOST: "不大于（不晚于）",
    Op.FILLED: "已填",
    Op.BLANK: "没填",
    Op.YES: "为“是”",
    Op.NO: "为“否”",
}
WITH_VALUE = (Op.IN, Op.NOT_IN, Op.AT_LEAST, Op.AT_MOST)


@dataclass(frozen=True, slots=True)
class Condition:
    """``values`` are codes, numbers or ISO days as the column stores them (money in 分)."""

    column: str
    op: Op
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """``base`` says which records are looked at at all (the denominator of a share), ``where`` which of
    them count. ``column`` is what is counted once, added or the beginning of a duration; ``other`` the
    denominator of a ratio or the end of a duration. ``date`` gives the period, ``until`` ends a state
    that holds on a day (时点)."""

    record: str
    measure: Measure = Measure.COUNT
    where: tuple[Condition, ...] = ()
    base: tuple[Condition, ...] = ()
    column: str = ""
    other: str = ""
    date: str = ""
    until: str = ""
    period: Period = Period.POINT
    first: date | None = None
    last: date | None = None
    compare: Comparison = Comparison.NONE
    show: Show = Show.VALUE

    def span(self, day: date) -> Span:
        return span(self.period, day, first=self.first, last=self.last)

    def compared(self, day: date) -> Span | None:
        return before(self.span(day), self.period, self.compare)

    @property
    def knows_days(self) -> bool:
        """Whether a past day can be counted from today's records."""
        return bool(self.date)

    def dumped(self) -> dict[str, Any]:
        """Plain JSON; ``parse`` reads it back."""
        data = {k: v for k, v in asdict(self).items() if v not in ("", (), None)}
        for name in ("where", "base"):
            if name in data:
                data[name] = [[c["column"], str(c["op"]), list(c["values"])] for c in data[name]]
        return {k: v.isoformat() if isinstance(v, date) else _plain(v) for k, v in data.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, StrEnum) else value


def parse(data: Mapping[str, Any]) -> Formula:
    """A formula from JSON or TOML; raises :class:`Refusal` for words that do not exist."""
    found = dict(data)
    try:
        for name in ("where", "base"):
            rows = found.get(name, ())
            found[name] = tuple(
                Condition(c[0], Op(c[1]), tuple(c[2] if len(c) > 2 else ())) for c in rows
            )
        for name, kind in (
            ("measure", Measure),
            ("period", Period),
            ("compare", Comparison),
            ("show", Show),
        ):
            if name in found:
                found[name] = kind(found[name])
        for name in ("first", "last"):
            if isinstance(found.get(name), str):
                found[name] = date.fromisoformat(found[name])
        return Formula(**found)
    except (TypeError, ValueError, IndexError) as error:
        raise Refusal(f"指标的算法写得不对：{error}。请重新选择。", field="formula") from error


def checked(formula: Formula, record: RecordType) -> Formula:
    """The formula with its values as the columns store them, or a :class:`Refusal` that names the place."""
    _check_dates(formula, record)
    _check_columns(formula, record)
    where = tuple(_coerced(c, record) for c in formula.where)
    base = tuple(_coerced(c, record) for c in formula.base)
    if formula.show != Show.VALUE and formula.compared(date(2026, 11, 25)) is None:
        raise Refusal("要报变化幅度或变化量，请选与哪一期比较（同比或环比）。", field="compare")
    if formula.measure == Measure.SHARE and not where:
        raise Refusal("占比要写明哪些记录算分子，请至少写一个条件。", field="where")
    return replace(formula, where=where, base=base)


def _check_dates(formula: Formula, record: RecordType) -> None:
    for name in filter(None, (formula.date, formula.until)):
        _dated(record, name)
    if formula.period not in (Period.POINT, Period.EVER) and not formula.date:
        raise Refusal("时期数要选一个日期字段，说明按哪个日期算在本期。", field="date")
    if formula.period in (Period.SINCE, Period.FIXED) and formula.first is None:
        raise Refusal("请填写时段从哪一天起。", field="first")
    if formula.period == Period.FIXED and formula.last is None:
        raise Refusal("请填写时段到哪一天止。", field="last")
    if formula.first and formula.last and formula.first > formula.last:
        raise Refusal("时段的起始日在结束日之后，请改正。", field="last")
    if formula.compare != Comparison.NONE and not formula.date:
        raise Refusal("要比较就得有日期字段，否则算不出上一期。", field="date")


def _dated(record: RecordType, name: str) -> Column:
    column = _known(record, name, "date")
    if column.kind not in DATED:
        raise Refusal(f"“{column.label}”不是日期，不能用来划时期。", field="date")
    return column


def _known(record: RecordType, name: str, field: str) -> Column:
    column = record.column(name)
    if column is None:
        raise Refusal(f"{record.label}没有“{name}”这个字段，请重新选择。", field=field)
    return column


def _check_columns(formula: Formula, record: RecordType) -> None:
    match formula.measure:
        case Measure.SUM | Measure.RATIO:
            wanted = {"column": formula.column}
            if formula.measure == Measure.RATIO:
                wanted["other"] = formula.other
            for field, name in wanted.items():
                if not name:
                    raise Refusal("请选择要合计的数字字段。", field=field)
                if _known(record, name, field).kind not in ADDED:
                    raise Refusal("只有数字和金额可以合计，请另选字段。", field=field)
        case Measure.DISTINCT | Measure.FREQUENCY:
            if not formula.column:
                raise Refusal("请选择按哪个字段去重。", field="column")
            _known(record, formula.column, "column")
        case Measure.DURATION:
            if not (formula.column and formula.other):
                raise Refusal("平均用时要选起点和终点两个日期字段。", field="column")
            if _dated(record, formula.column).kind != _dated(record, formula.other).kind:
                raise Refusal("起点和终点要同是日期或同是时间。", field="other")


def _coerced(condition: Condition, record: RecordType) -> Condition:
    column = _known(record, condition.column, "where")
    op = condition.op
    if op in (Op.YES, Op.NO) and column.kind != Kind.FLAG:
        raise Refusal(f"“{column.label}”不是是否类字段，请换一种比较。", field="where")
    if op not in WITH_VALUE:
        return Condition(column.name, op)
    if not condition.values:
        raise Refusal(f"“{column.label}”的条件没有写值。", field="where")
    if op in (Op.AT_LEAST, Op.AT_MOST) and column.kind in (Kind.TEXT, Kind.ID, Kind.FLAG):
        raise Refusal(f"“{column.label}”不分大小，只能选“是”或“不是”。", field="where")
    try:
        return Condition(column.name, op, tuple(_value(column, v) for v in condition.values))
    except ValueError as error:
        raise Refusal(
            f"“{column.label}”的值“{condition.values[0]}”写得不对。", field="where"
        ) from error


def _value(column: Column, value: Any) -> Any:
    match column.kind:
        case Kind.ID | Kind.NUMBER | Kind.MONEY:
            return int(value)
        case Kind.DATE | Kind.MOMENT:
            return value if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
        case Kind.FLAG:
            return bool(value)
    return str(value)

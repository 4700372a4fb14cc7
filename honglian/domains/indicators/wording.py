"""A definition in Chinese: what stands on its page, written from the formula itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from honglian.algo.figures.spans import Comparison, Period
from honglian.analytics.api import (
    CENTS,
    COMPARISON_NAMES,
    OP_NAMES,
    PERIOD_NAMES,
    WITH_VALUE,
    Column,
    Condition,
    Formula,
    Kind,
    Measure,
    RecordType,
    Show,
)
from honglian.ui.format import number

Pairs = list[tuple[str, str]]


def in_words(formula: Formula, record: RecordType, zone_id: int) -> Pairs:
    """(what, words) for each part of a formula."""
    pairs = [("数什么", record.label), ("算法", _measure(formula, record))]
    if formula.base:
        pairs.append(("先筛选", conditions(formula.base, record, zone_id)))
    if formula.where:
        pairs.append(("计入条件", conditions(formula.where, record, zone_id)))
    pairs.append(("时期", _period(formula, record)))
    if formula.compare != Comparison.NONE:
        pairs.append(("比较", COMPARISON_NAMES[formula.compare]))
    if formula.show == Show.PERCENT:
        pairs.append(("报什么", "变化幅度：（本期 − 基期）÷ 基期的绝对值 × 100%；基期为 0 写“—”"))
    elif formula.show == Show.DIFFERENCE:
        unit = "个百分点" if formula.measure == Measure.SHARE else "绝对差"
        pairs.append(("报什么", f"本期 − 基期（{unit}）"))
    return pairs


def _label(record: RecordType, name: str) -> str:
    column = record.column(name)
    return column.label if column else name


def _measure(formula: Formula, record: RecordType) -> str:
    first, second = _label(record, formula.column), _label(record, formula.other)
    return {
        Measure.COUNT: f"有几{record.unit}",
        Measure.DISTINCT: f"涉及几个不同的{first}",
        Measure.SUM: f"{first}合计",
        Measure.SHARE: "计入的条数 ÷ 全部条数 × 100%",
        Measure.RATIO: f"{first}合计 ÷ {second}合计",
        Measure.DURATION: f"从{first}到{second}平均几天",
        Measure.FREQUENCY: f"条数 ÷ 不同的{first}个数",
    }[formula.measure]


def _period(formula: Formula, record: RecordType) -> str:
    words = PERIOD_NAMES[formula.period]
    if formula.period == Period.SINCE and formula.first:
        words = f"{formula.first} 以来"
    if formula.period == Period.FIXED and formula.first and formula.last:
        words = f"{formula.first} 至 {formula.last}"
    if formula.date:
        words += f"，按{_label(record, formula.date)}"
    if formula.until:
        words += f"，到{_label(record, formula.until)}为止"
    return words


def conditions(wanted: Iterable[Condition], record: RecordType, zone_id: int) -> str:
    return "；并且".join(_condition(c, record, zone_id) for c in wanted)


def _condition(one: Condition, record: RecordType, zone_id: int) -> str:
    column = record.column(one.column)
    if column is None:
        return f"{one.column}（已没有这个字段）"
    if one.op not in WITH_VALUE:
        return f"{column.label}{OP_NAMES[one.op]}"
    names = column.named(zone_id)
    values = "、".join(value_words(column, v, names) for v in one.values)
    return f"{column.label}{OP_NAMES[one.op]}{values}"


def value_words(column: Column, value: Any, names: Any) -> str:
    if column.kind == Kind.MONEY:
        return f"{number(Decimal(value) / CENTS[column.unit])} {column.unit}"
    return str(names.get(value, value))

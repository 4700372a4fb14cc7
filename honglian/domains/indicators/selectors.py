"""Reads about figures, always for an actor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from honglian.analytics.api import CENTS, Column, Formula, Kind, RecordType, all_records, known
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.format import number

from .computing import columns_of
from .models import Indicator, IndicatorValue, IndicatorVersion


def definitions(actor: Actor) -> QuerySet[Indicator]:
    """All figures of the zone with their owners, in the order of the list."""
    return Indicator.objects.visible_to(actor).select_related("owner")


def indicator(actor: Actor, pk: int) -> Indicator:
    return get_object_or_404(definitions(actor), pk=pk)


def indicator_by_code(actor: Actor, code: str) -> Indicator:
    return get_object_or_404(definitions(actor), code=code)


def version(actor: Actor, pk: int) -> IndicatorVersion:
    rows = IndicatorVersion.objects.visible_to(actor).select_related("indicator__owner", "item")
    return get_object_or_404(rows, pk=pk)


def versions(actor: Actor, of: Indicator) -> QuerySet[IndicatorVersion]:
    return IndicatorVersion.objects.visible_to(actor).filter(indicator=of)


def values(actor: Actor, of: Indicator) -> QuerySet[IndicatorValue]:
    """Published values, the newest day first; corrected ones stay under the one that corrects them."""
    rows = IndicatorValue.objects.visible_to(actor).filter(indicator=of)
    return rows.select_related("version", "revises").order_by("-day", "-id")


def value(actor: Actor, pk: int) -> IndicatorValue:
    rows = IndicatorValue.objects.visible_to(actor).select_related("indicator", "version")
    return get_object_or_404(rows, pk=pk)


def taken_at(actor: Actor, key: str | None = None) -> datetime | None:
    """When the records behind the figures were last brought in step (the oldest of them)."""
    from honglian.analytics.snapshot import taken_at as taken

    if actor.zone_id is None:
        return None
    records = [known(key)] if key else all_records()
    found = [taken(actor.zone_id, r) for r in records if r is not None]
    return min((at for at in found if at), default=None)


@dataclass(frozen=True)
class Behind:
    """One record behind a figure; ``url`` is empty where its page is not for this reader."""

    pk: int
    title: str
    url: str
    cells: tuple[str, ...]


def shown_columns(actor: Actor, formula: Formula, record: RecordType) -> list[Column]:
    """The columns a figure was decided by, in the order of the record, that this reader may see."""
    names = {*columns_of(formula), formula.date, formula.until}
    return [
        c
        for c in record.columns
        if c.name in names
        and (not c.permission or actor.can(c.permission))
        and (c.kind != Kind.ID or c.choices is not None)
    ]


def records_behind(
    actor: Actor, formula: Formula, day: date, which: str, *, page: int, size: int
) -> tuple[int, list[Behind]]:
    """(how many, one page of them); single records only for readers who may open their kind."""
    from honglian.analytics.measuring import record_rows

    record = known(formula.record)
    assert record is not None
    assert actor.zone_id is not None
    columns = shown_columns(actor, formula, record)
    total, lines = record_rows(
        actor.zone_id, formula, day, actor, which,
        columns=[c.name for c in columns], skip=(page - 1) * size, most=size,
    )  # fmt: skip
    if not record.may_open(actor):
        return total, []
    rows = _opened(actor, record, [line["pk"] for line in lines])
    names = {c.name: c.named(actor.zone_id) for c in columns}
    return total, [_behind(record, columns, names, line, rows.get(line["pk"])) for line in lines]


def _behind(
    record: RecordType,
    columns: list[Column],
    names: dict[str, Mapping[Any, str]],
    line: dict[str, Any],
    row: Model | None,
) -> Behind:
    cells = tuple(_cell(c, names[c.name], line[c.name]) for c in columns)
    if row is None:
        title = str(line.get("name", "")) or f"{record.label} {line['pk']}"
        return Behind(line["pk"], title, "", cells)
    return Behind(line["pk"], record.title(row), record.url(row) if record.url else "", cells)


def _cell(column: Column, names: Mapping[Any, str], value: Any) -> str:
    if value is None or value == "":
        return "—"
    match column.kind:
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.MOMENT:
            return f"{datetime.fromtimestamp(value, clock.CHINA):%Y-%m-%d %H:%M}"
        case Kind.DATE:
            return f"{value:%Y-%m-%d}"
        case Kind.MONEY:
            return f"{number(Decimal(value) / CENTS[column.unit])} {column.unit}"
    return str(names.get(value, value))


def _opened(actor: Actor, record: RecordType, ids: list[int]) -> dict[int, Model]:
    if record.model is None or actor.zone_id is None:
        return {}
    rows = record.visible(actor)
    if rows is None:
        rows = record.queryset(actor.zone_id)
    return {row.pk: row for row in rows.filter(pk__in=ids)}

"""What the user sees before deciding: samples of new, changed, unchanged and wrong rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .checking import Run
from .columns import Column
from .planning import Change, Plan

SAMPLE = 100
SHOWN_COLUMNS = 8


def preview(run: Run, plan: Plan) -> dict[str, Any]:
    """JSON with at most :data:`SAMPLE` rows a kind; personal values are masked."""
    columns = [c for c in run.sheet.columns if run.has(c.field)][:SHOWN_COLUMNS]
    return {
        "headers": [c.header for c in columns],
        "new": [_row(run, columns, i) for i in plan.new[:SAMPLE]],
        "changed": [_change(run, change) for change in plan.changed[:SAMPLE]],
        "unchanged": [_row(run, columns, i) for i in plan.unchanged[:SAMPLE]],
        "errors": [p.__dict__ for p in run.problems[: SAMPLE * 5]],
        "error_rows": len(run.bad),
        "soft_rows": len(set(run.soft) - set(run.bad)),
        "notes": run.table.notes,
        "passed_over": run.headers.passed_over,
        "doubled": run.headers.doubled,
        "rows": len(run),
    }


def words(run: Run, column: Column, value: Any) -> str:
    """A value as it may be shown in a preview."""
    text = column.kind.show(value, run)
    return column.mask(text) if column.mask and text else text


def _row(run: Run, columns: Sequence[Column], index: int) -> dict[str, Any]:
    cells = [words(run, c, run.values[c.field][index]) for c in columns]
    return {"line": run.line(index), "cells": cells}


def _change(run: Run, change: Change) -> dict[str, Any]:
    fields = []
    for name, (old, new) in change.fields.items():
        column = run.sheet.column(name)
        header = header_of(column, name)
        fields.append([header, words(run, column, old), words(run, column, new)])
    return {
        "line": run.line(change.index),
        "name": run.sheet.label(run, change.index),
        "fields": fields,
    }


def header_of(column: Column, field: str) -> str:
    """The header of a field, also of one that shares a cell with another."""
    at = column.fields.index(field)
    return column.header if at == 0 else column.spread_headers[at - 1]

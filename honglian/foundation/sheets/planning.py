"""What a checked file would do: new, changed and unchanged rows, compared as tuples.

The rule for blanks: an empty cell says nothing, so it never empties what is stored,
unless the column says so (``blank_erases``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .checking import Run


@dataclass(frozen=True, slots=True)
class Change:
    """Row ``index`` of the file against the stored row ``pk``: field → (old, new).

    ``row`` holds the stored values after the change, in the order of ``Plan.fields``.
    """

    index: int
    pk: int
    fields: dict[str, tuple[Any, Any]]
    row: tuple[Any, ...]


@dataclass
class Plan:
    """Indexes of data rows by what happens to them; rows with problems are in none."""

    fields: list[str]
    new: list[int] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)

    def counts(self, run: Run) -> dict[str, int]:
        """The four figures every report and the audit entry show."""
        return {
            "created": len(self.new),
            "updated": len(self.changed),
            "unchanged": len(self.unchanged),
            "rejected": len(run.bad),
        }


def plan(run: Run) -> Plan:
    """Compare every good row with what is stored. Adds problems of rows that cannot be new."""
    sheet = run.sheet
    fields = [name for name in sheet.stored_fields if run.has(name)]
    result = Plan(fields)
    stored = sheet.existing(run, fields)
    empties = tuple(sheet.empty_of(name) for name in fields)
    keep_old = tuple(not sheet.column(name).blank_erases for name in fields)
    absent = [
        c for c in sheet.columns if c.required and c.imported and c.field not in run.headers.fields
    ]
    bad = run.bad
    rows = _tuples(run, fields)
    for index, (key, row) in enumerate(zip(run.keys, rows, strict=True)):
        if index in bad:
            continue
        found = stored.get(key)
        if found is None:
            if absent:
                _refuse_new(run, index, absent)
            else:
                result.new.append(index)
            continue
        pk, old = found
        if old == row:
            result.unchanged.append(index)
            continue
        merged = tuple(
            o if keep and n == e else n
            for o, n, e, keep in zip(old, row, empties, keep_old, strict=True)
        )
        if merged == old:
            result.unchanged.append(index)
            continue
        differ = {name: (o, n) for name, o, n in zip(fields, old, merged, strict=True) if o != n}
        result.changed.append(Change(index, pk, differ, merged))
    return result


def _tuples(run: Run, fields: list[str]) -> Iterable[tuple[Any, ...]]:
    if not fields:
        return [()] * len(run)
    return zip(*(run.values[name] for name in fields), strict=True)


def _refuse_new(run: Run, index: int, absent: list[Any]) -> None:
    names = "、".join(c.header for c in absent)
    run.problem(
        index,
        run.sheet.key_field(run),
        f"{run.sheet.noun}库里还没有这一条，新增必须有“{names}”，文件里没有这一列",
    )

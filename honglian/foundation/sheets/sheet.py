"""The declaration of a ledger. One ``Sheet`` makes template, import, export and screen table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import tee
from operator import itemgetter
from typing import Any, ClassVar

from django.db import models

from honglian.foundation.audit.words import name_verbs
from honglian.kit.actor import Actor, ScopeKind

from . import bulk
from .checking import Run
from .columns import Column
from .headers import HeaderMap, Recogniser
from .journal import Journal
from .planning import Plan


@dataclass(frozen=True)
class Derived:
    """Stored fields computed from others, e.g. search text from the names.

    ``compute(*sources)`` returns one value a field; it runs for new rows and for rows whose
    sources changed.
    """

    fields: tuple[str, ...]
    sources: tuple[str, ...]
    compute: Callable[..., tuple[Any, ...]]


class Sheet:
    """Subclass, declare, register. The hooks below the line serve ledgers over several tables.

    ``code`` is the ledger's name on the command line; ``app`` the word of its permissions
    (``<app>.import``, ``<app>.export``, ``<app>.reveal``); ``title`` the official name.
    """

    code: ClassVar[str]
    app: ClassVar[str]
    title: ClassVar[str]
    noun: ClassVar[str] = "记录"
    official: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    model: ClassVar[type[models.Model]]
    columns: ClassVar[Sequence[Column]]
    key: ClassVar[str]
    key_stored: ClassVar[str] = ""  # stored field that is compared (a blind index), else ``key``
    derived: ClassVar[Sequence[Derived]] = ()
    virtual: ClassVar[frozenset[str]] = frozenset()  # fields kept in other tables than the model's
    personal: ClassVar[bool] = False
    belongings: ClassVar[tuple[type[models.Model], ...]] = ()  # rows that go with theirs
    reveal: ClassVar[str] = ""  # permission to export in full; "" is ``<app>.reveal``
    zoneless_roles: ClassVar[bool] = False  # roles without business scope may import too

    # For whom

    def serves(self, actor: Actor) -> bool:
        """Whether somebody with the permission has to do with this ledger at all."""
        return True

    def sees_zone(self, actor: Actor) -> bool:
        """Whoever imports sees all rows that the file may touch."""
        wanted = (ScopeKind.ZONE, ScopeKind.NONE) if self.zoneless_roles else (ScopeKind.ZONE,)
        return actor.scope.kind in wanted

    # Columns

    @cached_property
    def recogniser(self) -> Recogniser:
        return Recogniser(self.columns)

    @cached_property
    def _by_field(self) -> dict[str, Column]:
        return {name: c for c in self.columns for name in c.fields}

    @cached_property
    def _empties(self) -> dict[str, Any]:
        return {n: e for c in self.columns for n, e in zip(c.fields, c.empties, strict=True)}

    def column(self, field: str) -> Column:
        """The column that fills this field."""
        return self._by_field[field]

    def empty_of(self, field: str) -> Any:
        return self._empties[field]

    @cached_property
    def stored_fields(self) -> list[str]:
        """Fields compared and written, in order; the key itself is not among them."""
        return [
            name
            for c in self.columns
            if c.imported
            for name in c.fields
            if name not in (self.key, self.key_stored)
        ]

    # Keys

    def key_columns(self, headers: HeaderMap) -> list[Column]:
        """Columns without which no row can be told from another."""
        return [self.column(self.key)]

    def key_field(self, run: Run) -> str:
        """The field in which a doubled or unknown key is shown."""
        return self.key

    def keys(self, run: Run) -> list[Any]:
        """What identifies each row, None where it is blank (which is an error already)."""
        return [value or None for value in run.values[self.key]]

    def label(self, run: Run, index: int) -> str:
        """What a row is called in a preview."""
        name = run.column("name")[index] if "name" in self._by_field else ""
        return name or str(run.keys[index])

    # What a ledger knows beyond its cells

    def lookups(self, zone_id: int) -> dict[str, Any]:
        """Reference tables, read once a run: name → whatever the kinds and checks need."""
        return {}

    def check(self, run: Run) -> None:
        """Rules across columns and rows; call ``run.problem`` for each violation."""

    def settle(self, run: Run) -> None:
        """Last look once all other problems are known (rows that hang on a bad row)."""

    def in_zone(self, zone_id: int) -> models.QuerySet:
        return self.model.rows.filter(zone_id=zone_id)

    def visible_to(self, actor: Actor) -> models.QuerySet:
        """What this actor may export."""
        return self.model.objects.visible_to(actor)

    # Comparing and writing

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        """Key → (primary key, stored values of ``fields``)."""
        rows = self.in_zone(run.zone_id)
        stored = self.key_stored or self.key
        wanted = [k for k in {*run.keys} if isinstance(k, str | int)]
        real = [name for name in fields if name not in self.virtual]
        found = bulk.fetch(rows, ["pk", stored, *real], stored, wanted, rows.count())
        result = {row[1]: (row[0], row[2:]) for row in found}
        if len(real) == len(fields):
            return result
        return self._with_virtual(run, fields, real, result)

    def _with_virtual(
        self, run: Run, fields: Sequence[str], real: Sequence[str], found: dict[Any, tuple]
    ) -> dict[Any, tuple[int, tuple]]:
        extra = self.virtual_values(run, {pk: key for key, (pk, _) in found.items()})
        result = {}
        for key, (pk, values) in found.items():
            now = {**dict(zip(real, values, strict=True)), **extra[pk]}
            result[key] = (pk, tuple(now[name] for name in fields))
        return result

    def virtual_values(self, run: Run, pks: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
        """Stored values of the virtual fields; ``pks`` maps primary keys to keys of the file."""
        raise NotImplementedError

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Write the new rows."""
        values = journal.stamped(self.model, self.new_values(run, plan.new))
        keys = bulk.insert(self.model, values, len(plan.new))
        journal.created(self.model, keys, values)

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Write the changed rows."""
        if not plan.changed:
            return
        names = sorted({n for change in plan.changed for n in change.fields} - self.virtual)
        at = [plan.fields.index(name) for name in names]
        columns = {
            name: [change.row[i] for change in plan.changed]
            for name, i in zip(names, at, strict=True)
        }
        columns |= self._derived_changes(run, plan)
        columns |= journal.stamp(self.model)
        bulk.update(self.model, [change.pk for change in plan.changed], columns)
        journal.changed(
            self.model,
            {
                change.pk: {n: v for n, v in change.fields.items() if n not in self.virtual}
                for change in plan.changed
            },
        )

    def new_values(self, run: Run, indexes: Sequence[int]) -> dict[str, Any]:
        """Columns for :func:`bulk.insert`: file values, defaults, derived fields, zone."""
        values: dict[str, Any] = {"zone_id": bulk.Same(run.zone_id)}
        everything = len(indexes) == len(run)
        for name in [self.key, *self.stored_fields]:
            if run.has(name) and name not in self.virtual:
                column = run.values[name]
                values[name] = column if everything else [column[i] for i in indexes]
        self._defaults(values)
        for derived in self.derived:
            values |= self._derive(derived, values, len(indexes))
        return values

    def _defaults(self, values: dict[str, Any]) -> None:
        """Columns with a default: in place of blanks, or for all rows of a file without them."""
        for column in self.columns:
            if column.default is None or not column.imported or column.field in self.virtual:
                continue
            given, empty = values.get(column.field), column.kind.empty
            if given is None:
                values[column.field] = bulk.Same(column.default)
            elif empty in given:
                values[column.field] = [column.default if v == empty else v for v in given]

    def _derive(self, derived: Derived, values: Mapping[str, Any], count: int) -> dict[str, Any]:
        """Columns that compute their values while they are written: PostgreSQL stores meanwhile."""
        sources = [
            values[s] if s in values else [self.empty_of(s)] * count for s in derived.sources
        ]
        rows = tee(map(derived.compute, *sources), len(derived.fields))
        return {
            name: map(itemgetter(place), copy)
            for place, (name, copy) in enumerate(zip(derived.fields, rows, strict=True))
        }

    def _derived_changes(self, run: Run, plan: Plan) -> dict[str, list[Any]]:
        """Derived fields of changed rows, computed from the stored values after the change."""
        columns: dict[str, list[Any]] = {}
        for derived in self.derived:
            if not any(s in change.fields for change in plan.changed for s in derived.sources):
                continue
            missing = [s for s in derived.sources if s not in plan.fields]
            rows = self.in_zone(run.zone_id)
            pks = [change.pk for change in plan.changed]
            stored = {
                row[0]: dict(zip(missing, row[1:], strict=True))
                for row in bulk.fetch(rows, ["pk", *missing], "pk", pks, rows.count())
            }
            results = []
            for change in plan.changed:
                now = {**stored[change.pk], **dict(zip(plan.fields, change.row, strict=True))}
                results.append(derived.compute(*(now[s] for s in derived.sources)))
            columns |= dict(zip(derived.fields, map(list, zip(*results, strict=True)), strict=True))
        return columns

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """What must follow once the rows are in (a closure table, events)."""

    # Undo

    def rederive(self, pks: Sequence[int]) -> None:
        """Compute the derived fields of these rows anew."""
        for derived in self.derived if pks else ():
            rows = self.model.rows.filter(pk__in=pks).values_list("pk", *derived.sources)
            results = [(pk, derived.compute(*sources)) for pk, *sources in rows]
            values = zip(*(values for _, values in results), strict=True)
            columns = dict(zip(derived.fields, map(list, values), strict=True))
            bulk.update(self.model, [pk for pk, _ in results], columns)

    def holds(self, ids: Sequence[int]) -> dict[int, str]:
        """Created rows that must stay and why, beyond foreign keys (grants by number)."""
        return {}

    def after_undo(self, zone_id: int) -> None:
        """What must follow once a batch is taken back."""

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        """One mapping field → stored value a row, for the columns of the ledger."""
        names = [name for c in self.columns if c.imported for name in c.fields]
        rows = self.visible_to(actor).order_by("pk")
        for row in rows.values_list(*names).iterator(chunk_size=2000):
            yield self.computed(dict(zip(names, row, strict=True)))

    def computed(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with the columns that are only exported."""
        return row


LEDGERS: dict[str, Sheet] = {}


def register(sheet: Sheet) -> Sheet:
    """Make a ledger known; called from ``AppConfig.ready``, so twice is harmless."""
    LEDGERS[sheet.code] = sheet
    name_verbs(
        {
            f"{sheet.app}.import": f"导入{sheet.title}",
            f"{sheet.app}.undo_import": f"撤销导入{sheet.title}",
            f"{sheet.app}.export": f"导出{sheet.title}",
        }
    )
    return sheet


def ledgers() -> Iterable[Sheet]:
    return LEDGERS.values()

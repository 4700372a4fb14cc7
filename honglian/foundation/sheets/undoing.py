"""Taking a batch back without harming what happened since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from . import bulk
from .journal import STAMP, pack_value, unpack_value
from .models import ImportBatch, ImportChange
from .sheet import Sheet

NAMED = 10
TOUCHED = "导入后又有改动"


@dataclass
class Undone:
    """What went, what got its former values back, and what stays: (name, reason)."""

    removed: int = 0
    restored: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)

    def sentence(self, sheet: Sheet) -> str:
        text = f"已撤销：删除 {self.removed:,} 条，恢复原值 {self.restored:,} 条。"
        if not self.kept:
            return text
        named = "；".join(f"{name}（{reason}）" for name, reason in self.kept[:NAMED])
        more = "等" if len(self.kept) > NAMED else ""
        return f"{text}有 {len(self.kept):,} 条{sheet.noun}没有动：{named}{more}。"


def undo(batch: ImportBatch, sheet: Sheet) -> Undone:
    """Must run inside a transaction."""
    undone = Undone()
    packs = list(ImportChange.objects.filter(batch=batch).order_by("-id"))
    made: dict[type[models.Model], set[int]] = defaultdict(set)
    for pack in packs:
        made[apps.get_model(pack.model)] |= set(pack.created)
    for pack in packs:
        model = apps.get_model(pack.model)
        if pack.before:
            _restore(model, pack, sheet, undone)
        if pack.created:
            _remove(model, pack, batch, sheet, made, undone)
    sheet.after_undo(batch.zone_id)
    return undone


def _restore(model: type[models.Model], pack: ImportChange, sheet: Sheet, undone: Undone) -> None:
    """Former values for rows that still are as the batch left them."""
    same, other = _compare(model, pack.after, [int(pk) for pk in pack.before])
    by_fields: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk in same:
        by_fields[tuple(sorted(pack.before[str(pk)]))].append(pk)
    for names, pks in by_fields.items():
        columns: dict[str, Any] = {
            name: [unpack_value(model, name, pack.before[str(pk)][name]) for pk in pks]
            for name in names
        }
        bulk.update(model, pks, columns)
    if model is sheet.model:
        sheet.rederive(same)
    undone.restored += len(same)
    undone.kept += _named(model, dict.fromkeys(other, TOUCHED))


def _compare(
    model: type[models.Model], after: Mapping[str, Mapping[str, Any]], pks: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Rows whose stored values are those of the batch, and the others that still exist."""
    names = sorted({name for pk in pks for name in after.get(str(pk), {})})
    same, other = [], []
    for part in bulk.chunks(pks, bulk.IN_CHUNK):
        rows = model._base_manager.filter(pk__in=part).values_list("pk", *names)
        for pk, *values in rows:
            now = dict(zip(names, values, strict=True))
            left = after.get(str(pk), {})
            equal = all(_equal(model, name, now[name], value) for name, value in left.items())
            (same if equal else other).append(pk)
    return same, other


def _equal(model: type[models.Model], name: str, now: Any, left: Any) -> bool:
    if now == unpack_value(model, name, left):
        return True
    return pack_value(model, name, now) == left


def _remove(
    model: type[models.Model],
    pack: ImportChange,
    batch: ImportBatch,
    sheet: Sheet,
    made: dict[type[models.Model], set[int]],
    undone: Undone,
) -> None:
    """Delete created rows that nobody touched and nobody refers to."""
    stay = dict.fromkeys(_touched(model, pack, batch), TOUCHED)
    for part in bulk.chunks(pack.created, bulk.IN_CHUNK):
        if model is sheet.model:
            stay |= sheet.holds(part)
    while True:
        # What stays may refer to others of the batch, which then stay as well.
        made[model] -= stay.keys()
        free = [pk for pk in pack.created if pk not in stay]
        held: dict[int, str] = {}
        for part in bulk.chunks(free, bulk.IN_CHUNK):
            held |= _referred(model, part, made, sheet)
        if not held:
            break
        stay |= held
    for part in bulk.chunks(free, bulk.IN_CHUNK):
        undone.removed += _delete(model, part, sheet)
    undone.kept += _named(model, stay)


def _delete(model: type[models.Model], pks: Sequence[int], sheet: Sheet) -> int:
    """Rows with what belongs to them. References are checked, so nothing may cascade further."""
    for other in sheet.belongings:
        for field_ in other._meta.local_concrete_fields:
            if field_.remote_field and field_.remote_field.model is model:
                other._base_manager.filter(**{f"{field_.name}__in": pks}).delete()
    return model._base_manager.filter(pk__in=pks)._raw_delete(model._base_manager.db)


def _touched(model: type[models.Model], pack: ImportChange, batch: ImportBatch) -> Iterable[int]:
    if pack.after:
        return _compare(model, pack.after, pack.created)[1]
    touched: list[int] = []
    for part in bulk.chunks(pack.created, bulk.IN_CHUNK):
        rows = model._base_manager.filter(pk__in=part).exclude(**{STAMP: batch.written_at})
        touched += rows.values_list("pk", flat=True)
    return touched


def _referred(
    model: type[models.Model],
    pks: Sequence[int],
    made: Mapping[type[models.Model], set[int]],
    sheet: Sheet,
) -> dict[int, str]:
    """Rows that other rows, not of this batch, point at."""
    found: dict[int, str] = {}
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other in sheet.belongings:
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": pks})
        for pk, owner in rows.values_list("pk", relation.field.attname):
            if pk not in made.get(other, ()):
                found.setdefault(owner, f"已有{other._meta.verbose_name}在用")
    return found


def _named(model: type[models.Model], reasons: Mapping[int, str]) -> list[tuple[str, str]]:
    if not reasons:
        return []
    names: dict[int, str] = {}
    for part in bulk.chunks(list(reasons), bulk.IN_CHUNK):
        names |= {row.pk: str(row) for row in model._base_manager.filter(pk__in=part)}
    return [(names[pk], reason) for pk, reason in reasons.items() if pk in names]

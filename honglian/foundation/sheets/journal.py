"""What a batch wrote, kept so that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from honglian.kit import clock
from honglian.kit.crypto import decrypt, encrypt
from honglian.kit.fields import EncryptedTextField

from .bulk import Same, chunks
from .models import ImportBatch, ImportChange

PACK = 5000
STAMP = "updated_at"


@dataclass
class Journal:
    """Collects what is created and changed and stores it in packs.

    Rows of tables with ``updated_at`` are recognised as untouched by that stamp, which all
    rows of a batch share; of the others the written values are kept.
    """

    batch: ImportBatch
    at: datetime = field(default_factory=clock.now)

    def stamp(self, model: type[models.Model]) -> dict[str, Same]:
        return {STAMP: Same(self.at)} if _is_stamped(model) else {}

    def stamped(self, model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of new rows with the batch's time in ``created_at`` and ``updated_at``."""
        names = {f.attname for f in model._meta.local_concrete_fields}
        times = {name: Same(self.at) for name in ("created_at", STAMP) if name in names}
        return {**values, **times}

    def created(
        self, model: type[models.Model], keys: Sequence[int], values: Mapping[str, Any]
    ) -> None:
        """Note new rows."""
        watched = {} if _is_stamped(model) else values
        columns = {n: _as_list(v, len(keys)) for n, v in watched.items()}
        packs = []
        for part in chunks(range(len(keys)), PACK):
            made = {
                str(keys[i]): {n: pack_value(model, n, column[i]) for n, column in columns.items()}
                for i in (part if columns else ())
            }
            ids = [keys[i] for i in part]
            packs.append(self._pack(model, created=ids, after=made))
        ImportChange.objects.bulk_create(packs)

    def changed(
        self, model: type[models.Model], changes: Mapping[int, Mapping[str, tuple[Any, Any]]]
    ) -> None:
        """Note changed rows: primary key → field → (before, after)."""
        packs = []
        changes = {pk: fields for pk, fields in changes.items() if fields}
        for part in chunks(list(changes), PACK):
            before = {str(pk): _side(model, changes[pk], 0) for pk in part}
            after = {str(pk): _side(model, changes[pk], 1) for pk in part}
            packs.append(self._pack(model, before=before, after=after))
        ImportChange.objects.bulk_create(packs)

    def _pack(self, model: type[models.Model], **content: Any) -> ImportChange:
        return ImportChange(batch=self.batch, model=model._meta.label_lower, **content)


def pack_value(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as JSON; personal ones stay encrypted."""
    if value and isinstance(_field(model, name), EncryptedTextField):
        return encrypt(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return DjangoJSONEncoder().default(value)


def unpack_value(model: type[models.Model], name: str, value: Any) -> Any:
    field_ = _field(model, name)
    if value and isinstance(field_, EncryptedTextField):
        return decrypt(value)
    return field_.to_python(value) if not field_.is_relation else value


def _field(model: type[models.Model], attname: str) -> models.Field:
    return next(f for f in model._meta.local_concrete_fields if f.attname == attname)


def _is_stamped(model: type[models.Model]) -> bool:
    return any(f.attname == STAMP for f in model._meta.local_concrete_fields)


def _side(model: type[models.Model], fields: Mapping[str, tuple], side: int) -> dict[str, Any]:
    return {name: pack_value(model, name, pair[side]) for name, pair in fields.items()}


def _as_list(values: Sequence[Any] | Same, count: int) -> Iterable[Any]:
    return [values.value] * count if isinstance(values, Same) else values

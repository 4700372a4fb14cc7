"""Files of a batch, kept encrypted: a ledger of members lies nowhere in clear."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from honglian.kit.crypto import decrypt_bytes, encrypt_bytes


def keep(field: FieldFile, name: str, content: bytes) -> None:
    """Store ``content``; the row is saved by the caller."""
    discard(field)
    field.save(f"{name}.enc", ContentFile(encrypt_bytes(content)), save=False)


def read(field: FieldFile) -> bytes:
    with field.open("rb") as handle:
        return decrypt_bytes(handle.read())


def discard(field: FieldFile) -> None:
    """Remove the file if there is one; the row is saved by the caller."""
    if field:
        field.delete(save=False)


def discard_after_commit(field: FieldFile | str) -> None:
    """Remove the file once the transaction stands; a rolled-back one keeps it."""
    name = getattr(field, "name", "")
    if name:
        storage = field.storage
        transaction.on_commit(lambda: storage.delete(name))

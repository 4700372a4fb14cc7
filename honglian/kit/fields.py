"""Model fields for personal data."""

from __future__ import annotations

from typing import Any

from django.db import models

from .crypto import blind_index, decrypt, encrypt

__all__ = ["EncryptedTextField", "blind_index"]


class EncryptedTextField(models.TextField):
    """Text encrypted at rest. It cannot be filtered on: store a ``blind_index`` beside it."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("isnull", "exact"):
            raise TypeError(f"{self.name} is encrypted; filter on its blind index instead")
        return super().get_lookup(lookup_name)

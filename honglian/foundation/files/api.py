"""The door of files: take in, list, say who may see."""

from __future__ import annotations

from django.db import models

from .kinds import DOCUMENT, PHOTO, VOICE
from .models import Attachment
from .registry import register_owner
from .store import Prepared, attach, prepare, prepare_all

__all__ = [
    "DOCUMENT",
    "PHOTO",
    "VOICE",
    "Attachment",
    "Prepared",
    "attach",
    "attachments_of",
    "prepare",
    "prepare_all",
    "register_owner",
]


def attachments_of(owner: models.Model, *, internal: bool) -> list[Attachment]:
    """Files of an object that the caller has already found visible, oldest first.

    ``internal=False`` leaves out what those outside the administration must not see.
    """
    rows = Attachment.objects.filter(owner_kind=owner._meta.label_lower, owner_id=owner.pk)
    return list(rows if internal else rows.filter(is_internal=False))

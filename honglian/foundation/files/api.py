"""The door of files: take in, list, say who may see."""

from __future__ import annotations

from collections.abc import Iterable

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


def attachments_of(
    owner: models.Model, *, event_ids: Iterable[int] | None = None
) -> list[Attachment]:
    """Files of an object that the caller has already found visible, oldest first.

    ``event_ids`` leaves only the files of these timeline lines and those of no line: give
    the visible lines where internal ones are hidden.
    """
    rows = Attachment.objects.filter(owner_kind=owner._meta.label_lower, owner_id=owner.pk)
    if event_ids is not None:
        rows = rows.filter(models.Q(event_id=None) | models.Q(event_id__in=list(event_ids)))
    return list(rows)

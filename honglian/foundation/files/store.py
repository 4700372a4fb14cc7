"""Taking a file in: look at it, clean it, keep it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from honglian.foundation.audit.api import record
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .kinds import LIMITS, PHOTO, WORDS, check_size, find_kind
from .models import Attachment
from .photos import clean_photo

NAME_LENGTH = 160
MOST_A_POST = 9  # as in the chat programs everybody uses


@dataclass(frozen=True)
class Prepared:
    """A file that has been checked and cleaned and only needs to be kept."""

    name: str
    kind: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def prepare(upload: UploadedFile, kind_hint: str = "") -> Prepared:
    """Check and clean an upload; no database, so call it before the transaction starts.

    ``kind_hint`` (photo, voice, document) is what the form asked for; anything else is
    refused. Raises :class:`Refusal` with a sentence.
    """
    name = clean_name(upload.name or "")
    if upload.size > max(LIMITS.values()):
        check_size(kind_hint or max(LIMITS, key=LIMITS.__getitem__), upload.size, name)
    content = upload.read()
    found = _as_hinted(content, name, kind_hint)
    check_size(found.kind, len(content), name)
    if found.kind != PHOTO:
        return Prepared(_ending(name, found.ending), found.kind, found.content_type, content)
    return Prepared(
        _ending(name, ".jpg", instead=True), PHOTO, "image/jpeg", clean_photo(content, name)
    )


def _as_hinted(content: bytes, name: str, hint: str):
    try:
        found = find_kind(content, name)
    except Refusal as no:
        if (
            hint == PHOTO
            and no.code in ("file_type", "file_broken")
            and not no.hint.startswith("请")
        ):
            raise Refusal(f"“{name}”不是照片，请重新拍照或选择照片。", code="not_a_photo") from None
        raise
    if hint and found.kind != hint:
        raise Refusal(
            f"“{name}”不是{WORDS[hint]}，而是{WORDS[found.kind]}，请放到对应的位置上传。",
            code=f"not_a_{hint}",
        )
    return found


def prepare_all(uploads: list[UploadedFile], kind_hint: str = "") -> list[Prepared]:
    """All files of one post, at most nine."""
    if len(uploads) > MOST_A_POST:
        raise Refusal(f"一次最多上传 {MOST_A_POST} 个文件，请分次上传。", code="too_many_files")
    return [prepare(one, kind_hint) for one in uploads]


def attach(
    *,
    owner: models.Model,
    upload: UploadedFile | Prepared,
    by: Actor,
    kind_hint: str = "",
    event_id: int | None = None,
    internal: bool = False,
) -> Attachment:
    """Keep a file with its owner (any object with ``zone_id``) in the current transaction.

    The same content given twice to the same owner is kept once. ``event_id`` is the line of
    the timeline that the file belongs to, ``internal`` hides it from those outside.
    """
    ready = upload if isinstance(upload, Prepared) else prepare(upload, kind_hint)
    where: dict[str, Any] = {
        "owner_kind": owner._meta.label_lower,
        "owner_id": owner.pk,
        "event_id": event_id,
        "sha256": ready.sha256,
    }
    with transaction.atomic():
        if known := Attachment.objects.filter(**where).first():
            return known
        kept = Attachment(
            **where,
            zone_id=owner.zone_id,
            name=ready.name,
            kind=ready.kind,
            is_internal=internal,
            content_type=ready.content_type,
            size=len(ready.content),
            uploaded_by=by.name[:64],
        )
        kept.file.save(ready.name, ContentFile(ready.content), save=False)
        kept.save(force_insert=True)
        record(by=by, verb="files.attach", target=owner, note=f"{WORDS[ready.kind]} {ready.name}")
    return kept


def clean_name(name: str) -> str:
    """A plain file name: no folders, no control or direction characters, 160 characters at most."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: NAME_LENGTH - 20]}.{ending}"
    return plain[: NAME_LENGTH - 12] or "未命名"


def _ending(name: str, ending: str, *, instead: bool = False) -> str:
    """The name with the ending that its content deserves."""
    if name.lower().endswith(ending):
        return name
    stem = name.rpartition(".")[0] if instead and "." in name else name
    return f"{stem or '未命名'}{ending}"

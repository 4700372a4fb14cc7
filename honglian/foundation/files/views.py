"""Handing files out: only to those who see the object that the file belongs to."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from honglian.foundation.audit.api import record

from .kinds import DOCUMENT, PHOTO
from .models import Attachment
from .registry import may_see

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file, inline for photos and voice, else as a download that is logged.

    404 for everybody who does not see the owner, so that a key tells nothing.
    """
    found = Attachment.objects.filter(key=key).first()
    if found is None or not may_see(
        request.actor, request.session, found.owner_kind, found.owner_id, internal=found.is_internal
    ):
        raise Http404
    if found.kind == DOCUMENT and request.method == "GET":
        _log(request, found)
    response = _part(request, found) or FileResponse(
        found.file.open("rb"),
        as_attachment=found.kind == DOCUMENT,
        filename=found.name,
        content_type=found.content_type,
    )
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = (
        "private, max-age=3600" if found.kind == PHOTO else "private, no-store"
    )
    return response


def _part(request: HttpRequest, found: Attachment) -> HttpResponse | None:
    """One byte range: phones play a voice note only from servers that answer ranges."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or found.kind == DOCUMENT:
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    start = int(first) if first else max(found.size - int(last), 0)
    end = min(int(last), found.size - 1) if first and last else found.size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    with found.file.open("rb") as stream:
        stream.seek(start)
        body = stream.read(end - start + 1)
    response = HttpResponse(body, status=206, content_type=found.content_type)
    response["Content-Range"] = f"bytes {start}-{end}/{found.size}"
    return response


def _log(request: HttpRequest, found: Attachment) -> None:
    with transaction.atomic():
        record(
            by=request.actor,
            verb="files.download",
            target_kind=found.owner_kind,
            target_id=found.owner_id,
            label=found.name,
            zone_id=found.zone_id,
        )

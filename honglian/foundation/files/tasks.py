"""House-keeping of the file store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from honglian.foundation.jobs.api import job, periodic

from .models import Attachment

UNCLAIMED = timedelta(days=1)  # longer than any upload is under way


@job("files.tidy", "清理没有归属的文件")
def tidy() -> None:
    """Delete stored files that no row names: those whose transaction was rolled back."""
    before = timezone.now() - UNCLAIMED
    for folder in _folders():
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names - known:
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)


def _folders() -> Iterator[str]:
    """``<zone>/<first two digits of the key>``; nothing else in the store is ours."""
    if not default_storage.exists(""):
        return
    for zone in default_storage.listdir("")[0]:
        if zone.isdigit():
            for digits in default_storage.listdir(zone)[0]:
                yield f"{zone}/{digits}"


periodic("files.tidy", at=time(3, 40))

"""The doctor's look at the file store."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from honglian.kit.checkup import Finding, error, ok

AREA = "附件"


def checks() -> Iterator[Finding]:
    name = f"doctor-{uuid.uuid4().hex}.txt"
    try:
        kept = default_storage.save(name, ContentFile(b"probe"))
        default_storage.delete(kept)
    except OSError as problem:
        yield error(
            AREA,
            f"附件存不进去：{problem.strerror or problem}。",
            "请检查数据目录的权限和剩余空间。",
        )
    else:
        yield ok(AREA, "附件存储可写。")

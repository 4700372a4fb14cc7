"""Files that people attach, each belonging to one object that decides who may see it."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse


def stored_name(attachment: Attachment, _name: str) -> str:
    return f"{attachment.zone_id or 0}/{attachment.key.hex[:2]}/{attachment.key.hex}"


class Attachment(models.Model):
    """``kind`` is photo, voice or document, found from the content and never from the name.

    ``event_id`` is the line of the timeline it came with; a file of an internal line
    (``is_internal``) is hidden from enterprises and visitors.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    zone = models.ForeignKey("zones.Zone", models.PROTECT, null=True, related_name="+")
    owner_kind = models.CharField(max_length=48)
    owner_id = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True, blank=True)
    file = models.FileField(upload_to=stored_name, max_length=120)
    name = models.CharField("文件名", max_length=160)
    kind = models.CharField("种类", max_length=12)
    is_internal = models.BooleanField("仅内部可见", default=False)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.key])

    @property
    def is_photo(self) -> bool:
        return self.kind == "photo"

    @property
    def is_voice(self) -> bool:
        return self.kind == "voice"

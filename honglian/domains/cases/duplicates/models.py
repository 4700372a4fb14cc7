"""The stored index of a zone's demands."""

from __future__ import annotations

from django.db import models


class DuplicateIndex(models.Model):
    """All demands up to ``last_id`` as bytes (see ``algo.duplicates.pack``); later ones are indexed
    in memory by whoever asks."""

    zone = models.OneToOneField("zones.Zone", models.CASCADE, related_name="+")
    built_at = models.DateTimeField("建立时间")
    last_id = models.BigIntegerField("到哪一件")
    packed = models.BinaryField()

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "查重索引"

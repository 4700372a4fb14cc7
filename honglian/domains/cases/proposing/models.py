"""What a zone's closed cases have taught."""

from __future__ import annotations

from django.db import models


class LearnedModel(models.Model):
    """The zone's classifier as bytes (see ``algo.textclass.pack``) and how many cases it learned from."""

    zone = models.OneToOneField("zones.Zone", models.CASCADE, related_name="+")
    learned_at = models.DateTimeField("学习时间")
    cases = models.PositiveIntegerField("学自多少件")
    packed = models.BinaryField()

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "分类模型"

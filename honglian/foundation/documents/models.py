"""The register of documents: which number was given to what, by whom, when."""

from __future__ import annotations

from django.db import models


class Paper(models.Model):
    """One issued document and its number (发文字号).

    ``kind`` has its own row of numbers in each zone and year. What it is about is ``subject_kind`` and
    ``subject_id``, and ``occasion`` tells several documents of one kind about the same thing apart (a
    second supervision). ``content`` is the digest of what it said when it was last made: made again from
    changed records, it keeps its number and ``changed_at`` says since when it reads differently.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("文种", max_length=24)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("发文字号", max_length=64)
    title = models.CharField("标题", max_length=160)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.BigIntegerField()
    occasion = models.BigIntegerField(default=0)
    issued_on = models.DateField("成文日期")
    issued_at = models.DateTimeField("首次生成时间")
    issued_by = models.CharField("首次生成人", max_length=64)
    issued_by_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    times = models.PositiveIntegerField("生成次数", default=1)
    last_at = models.DateTimeField("最近生成时间")
    last_by = models.CharField("最近生成人", max_length=64)
    content = models.CharField(max_length=64)
    changed_at = models.DateTimeField("内容更新时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "kind", "year", "serial"], name="paper_number_once"
            ),
            models.UniqueConstraint(
                fields=["zone", "kind", "subject_kind", "subject_id", "occasion"],
                name="paper_subject_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

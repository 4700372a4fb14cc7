"""The Chinese working calendar as data: the State Council's list, editable."""

from __future__ import annotations

import uuid

from django.db import models

from honglian.kit.prepared import PreparedQuery


class CalendarYear(models.Model):
    """A year whose holidays have been announced; other years are provisional (暂算)."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=200)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["-year"]


class SpecialDay(models.Model):
    """A day off on a weekday, or a make-up workday (调休补班) on a weekend."""

    day = models.DateField("日期", primary_key=True)
    name = models.CharField("名称", max_length=32)
    is_off = models.BooleanField("放假")

    class Meta:
        verbose_name = verbose_name_plural = "放假与补班"
        ordering = ["day"]


class CalendarStamp(models.Model):
    """One row whose token changes with every change of the list, so that every process notices."""

    token = models.CharField(max_length=32)

    @classmethod
    def current(cls) -> str:
        """The token; empty before the first change."""
        (token,) = STAMP.first() or ("",)
        return token

    @classmethod
    def renew(cls) -> None:
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})


STAMP = PreparedQuery(lambda: CalendarStamp.objects.order_by("pk").values_list("token")[:1])

"""Who stands in for whom, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """A leave of one officer; ``until`` is its last day. Orders move when it begins and ends."""

    class State(models.TextChoices):
        PLANNED = "planned", "未开始"
        RUNNING = "running", "委托中"
        ENDED = "ended", "已结束"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    absent = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="请假人"
    )
    deputy = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="代办人"
    )
    since = models.DateField("开始日期")
    until = models.DateField("结束日期")
    reason = models.CharField("原因", max_length=200)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PLANNED)
    made_by = models.CharField("登记人", max_length=64)
    made_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "委托代办"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_oneself", condition=~Q(absent=F("deputy"))
            ),
        ]

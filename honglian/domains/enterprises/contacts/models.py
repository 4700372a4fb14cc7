"""Who stands in for whom, and who may never guide which enterprise."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from honglian.kit import clock
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet


class LeaveCoverQuerySet(ScopedQuerySet):
    read_permission = "pledges.view"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.PLEDGE:
            return Q(absent__user_id=actor.user_id) | Q(cover__user_id=actor.user_id)
        return NOTHING


class LeaveCover(models.Model):
    """For a span of days somebody else answers too; it ends by itself (代班).

    Nothing is moved: on those days the cover sees the enterprises and the desk of who is away.
    ``until`` is the last day.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    absent = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, related_name="leaves", verbose_name="请假的人"
    )
    cover = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, related_name="covering", verbose_name="代班的人"
    )
    starts_on = models.DateField("起")
    until = models.DateField("止")
    why = models.CharField("事由", max_length=120, blank=True)
    called_off_on = models.DateField("提前结束", null=True, blank=True)
    made_by = models.CharField("登记人", max_length=64)

    rows = models.Manager()
    objects = LeaveCoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代班"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="cover_in_order", condition=Q(until__gte=F("starts_on"))),
            models.CheckConstraint(name="cover_by_another", condition=~Q(absent=F("cover"))),
        ]
        indexes = [models.Index(fields=["cover", "until"], name="cover_until")]

    def __str__(self) -> str:
        return f"{self.cover}代{self.absent}"

    @property
    def is_on(self) -> bool:
        return self.called_off_on is None and self.starts_on <= clock.today() <= self.until


def covering(day: date) -> Q:
    """Covers in force on a day."""
    return Q(starts_on__lte=day, until__gte=day) & (
        Q(called_off_on__isnull=True) | Q(called_off_on__gt=day)
    )


class ConflictQuerySet(ScopedQuerySet):
    read_permission = "pledges.view"


class Conflict(models.Model):
    """A tie that keeps this person from ever guiding this enterprise (利害关系回避)."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    instructor = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, related_name="conflicts"
    )
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="conflicts"
    )
    why = models.CharField("情形", max_length=120)
    since = models.DateField("登记日期")
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    made_by = models.CharField("登记人", max_length=64)

    rows = models.Manager()
    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["instructor", "enterprise"],
                name="conflict_once",
                condition=Q(lifted_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.instructor}回避{self.enterprise}"

"""A proposal with everything it was computed from, and its pairs."""

from __future__ import annotations

from django.db import models

from honglian.kit.scoping import ScopedQuerySet

from .states import PLAN


class ZoneWideQuerySet(ScopedQuerySet):
    """A proposal moves enterprises of the whole zone, so only who sees the whole zone sees it."""

    read_permission = "pledges.view"


class AssignmentPlan(models.Model):
    """One question and its exact answer.

    ``asked``: what the person wanted (``kind``, ``chain``, ``left_out`` [instructor],
    ``capacities`` {instructor: places}, ``held`` {enterprise: instructor}). ``weights``: points a
    rule. ``facts``: the records as they were, so that later changes are noticed and a change by
    hand is priced by the same question. ``outcome``: totals, prices, loads.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=64)
    base = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="variants"
    )
    asked = models.JSONField("条件", default=dict)
    weights = models.JSONField("权重", default=dict)
    facts = models.JSONField("依据的记录", default=dict)
    outcome = models.JSONField("结果", default=dict)
    state = models.CharField("状态", max_length=12, choices=PLAN.choices(), default=PLAN.initial)
    error = models.CharField("原因", max_length=300, blank=True)
    made_by = models.CharField("提出人", max_length=64)
    made_at = models.DateTimeField("提出时间")
    starts_on = models.DateField("生效日期", null=True, blank=True)
    published_by = models.CharField("发布人", max_length=64, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分配方案"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def state_info(self):
        return PLAN.state(self.state)


class AssignmentPair(models.Model):
    """One enterprise of a plan. ``computed`` is who the optimum names, ``instructor`` who stands now.

    ``points`` are those of the pair that stands; ``dearer`` is what ``instead`` would cost more.
    ``hand_price`` is what the change by hand costs the whole proposal.
    """

    class Decision(models.TextChoices):
        OPEN = "open", "待定"
        ACCEPTED = "accepted", "采纳"
        DECLINED = "declined", "不采纳"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    plan = models.ForeignKey(AssignmentPlan, models.CASCADE, related_name="pairs")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    present = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, null=True, blank=True, related_name="+"
    )
    computed = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, null=True, blank=True, related_name="+"
    )
    instructor = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, null=True, blank=True, related_name="+"
    )
    instead = models.ForeignKey(
        "enterprises.Instructor", models.PROTECT, null=True, blank=True, related_name="+"
    )
    points = models.JSONField("扣分", default=dict)
    dearer = models.IntegerField("次优多扣", null=True, blank=True)
    why = models.CharField("没有分到的原因", max_length=200, blank=True)
    hand_price = models.IntegerField("手工改动的代价", null=True, blank=True)
    hand_why = models.CharField("手工改动的原因", max_length=120, blank=True)
    decision = models.CharField("意见", max_length=10, choices=Decision, default=Decision.OPEN)

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分配建议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "enterprise"], name="pair_once_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} — {self.instructor or '没有分到'}"

    @property
    def is_move(self) -> bool:
        """Publishing it would change who answers."""
        return self.instructor_id is not None and self.instructor_id != self.present_id

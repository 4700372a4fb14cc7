"""The yearly appraisal: grades as the branch decided them, and what it decides about the low ones."""

from __future__ import annotations

from django.db import models

from ..sight import BranchQuerySet
from .states import APPRAISAL, FOLLOW


class Grade(models.TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "合格"
    BASIC = "basic", "基本合格"
    BAD = "bad", "不合格"


class Appraisal(models.Model):
    """One branch in one year. Self- and mutual appraisal and the ballot happen at the meeting."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    held_on = models.DateField("评议日期")
    ballots_given = models.PositiveSmallIntegerField("发出测评票", null=True, blank=True)
    ballots_back = models.PositiveSmallIntegerField("收回测评票", null=True, blank=True)
    text = models.TextField("评议情况", max_length=2000, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=APPRAISAL.choices(), default=APPRAISAL.initial
    )
    life_meeting = models.ForeignKey(
        "partylife.LifeMeeting", models.SET_NULL, null=True, blank=True, related_name="appraisals"
    )
    concluded_by = models.CharField("评定登记人", max_length=64, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        constraints = [
            models.UniqueConstraint(fields=["branch", "year"], name="appraisal_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.branch.name}{self.year}年民主评议"

    @property
    def state_info(self):
        return APPRAISAL.state(self.state)


class AppraisalGrade(models.Model):
    """A member's grade; empty for members on probation, who take part without one."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="grades")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=32)
    probationary = models.BooleanField("预备党员", default=False)
    grade = models.CharField("等次", max_length=12, choices=Grade, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评议等次"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "member"], name="appraisal_grade_once")
        ]


class AppraisalFollowUp(models.Model):
    """基本合格: how the branch helps. 不合格: a proposal about which the branch decides (B.5)."""

    class Kind(models.TextChoices):
        HELP = "help", "帮扶"
        PROPOSAL = "proposal", "提请研究处置"

    grade = models.OneToOneField(AppraisalGrade, models.CASCADE, related_name="follow_up")
    kind = models.CharField("性质", max_length=12, choices=Kind)
    state = models.CharField(
        "状态", max_length=12, choices=FOLLOW.choices(), default=FOLLOW.initial
    )
    decision = models.CharField("支部意见", max_length=500, blank=True)
    body = models.CharField("作出决定的会议", max_length=64, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    noted_by = models.CharField("登记人", max_length=64, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "评议后续"

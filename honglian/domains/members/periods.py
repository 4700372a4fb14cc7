"""Where a member was, with what standing, and what it was counted by, from when until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

FACTS = ("branch_id", "standing")
# What statistics count by and what changes in a life; sex, birth and joining do not.
GROUPED_BY = ("education", "occupation")


class MembershipPeriod(models.Model):
    """One member's branch and standing for a span of days, the first included, the last not.

    The member's own row is how things stand today. An open start is “since before it was
    entered here”; then the day of joining decides. 正式 or 预备 on a day follows from the
    member's own dates and needs no period.
    """

    member = models.ForeignKey("members.PartyMember", models.CASCADE, related_name="periods")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    standing = models.CharField("党籍状态", max_length=16)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系沿革"
        ordering = ["member_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], name="membership_one_open", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="membership_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["branch", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.member_id}@{self.branch_id}"

    @property
    def facts(self) -> tuple[int, str]:
        return self.branch_id, self.standing


class GroupedPeriod(models.Model):
    """One member's education and occupation for a span of days, the first included, the last not.

    A change counts from the day it was entered; the days before keep what was on record then.
    """

    member = models.ForeignKey("members.PartyMember", models.CASCADE, related_name="grouped")
    education = models.CharField("学历", max_length=2, blank=True)
    occupation = models.CharField("工作岗位", max_length=32, blank=True)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计项沿革"
        ordering = ["member_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], name="grouped_one_open", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="grouped_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}：{self.education} {self.occupation}"

    @property
    def facts(self) -> tuple[str, str]:
        return self.education, self.occupation

"""Matters of standing with their steps (领域手册 B.5).

From when a member has which standing is kept with the branch (``MembershipPeriod``).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.states import State

from ..proposals.models import ByMembersBranch
from .kinds import KINDS
from .states import MATTER


class StandingMatter(models.Model):
    """``kind`` says what is asked for; ``decided_on`` is the day from which it holds."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="matters")
    kind = models.CharField(
        "事项", max_length=12, choices=[(k.code, k.name) for k in KINDS.values()]
    )
    reason = models.CharField("事由", max_length=500)
    searched = models.CharField("查找的方式和结果", max_length=300, blank=True)
    disciplined = models.BooleanField("同一问题已受党纪处分", default=False)
    opened_on = models.DateField("提出日期")
    state = models.CharField(
        "状态", max_length=12, choices=MATTER.choices(), default=MATTER.initial
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    body = models.CharField("作出决定的组织", max_length=64, blank=True)
    paper_no = models.CharField("批复文号", max_length=64, blank=True)
    ends_on = models.DateField("限期改正到", null=True, blank=True)
    outcome = models.CharField("结果", max_length=300, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = ByMembersBranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党籍事项"
        indexes = [models.Index(fields=["zone", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state="going"),
                name="member_standing_one_going",
            )
        ]

    def __str__(self) -> str:
        return f"{KINDS[self.kind].name}：{self.member.name}"

    @property
    def state_shown(self) -> State:
        return MATTER.state(self.state)


class StandingStep(models.Model):
    """One step of the procedure as it took place."""

    matter = models.ForeignKey(StandingMatter, models.CASCADE, related_name="steps")
    name = models.CharField("步骤", max_length=16)
    on = models.DateField("日期")
    body = models.CharField("组织", max_length=64)
    text = models.CharField("情况", max_length=300, blank=True)
    entered_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "党籍事项步骤"
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "name"], name="standing_step_once")
        ]

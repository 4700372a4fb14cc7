"""Rectification items (领域手册 C.4, 台账 LD06) and the looks back after sign-off."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from honglian.kit import clock

from ..sight import BranchQuerySet
from .states import LIVE, RECTIFY


class RectifyItem(models.Model):
    """One problem of a member or of a branch's team, until it has not come back for half a year.

    ``owner_name`` is what the ledger calls 党组织/党员姓名. ``responsible_user_id`` and
    ``applied_user_id`` are accounts and serve the rule that nobody checks their own work.
    ``life_meeting`` is where it was found, ``reopens`` the item whose trouble came back.
    """

    class Owner(models.TextChoices):
        MEMBER = "member", "党员个人"
        TEAM = "team", "党组织班子"

    class Kind(models.TextChoices):
        IMMEDIATE = "immediate", "立行立改"
        DEADLINE = "deadline", "限期整改"
        LONG_TERM = "long_term", "长期坚持"

    class Category(models.TextChoices):
        POLITICS = "politics", "政治"
        THOUGHT = "thought", "思想"
        STYLE = "style", "作风"
        DISCIPLINE = "discipline", "纪律"
        WORK = "work", "工作"
        INTEGRITY = "integrity", "廉洁"

    class Source(models.TextChoices):
        LIFE = "life_meeting", "组织生活会"
        APPRAISAL = "appraisal", "民主评议"
        INSPECTION = "inspection", "巡察"
        REPORT = "report", "述职评议"
        AUDIT = "audit", "审计"
        MASSES = "masses", "群众反映"
        SPECIAL = "special", "专项检查"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=40)
    owner_kind = models.CharField("整改主体", max_length=8, choices=Owner)
    member = models.ForeignKey(
        "members.PartyMember", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField("党组织/党员姓名", max_length=128)
    category = models.CharField("问题类别", max_length=12, choices=Category)
    source = models.CharField("问题来源", max_length=12, choices=Source)
    issue = models.CharField("具体问题", max_length=500)
    cause = models.CharField("原因剖析", max_length=500, blank=True)
    measure = models.CharField("整改措施", max_length=500, blank=True)
    kind = models.CharField("整改类型", max_length=12, choices=Kind)
    responsible = models.CharField("责任人", max_length=32, blank=True)
    responsible_user_id = models.BigIntegerField(null=True, blank=True)
    supervisor = models.CharField("督办人", max_length=32, blank=True)
    opened_on = models.DateField("登记日期")
    due_on = models.DateField("整改期限", null=True, blank=True)
    progress = models.CharField("目前进展", max_length=500, blank=True)
    evidence = models.CharField("佐证材料", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=RECTIFY.choices(), default=RECTIFY.initial
    )
    returned = models.PositiveSmallIntegerField("退回次数", default=0)
    escalated_on = models.DateField("提级督办日期", null=True, blank=True)
    escalated_because = models.CharField("提级原因", max_length=200, blank=True)
    applied_on = models.DateField("申请销号日期", null=True, blank=True)
    applied_by = models.CharField("申请人", max_length=64, blank=True)
    applied_user_id = models.BigIntegerField(null=True, blank=True)
    verifier = models.CharField("核查人", max_length=64, blank=True)
    verifier_user_id = models.BigIntegerField(null=True, blank=True)
    verdict = models.CharField("核查结论", max_length=300, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    rebounded = models.BooleanField("是否反弹", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reopened"
    )
    life_meeting = models.ForeignKey(
        "partylife.LifeMeeting", models.PROTECT, null=True, blank=True, related_name="items"
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="rectify_number_once"),
            models.UniqueConstraint(
                fields=["reopens"], condition=Q(reopens__isnull=False), name="rectify_reopened_once"
            ),
            # Whoever asked for the sign-off never gave it, whatever code writes the row.
            models.CheckConstraint(
                name="rectify_checked_by_another",
                condition=Q(applied_user_id__isnull=True)
                | Q(verifier_user_id__isnull=True)
                | ~Q(applied_user_id=F("verifier_user_id")),
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "due_on"]),
            models.Index(fields=["branch", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.owner_name}"

    @property
    def state_info(self):
        return RECTIFY.state(self.state)

    @property
    def is_overdue(self) -> bool:
        """Past its limit without a request for sign-off; an overlay, not a state."""
        late = self.due_on is not None and self.due_on < clock.today()
        return late and self.state in LIVE and self.applied_on is None

    @property
    def is_long_term(self) -> bool:
        return self.kind == self.Kind.LONG_TERM


class LookBack(models.Model):
    """A look back some months after sign-off; ``held`` empty means that it is still to come."""

    item = models.ForeignKey(RectifyItem, models.CASCADE, related_name="looks")
    months = models.PositiveSmallIntegerField("销号后几个月")
    planned_on = models.DateField("应回头看日期")
    looked_on = models.DateField("回头看日期", null=True, blank=True)
    held = models.BooleanField("没有反弹", null=True, blank=True)
    text = models.CharField("看到的情况", max_length=300, blank=True)
    looked_by = models.CharField("回头看的人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(fields=["item", "months"], name="rectify_look_back_once")
        ]

    def __str__(self) -> str:
        return f"销号后 {self.months} 个月"

    @property
    def is_due(self) -> bool:
        return self.looked_on is None and self.planned_on <= clock.today()

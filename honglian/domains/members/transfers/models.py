"""A member's way from one branch to another, here or elsewhere (领域手册 B.4)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import TRANSFER

GOING = tuple(TRANSFER.open_states)


class TransferQuerySet(ScopedQuerySet):
    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            below = subtree(ids)
            return Q(from_branch__in=below) | Q(to_branch__in=below)
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(from_branch__chain_id__in=ids) | Q(to_branch__chain_id__in=ids)
        return NOTHING


class Transfer(models.Model):
    """One side outside the zone is typed (``from_name``, ``to_name``) and has no branch here.

    The days run applied, reviewed, issued, received, admitted, completed. ``valid_days`` counts
    from the day after ``issued_on``. The member's branch changes with ``completed_on``, never before.
    """

    class Direction(models.TextChoices):
        WITHIN = "within", "区内转接"
        OUT = "out", "转往区外"
        IN = "in", "从区外转入"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    direction = models.CharField("方向", max_length=8, choices=Direction)
    member = models.ForeignKey(
        "members.PartyMember", models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    name = models.CharField("姓名", max_length=32)
    from_branch = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_name = models.CharField("转出党组织", max_length=128)
    to_branch = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_name = models.CharField("转入党组织", max_length=128)
    reason = models.CharField("转接原因", max_length=200)
    work_unit = models.CharField("新的工作单位", max_length=128, blank=True)
    excuse = models.CharField("说明", max_length=300, blank=True)
    findings = models.JSONField(default=list, blank=True)
    state = models.CharField(
        "状态", max_length=16, choices=TRANSFER.choices(), default=TRANSFER.initial
    )
    applied_on = models.DateField("申请日期")
    reviewed_on = models.DateField("支部审核日期", null=True, blank=True)
    issued_on = models.DateField("开出日期", null=True, blank=True)
    received_on = models.DateField("报到日期", null=True, blank=True)
    admitted_on = models.DateField("转入党委审核日期", null=True, blank=True)
    completed_on = models.DateField("接收日期", null=True, blank=True)
    issuer = models.ForeignKey(
        "orgs.PartyOrg", models.PROTECT, null=True, blank=True, related_name="+"
    )
    issuer_name = models.CharField("开具党委", max_length=128, blank=True)
    addressee = models.CharField("介绍信抬头", max_length=128, blank=True)
    letter_no = models.CharField("介绍信编号", max_length=40, blank=True)
    valid_days = models.PositiveSmallIntegerField("有效期（天）", null=True, blank=True)
    receipt_no = models.CharField("回执编号", max_length=40, blank=True)
    closed_because = models.CharField("办结说明", max_length=200, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    item_in = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系转接"
        indexes = [models.Index(fields=["zone", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=GOING), name="member_transfer_one_going"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.from_name} → {self.to_name}"

    @property
    def state_shown(self) -> State:
        return TRANSFER.state(self.state)

    @property
    def days(self) -> list[tuple[str, date]]:
        """(what, day) of the steps taken, in order."""
        named = (
            ("申请", self.applied_on),
            ("支部审核", self.reviewed_on),
            ("开出介绍信", self.issued_on),
            ("报到", self.received_on),
            ("党委同意转入", self.admitted_on),
            ("接收", self.completed_on),
        )
        return [(what, day) for what, day in named if day]

    @property
    def valid_until(self) -> date | None:
        if self.issued_on is None or self.valid_days is None:
            return None
        return self.issued_on + timedelta(days=self.valid_days)


class Arrival(models.Model):
    """Who comes from outside: what the new branch needs to put the member on its roster."""

    transfer = models.OneToOneField(Transfer, models.CASCADE, related_name="arrival")
    gender = models.CharField("性别", max_length=1, choices=[("1", "男"), ("2", "女")])
    ethnicity = models.CharField("民族", max_length=2)
    birth_date = models.DateField("出生日期")
    id_no = EncryptedTextField("公民身份号码")
    id_no_index = models.CharField(max_length=64)
    category = models.CharField("人员类别", max_length=12)
    joined_on = models.DateField("加入党组织日期")
    full_on = models.DateField("转为正式党员日期", null=True, blank=True)
    mobile = EncryptedTextField("联系手机", blank=True, default="")
    dues_paid_to = models.CharField("党费交至", max_length=16, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转入人员"

"""Members of the Party (领域手册 B.1, 台账 LD02): least data, encrypted where it is personal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.fields import EncryptedTextField
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .comparison.models import Comparison, Difference
from .completeness.models import BranchConfirmation
from .development.models import Development, DevelopmentStep
from .dues.models import DuesBase, DuesPayment
from .floating.models import FloatingContact, FloatingStay
from .organising.models import OrgAct, OrgTerm, TakingPart, TemporaryTask
from .periods import GroupedPeriod, MembershipPeriod
from .proposals.models import Proposal
from .standing.models import StandingMatter, StandingStep
from .transfers.models import Arrival, Transfer

__all__ = [
    "Arrival",
    "BranchConfirmation",
    "Comparison",
    "Development",
    "DevelopmentStep",
    "Difference",
    "DuesBase",
    "DuesPayment",
    "FloatingContact",
    "FloatingStay",
    "GroupedPeriod",
    "MembershipPeriod",
    "OrgAct",
    "OrgTerm",
    "PartyMember",
    "PartyMemberQuerySet",
    "Proposal",
    "StandingMatter",
    "StandingStep",
    "TakingPart",
    "TemporaryTask",
    "Transfer",
]


class PartyMemberQuerySet(ScopedQuerySet):
    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(branch__chain_id__in=ids)
        return NOTHING


class PartyMember(models.Model):
    """One member, who belongs to exactly one branch (党员教育管理工作条例 第25条).

    The national system stays the master; this row holds what the zone needs for its work.
    ``id_no_index`` finds duplicates without decrypting. ``dues_monthly`` is in 元.
    """

    class Category(models.TextChoices):
        FORMAL = "formal", "正式党员"
        PROBATIONARY = "probationary", "预备党员"

    class Standing(models.TextChoices):
        NORMAL = "normal", "正常"
        LOST_WATCH = "lost_watch", "失联核实中"
        RECTIFYING = "rectifying", "限期改正"
        SUSPENDED = "suspended", "停止党籍"
        RESTORED = "restored", "恢复党籍"
        QUIT = "quit", "退党"
        PERSUADED_QUIT = "persuaded_quit", "劝其退党"
        REMOVED = "removed", "除名"
        EXPELLED = "expelled", "开除党籍"
        DECEASED = "deceased", "死亡"
        TRANSFERRED = "transferred", "已转出"

    class Floating(models.TextChoices):
        NONE = "none", "非流动"
        OUT = "out", "流出"
        IN = "in", "流入"
        RETURNED = "returned", "已返回"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="members")
    name = models.CharField("姓名", max_length=32)
    gender = models.CharField("性别", max_length=1, choices=[("1", "男"), ("2", "女")])
    ethnicity = models.CharField("民族", max_length=2)
    birth_date = models.DateField("出生日期")
    id_no = EncryptedTextField("公民身份号码")
    id_no_index = models.CharField(max_length=64)
    education = models.CharField("学历", max_length=2, blank=True)
    degree = models.CharField("学位", max_length=16, blank=True)
    category = models.CharField("人员类别", max_length=12, choices=Category)
    joined_on = models.DateField("加入党组织日期")
    full_on = models.DateField("转为正式党员日期", null=True, blank=True)
    occupation = models.CharField("工作岗位", max_length=32, blank=True)
    party_post = models.CharField("党内职务", max_length=32, blank=True)
    mobile = EncryptedTextField("联系手机", blank=True, default="")
    phone = models.CharField("固定电话", max_length=32, blank=True)
    address = EncryptedTextField("家庭住址", blank=True, default="")
    standing = models.CharField(
        "党籍状态", max_length=16, choices=Standing, default=Standing.NORMAL
    )
    floating = models.CharField(
        "是否流动党员", max_length=8, choices=Floating, default=Floating.NONE
    )
    flow_to = models.CharField("外出流向", max_length=64, blank=True)
    is_lost = models.BooleanField("是否失联", default=False)
    lost_on = models.DateField("失联日期", null=True, blank=True)
    dues_category = models.CharField("党费类别", max_length=24, blank=True)
    dues_monthly = models.DecimalField(
        "月交纳额", max_digits=9, decimal_places=2, null=True, blank=True
    )
    post = models.CharField("行政职务", max_length=32, blank=True)
    introducers = models.CharField("入党介绍人", max_length=64, blank=True)
    tags = models.JSONField("身份标签", default=list, blank=True)
    consent_version = models.CharField("知情同意版本", max_length=32, blank=True)
    confirmed_on = models.DateField("最近核对日期", null=True, blank=True)
    confirmed_by = models.CharField("核对人", max_length=64, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    search = models.TextField(editable=False, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    rows = models.Manager()
    objects = PartyMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        constraints = [
            models.UniqueConstraint(fields=["zone", "id_no_index"], name="member_id_no_once"),
            models.CheckConstraint(
                name="formal_member_has_date",
                condition=Q(category="probationary") | Q(full_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "name", "id"]),
            models.Index(fields=["zone", "name", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, since: date | None = None, **kwargs: Any) -> None:
        """Store the row and, from ``since`` (default: today), where the member stands and what it counts by."""
        from . import grouping, placing

        super().save(*args, **kwargs)
        placing.keep(self, since)
        grouping.keep(self)

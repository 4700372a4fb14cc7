"""Door-knock campaigns (敲门行动, 领域手册 A.5): a frozen list, who calls on whom, and what was heard."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from honglian.domains.enterprises.api import in_grids, pledged_enterprises
from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import CAMPAIGN, ROUND, TARGET


class TargetQuerySet(ScopedQuerySet):
    read_permission = "campaigns.view"

    def scope_q(self, actor):
        mine = Q(round__user_id=actor.user_id) if actor.user_id else NOTHING
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return Q(enterprise__chain_id__in=actor.scope.ids) | mine
            case ScopeKind.ORG:
                return Q(enterprise__party_org__in=subtree(actor.scope.ids)) | mine
            case ScopeKind.PLEDGE:
                return Q(enterprise_id__in=pledged_enterprises(actor)) | mine
            case ScopeKind.GRID:
                return in_grids(actor.scope.ids, "enterprise") | mine
            case ScopeKind.DEPARTMENT:
                # Who handles a demand that was heard on a visit sees the visit and its photos.
                handled = Issue.rows.filter(
                    target=OuterRef("pk"), case__orders__department_id__in=actor.scope.ids
                )
                return Q(Exists(handled)) | mine
        return mine


class CampaignQuerySet(ScopedQuerySet):
    read_permission = "campaigns.view"

    def scope_q(self, actor):
        targets = Target.rows.filter(TargetQuerySet(Target).scope_q(actor), campaign=OuterRef("pk"))
        return Q(Exists(targets)) | Q(organiser_user_id=actor.user_id)


class Campaign(models.Model):
    """One campaign. ``wanted`` is the filter and ``definition`` its words as of ``frozen_on``."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=24)
    name = models.CharField("名称", max_length=60)
    purpose = models.CharField("目的", max_length=300, blank=True)
    wanted = models.JSONField(default=dict)
    definition = models.CharField("名单口径", max_length=200)
    frozen_on = models.DateField("定名单日期", null=True, blank=True)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("截止")
    state = models.CharField(
        "状态", max_length=12, choices=CAMPAIGN.choices(), default=CAMPAIGN.initial
    )
    organiser = models.CharField("组织人", max_length=64)
    organiser_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    result = models.TextField("结果", blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "敲门行动"
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="campaign_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_state(self) -> State:
        return CAMPAIGN.state(self.state)


class Round(models.Model):
    """One visitor's share of a campaign; one line on that person's desk."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="rounds")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    name = models.CharField("走访人", max_length=64)
    state = models.CharField(max_length=12, choices=ROUND.choices(), default=ROUND.initial)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="round_once")]


class Target(models.Model):
    """One enterprise of a frozen list. Name and chain stay as of the day the list was made."""

    class Why(models.TextChoices):
        CLOSED = "closed", "企业停产或大门关闭"
        MOVED = "moved", "已搬迁"
        AWAY = "away", "负责人不在，另约"
        DECLINED = "declined", "企业婉拒"
        RECENT = "recent", "近期已有人走访，合并"
        OTHER = "other", "其他"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    enterprise_name = models.CharField("企业名称", max_length=128)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    chain_name = models.CharField("产业链", max_length=32, blank=True)
    park = models.CharField("园区", max_length=32, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="targets")
    state = models.CharField(
        "状态", max_length=12, choices=TARGET.choices(), default=TARGET.initial
    )
    why = models.CharField("没走成的原因", max_length=12, choices=Why, blank=True)
    why_text = models.CharField("说明", max_length=200, blank=True)
    added_on = models.DateField("补进日期", null=True, blank=True)
    added_why = models.CharField("补进原因", max_length=120, blank=True)
    settled_at = models.DateTimeField("走访时间", null=True, blank=True)

    rows = models.Manager()
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访对象"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "enterprise"], name="target_once"),
            models.CheckConstraint(
                name="target_missed_with_reason", condition=~Q(state="missed") | ~Q(why="")
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state", "id"], name="target_by_state")]

    def __str__(self) -> str:
        return self.enterprise_name

    @property
    def shown_state(self) -> State:
        return TARGET.state(self.state)


class Knock(models.Model):
    """One time somebody was at the door (or could not be), as it was told; never changed.

    ``happened_at`` is by the server's clock, ``received_at`` when it arrived, ``device_note`` what the
    phone's clock said where it was off. ``key`` is the mark of the submission: taken once for ever.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, models.CASCADE, related_name="knocks")
    verb = models.CharField(max_length=12)
    by_name = models.CharField("走访人", max_length=64)
    by_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    met = models.CharField("见到谁", max_length=60, blank=True)
    text = models.TextField("了解到的情况", blank=True)
    happened_at = models.DateTimeField("走访时间")
    received_at = models.DateTimeField("收到时间")
    device_note = models.CharField("手机时间", max_length=80, blank=True)
    key = models.CharField(max_length=36, blank=True)

    rows = models.Manager()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "key"], name="knock_once", condition=~Q(key="")
            )
        ]

    @property
    def came_later(self) -> bool:
        """Filled in without a network and sent when there was one."""
        return self.received_at - self.happened_at > timedelta(minutes=10)

    @property
    def name(self) -> str:
        return next(t.name for t in TARGET.transitions if t.verb == self.verb)


class IssueQuerySet(ScopedQuerySet):
    read_permission = "campaigns.view"

    def scope_q(self, actor):
        return Q(target__in=Target.rows.filter(TargetQuerySet(Target).scope_q(actor)))


class Issue(models.Model):
    """One problem heard on a visit: solved on the spot, or split into a demand exactly once."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, models.CASCADE, related_name="issues")
    knock = models.ForeignKey(Knock, models.CASCADE, related_name="issues")
    text = models.TextField("问题")
    solved = models.BooleanField("当场解决", default=False)
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="heard_as"
    )
    found_at = models.DateTimeField("发现时间")

    rows = models.Manager()
    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访问题"
        constraints = [
            models.CheckConstraint(
                name="issue_solved_or_case", condition=Q(solved=False) | Q(case__isnull=True)
            )
        ]

    @property
    def shown_state(self) -> State:
        if self.solved:
            return State("solved", "当场解决", "done")
        return self.case.shown_state if self.case else State("noted", "待转诉求", "new")

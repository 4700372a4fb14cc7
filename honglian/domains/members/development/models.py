"""One person's way into the Party, and each step of it with its day, papers and votes (台账 LD03)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .plan import STAGES, STEPS
from .states import DEVELOPMENT

REPEATED = tuple(no for no, step in STEPS.items() if step.repeats)


class DevelopmentQuerySet(ScopedQuerySet):
    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(branch__chain_id__in=ids)
        return NOTHING


class Development(models.Model):
    """``current`` is the furthest step on record; ``activist_since`` carries cultivation over
    from another unit; ``extension_months`` is a prolonged probation. No ID number is kept here."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    member = models.ForeignKey(
        "members.PartyMember", models.SET_NULL, null=True, blank=True, related_name="developments"
    )
    name = models.CharField("姓名", max_length=32)
    gender = models.CharField("性别", max_length=1, choices=[("1", "男"), ("2", "女")])
    birth_date = models.DateField("出生日期")
    education = models.CharField("学历", max_length=2, blank=True)
    activist_since = models.DateField("在原单位确定积极分子的日期", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=DEVELOPMENT.choices(), default=DEVELOPMENT.initial
    )
    current = models.PositiveSmallIntegerField("当前步骤", default=0)
    extension_months = models.PositiveSmallIntegerField("延长预备期（月）", default=0)
    stopped_because = models.CharField("终止原因", max_length=200, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = DevelopmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员"
        indexes = [models.Index(fields=["zone", "state", "current"])]

    def __str__(self) -> str:
        return self.name

    @property
    def stage(self) -> str:
        return STEPS[self.current].stage if self.current else "application"

    @property
    def stage_name(self) -> str:
        return STAGES[self.stage]

    @property
    def records(self) -> list[DevelopmentStep]:
        """Records that stand, in order of steps; from the prefetch where there is one."""
        return [s for s in self.steps.all() if not s.withdrawn]

    @property
    def taken(self) -> dict[int, date]:
        """Step → day (the last one of a repeated step); refusals and postponements do not count."""
        days = {s.no: s.on for s in self.records if s.outcome in ("", "agreed")}
        if self.activist_since and 3 in days:
            days[3] = min(days[3], self.activist_since)
        return days


class DevelopmentStep(models.Model):
    """What happened at a step; wrong entries are withdrawn, never changed.

    ``outcome`` is empty for steps without a decision. ``documents`` lists the papers at hand,
    ``findings`` the rules that were explained by ``excuse``.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", "同意"
        REFUSED = "refused", "不同意"
        POSTPONED = "postponed", "暂缓（延长）"

    development = models.ForeignKey(Development, models.CASCADE, related_name="steps")
    no = models.PositiveSmallIntegerField("步骤")
    on = models.DateField("日期")
    version = models.CharField("规则版本", max_length=8)
    body = models.CharField("作出决定的组织", max_length=64, blank=True)
    outcome = models.CharField("决定", max_length=12, choices=Outcome, blank=True)
    people = models.CharField("联系人或介绍人", max_length=100, blank=True)
    from_day = models.DateField("公示起", null=True, blank=True)
    to_day = models.DateField("公示止", null=True, blank=True)
    days = models.PositiveSmallIntegerField("培训天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("培训学时", null=True, blank=True)
    expected = models.PositiveSmallIntegerField("应到会有表决权", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到", null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    secret = models.BooleanField("无记名投票", null=True, blank=True)
    extension = models.PositiveSmallIntegerField("延长月数", null=True, blank=True)
    documents = models.JSONField("材料", default=list, blank=True)
    excuse = models.CharField("说明", max_length=300, blank=True)
    findings = models.JSONField(default=list, blank=True)
    withdrawn = models.BooleanField("已撤回", default=False)
    entered_by = models.CharField("登记人", max_length=64)
    entered_user_id = models.BigIntegerField(null=True, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "发展党员步骤"
        ordering = ["no", "on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["development", "no"],
                condition=Q(withdrawn=False, outcome__in=["", "agreed"]) & ~Q(no__in=REPEATED),
                name="development_step_once",
            )
        ]

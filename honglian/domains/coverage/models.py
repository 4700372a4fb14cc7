"""What enterprises were on a day, what is to be done about them, and plans of joint branches."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from honglian.kit.scoping import ScopedQuerySet

FACTS = ("category", "party_org_id", "status", "chain_id", "park", "size", "formal")


def held_on(day: date, prefix: str = "") -> Q:
    """Rows with ``starts_on`` and ``ends_on`` that hold on a day, over a relation if named."""
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    begun = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
    return begun & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


class CoveragePeriod(models.Model):
    """What the two coverages need to know of a park enterprise, for a span of days.

    An open start is “since before it was first entered here”; outside its periods an enterprise
    was not in the park. Numbers instead of keys: a period is a record and keeps nothing alive.
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="coverage_periods"
    )
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    category = models.CharField("登记的覆盖类别", max_length=12)
    party_org_id = models.BigIntegerField("党组织", null=True, blank=True)
    status = models.CharField("状态", max_length=12)
    chain_id = models.BigIntegerField("产业链", null=True, blank=True)
    park = models.CharField("所在园区", max_length=32, blank=True)
    size = models.CharField("规模", max_length=8, blank=True)
    formal = models.PositiveIntegerField("正式党员", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "覆盖沿革"
        ordering = ["enterprise_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], name="coverage_period_one_open", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="coverage_period_in_order",
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gt=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.category}"

    @property
    def facts(self) -> tuple:
        return tuple(getattr(self, name) for name in FACTS)


class CoverageTask(models.Model):
    """An enterprise that ought to have a branch of its own, or that has nothing at all (A.4).

    Found by computation and closed by it: nobody ticks it off, the facts do.
    """

    class Kind(models.TextChoices):
        DUE = "due", "应建未建"
        BLANK = "blank", "空白点"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="+")
    kind = models.CharField("事项", max_length=8, choices=Kind)
    found_on = models.DateField("发现日期")
    due_on = models.DateField("期限", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "覆盖待办"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "kind"],
                name="coverage_task_one_open",
                condition=Q(closed_on=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.enterprise_id}"


class ZoneWideQuerySet(ScopedQuerySet):
    """Plans join enterprises of the whole zone, so only who sees the whole zone sees them."""

    read_permission = "coverage.view"


class JointPlan(models.Model):
    """One run of the planner: limits asked for, how it went, what it would change.

    ``limits`` are those of the form; ``summary`` holds figures, the left-out and the price of
    each rule once it is ready.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待计算"
        RUNNING = "running", "计算中"
        READY = "ready", "已算好"
        FAILED = "failed", "没有算成"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    limits = models.JSONField("条件", default=dict)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField("已算秒数", default=0)
    total = models.PositiveIntegerField("最多算几秒", default=0)
    summary = models.JSONField("结果", default=dict, blank=True)
    error = models.CharField("原因", max_length=300, blank=True)
    made_by = models.CharField("提出人", max_length=64)
    made_at = models.DateTimeField("提出时间")

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合组建方案"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"联合组建方案 {self.pk}"


class JointProposal(models.Model):
    """One joint branch of a plan, with its reasons; a person accepts, changes or refuses it.

    ``units``: ``[{"id", "uscc", "name", "full", "probationary"}]``, the suggested lead first.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    plan = models.ForeignKey(JointPlan, models.CASCADE, related_name="proposals")
    name = models.CharField("建议名称", max_length=128)
    state = models.CharField("状态", max_length=12)
    units = models.JSONField("联合的企业", default=list)
    full = models.PositiveIntegerField("正式党员")
    members = models.PositiveIntegerField("党员")
    widest = models.PositiveIntegerField("最远两家（米）")
    chain = models.ForeignKey("zones.Chain", models.SET_NULL, null=True, related_name="+")
    reasons = models.JSONField("理由", default=list)
    why = models.CharField("处理说明", max_length=300, blank=True)
    decided_by = models.CharField("处理人", max_length=64, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    org = models.ForeignKey(
        "orgs.PartyOrg", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联合党支部建议"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_ids(self) -> list[int]:
        return [unit["id"] for unit in self.units]

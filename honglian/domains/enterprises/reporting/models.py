"""A collection of figures, the returns of its enterprises, and what was put right after publishing."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import config_of
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .items import CODES
from .states import COLLECTION, RETURN


def collects(actor: Actor) -> bool:
    """Operating figures are for the departments that collect them only (领域手册 H.6: L4)."""
    if actor.scope.kind != ScopeKind.DEPARTMENT:
        return True
    wanted = config_of(actor.zone_id or 0).reporting.departments
    return Department.rows.filter(pk=actor.department_id, code__in=wanted).exists()


class CollectionQuerySet(ScopedQuerySet):
    read_permission = "enterprises.returns"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q() if collects(actor) else NOTHING
        return NOTHING


class ReturnQuerySet(ScopedQuerySet):
    read_permission = "enterprises.returns"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q() if collects(actor) else NOTHING
        if ids := actor.ids(ScopeKind.ENTERPRISE):
            return Q(enterprise__in=ids)
        return NOTHING


class Collection(models.Model):
    """One period asked for. ``month`` is 0 for a year; a month's flows are cumulative since January."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月", default=0)
    ends_on = models.DateField("期末")
    due_on = models.DateField("填报截止")
    asked = models.CharField("填报范围", max_length=60)
    state = models.CharField(
        "状态", max_length=12, choices=COLLECTION.choices(), default=COLLECTION.initial
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据收集"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "month"], name="collection_once"),
            models.CheckConstraint(name="collection_month", condition=Q(month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年 1—{self.month} 月" if self.month > 1 else self._short

    @property
    def _short(self) -> str:
        return f"{self.year} 年{' 1 月' if self.month else ''}"


def _amount(name: str) -> models.DecimalField:
    return models.DecimalField(name, max_digits=16, decimal_places=2, null=True, blank=True)


class Return(models.Model):
    """What one enterprise reports for one period; amounts in 万元, power in 万千瓦时."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="returns")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="returns")
    employees = models.PositiveIntegerField("期末从业人员", null=True, blank=True)
    revenue = _amount("营业收入")
    output = _amount("工业总产值")
    export = _amount("出口交货值")
    profit = _amount("利润总额")
    tax = _amount("上缴税收")
    investment = _amount("固定资产投资")
    rd_spend = _amount("研发费用")
    power = _amount("用电量")
    explanation = models.CharField("说明", max_length=500, blank=True)
    query = models.CharField("请核实", max_length=300, blank=True)
    doubts = models.JSONField("疑点", default=dict, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=RETURN.choices(), default=RETURN.initial
    )
    filled_by = models.CharField("填报人", max_length=64, blank=True)
    filled_at = models.DateTimeField("填报时间", null=True, blank=True)

    rows = models.Manager()
    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业报表"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "enterprise"], name="return_once")
        ]
        indexes = [models.Index(fields=["enterprise", "collection"])]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.collection}"

    @property
    def values(self) -> dict[str, Decimal | None]:
        """Code → number as :mod:`.items` judges it."""
        found = {code: getattr(self, code) for code in CODES}
        return {c: None if v is None else Decimal(v) for c, v in found.items()}

    @property
    def has_figures(self) -> bool:
        return self.state in ("filled", "queried", "checked")

    @property
    def state_info(self):
        return RETURN.state(self.state)


class Revision(models.Model):
    """A published number put right: what stood there, what stands there now, who and why."""

    of = models.ForeignKey(Return, models.PROTECT, related_name="revisions")
    item = models.CharField("指标", max_length=16)
    before = _amount("原数")
    after = _amount("更正为")
    why = models.CharField("原因", max_length=300)
    by_name = models.CharField("更正人", max_length=64)
    at = models.DateTimeField("更正时间")

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据更正"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item}：{self.before} → {self.after}"

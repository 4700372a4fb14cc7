"""Figures as definitions with versions, and the values that were published (领域手册 M)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from honglian.algo.figures.change import phrase
from honglian.analytics.api import Formula, parse
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .states import VERSION

__all__ = ["Indicator", "IndicatorValue", "IndicatorVersion"]
SECRET = "enterprises.figures"


class IndicatorQuerySet(ScopedQuerySet):
    """Definitions are open to all who may see figures; restricted ones to few."""

    read_permission = "indicators.view"
    at = ""

    def scope_q(self, actor):
        return Q()

    def visible_to(self, actor):
        rows = super().visible_to(actor)
        if actor.can(SECRET) or actor.can("indicators.edit"):
            return rows
        return rows.exclude(**{f"{self.at}confidentiality": "restricted"})


class OfIndicatorQuerySet(IndicatorQuerySet):
    at = "indicator__"


class ValueQuerySet(OfIndicatorQuerySet):
    """Published values are those of the whole zone, so a narrower scope does not see them."""

    def scope_q(self, actor):
        return Q() if actor.scope.kind == ScopeKind.ZONE else NOTHING


class Indicator(models.Model):
    """One figure of a zone. What it means is in its versions.

    ``needs`` names the domain that is to bring the records where none does yet. ``reported`` is the
    value of a published report, kept to compare with.
    """

    class Confidentiality(models.TextChoices):
        OPEN = "open", "可公开"
        INTERNAL = "internal", "内部"
        RESTRICTED = "restricted", "受限（企业经营数据）"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    code = models.CharField("指标编码", max_length=24)
    name = models.CharField("指标名称", max_length=64)
    aliases = models.JSONField("别名", default=list, blank=True)
    group = models.CharField("分组", max_length=24, blank=True)
    unit = models.CharField("单位", max_length=12)
    owner = models.ForeignKey(
        "orgs.Department", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField("来源", max_length=120, blank=True)
    confidentiality = models.CharField(
        "密级", max_length=12, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    needs = models.CharField(max_length=24, blank=True)
    reported = models.CharField("报道值", max_length=24, blank=True)
    order = models.PositiveIntegerField("次序", default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return self.name


class IndicatorVersion(models.Model):
    """How a figure is counted for a span of days. ``formula`` is empty for entered-only figures."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    formula = models.JSONField("算法", default=dict, blank=True)
    is_entered = models.BooleanField("只录入不计算", default=False)
    decimals = models.PositiveSmallIntegerField("小数位", default=0)
    qualifier = models.CharField("模糊量", max_length=4, blank=True)
    step = models.DecimalField("取整到", max_digits=14, decimal_places=2, default=0)
    numerator = models.CharField("分子", max_length=120, blank=True)
    denominator = models.CharField("分母", max_length=120, blank=True)
    period_words = models.CharField("时期", max_length=60, blank=True)
    note = models.CharField("口径说明", max_length=300, blank=True)
    because = models.CharField("为什么改", max_length=200, blank=True)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=VERSION.choices(), default=VERSION.initial
    )
    drafted_by = models.CharField("编制人", max_length=64)
    drafted_user_id = models.BigIntegerField(null=True, blank=True)
    drafted_at = models.DateTimeField("编制时间")
    checked_by = models.CharField("核对人", max_length=64, blank=True)
    checked_user_id = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    published_by = models.CharField("启用人", max_length=64, blank=True)
    published_at = models.DateTimeField("启用时间", null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标口径"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            models.UniqueConstraint(
                fields=["indicator"],
                name="indicator_one_in_use",
                condition=Q(state="published"),
            ),
            models.CheckConstraint(
                name="indicator_checked_by_another",
                condition=Q(checked_user_id__isnull=True)
                | Q(drafted_user_id__isnull=True)
                | ~Q(checked_user_id=F("drafted_user_id")),
            ),
            models.CheckConstraint(
                name="indicator_entered_is_not_computed",
                condition=Q(is_entered=False) | Q(formula={}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name}第 {self.number} 版"

    @property
    def parsed(self) -> Formula | None:
        return parse(self.formula) if self.formula else None

    @property
    def state_info(self):
        return VERSION.state(self.state)

    def in_force(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class IndicatorValue(models.Model):
    """What was said for a day, by which version. A correction is a new row that ``revises`` the old one."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    day = models.DateField("截至日期")
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    part = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True, blank=True)
    whole = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True, blank=True)
    then = models.DecimalField("基期", max_digits=24, decimal_places=6, null=True, blank=True)
    records = models.PositiveIntegerField("记录数", null=True, blank=True)
    is_entered = models.BooleanField("录入", default=False)
    source = models.CharField("数据来源", max_length=120, blank=True)
    is_current = models.BooleanField("现值", default=True)
    revises = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="revised_by"
    )
    reason = models.CharField("修订原因", max_length=200, blank=True)
    published_by = models.CharField("发布人", max_length=64)
    published_at = models.DateTimeField("发布时间")

    rows = models.Manager()
    objects = ValueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发布数"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "day"],
                name="indicator_one_current_value",
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(
                name="indicator_revision_has_a_reason",
                condition=Q(revises__isnull=True) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["zone", "day"])]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.day}"

    @property
    def shown(self) -> str:
        """As it was said, with the unit and qualifier of its version."""
        v = self.version
        return phrase(self.value, self.indicator.unit, v.decimals, v.qualifier, v.step)

"""Sets of dispatch rules: one in force in a zone, drafts beside it, the earlier ones kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .matching import Rule


class RuleSetQuerySet(ScopedQuerySet):
    read_permission = "cases.routing"

    def scope_q(self, actor):
        return NOTHING  # rules are for those who see the whole zone


class RuleSet(models.Model):
    """Rules that are tried, compared and put in force together."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_FORCE = "in_force", "正在用"
        RETIRED = "retired", "已停用"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField("建立时间")
    in_force_at = models.DateTimeField("启用时间", null=True, blank=True)

    rows = models.Manager()
    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "派单规则"
        constraints = [
            models.UniqueConstraint(
                fields=["zone"], name="one_rule_set_in_force", condition=Q(state="in_force")
            )
        ]

    def __str__(self) -> str:
        return self.name


class DispatchRule(models.Model):
    """One rule of a set; codes of the zone's configuration in the conditions."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    priority = models.PositiveSmallIntegerField("优先级")
    name = models.CharField("名称", max_length=60)
    categories = models.JSONField("类别", default=list, blank=True)
    chains = models.JSONField("产业链", default=list, blank=True)
    parks = models.JSONField("园区", default=list, blank=True)
    classes = models.JSONField("企业", default=list, blank=True)
    words = models.JSONField("说到", default=list, blank=True)
    without = models.JSONField("没有说到", default=list, blank=True)
    returned_by = models.JSONField("由谁退回", default=list, blank=True)
    lead = models.CharField("主办", max_length=32)
    co = models.JSONField("协办", default=list, blank=True)
    level = models.CharField("等级", max_length=8, blank=True)
    since = models.DateField("从哪天起", null=True, blank=True)
    until = models.DateField("到哪天止", null=True, blank=True)

    rows = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "派单规则条目"
        ordering = ["priority", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def plain(self) -> Rule:
        """The rule as the matching reads it."""
        several = ("categories", "chains", "parks", "classes", "words", "without", "returned_by")
        return Rule(
            key=self.pk,
            name=self.name,
            priority=self.priority,
            lead=self.lead,
            co=tuple(self.co),
            level=self.level,
            since=self.since,
            until=self.until,
            **{name: tuple(getattr(self, name)) for name in several},
        )

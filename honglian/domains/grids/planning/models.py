"""A proposed division of the zone, and what became of it."""

from __future__ import annotations

from django.db import models

from honglian.kit.scoping import ScopedQuerySet

from .states import PLAN


class GridPlanQuerySet(ScopedQuerySet):
    """A plan divides the whole zone, so only who sees the whole zone sees it."""

    read_permission = "grids.view"


class GridPlan(models.Model):
    """One run of the planner. ``moves``: ``[{"id", "name", "from", "to", "why"}]``, ids of grids.

    ``limits`` are those of the form; ``summary`` holds the figures of today and of the plan.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    limits = models.JSONField("条件", default=dict)
    state = models.CharField("状态", max_length=12, choices=PLAN.choices(), default=PLAN.initial)
    summary = models.JSONField("结果", default=dict)
    moves = models.JSONField("调整的企业", default=list)
    made_by = models.CharField("提出人", max_length=64)
    made_at = models.DateTimeField("提出时间")
    decided_by = models.CharField("决定人", max_length=64, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    why = models.CharField("处理说明", max_length=300, blank=True)

    rows = models.Manager()
    objects = GridPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格划分方案"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"网格划分方案 {self.pk}"

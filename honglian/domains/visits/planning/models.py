"""Crews that go out, the month's plan, and its entries."""

from __future__ import annotations

from django.db import models

from honglian.kit.scoping import ScopedQuerySet


class ZoneWideQuerySet(ScopedQuerySet):
    """A plan joins departments and enterprises of the whole zone."""

    read_permission = "visits.plan"


class Crew(models.Model):
    """Who goes out together. An inspecting department is covered by two of its officers on the day."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    name = models.CharField("组名", max_length=32)
    departments = models.ManyToManyField("orgs.Department", related_name="+")
    officers = models.ManyToManyField("visits.Officer", related_name="+", blank=True)
    is_active = models.BooleanField("参加排期", default=True)

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上门小组"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["zone", "name"], name="crew_name_once")]

    def __str__(self) -> str:
        return self.name


class MonthPlan(models.Model):
    """One run of the planner over a month; nothing happens before a person accepts it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待计算"
        RUNNING = "running", "计算中"
        READY = "ready", "已算好"
        FAILED = "failed", "没有算成"
        ACCEPTED = "accepted", "已采纳"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    seconds = models.PositiveSmallIntegerField("最多算几秒", default=30)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField("已算秒数", default=0)
    summary = models.JSONField("结果", default=dict, blank=True)
    error = models.CharField("原因", max_length=300, blank=True)
    keeps = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.CharField("提出人", max_length=64)
    made_at = models.DateTimeField("提出时间")
    accepted_by = models.CharField("采纳人", max_length=64, blank=True)

    rows = models.Manager()
    objects = ZoneWideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月度排期"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} 年 {self.month} 月排期"


class PlanEntry(models.Model):
    """One proposed coming: which requests, who, when, why there and then."""

    plan = models.ForeignKey(MonthPlan, models.CASCADE, related_name="entries")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="+")
    crew = models.ForeignKey(Crew, models.CASCADE, related_name="+")
    requests = models.JSONField("需求", default=list)
    day = models.DateField("日期")
    starts_at = models.TimeField("到达时间")
    minutes = models.PositiveSmallIntegerField("大约几分钟")
    metres = models.PositiveIntegerField("为它多走", default=0)
    reasons = models.JSONField("理由", default=list)
    pinned = models.BooleanField("已固定", default=False)
    visit = models.ForeignKey(
        "visits.JointVisit", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "排期条目"
        ordering = ["day", "crew_id", "starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.day} {self.enterprise}"

"""The queue in the database, its workers and its timetable."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.actor import Actor
from honglian.kit.scoping import ScopedQuerySet


class JobQuerySet(ScopedQuerySet):
    read_permission = "jobs.view"

    def visible_to(self, actor: Actor) -> JobQuerySet:
        """The zone's own jobs and those of the installation, which belong to no zone."""
        if actor.is_system:
            return super().visible_to(actor)
        if actor.zone_id is None or not actor.can(self.read_permission):
            return self._open().none()
        return self.filter(Q(zone_id=actor.zone_id) | Q(zone_id=None))._open()


class Job(models.Model):
    """One call of a registered function, carried out at least once.

    ``args`` are its JSON keyword arguments: identifiers, never personal data. ``waiting_key``
    is the idempotency key while the job waits and empty afterwards: a job that already runs
    may have read the old state, so a new request gets a new job.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    zone = models.ForeignKey("zones.Zone", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField("任务", max_length=64)
    args = models.JSONField(default=dict)
    waiting_key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    run_at = models.DateTimeField("计划时间")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    asked_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    worker = models.ForeignKey("Worker", models.SET_NULL, null=True, related_name="jobs")
    error = models.CharField("原因", max_length=500, blank=True)

    rows = models.Manager()
    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["run_at", "id"], name="job_due", condition=Q(state="waiting")),
            models.Index(fields=["worker"], name="job_running", condition=Q(state="running")),
            models.Index(fields=["state", "-id"], name="job_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Worker(models.Model):
    """A process that carries jobs out; ``seen_at`` is its heartbeat."""

    host = models.CharField(max_length=64)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-seen_at"]


class Timetable(models.Model):
    """When a periodic job is next due, in one zone or (``zone`` empty) in the installation."""

    name = models.CharField(max_length=64)
    zone = models.ForeignKey("zones.Zone", models.CASCADE, null=True, related_name="+")
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "zone"], name="timetable_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(zone=None), name="timetable_installation_once"
            ),
        ]

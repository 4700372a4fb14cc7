"""One climb of a case from one rung to the next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Escalation(models.Model):
    """Who passed the case on to which rung, why, and what came of it there.

    The rung's name and desk are copied from the zone's ladder: a later change of the ladder
    does not rewrite what happened.
    """

    class State(models.TextChoices):
        OPEN = "open", "待协调"
        ANSWERED = "answered", "已协调"
        RAISED = "raised", "已再上报"
        LAPSED = "lapsed", "已失效"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="escalations")
    rung = models.CharField("层级", max_length=16)
    rung_name = models.CharField("层级名称", max_length=32)
    holder_role = models.CharField("由谁协调", max_length=32)
    reason = models.CharField("上报理由", max_length=500)
    asked_by = models.CharField("上报人", max_length=64)
    asked_by_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("上报时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField("协调结果", max_length=500, blank=True)
    answered_by = models.CharField("协调人", max_length=64, blank=True)
    answered_at = models.DateTimeField("协调时间", null=True, blank=True)
    item = models.ForeignKey(
        "workflow.WorkItem", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "逐级上报"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_open_escalation", condition=Q(state="open")
            )
        ]

"""Common causes (一件事→一类事) and the cases that tell of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import CAUSE


class CommonCauseQuerySet(ScopedQuerySet):
    read_permission = "cases.view"

    def scope_q(self, actor):
        # A department sees what it was asked to cure; the rest is for those who see the whole zone.
        if ids := actor.ids(ScopeKind.DEPARTMENT):
            return Q(department_id__in=ids)
        return NOTHING


class CommonCause(models.Model):
    """One trouble that several enterprises tell of.

    ``words`` are the expressions its cases share. ``follows`` is the cause that was done (or set aside)
    before the same trouble came back; ``size_then`` is how many cases there were when people decided.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    title = models.CharField("问题", max_length=120)
    words = models.JSONField("共同的说法", default=list)
    category = models.CharField("类别", max_length=24, blank=True)
    chain = models.ForeignKey(
        "zones.Chain", models.PROTECT, null=True, blank=True, related_name="+"
    )
    likeness = models.FloatField("相似程度", default=0)
    state = models.CharField("状态", max_length=12, choices=CAUSE.choices(), default=CAUSE.initial)
    cases = models.ManyToManyField("cases.Case", related_name="causes")
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by"
    )
    size_then = models.PositiveIntegerField(default=0)
    measure = models.TextField("整改措施", blank=True)
    department = models.ForeignKey(
        "orgs.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("完成期限", null=True, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    result = models.TextField("办结结果", blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField("发现时间")

    rows = models.Manager()
    objects = CommonCauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题"
        indexes = [models.Index(fields=["zone", "state", "-found_at"], name="cause_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_state(self) -> State:
        return CAUSE.state(self.state)

"""Trainings, reading classes, secretaries' lectures and exchanges.

There is no column for hours, points or attendance marks, and there must never be one
(国办函〔2026〕12号, 领域手册 O.7 FORM-01, FORM-02): what counts is the topic and what was agreed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet

from .states import TRAINING


class TrainingQuerySet(ScopedQuerySet):
    """Seen by who arranges it and by every organisation it is for."""

    read_permission = "rectify.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            orgs: Q = Q(org__in=subtree(ids))
            invited = TrainingOrg.objects.filter(org__in=subtree(ids))
        elif ids := actor.ids(ScopeKind.CHAIN):
            orgs = Q(org__chain_id__in=ids)
            invited = TrainingOrg.objects.filter(org__chain_id__in=ids)
        else:
            return NOTHING
        return orgs | Q(pk__in=invited.values("training"))


class Training(models.Model):
    """``org`` arranges it; ``reasons`` are the gaps it answers, as they were on the day of planning."""

    class Kind(models.TextChoices):
        CLASS = "class", "培训班"
        READING = "reading", "读书班"
        LECTURE = "lecture", "书记讲党课"
        EXCHANGE = "exchange", "党建经验交流"

    class Audience(models.TextChoices):
        SECRETARIES = "secretaries", "党组织书记（头雁）"
        WORKERS = "workers", "党务工作者"
        TEAM = "team", "领导班子"
        MEMBERS = "members", "党员"

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    org = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    kind = models.CharField("形式", max_length=12, choices=Kind)
    audience = models.CharField("对象", max_length=12, choices=Audience)
    topic = models.CharField("主题", max_length=120)
    on = models.DateField("日期")
    until = models.DateField("到", null=True, blank=True)
    place = models.CharField("地点", max_length=64, blank=True)
    speaker = models.CharField("主讲或牵头", max_length=64, blank=True)
    needs = models.JSONField("针对的短板", default=list, blank=True)
    people = models.CharField("参加人员", max_length=500, blank=True)
    agreed = models.TextField("商定的事", max_length=2000, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=TRAINING.choices(), default=TRAINING.initial
    )
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训交流"
        indexes = [models.Index(fields=["zone", "on"])]

    def __str__(self) -> str:
        return self.topic

    @property
    def state_info(self):
        return TRAINING.state(self.state)


class TrainingOrg(models.Model):
    """An organisation a training is for."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="orgs")
    org = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "参加的党组织"
        constraints = [
            models.UniqueConstraint(fields=["training", "org"], name="training_org_once")
        ]

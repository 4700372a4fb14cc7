"""A suggestion that follows from a rule. It changes nothing by itself: the branch answers it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet
from honglian.kit.states import State

from .states import PROPOSAL


class ByMembersBranch(ScopedQuerySet):
    """Rows with a ``branch``: seen by those above it and by its chain."""

    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return Q(branch__chain_id__in=ids)
        return NOTHING


class Proposal(models.Model):
    """``rule`` is an id of the rule book, ``words`` what it says to this member's facts."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    member = models.ForeignKey("members.PartyMember", models.PROTECT, related_name="proposals")
    rule = models.CharField("规则", max_length=12)
    words = models.CharField("内容", max_length=300)
    found_on = models.DateField("提出日期")
    state = models.CharField(
        "状态", max_length=12, choices=PROPOSAL.choices(), default=PROPOSAL.initial
    )
    answer = models.CharField("处理情况", max_length=300, blank=True)
    answered_by = models.CharField("处理人", max_length=64, blank=True)
    answered_on = models.DateField("处理日期", null=True, blank=True)
    item = models.ForeignKey("workflow.WorkItem", models.PROTECT, null=True, related_name="+")

    rows = models.Manager()
    objects = ByMembersBranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提请事项"
        indexes = [models.Index(fields=["zone", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "rule"], condition=Q(state="open"), name="proposal_once_open"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def state_shown(self) -> State:
        return PROPOSAL.state(self.state)

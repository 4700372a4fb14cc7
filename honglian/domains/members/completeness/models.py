"""When a branch last confirmed its members' particulars."""

from __future__ import annotations

from django.db import models

from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet


class OfABranch(ScopedQuerySet):
    read_permission = "members.view"

    def scope_q(self, actor):
        if ids := actor.ids(ScopeKind.ORG):
            return models.Q(branch__in=subtree(ids))
        if ids := actor.ids(ScopeKind.CHAIN):
            return models.Q(branch__chain_id__in=ids)
        return NOTHING


class BranchConfirmation(models.Model):
    """One confirmation: how many members there were, how many of them confirmed, items missing."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    branch = models.ForeignKey("orgs.PartyOrg", models.PROTECT, related_name="+")
    confirmed_on = models.DateField("核对日期")
    confirmed_by = models.CharField("核对人", max_length=64)
    members = models.PositiveIntegerField("党员")
    confirmed = models.PositiveIntegerField("核对无误")
    missing = models.PositiveIntegerField("缺项")
    remark = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    rows = models.Manager()
    objects = OfABranch.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支部核对"
        ordering = ["-id"]
        indexes = [models.Index(fields=["branch", "-id"])]

    def __str__(self) -> str:
        return f"{self.confirmed_on:%Y-%m-%d}"

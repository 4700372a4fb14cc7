"""Grants (one role bound to one scope) and tokens of integrations."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from honglian.kit.actor import SCOPE_NAMES, ScopeKind
from honglian.kit.scoping import ScopedQuerySet

from .roles import ROLES

SCOPE_CHOICES = [(kind.value, name) for kind, name in SCOPE_NAMES.items()]


class GrantQuerySet(ScopedQuerySet):
    read_permission = "access.view"

    def scope_q(self, actor):
        return Q()  # who may look at grants at all looks at those of the whole zone

    def in_force(self, day: date) -> GrantQuerySet:
        """Neither revoked nor outside their validity on this day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            valid_from__lte=day,
            revoked_at__isnull=True,
        )


class Grant(models.Model):
    """``scope_id`` names one org, chain, department or enterprise; empty where none is meant.

    The identifier has no foreign key because the scope may be an object of a domain above
    this floor; ``scope_label`` is kept for people.
    """

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="grants")
    role = models.CharField(
        "角色", max_length=32, choices=[(r.code, r.name) for r in ROLES.values()]
    )
    scope_kind = models.CharField("范围", max_length=16, choices=SCOPE_CHOICES)
    scope_id = models.BigIntegerField(null=True, blank=True)
    scope_label = models.CharField("范围名称", max_length=128, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    granted_by = models.CharField("授权人", max_length=64)
    reason = models.CharField("事由", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    rows = models.Manager()
    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="grant_scope_id_where_needed",
                condition=Q(
                    scope_kind__in=["org", "chain", "grid", "department", "enterprise"],
                    scope_id__isnull=False,
                )
                | Q(scope_kind__in=["zone", "pledge", "own", "none"], scope_id__isnull=True),
            )
        ]

    def __str__(self) -> str:
        where = self.scope_label or ScopeKind(self.scope_kind).chinese
        role = ROLES.get(self.role)  # a role may have left the code since it was granted
        return f"{role.name if role else self.role}（{where}）"

    def is_in_force(self, day: date) -> bool:
        """The same as :meth:`GrantQuerySet.in_force` for one row in hand."""
        begun = self.valid_from <= day
        return begun and self.revoked_at is None and (self.valid_to is None or self.valid_to >= day)


class ApiToken(models.Model):
    """A key of one integration; it acts as its grant and nothing more. Only a hash is kept."""

    zone = models.ForeignKey("zones.Zone", models.PROTECT, related_name="+")
    name = models.CharField("用途", max_length=64)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="tokens")
    prefix = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-id"]

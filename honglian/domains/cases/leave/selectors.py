"""Colleagues, and who is away."""

from __future__ import annotations

from django.db.models import QuerySet

from honglian.foundation.access.api import Grant
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from ..models import Delegation


def colleagues(department_id: int) -> dict[int, str]:
    """user → name of everybody who works for the department today."""
    rows = Grant.objects.in_force(clock.today()).filter(
        role="dept_worker",
        scope_kind=ScopeKind.DEPARTMENT.value,
        scope_id=department_id,
        user__is_active=True,
    )
    found = rows.unscoped("the caller works in this department").order_by("user__name", "user_id")
    return dict(found.values_list("user_id", "user__name"))


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """Leaves of my department: mine and those of my colleagues, the latest first."""
    if actor.department_id is None:
        return Delegation.objects.none()
    rows = Delegation.objects.filter(zone_id=actor.zone_id, department_id=actor.department_id)
    return rows.select_related("absent", "deputy")

"""From a grant to an actor."""

from __future__ import annotations

from honglian.kit import clock
from honglian.kit.actor import Actor, Scope, ScopeKind

from .models import Grant
from .roles import ROLES


def actor_for(grant: Grant, *, name: str, channel: str = "web", request_id: str = "") -> Actor:
    """The actor that this grant makes of its user; permissions come from the role's code."""
    ids = () if grant.scope_id is None else (grant.scope_id,)
    return Actor(
        name=name,
        role=grant.role,
        zone_id=grant.zone_id,
        user_id=grant.user_id,
        grant_id=grant.pk,
        scope=Scope(ScopeKind(grant.scope_kind), ids),
        permissions=ROLES[grant.role].permissions,
        channel=channel,
        request_id=request_id,
    )


def grants_of(user_id: int) -> list[Grant]:
    """Grants in force today, oldest first: what the role switcher offers."""
    rows = Grant.objects.in_force(clock.today()).filter(user_id=user_id)
    return list(rows.select_related("zone").unscoped("a person's own grants"))

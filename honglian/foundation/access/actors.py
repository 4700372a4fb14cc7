"""From a grant to an actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

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
    """Grants in force today, oldest first: what the role switcher offers. One query."""
    return grants_in_force([user_id]).get(user_id, [])


def grants_in_force(user_ids: Iterable[int]) -> dict[int, list[Grant]]:
    """Grants in force today of several people, oldest first, with their zones."""
    rows = Grant.objects.in_force(clock.today()).filter(user_id__in=list(user_ids))
    # A zone's whole configuration is not needed to name it; it is read when somebody asks.
    rows = rows.select_related("zone").defer("zone__config")
    found: dict[int, list[Grant]] = defaultdict(list)
    for grant in rows.unscoped("whose grants they are is said by the caller"):
        if grant.role in ROLES:
            found[grant.user_id].append(grant)
    return found

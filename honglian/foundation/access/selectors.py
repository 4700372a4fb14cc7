"""Reads of grants and tokens, actor first."""

from __future__ import annotations

from django.db.models import QuerySet

from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import ApiToken, Grant
from .roles import ROLES


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Tokens of the actor's zone."""
    if not actor.can("tokens.view") or actor.zone_id is None:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(zone_id=actor.zone_id).select_related("grant__user")


def grants_for_tokens(actor: Actor) -> list[Grant]:
    """Grants in force that a token may act as: never an officer's, never one's own."""
    officers = [role.code for role in ROLES.values() if role.officer]
    rows = Grant.objects.visible_to(actor).in_force(clock.today())
    rows = rows.exclude(role__in=officers).exclude(user_id=actor.user_id)
    return list(
        rows.filter(user__is_active=True).select_related("user").order_by("user__name", "pk")
    )


def officers_of(zone_id: int) -> dict[str, list[str]]:
    """Role → names of the active accounts that hold this officer's role today."""
    officers = [role.code for role in ROLES.values() if role.officer]
    rows = (
        Grant.objects.in_force(clock.today())
        .filter(zone_id=zone_id, role__in=officers, user__is_active=True)
        .unscoped("who the three officers are is no secret")
    )
    found: dict[str, list[str]] = {}
    for role, name in rows.values_list("role", "user__name"):
        found.setdefault(role, []).append(name)
    return found

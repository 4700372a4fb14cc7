"""Reads of accounts, actor first."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.access.models import Grant
from honglian.kit.actor import Actor

from .models import User


def accounts(actor: Actor) -> QuerySet[User]:
    """Accounts of the actor's zone, and those of others that hold a grant in it."""
    if not actor.can("accounts.view"):
        return User.objects.none()
    if actor.zone_id is None:
        return User.objects.all() if actor.is_system else User.objects.none()
    guests = Grant.rows.filter(zone_id=actor.zone_id, revoked_at=None).values("user")
    return User.objects.filter(Q(zone_id=actor.zone_id) | Q(pk__in=guests))


def account(actor: Actor, pk: int) -> User:
    """One account of the zone; 404 outside."""
    return get_object_or_404(accounts(actor), pk=pk)

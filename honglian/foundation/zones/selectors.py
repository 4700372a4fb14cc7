"""Reads of zones, actor first."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor

from .models import Zone, ZoneConfigVersion


def own_zone(actor: Actor) -> Zone:
    """The zone the actor works in; 404 for actors without one."""
    return get_object_or_404(Zone, pk=actor.zone_id)


def versions(actor: Actor) -> QuerySet[ZoneConfigVersion]:
    """Every configuration the actor's zone ever had, newest first."""
    return ZoneConfigVersion.objects.filter(zone_id=actor.zone_id)

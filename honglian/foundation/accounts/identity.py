"""An account as an actor in matters of its own: signing in, its password, its sessions."""

from __future__ import annotations

from honglian.kit.actor import Actor

from .models import User


def self_actor(user: User, *, channel: str = "web", request_id: str = "") -> Actor:
    """Without role, scope and permissions: enough to say who it was."""
    return Actor(
        name=user.name,
        role="self",
        zone_id=user.zone_id,
        user_id=user.pk,
        channel=channel,
        request_id=request_id,
    )

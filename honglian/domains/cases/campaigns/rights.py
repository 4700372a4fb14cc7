"""Who may tell what happened at a door."""

from __future__ import annotations

from honglian.kit.actor import Actor

from .models import Target


def may_tell(target: Target, by: Actor) -> bool:
    """Its visitor, or who organises."""
    own = target.round is not None and target.round.user_id == by.user_id
    return by.can("campaigns.edit") or (own and by.can("campaigns.visit"))

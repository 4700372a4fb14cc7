"""Who may see the files of an object: the domain that owns the object says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from honglian.kit.actor import Actor

OUTSIDE = frozenset({"enterprise_user", "visitor", "none"})
"""Roles from outside the administration: they see no file of an internal event."""


@dataclass(frozen=True)
class Owner:
    """``visible`` answers for a signed-in actor; ``visitor`` for a session without account
    that holds a tracking code."""

    visible: Callable[[Actor, int], bool]
    visitor: Callable[[Mapping[str, Any], int], bool] | None = None


_owners: dict[str, Owner] = {}


def register_owner(
    kind: str,
    visible: Callable[[Actor, int], bool],
    *,
    visitor: Callable[[Mapping[str, Any], int], bool] | None = None,
) -> None:
    """Let objects of a kind (``<app>.<model>``) own files; called from ``AppConfig.ready``."""
    _owners[kind] = Owner(visible, visitor)


def may_see(
    actor: Actor, session: Mapping[str, Any], kind: str, owner_id: int, *, internal: bool
) -> bool:
    """Whether this actor (or the visitor's session) sees the files of the object."""
    owner = _owners.get(kind)
    if owner is None or (internal and actor.role in OUTSIDE):
        return False
    if actor.is_signed_in:
        return bool(owner.visible(actor, owner_id))
    return owner.visitor is not None and bool(owner.visitor(session, owner_id))

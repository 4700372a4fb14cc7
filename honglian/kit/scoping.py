"""Reads start with ``visible_to(actor)``; a query that does not is refused.

``Model.rows`` is the plain manager (Django's default: uniqueness checks, relations,
the inside of actions). ``Model.objects`` is the guarded one that everything which shows
data must use: it raises :class:`UnscopedQuery` when evaluated before ``visible_to``.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from .actor import Actor, ScopeKind
from .errors import UnscopedQuery

NOTHING = Q(pk__in=())


class ScopedQuerySet(models.QuerySet):
    """Subclasses name the permission to read and translate a scope into a filter."""

    read_permission: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = False

    def _clone(self) -> ScopedQuerySet:
        clone = super()._clone()
        clone._opened = self._opened
        return clone

    def scope_q(self, actor: Actor) -> Q:
        """Filter for scopes narrower than the zone; the default lets nobody else see."""
        return NOTHING

    def visible_to(self, actor: Actor) -> ScopedQuerySet:
        """Rows this actor may see: zone, then permission, then scope."""
        if actor.is_system:
            rows = self if actor.zone_id is None else self.filter(zone_id=actor.zone_id)
            return rows._open()
        if actor.zone_id is None or not actor.can(self.read_permission):
            return self._open().none()
        rows = self.filter(zone_id=actor.zone_id)
        if actor.scope.kind != ScopeKind.ZONE:
            rows = rows.filter(self.scope_q(actor))
        return rows._open()

    def unscoped(self, reason: str) -> ScopedQuerySet:
        """Leave the guard with a reason that a reader of the code can judge."""
        if not reason:
            raise UnscopedQuery("say why this read needs no scope")
        return self._open()

    def _open(self) -> ScopedQuerySet:
        clone = self._chain()
        clone._opened = True
        return clone

    def _check_open(self) -> None:
        if not self._opened:
            raise UnscopedQuery(
                f"{self.model.__name__}.objects was evaluated without visible_to(actor)"
            )

    def _fetch_all(self) -> None:
        self._check_open()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any):
        self._check_open()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check_open()
        return super().count()

    def exists(self) -> bool:
        self._check_open()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check_open()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check_open()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_open()
        return super().delete()


def same_zone(actor: Actor, *objects: Any) -> None:
    """Writes re-check that every object named in a request belongs to the actor's zone."""
    for item in objects:
        if item is not None and actor.zone_id is not None and item.zone_id != actor.zone_id:
            raise UnscopedQuery(f"{item!r} belongs to another zone than the actor")

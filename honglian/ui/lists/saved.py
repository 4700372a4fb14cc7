"""Saved views of a list: a name for an address. Who keeps them is decided by the floor above, which owns the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from honglian.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class SavedView:
    """``query`` is the part of the address behind the question mark."""

    id: int
    name: str
    query: str


class SavedViews(Protocol):
    """What the owner of the table offers. All three know only the actor's own views of one list."""

    def list(self, actor: Actor, key: str) -> Sequence[SavedView]: ...

    def save(self, actor: Actor, key: str, name: str, query: str) -> None: ...

    def drop(self, actor: Actor, key: str, view_id: int) -> None: ...


_keeper: SavedViews | None = None


def keep_views_with(keeper: SavedViews | None) -> None:
    """Install the keeper; called once while the application starts."""
    global _keeper
    _keeper = keeper


def keeper() -> SavedViews | None:
    return _keeper


def saved_views(actor: Actor | None, key: str) -> Sequence[SavedView]:
    """The actor's views of one list; none while nobody keeps them or for a visitor."""
    if _keeper is None or actor is None or not actor.is_signed_in:
        return ()
    return _keeper.list(actor, key)

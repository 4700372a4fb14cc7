"""Places on a page that apps above it fill.

The page of an enterprise belongs to enterprises, but its cases, visits and hazards belong
to domains it may not import. It offers a slot; each domain registers a provider when it
starts. A provider gets the actor and the object and returns a panel or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .actor import Actor


@dataclass(frozen=True)
class Panel:
    """``template`` is a fragment rendered with ``context``; small ``order`` comes first."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    count: int | None = None
    url: str = ""


Provider = Callable[[Actor, Any], Panel | None]
_providers: dict[str, list[Provider]] = defaultdict(list)


def fill(slot: str, provider: Provider) -> None:
    """Register a provider; called from ``AppConfig.ready``, so twice is harmless."""
    if provider not in _providers[slot]:
        _providers[slot].append(provider)


def panels(slot: str, actor: Actor, thing: Any) -> list[Panel]:
    """All panels of a slot that have something to show to this actor, in order."""
    found = (provider(actor, thing) for provider in _providers[slot])
    return sorted((p for p in found if p is not None), key=lambda p: p.order)

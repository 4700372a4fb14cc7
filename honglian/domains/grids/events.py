"""What happens in grids, for neighbours. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import Actor

from .models import Grid, GridEvent


@dataclass(frozen=True)
class DemandRaised:
    """A matter of an enterprise is to become a whistle; who makes it answers by ``link_case``.

    ``category`` is the zone's code of the demand, empty where the matter has none.
    """

    event: GridEvent
    category: str
    by: Actor


@dataclass(frozen=True)
class SafetyReported:
    """A grid member saw something unsafe: told, not inspected. Its department may make a hazard of it."""

    event: GridEvent
    by: Actor


@dataclass(frozen=True)
class GridEventMoved:
    """Any step; ``verb`` is that of the state table."""

    event: GridEvent
    verb: str
    by: Actor


@dataclass(frozen=True)
class GridChanged:
    """Its area, people or validity; placements are in step already."""

    grid: Grid
    by: Actor

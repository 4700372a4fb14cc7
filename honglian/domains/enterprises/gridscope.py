"""Which enterprises lie in a grid, as the domain of grids knows it: enterprises may not ask it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q

from honglian.kit.scoping import NOTHING

Finder = Callable[[Collection[int]], Q]
_finders: list[Finder] = []


def find_grids_with(finder: Finder) -> None:
    """``finder`` turns ids of grids into a filter on enterprises; called once, at the start."""
    _finders[:] = [finder]


def in_grids(grid_ids: Collection[int], to: str = "") -> Q:
    """Enterprises of these grids today, or rows whose relation ``to`` leads to one."""
    if not _finders:
        return NOTHING
    from .models import Enterprise

    found = Enterprise.rows.filter(_finders[0](grid_ids)).values("pk")
    return Q(**{f"{to}__in" if to else "pk__in": found})

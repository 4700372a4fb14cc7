"""The small things a list is made of besides its columns and filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..format import number
from .columns import Column


class Ordering(NamedTuple):
    """``by``: field path, "-" in front for descending. ``name``: what the menu says."""

    by: str
    name: str


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button over the selected rows. The selected ids are posted as ``ids`` to ``url``, whose view asks or acts."""

    label: str
    url: str
    permission: str = ""
    icon: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """An aggregate over all filtered rows (one more query a page); ``show`` formats it."""

    key: str
    label: str
    aggregate: Any
    show: Callable[[Any], str] = number


@dataclass(frozen=True, slots=True)
class Head:
    """A table head: ``sorted`` is ascending, descending or none, ``url`` sorts by it."""

    column: Column
    sorted: str = "none"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words with the address that removes it."""

    words: str
    url: str

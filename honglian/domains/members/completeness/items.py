"""Which items a member's record must have, from data/completeness.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Q

from ..models import PartyMember

_FILE = Path(__file__).parent.parent / "data" / "completeness.toml"


@dataclass(frozen=True)
class Item:
    """``when`` narrows whom it concerns; ``zone``: wanted by the zone, not the official form."""

    field: str
    name: str
    zone: bool = False
    when: dict[str, Any] = field(default_factory=dict)

    @property
    def lacking(self) -> Q:
        """Members who should have it and have not."""
        kind = PartyMember._meta.get_field(self.field)
        blank = Q(**{f"{self.field}__isnull": True}) if kind.null else Q(**{self.field: ""})
        return blank & Q(**self.when) if self.when else blank

    def is_missing(self, member: PartyMember) -> bool:
        concerned = all(getattr(member, name) == value for name, value in self.when.items())
        return concerned and getattr(member, self.field) in ("", None)


ITEMS: tuple[Item, ...] = tuple(
    Item(**row) for row in tomllib.loads(_FILE.read_text("utf-8"))["items"]
)


def missing_items(member: PartyMember) -> list[Item]:
    return [item for item in ITEMS if item.is_missing(member)]


def lacking_any() -> Q:
    """Members with at least one item missing."""
    wanted = Q()
    for item in ITEMS:
        wanted |= item.lacking
    return wanted

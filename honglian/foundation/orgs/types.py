"""The types of Party organisations with their set-up thresholds (data/org_types.toml)."""

from __future__ import annotations

import tomllib
from collections import UserDict
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "org_types.toml"


@dataclass(frozen=True)
class OrgType:
    """``min_formal``/``min_members``/``max_members`` are people; empty means no threshold.

    ``committee_from`` full members need a committee of ``committee_min`` to ``committee_max``.
    """

    code: str
    name: str
    source: str
    confidence: str
    elected: bool = False
    functional: bool = False
    aliases: tuple[str, ...] = ()
    term_years: int | None = None
    min_formal: int | None = None
    min_members: int | None = None
    max_members: int | None = None
    max_units: int | None = None
    min_months: int | None = None
    village_years: int | None = None
    committee_from: int | None = None
    committee_min: int | None = None
    committee_max: int | None = None
    appointed: bool = False
    develops: bool = True
    collects_dues: bool = True


class OrgTypes(UserDict[str, OrgType]):
    def choices(self) -> list[tuple[str, str]]:
        return [(t.code, t.name) for t in self.values()]


def _load() -> OrgTypes:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))["types"]
    types = [OrgType(**{**t, "aliases": tuple(t.get("aliases", ()))}) for t in raw]
    return OrgTypes({t.code: t for t in types})


ORG_TYPES = _load()

"""Kinds of meetings, from data/meetings.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_RAW = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "meetings.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """``seats``: who is expected: members, committee or group. ``speaker``: somebody lectures."""

    code: str
    name: str
    seats: str
    votes: bool = False
    themed: bool = False
    speaker: bool = False


KINDS: dict[str, MeetingKind] = {raw["code"]: MeetingKind(**raw) for raw in _RAW["kinds"]}
CHOICES = [(kind.code, kind.name) for kind in KINDS.values()]
TOPICS: dict[str, str] = _RAW["topics"]
LATE_COUNTS: bool = _RAW["late_counts"]
TYPES: tuple[str, ...] = tuple(_RAW["types"])
WARN_DAYS: dict[str, int] = _RAW["warn_days"]
NOT_REMINDED: frozenset[str] = frozenset(_RAW["not_reminded"])

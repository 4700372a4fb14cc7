"""Limits of rectification and of the life meeting, from data/rectify.toml (领域手册 C.3, C.4: all 设)."""

from __future__ import annotations

import tomllib
from pathlib import Path

_RAW = tomllib.loads((Path(__file__).parent / "data" / "rectify.toml").read_text("utf-8"))

IMMEDIATE_DAYS: int = _RAW["immediate_days"]
DEADLINE_DAYS: int = _RAW["deadline_days"]
LOOK_BACK_MONTHS: tuple[int, ...] = tuple(_RAW["look_back_months"])
ESCALATE_DAYS: int = _RAW["escalate_days"]
ESCALATE_RETURNS: int = _RAW["escalate_returns"]
VERIFY_WORKDAYS: int = _RAW["verify_workdays"]
DECIDE_WORKDAYS: int = _RAW["decide_workdays"]
SELF_CRITICISMS: int = _RAW["self_criticisms"]
CRITICISMS: int = _RAW["criticisms"]
WORDS: dict[str, str] = _RAW["words"]

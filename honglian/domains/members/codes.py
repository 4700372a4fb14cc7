"""National code tables of a member's record, from data/codes.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLES = tomllib.loads((Path(__file__).parent / "data" / "codes.toml").read_text("utf-8"))
ETHNICITY: dict[str, str] = _TABLES["ethnicity"]
EDUCATION: dict[str, str] = _TABLES["education"]
DUES_CATEGORY: dict[str, str] = _TABLES["dues_category"]
OCCUPATIONS: tuple[str, ...] = tuple(_TABLES["occupations"])
TAGS: tuple[str, ...] = tuple(_TABLES["tags"])

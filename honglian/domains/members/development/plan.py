"""The 25 steps and the versions of the regulation, from data/development.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data" / "development.toml"
LAST = 25
DECIDED = ("agreed", "refused", "postponed")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the regulation; ``until`` is its last day, ``limits`` are counts."""

    code: str
    name: str
    source: str
    since: date
    report_word: str
    limits: dict[str, int]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A day counted from another step by a limit; ``hard`` names the limit nobody may pass."""

    step: int
    limit: str
    rule: str
    hard: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the 25 steps; ``asks`` names further facts: people, publicity, training, vote, extension."""

    no: int
    stage: str
    title: str
    hint: str
    clause: str
    documents: tuple[str, ...]
    after: tuple[int, ...]
    decides: str = ""
    asks: tuple[str, ...] = ()
    repeats: bool = False
    every: str = ""
    earliest: tuple[Bound, ...] = ()
    latest: tuple[Bound, ...] = ()


def _step(raw: dict[str, Any]) -> Step:
    lists = {k: tuple(raw.get(k, ())) for k in ("documents", "after", "asks")}
    bounds = {k: tuple(Bound(**b) for b in raw.get(k, ())) for k in ("earliest", "latest")}
    return Step(**{**raw, **lists, **bounds})


_RAW = tomllib.loads(DATA.read_text(encoding="utf-8"))
VERSIONS: tuple[Version, ...] = tuple(Version(**raw) for raw in _RAW["versions"])
STAGES: dict[str, str] = {raw["code"]: raw["name"] for raw in _RAW["stages"]}
STEPS: dict[int, Step] = {raw["no"]: _step(raw) for raw in _RAW["steps"]}


def version_on(day: date) -> Version:
    """The version in force on a day; days before the first are judged by the first."""
    return next((v for v in reversed(VERSIONS) if v.since <= day), VERSIONS[0])


def step_name(no: int) -> str:
    return f"第 {no} 步“{STEPS[no].title}”"

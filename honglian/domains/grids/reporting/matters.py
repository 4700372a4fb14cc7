"""The four kinds of matters and what belongs to each, read once from ``data/matters.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from honglian.foundation.orgs.api import Department
from honglian.kit.errors import Refusal

from .models import GridEvent

FILE = Path(__file__).resolve().parent.parent / "data" / "matters.toml"


@dataclass(frozen=True, slots=True)
class Matter:
    """``department`` and ``category`` are codes of a zone's configuration, which may lack them."""

    code: str
    name: str
    topic: str
    department: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    name: str
    ask: str
    often: str
    matters: tuple[Matter, ...]


@cache
def topics() -> tuple[Topic, ...]:
    data = tomllib.loads(FILE.read_text("utf-8"))["topic"]
    return tuple(_topic(row) for row in data)


def _topic(row: dict) -> Topic:
    code = row["code"]
    matters = tuple(
        Matter(
            m["code"],
            m["name"],
            code,
            m.get("department", row["department"]),
            m.get("category", ""),
        )
        for m in row["matter"]
    )
    return Topic(code, GridEvent.Topic(code).label, row["ask"], row["often"], matters)


@cache
def matters() -> dict[str, Matter]:
    return {m.code: m for t in topics() for m in t.matters}


def matter(code: str) -> Matter:
    found = matters().get(code)
    if found is None:
        raise Refusal("请选是哪一类事：党建、服务、安全还是政策。", field="matter")
    return found


def matter_name(code: str) -> str:
    found = matters().get(code)
    return found.name if found else code


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a form: kind, then its matters."""
    return [(t.name, [(m.code, m.name) for m in t.matters]) for t in topics()]


def department_for(zone_id: int, code: str) -> Department | None:
    """Whose matter it is by default: the department of that code, else the one for what is unclear."""
    rows = Department.rows.filter(zone_id=zone_id, is_active=True)
    found = matters().get(code)
    named = rows.filter(code=found.department).first() if found else None
    return named or rows.filter(is_fallback=True).first()

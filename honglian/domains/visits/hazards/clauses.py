"""The clauses a hazard may be judged by, from data/clauses.toml (领域手册 F.2)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from .models import Level

DOMAINS = {
    "safety": "安全生产",
    "fire": "消防",
    "chemical": "危化",
    "equipment": "特种设备",
    "ecology": "环保",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """``suspected``: only looks serious; it has to be judged by the standard first (HZ-02)."""

    code: str
    level: str
    domain: str
    applies: str
    text: str
    source: str
    article: str
    confidence: str
    suspected: bool = False

    @property
    def words(self) -> str:
        return f"《{self.source}》{self.article}：{self.text}"

    @property
    def choice(self) -> tuple[str, str]:
        sort = "疑似重大" if self.suspected else Level(self.level).label
        return self.code, f"{sort} · {self.applies} · {self.text}"


_RAW = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "clauses.toml").read_text(encoding="utf-8")
)
CLAUSES: dict[str, Clause] = {row["code"]: Clause(**row) for row in _RAW["clauses"]}


def choices(level: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Clauses grouped by what they apply to, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for clause in CLAUSES.values():
        if not level or clause.level == level:
            groups.setdefault(clause.applies, []).append(clause.choice)
    return list(groups.items())

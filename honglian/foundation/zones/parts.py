"""What every part of a zone's configuration is made of, and the parts that stand for themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PAPER_KINDS = {
    "assign": "交办单",
    "supervise": "督办单",
    "callback": "回访单",
    "monthly": "月度分析",
    "brief": "工作简报",
}

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$|^L[1-9]$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PaperRules(Part):
    """Who issues documents and the short names before their numbers (机关代字), by kind (设)."""

    issuer: str = ""
    marks: dict[str, str] = Field(default_factory=dict)


class MemberRules(Part):
    """The member base: how many may be missing from a list before it is refused, and how fresh
    a branch's confirmation stays (设)."""

    gone_percent: float = Field(default=5.0, ge=0, le=100)
    gone_floor: int = Field(default=10, ge=0)
    confirm_days: int = Field(default=90, ge=1)


class VisitRules(Part):
    """Visits, inspections and hazards (领域手册 D.4, F: 忆/设). ``powers`` are the departments that
    may inspect; ``caps`` overrides the yearly cap of some; ``hazards`` says who handles which kind."""

    cap: int = Field(default=2, ge=0)
    caps: dict[Code, int] = Field(default_factory=dict)
    powers: tuple[Code, ...] = ()
    hazards: dict[Code, Code] = Field(default_factory=dict)
    merge_days: int = Field(default=15, ge=0)
    ordinary_days: int = Field(default=7, ge=1)
    serious_days: int = Field(default=365, ge=1)
    recheck_days: int = Field(default=10, ge=1)
    speed: int = Field(default=25, ge=5, le=80)

    def cap_of(self, department: str) -> int:
        return self.caps.get(department, self.cap)


class ContactRules(Part):
    """Contact with enterprises (领域手册 A.5, 设): after how many days nobody was there, and what
    speaks against a pair of instructor and enterprise, in points (algo.assignment)."""

    stale_days: int = Field(default=31, ge=1)
    chain: int = Field(default=40, ge=0, le=500)
    skill: int = Field(default=25, ge=0, le=500)
    kilometre: int = Field(default=2, ge=0, le=100)
    farthest: int = Field(default=30, ge=1, le=200)
    change: int = Field(default=30, ge=0, le=500)
    even: int = Field(default=3, ge=0, le=100)

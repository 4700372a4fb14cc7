"""The shape of a zone's configuration, checked when it is loaded or edited.

A configuration is a readable TOML file (``config/zones/*.toml``): levels of the Party
tree, the zone's own words, working hours, demand categories with their departments, the
clocks of a case and the weights of the three rates. All of it is a zone's choice
(领域手册 marks it 忆/设), so nothing of it is written in code.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from honglian.kit.errors import Refusal

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$|^L[1-9]$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tier(Part):
    """One level of the Party tree, top down; ``types`` are codes of org_types.toml."""

    name: str
    types: tuple[str, ...]


class ChainConfig(Part):
    code: Code
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()


class DepartmentConfig(Part):
    code: Code
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    is_fallback: bool = False


class Category(Part):
    """A kind of demand: who leads, who helps, how urgent by default, how people say it."""

    code: Code
    name: str
    lead: str
    co: tuple[str, ...] = ()
    level: Code = "L3"
    examples: tuple[str, ...] = ()


class CaseLevel(Part):
    """The clocks of one level; texts such as ``30 分钟``, ``4 工作小时``, ``7 工作日``."""

    code: Code
    name: str
    sign: str
    contact: str
    plan: str = ""
    finish: str
    co_finish: str = ""


class CaseRules(Part):
    """How a whistle runs in this zone. ``source`` says which published rule it follows."""

    source: str
    accept: str
    levels: tuple[CaseLevel, ...]
    objection_window: str
    objection_times: int = 1
    extension_ask_before: str = "1 工作日"
    extension_times: int = 1
    extension_max: str = "15 工作日"
    pause_max: str = "30 天"
    callback_within: str = "3 工作日"
    rate_within: str = "30 天"
    lead_waits_for_co: bool = True
    auto_dispatch: bool = False


class Rates(Part):
    """Weights of 响应率, 解决率, 满意率 and the value of 基本满意 (领域手册 E.4)."""

    response: float = 0.1
    solve: float = 0.5
    satisfaction: float = 0.4
    basically_satisfied: float = 0.9


class ZoneConfig(Part):
    """Everything a zone decides for itself."""

    code: str
    name: str
    short_name: str
    city: str
    division_code: str
    terms: dict[str, str] = Field(default_factory=dict)
    work_hours: tuple[tuple[time, time], ...]
    tiers: tuple[Tier, ...]
    chains: tuple[ChainConfig, ...]
    departments: tuple[DepartmentConfig, ...]
    categories: tuple[Category, ...]
    not_accepted: dict[str, str]
    cases: CaseRules
    rates: Rates = Rates()
    coverage_counts_attached: bool = False
    hotline: str = ""

    @classmethod
    def parse(cls, data: dict[str, Any]) -> ZoneConfig:
        """Raises :class:`Refusal` naming every wrong place in Chinese."""
        try:
            config = cls.model_validate(data)
        except ValidationError as error:
            places = "；".join(
                f"{'.'.join(str(p) for p in e['loc'])}：{e['msg']}" for e in error.errors()[:8]
            )
            raise Refusal(f"高新区配置有误：{places}。请按示例改正后再保存。") from error
        config.check()
        return config

    @classmethod
    def cached(cls, zone_id: int, version: int, data: dict[str, Any]) -> ZoneConfig:
        key = (zone_id, version)
        if key not in _parsed:
            _parsed[key] = cls.parse(data)
        return _parsed[key]

    def check(self) -> None:
        """Cross references that a schema cannot see."""
        departments = {d.code for d in self.departments}
        levels = {level.code for level in self.cases.levels}
        for category in self.categories:
            missing = {category.lead, *category.co} - departments
            if missing:
                raise Refusal(
                    f"需求类别“{category.name}”写了不存在的部门代码 {'、'.join(sorted(missing))}，"
                    "请先在部门清单里登记。"
                )
            if category.level not in levels:
                raise Refusal(f"需求类别“{category.name}”的等级 {category.level} 没有设时限。")
        if not any(d.is_fallback for d in self.departments):
            raise Refusal("请指定一个兜底部门（is_fallback），拿不准的诉求先派给它。")

    def category(self, code: str) -> Category | None:
        return next((c for c in self.categories if c.code == code), None)

    def level(self, code: str) -> CaseLevel | None:
        return next((x for x in self.cases.levels if x.code == code), None)

    def term(self, key: str, default: str) -> str:
        """The zone's own word, e.g. 产业园党支部 instead of 产业链党支部."""
        return self.terms.get(key, default)


_parsed: dict[tuple[int, int], ZoneConfig] = {}

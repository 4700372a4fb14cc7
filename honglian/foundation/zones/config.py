"""The shape of a zone's configuration, checked when it is loaded or edited.

A configuration is a readable TOML file (``config/zones/*.toml``): levels of the Party
tree, the zone's own words, working hours, demand categories with their departments, the
clocks of a case and the weights of the three rates. All of it is a zone's choice
(领域手册 marks it 忆/设), so nothing of it is written in code.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

from pydantic import Field, ValidationError

from honglian.algo.workdays import Duration, WorkCalendar
from honglian.kit.errors import Refusal

from .ladder import Rung, check_ladder, first_rung
from .parts import PAPER_KINDS, Code, ContactRules, MemberRules, PaperRules, Part, VisitRules
from .wording import wrong_places

RULE_DURATIONS = {
    "accept": "受理时限",
    "objection_window": "提出异议时限",
    "extension_ask_before": "延期申请提前量",
    "extension_max": "最长延期",
    "pause_max": "最长挂起",
    "pause_total": "累计最长挂起",
    "suspension_review": "挂账复核周期",
    "callback_within": "回访时限",
    "rate_within": "评价时限",
}
LEVEL_DURATIONS = {
    "sign": "签收",
    "contact": "首次联系",
    "plan": "提出方案",
    "finish": "主办办结",
    "co_finish": "协办办结",
}
GRID_DURATIONS = {
    "accept": "立案",
    "dispatch": "分拨",
    "receive": "签收",
    "urgent_receive": "紧急签收",
    "reject_within": "退单时限",
    "verify": "核查",
}
OPTIONAL_DURATIONS = ("plan", "co_finish")


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
    pause_total: str = "60 天"
    suspension_review: str = "365 天"
    ladder: tuple[Rung, ...] = ()
    callback_within: str = "3 工作日"
    rate_within: str = "30 天"
    lead_waits_for_co: bool = True
    auto_dispatch: bool = False

    def rung(self, code: str) -> Rung | None:
        return next((r for r in self.ladder if r.code == code), None)

    def first_rung(self) -> Rung | None:
        """The bottom: where a case is before anybody has passed it on."""
        return first_rung(self.ladder)

    def durations(self) -> Iterator[tuple[str, str]]:
        """Every time limit with the Chinese name of its place; empty optional ones left out."""
        for name, label in RULE_DURATIONS.items():
            yield label, getattr(self, name)
        for level in self.levels:
            for name, label in LEVEL_DURATIONS.items():
                text = getattr(level, name)
                if text or name not in OPTIONAL_DURATIONS:
                    yield f"{level.name}·{label}", text


class Rates(Part):
    """Weights of 响应率, 解决率, 满意率 and the value of 基本满意 (领域手册 E.4)."""

    response: float = 0.1
    solve: float = 0.5
    satisfaction: float = 0.4
    basically_satisfied: float = 0.9

    def check(self) -> None:
        """Weights are shares of one whole; raises :class:`Refusal`."""
        weights = (self.response, self.solve, self.satisfaction)
        if any(not 0 <= w <= 1 for w in (*weights, self.basically_satisfied)):
            raise Refusal("三率权重和基本满意折算值都应在 0 到 1 之间。", field="rates")
        if abs(sum(weights) - 1) > 1e-9:
            raise Refusal(
                f"三率权重之和应为 1，现在是 {sum(weights):g}，请调整响应率、解决率、满意率的权重。",
                field="rates",
            )


class Reporting(Part):
    """Who collects enterprises' figures, and what wants a word of explanation (设)."""

    departments: tuple[str, ...] = ()
    jump_percent: float = Field(default=50.0, gt=0)
    unit_times: int = Field(default=100, ge=10)


class GridLevel(Part):
    """How fast a grid event of one level is to be handled; texts such as ``3 工作日``."""

    code: Code
    name: str
    handle: str


class GridRules(Part):
    """Industry grids (领域手册 D.1–D.3, 设): days without contact, limits, the zone's extent, map tiles.

    ``bounds`` is west, south, east, north in degrees. ``tiles`` is the address of a tile service,
    ``https://host/{z}/{x}/{y}.png``; empty means that the map stands on its own areas and points.
    """

    stale_days: int = Field(default=30, ge=1)
    firms_per_member: int = Field(default=30, ge=1)
    accept: str = "30 工作分钟"
    dispatch: str = "1 工作小时"
    receive: str = "2 工作小时"
    urgent_receive: str = "30 分钟"
    reject_within: str = "4 小时"
    verify: str = "2 工作日"
    levels: tuple[GridLevel, ...] = (
        GridLevel(code="L1", name="紧急", handle="2 小时"),
        GridLevel(code="L2", name="快速", handle="24 小时"),
        GridLevel(code="L3", name="一般", handle="3 工作日"),
        GridLevel(code="L4", name="复杂", handle="7 工作日"),
    )
    bounds: tuple[float, ...] = ()
    tiles: str = ""
    tiles_credit: str = ""

    def durations(self) -> Iterator[tuple[str, str]]:
        for name, label in GRID_DURATIONS.items():
            yield f"网格·{label}", getattr(self, name)
        for level in self.levels:
            yield f"网格·{level.name}·处置", level.handle

    def check(self) -> None:
        """Limits that a schema cannot see; raises :class:`Refusal`."""
        for where, text in self.durations():
            try:
                Duration.parse(text)
            except ValueError as error:
                raise Refusal(f"{where}：{error}。", field="grids") from error
        if self.bounds and not (
            len(self.bounds) == 4
            and self.bounds[0] < self.bounds[2]
            and self.bounds[1] < self.bounds[3]
        ):
            raise Refusal(
                "高新区四至应依次写西、南、东、北的经纬度，西小于东、南小于北。", field="grids"
            )
        if self.tiles and not (self.tiles.startswith(("https://", "http://", "/"))):
            raise Refusal("底图地址应以 https:// 开头，不用底图的留空。", field="grids")

    def level(self, code: str) -> GridLevel:
        """The level, or the ordinary one (the third, else the last) where the code is not kept any more."""
        found = next((x for x in self.levels if x.code == code), None)
        return found or self.levels[min(2, len(self.levels) - 1)]


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
    members: MemberRules = MemberRules()
    reporting: Reporting = Reporting()
    grids: GridRules = GridRules()
    visits: VisitRules = VisitRules()
    papers: PaperRules = PaperRules()
    contacts: ContactRules = ContactRules()
    coverage_counts_attached: bool = False
    hotline: str = ""

    @classmethod
    def parse(cls, data: dict[str, Any]) -> ZoneConfig:
        """Raises :class:`Refusal` naming every wrong place in Chinese."""
        try:
            config = cls.model_validate(data)
        except ValidationError as error:
            raise Refusal(f"高新区配置有误：{wrong_places(error)}。请改正后再保存。") from error
        config.check()
        return config

    def dumped(self) -> dict[str, Any]:
        """Plain data with all defaults filled in, as it is stored and compared."""
        data = self.model_dump(mode="json")
        data["work_hours"] = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in self.work_hours]
        return data

    def check(self) -> None:
        """Cross references and limits that a schema cannot see; raises :class:`Refusal`."""
        for label, found in (
            ("部门", self.departments),
            ("产业链", self.chains),
            ("需求类别", self.categories),
            ("诉求等级", self.cases.levels),
            ("上报层级", self.cases.ladder),
        ):
            _no_duplicates(label, [item.code for item in found])
        self._check_categories()
        self._check_reporting()
        self._check_visits()
        self._check_durations()
        check_ladder(self.cases.ladder)
        self.rates.check()
        self.grids.check()
        try:
            WorkCalendar(hours=self.work_hours)
        except ValueError as error:
            raise Refusal(f"{error}。", field="work_hours") from error
        if sum(d.is_fallback for d in self.departments) != 1:
            raise Refusal(
                "请指定一个（且只有一个）兜底部门（is_fallback），拿不准的诉求先派给它。",
                field="departments",
            )

    def _check_categories(self) -> None:
        departments = {d.code for d in self.departments}
        levels = {level.code for level in self.cases.levels}
        for category in self.categories:
            missing = {category.lead, *category.co} - departments
            if missing:
                raise Refusal(
                    f"需求类别“{category.name}”写了不存在的部门代码 {'、'.join(sorted(missing))}，"
                    "请先在部门清单里登记。",
                    field="categories",
                )
            if category.lead in category.co:
                raise Refusal(
                    f"需求类别“{category.name}”的牵头部门同时写在协办里，请去掉一个。", field="co"
                )
            if category.level not in levels:
                raise Refusal(
                    f"需求类别“{category.name}”的等级 {category.level} 没有设时限。", field="level"
                )

    def _check_reporting(self) -> None:
        missing = set(self.reporting.departments) - {d.code for d in self.departments}
        if missing:
            raise Refusal(
                f"经营数据的收集部门写了不存在的代码 {'、'.join(sorted(missing))}，"
                "请先在部门清单里登记。",
                field="reporting",
            )

    def _check_visits(self) -> None:
        named = {*self.visits.powers, *self.visits.caps, *self.visits.hazards.values()}
        if missing := named - {d.code for d in self.departments}:
            raise Refusal(
                f"检查和隐患的设置写了不存在的部门代码 {'、'.join(sorted(missing))}，请先在部门清单里登记。",
                field="visits",
            )

    def _check_durations(self) -> None:
        for where, text in self.cases.durations():
            try:
                Duration.parse(text)
            except ValueError as error:
                raise Refusal(f"{where}：{error}。", field="cases") from error

        if Duration.parse(self.cases.pause_total).base_unit not in ("minutes", "days"):
            raise Refusal("累计最长挂起请用“天”或“小时”写，例如“60 天”。", field="cases")

    def category(self, code: str) -> Category | None:
        return next((c for c in self.categories if c.code == code), None)

    def level(self, code: str) -> CaseLevel | None:
        return next((x for x in self.cases.levels if x.code == code), None)

    @property
    def paper_issuer(self) -> str:
        return self.papers.issuer or self.name

    def paper_mark(self, kind: str) -> str:
        """What stands before the year in the numbers of this kind of document."""
        return self.papers.marks.get(kind) or f"{self.short_name}{PAPER_KINDS.get(kind, '')}"

    def term(self, key: str, default: str) -> str:
        """The zone's own word, e.g. 产业园党支部 instead of 产业链党支部."""
        return self.terms.get(key, default)


def _no_duplicates(label: str, codes: list[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise Refusal(f"{label}代码 {'、'.join(twice)} 出现了两次，请改成不同的代码。")


def digest_of(data: dict[str, Any]) -> str:
    """64 hex digits over the content of a stored configuration."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


_parsed: dict[str, ZoneConfig] = {}
KEPT = 64  # parsed configurations; an installation has a handful of zones


def cached_config(digest: str, data: Callable[[], dict[str, Any]]) -> ZoneConfig:
    """Parse once per content; ``data`` is only called when the digest is new to this process."""
    found = _parsed.get(digest)
    if found is None:
        found = ZoneConfig.parse(data())
        if len(_parsed) >= KEPT:
            _parsed.clear()
        _parsed[digest] = found
    return found

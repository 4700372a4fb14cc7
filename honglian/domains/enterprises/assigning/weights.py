"""The rules of the planner in words: what each weight means, and why a pair costs its points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from honglian.foundation.zones.api import config_of


@dataclass(frozen=True)
class Weight:
    """``code`` is the parameter of the planner; ``rule`` the name of its points there."""

    code: str
    rule: str
    name: str
    meaning: str
    most: int
    unit: str = "分"


WEIGHTS = (
    Weight("chain", "chain", "不熟悉这条产业链", "企业在哪条链，就找懂这条链的人；不懂的扣这么多。", 500),
    Weight("skill", "skill", "每缺一项专长", "企业写明需要的专长或语言，指导员每缺一项扣这么多。", 500),
    Weight("kilometre", "distance", "每公里", "办公地点到企业的直线距离，每公里扣这么多。", 100),
    Weight("farthest", "", "距离封顶", "超过这个距离不再多扣；没有登记地点的按一半算。", 200, "公里"),
    Weight("change", "change", "换掉现任", "现在的联系还管用就不换；每换一家扣这么多。", 500),
    Weight("even", "even", "同一人多包一家", "第二家扣一份、第三家扣两份……使各人的家数均匀。", 100),
)  # fmt: skip
RULE_NAMES = {w.rule: w.name for w in WEIGHTS if w.rule}
HARD = (
    "每家企业只有一名主指导员",
    "不超过本人上限",
    "有利害关系的不配",
    "离任的、本方案不算的人不配",
)


def defaults(zone_id: int) -> dict[str, int]:
    """The zone's own weights."""
    rules = config_of(zone_id).contacts
    return {w.code: getattr(rules, w.code) for w in WEIGHTS}


def reasons(
    points: Mapping[str, int], firm: Mapping[str, Any], guide: Mapping[str, Any], *, stays: bool
) -> list[str]:
    """Why this pair, each with its points where it costs any."""
    found = ["现任，不换"] if stays else []
    if firm["chain"] is not None:
        off = points.get("chain", 0)
        known = firm["chain"] in guide["chains"]
        found.append("熟悉这条产业链" if known else f"不熟悉这条产业链{_minus(off)}")
    if firm["needs"]:
        has = [t for t in firm["needs"] if t in guide["skills"]]
        lacks = [t for t in firm["needs"] if t not in guide["skills"]]
        found += [f"懂{'、'.join(has)}"] if has else []
        found += [f"缺{'、'.join(lacks)}{_minus(points.get('skill', 0))}"] if lacks else []
    if firm["place"] and guide["place"]:
        found.append(f"路程{_minus(points.get('distance', 0))}")
    else:
        found.append(f"没有登记地点，距离按一半算{_minus(points.get('distance', 0))}")
    if points.get("change"):
        found.append(f"换掉现任{_minus(points['change'])}")
    return found


def _minus(points: int) -> str:
    return f"（扣 {points}）" if points else ""

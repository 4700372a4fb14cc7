"""Stored plans in words: their limits, and both rates before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from honglian.ui.format import number, percent, points

NAMES = {"organisation": "党组织覆盖率", "work": "党的工作覆盖率"}


def limit_words(limits: Mapping[str, Any]) -> list[str]:
    """The limits of a plan, the most telling first."""
    found = [
        f"每个支部最多 {limits['most_units']} 个单位",
        f"相距 {number(limits['reach_km'])} 公里以内",
    ]
    if limits["same_chain"]:
        found.append("只限同一产业链")
    if limits["same_park"]:
        found.append("只限同一园区")
    if limits.get("pinned"):
        found.append(f"{len(limits['pinned'])} 对必须在一起")
    if limits.get("forbidden"):
        found.append(f"{len(limits['forbidden'])} 对不能在一起")
    return found


def effect_rows(effect: Mapping[str, Mapping[str, int]]) -> list[dict[str, str]]:
    """Rate by rate: before → after with the difference in 个百分点; “—” over an empty base."""
    rows = []
    for code, name in NAMES.items():
        if code not in effect:
            continue
        before, after, whole = (effect[code][k] for k in ("before", "after", "whole"))
        shares = (before / whole, after / whole) if whole else (None, None)
        rows.append(
            {
                "name": name,
                "before": percent(shares[0]),
                "after": percent(shares[1]),
                "gain": points(shares[1] - shares[0] if whole else None),
                "counts": f"{number(before)} → {number(after)} 家，共 {number(whole)} 家",
            }
        )
    return rows

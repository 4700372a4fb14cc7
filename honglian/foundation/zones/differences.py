"""What changed between two configurations, in the words of the settings page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .wording import PLACES

UNSET = "（无）"
MORE_PLACES = {
    "accept": "受理时限",
    "objection_window": "提出异议时限",
    "objection_times": "异议次数",
    "extension_ask_before": "延期申请提前量",
    "extension_times": "延期次数",
    "extension_max": "最长延期",
    "pause_max": "最长挂起",
    "callback_within": "回访时限",
    "rate_within": "评价时限",
    "lead_waits_for_co": "主办须等协办办结",
    "auto_dispatch": "自动派单",
    "sign": "签收",
    "contact": "首次联系",
    "plan": "提出方案",
    "finish": "主办办结",
    "dispatch": "网格分拨时限",
    "receive": "网格签收时限",
    "urgent_receive": "网格紧急签收时限",
    "reject_within": "网格退单时限",
    "verify": "网格核查时限",
    "co_finish": "协办办结",
    "satisfaction": "满意率",
    "basically_satisfied": "基本满意折算",
    "coverage_counts_attached": "覆盖率计入挂靠",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed place, ready to be read."""

    place: str
    before: str
    after: str


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Changed leaves, top down; list items with a ``code`` (or ``name``) are matched by it."""
    return list(_walk([], before, after))


def _walk(path: list[str], before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if _is_items(before) or _is_items(after):
        old, new = _by_code(before), _by_code(after)
        for code in dict.fromkeys([*old, *new]):
            name = (new.get(code) or old[code]).get("name") or code
            yield from _walk([*path, name], old.get(code), new.get(code))
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            word = PLACES.get(key) or MORE_PLACES.get(key) or key
            yield from _walk([*path, word], before.get(key), after.get(key))
    else:
        yield Difference(" › ".join(path), _shown(before), _shown(after))


def _is_items(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _by_code(items: list[dict[str, Any]] | None) -> dict[str, dict[str, Any]]:
    """Items under their code, or under their name where they have no code."""
    return {item.get("code") or item["name"]: item for item in items or []}


def _shown(value: Any) -> str:
    if value is None or value == "" or value == []:
        return UNSET
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join("–".join(v) if isinstance(v, list) else str(v) for v in value)
    if isinstance(value, dict):
        return str(value.get("name") or value.get("code") or "，".join(map(str, value.values())))
    return str(value)

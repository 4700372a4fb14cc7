"""What is reported, and what looks wrong about a number (领域手册 H.6, ledger LD16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from honglian.foundation.zones.config import Reporting

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One number. A flow of a month is cumulative since January; a stock is that of the last day."""

    code: str
    name: str
    unit: str
    places: int = 2
    is_signed: bool = False
    is_stock: bool = False
    is_required: bool = False

    @property
    def label(self) -> str:
        return f"{self.name}（{self.unit}）"


ITEMS = (
    Item("employees", "期末从业人员", "人", places=0, is_stock=True, is_required=True),
    Item("revenue", "营业收入", "万元", is_required=True),
    Item("output", "工业总产值", "万元"),
    Item("export", "出口交货值", "万元"),
    Item("profit", "利润总额", "万元", is_signed=True),
    Item("tax", "上缴税收", "万元"),
    Item("investment", "固定资产投资", "万元"),
    Item("rd_spend", "研发费用", "万元"),
    Item("power", "用电量", "万千瓦时"),
)
CODES = tuple(item.code for item in ITEMS)
BY_CODE = {item.code: item for item in ITEMS}


def wrong(values: Values) -> dict[str, str]:
    """Code → a sentence, for what cannot be: nothing is kept until it is right."""
    found = {}
    for item in ITEMS:
        value = values.get(item.code)
        if value is None:
            if item.is_required:
                found[item.code] = f"请填{item.name}，没有发生就填 0。"
        elif value < 0 and not item.is_signed:
            found[item.code] = f"{item.name}不会是负数，请核对；冲减的写在说明里。"
        elif item.is_stock and value != value.to_integral_value():
            found[item.code] = f"{item.name}是整数，请核对。"
    return found


def doubts(values: Values, last_year: Values, before: Values, limits: Reporting) -> dict[str, str]:
    """Code → a sentence, for what may be true but wants a word of explanation.

    ``last_year`` is the same period of the year before, ``before`` the month before in the same
    year; empty where nothing was reported.
    """
    found: dict[str, str] = {}
    for item in ITEMS:
        value = values.get(item.code)
        if value is None:
            continue
        words = (
            _wrong_unit(item, value, last_year.get(item.code) or before.get(item.code), limits)
            or _shrunk(item, value, before.get(item.code))
            or _jump(item, value, last_year.get(item.code), limits)
        )
        if words:
            found[item.code] = words
    _parts(values, found)
    return found


def _wrong_unit(item: Item, value: Decimal, known: Decimal | None, limits: Reporting) -> str:
    if not known or not value or item.is_stock:
        return ""
    times = abs(value / known)
    if times >= limits.unit_times:
        return f"{item.name}是以前的 {times:,.0f} 倍，是不是把元填成了{item.unit}？"
    if times * limits.unit_times <= 1:
        return f"{item.name}不到以前的 {limits.unit_times} 分之一，是不是把亿元填成了{item.unit}？"
    return ""


def _shrunk(item: Item, value: Decimal, before: Decimal | None) -> str:
    if item.is_stock or item.is_signed or before is None or value >= before:
        return ""
    return f"{item.name}是 1 月至本月的累计数，比上月累计 {before:,} 还少。"


def _jump(item: Item, value: Decimal, known: Decimal | None, limits: Reporting) -> str:
    if not known or known < 0:
        return ""
    percent = (value - known) / known * 100
    if abs(percent) <= limits.jump_percent:
        return ""
    word = "增长" if percent > 0 else "下降"
    return f"{item.name}比去年同期{word} {abs(percent):.1f}%，请说明原因。"


def _parts(values: Values, found: dict[str, str]) -> None:
    """A part is not larger than its whole; one doubt an item is enough."""
    revenue = values.get("revenue")
    if revenue is None:
        return
    for code in ("tax", "rd_spend", "export"):
        value = values.get(code)
        if value is not None and value > revenue:
            found.setdefault(code, f"{BY_CODE[code].name}比营业收入还多，请核对。")

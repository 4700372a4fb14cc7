"""Amounts of money as registries and people spell them, in 万 of their own currency.

"52万人民币", "608(万元)", "4,006(万元)", "30(万元人民币)", "1,500(万人民币元)", "500万美元", "1亿元", "5000000元",
"人民币100万元整", "USD 50万". A foreign amount keeps its currency and is never converted.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .invalid import Invalid
from .text import BLANK_MARKERS, plain

# Chinese names and ISO 4217 codes; old European currencies still stand in old registrations.
CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("人民币", "人民币元", "元人民币", "元", "圆", "块", "RMB", "￥", "¥"),
    "USD": ("美元", "美金", "$", "US$"),
    "HKD": ("港元", "港币", "香港元"),
    "MOP": ("澳门元", "澳门币"),
    "TWD": ("新台币", "新台币元", "台币"),
    "EUR": ("欧元", "€"),
    "JPY": ("日元", "日本元"),
    "GBP": ("英镑", "£"),
    "AUD": ("澳大利亚元", "澳元"),
    "CAD": ("加拿大元", "加元"),
    "NZD": ("新西兰元",),
    "SGD": ("新加坡元", "新元"),
    "KRW": ("韩元", "韩国元"),
    "CHF": ("瑞士法郎",),
    "FRF": ("法国法郎",),
    "DEM": ("德国马克", "马克"),
    "SEK": ("瑞典克朗",),
    "DKK": ("丹麦克朗",),
    "NOK": ("挪威克朗",),
    "RUB": ("俄罗斯卢布", "卢布"),
    "MYR": ("马来西亚林吉特", "林吉特"),
    "THB": ("泰铢", "泰国铢"),
    "INR": ("印度卢比",),
}
_SHOWN = {code: names[0] for code, names in CURRENCIES.items()} | {"CNY": "元"}
_SCALES = {  # in 万
    "亿": Decimal(10_000),
    "千万": Decimal(1000),
    "百万": Decimal(100),
    "十万": Decimal(10),
    "万": Decimal(1),
    "千": Decimal("0.1"),
    "": Decimal("0.0001"),
}
_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.,])")
# 1,0000000 for 1,000.0000: an export that lost the decimal point. It could also be 1.0000000.
_LOST_POINT = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{3})(\d{4})(?![\d.,])")
_TEN_THOUSAND_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in 万 of `currency` (ISO 4217), exactly as written in `original`."""

    value: Decimal
    currency: str
    original: str

    @property
    def wan_cny(self) -> Decimal | None:
        """万元 when the amount is in CNY, else None: foreign amounts are never converted."""
        return self.value if self.currency == "CNY" else None

    def chinese(self) -> str:
        """ "608 万元", "1.2 亿元", "500 万美元"."""
        scaled, scale = (
            (self.value / _TEN_THOUSAND_WAN, "亿")
            if self.value >= _TEN_THOUSAND_WAN
            else (self.value, "万")
        )
        return f"{_trimmed(scaled):f} {scale}{_SHOWN.get(self.currency, self.currency)}"


def _unit_table() -> dict[str, tuple[Decimal, str]]:
    """Every spelling of scale and currency, without brackets → (万 per unit, currency)."""
    table: dict[str, tuple[Decimal, str]] = {}
    for scale, factor in _SCALES.items():
        if scale:
            table[scale] = table[f"{scale}整"] = (factor, "CNY")
        for code, names in CURRENCIES.items():
            for name in (*names, code):
                for unit in (
                    f"{scale}{name}",
                    f"{name}{scale}",
                    f"{name}{scale}元",
                    f"{scale}元{name}",
                ):
                    table[unit] = table[f"{unit}整"] = (factor, code)
    return table


_UNITS = _unit_table()


def parse_amount(
    value: str | int | float | Decimal | None, *, bare_unit: str = "万元"
) -> Amount | None:
    """The amount, or None for a blank cell; Invalid with a Chinese sentence.

    `bare_unit` is the unit of a number written without one, as the column's heading says.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _parse_text(value, bare_unit)
    if isinstance(value, bool) or value != value or value in (float("inf"), float("-inf")):
        raise Invalid(_unreadable(str(value)))
    return _parse_text(
        format(Decimal(repr(value) if isinstance(value, float) else value), "f"), bare_unit
    )


@lru_cache(maxsize=65536)
def _parse_text(text: str, bare_unit: str) -> Amount | None:
    compact = plain(text)
    if compact.upper() in BLANK_MARKERS:
        return None
    numbers = _NUMBER.findall(compact)
    if len(numbers) != 1:
        raise Invalid(_explain(text, compact))
    before, _, after = compact.partition(numbers[0])
    if before.endswith(("-", "负")):
        raise Invalid(f"金额“{text.strip()}”不能为负数，请核对")
    unit = re.sub(r"[()\[\]]", "", before + after).upper() or plain(bare_unit)
    found = _UNITS.get(unit)
    if found is None:
        raise Invalid(_unreadable(text))
    factor, currency = found
    return Amount(_trimmed(Decimal(numbers[0].replace(",", "")) * factor), currency, text)


def _trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _explain(text: str, compact: str) -> str:
    lost = _LOST_POINT.search(compact)
    if lost is None:
        return _unreadable(text)
    return (
        f"金额“{text.strip()[:30]}”的千分位不对，可能是 {lost[1]},{lost[2]}.{lost[3]}，"
        f"也可能是 {lost[1]}.{lost[2]}{lost[3]}，请核对后重填"
    )


def _unreadable(text: str) -> str:
    shown = text.strip()[:30]
    return f"看不懂金额“{shown}”，请写成“500 万元”“1.2 亿元”或“50 万美元”"

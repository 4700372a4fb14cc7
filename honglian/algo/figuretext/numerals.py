"""Arabic and Chinese numerals as they stand in official prose."""

from __future__ import annotations

from decimal import Decimal

CHINESE = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
SMALL = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 10**12}


def chinese_value(text: str) -> int | None:
    """三十四 → 34, 两亿三千万 → 230000000, 万 → 10000; None for what is no number (三三两两)."""
    for sign, weight in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.rpartition(sign)
        if found:
            high = chinese_value(head) if head else 1
            low = chinese_value(tail) if tail else 0
            return None if high is None or low is None else high * weight + low
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total = 0
    digit: int | None = None
    for sign in text:
        if sign in CHINESE:
            if digit not in (None, 0):
                return None
            digit = CHINESE[sign]
        elif sign in SMALL:
            total += (1 if digit is None else digit) * SMALL[sign]
            digit = None
        else:
            return None
    return total + (digit or 0)


def arabic_value(digits: str, multiplier: str) -> tuple[Decimal, Decimal]:
    """(value, weight of the last digit that says something): "12", "万" → (120000, 10000).

    Zeros at the end of a whole number say nothing: 5000 → 1000, 260 → 10, 248 → 1.
    """
    plain = digits.replace(",", "").replace("，", "")
    value, scale = Decimal(plain), Decimal(MULTIPLIERS.get(multiplier, 1))
    if "." in plain:
        step = Decimal(1).scaleb(-len(plain.split(".")[1]))
    else:
        step = Decimal(10) ** (len(plain) - len(plain.rstrip("0"))) if value else Decimal(1)
    return value * scale, step * scale

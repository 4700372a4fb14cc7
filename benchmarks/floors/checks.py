"""The checks of an enterprise row, written for speed alone: no messages, no positions.

GB 32100-2015 credit code, founding date (ISO, not before 1900, not in the future), registered
capital in the spellings of real registries (52万人民币, 608(万元), 4,006(万元), 300万美元), and the
lengths of the columns.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
AMOUNT = re.compile(r"([\d,]*\.?\d+)(万?)(\D*)$")
NOISE = str.maketrans("", "", "()（） \u3000")
CURRENCIES = {
    "": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "元人民币": "CNY",
    "人民币元": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "香港元": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "新台币": "TWD",
    "新加坡元": "SGD",
    "澳大利亚元": "AUD",
    "加拿大元": "CAD",
}
TODAY = date.today()
EARLIEST = date(1900, 1, 1)
WAN = Decimal(10_000)


def check_row(cells: list[Any]) -> tuple[Any, ...] | None:
    """The checked row (capital as amount in 万元 and currency), or None if anything is wrong."""
    code, name, founded, kind, capital, scope, division, address = cells
    code = code.upper()
    if not name or len(name) > 128 or not is_credit_code(code):
        return None
    day = parse_day(founded) if founded else None
    if founded and day is None:
        return None
    amount, currency = parse_capital(capital) if capital else (None, "CNY")
    if currency is None:
        return None
    return code, name, day, kind[:64], amount, currency, scope, division[:6], address[:200]


def is_credit_code(code: str) -> bool:
    """Whether the eighteenth character checks the other seventeen."""
    if len(code) != 18:
        return False
    total = 0
    for letter, weight in zip(code, WEIGHTS, strict=False):
        value = VALUE.get(letter)
        if value is None:
            return False
        total += value * weight
    return ALPHABET[-total % 31] == code[17]


def parse_day(text: Any) -> str | None:
    """The ISO day as text, or None."""
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return text if EARLIEST <= day <= TODAY else None


def parse_capital(text: str) -> tuple[str | None, str | None]:
    """Amount in 万元 as decimal text, and currency; (None, None) when it is not understood."""
    found = AMOUNT.match(text.translate(NOISE))
    if found is None:
        return None, None
    digits, wan, words = found.groups()
    currency = CURRENCIES.get(words)
    if currency is None:
        return None, None
    plain = digits.replace(",", "")
    return (plain if wan else str(Decimal(plain) / WAN)), currency

"""How figures, money and dates read on screen, in sheets and in messages.

Rounding is half up everywhere, as people do it by hand. What is not known or not defined is "—", never 0.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from honglian.algo.workdays import chinese_date, chinese_moment
from honglian.kit import clock

UNDEFINED = "—"
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
# How many 元 one of the named unit is.
MONEY_UNITS = {"元": Decimal(1), "分": Decimal("0.01"), "万元": WAN, "亿元": YI}

Figure = int | float | Decimal | str | None


def decimal(value: Figure) -> Decimal | None:
    """The exact decimal of what a person would read, or None for nothing, NaN and infinity."""
    if value is None or value == "":
        return None
    try:
        exact = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"not a figure: {value!r}") from error
    return exact if exact.is_finite() else None


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def plain(value: Decimal, places: int) -> str:
    """Thousands separators and a fixed number of decimals; a rounded-away minus sign is dropped."""
    figure = rounded(value, places)
    return f"{abs(figure) if figure == 0 else figure:,.{places}f}"


def number(value: Figure, places: int | None = None) -> str:
    """1234567 → 1,234,567. Without ``places`` the decimals stay as they are, without trailing zeros."""
    exact = decimal(value)
    if exact is None:
        return UNDEFINED
    if places is None:
        places = max(0, -int(exact.normalize().as_tuple().exponent))
    return plain(exact, places)


def money(value: Figure, unit: str = "元") -> str:
    """Amount given in ``unit`` (元, 分, 万元, 亿元) → 元 below ten thousand, else 万元, else 亿元."""
    exact = decimal(value)
    if exact is None:
        return UNDEFINED
    yuan = exact * MONEY_UNITS[unit]
    size = abs(yuan)
    if size < WAN:
        return f"{number(rounded(yuan, 2))} 元"
    # 9,999.95 万元 would round to 10,000.0 万元, which people write as 1 亿元.
    if rounded(size / WAN, 1) < WAN:
        return f"{plain(yuan / WAN, 1)} 万元"
    return f"{plain(yuan / YI, 2)} 亿元"


def percent(ratio: Figure, places: int = 1) -> str:
    """Share between 0 and 1 → 85.3%; a share without a denominator is "—"."""
    exact = decimal(ratio)
    return UNDEFINED if exact is None else f"{plain(exact * 100, places)}%"


def points(difference: Figure, places: int = 1) -> str:
    """Difference of two shares (0.012) → +1.2 个百分点."""
    exact = decimal(difference)
    if exact is None:
        return UNDEFINED
    sign = "+" if rounded(exact * 100, places) > 0 else ""
    return f"{sign}{plain(exact * 100, places)} 个百分点"


def local_date(value: date | datetime) -> date:
    """Calendar day in China of a stored (aware) moment, or the day itself."""
    if isinstance(value, datetime):
        return clock.local(value).date() if value.tzinfo else value.date()
    return value


def day(value: date | datetime | None) -> str:
    """11月22日 周日; the year is written when it is not the current one."""
    if value is None:
        return UNDEFINED
    when = local_date(value)
    return chinese_date(when, year=when.year != clock.today().year)


def moment(value: datetime | None) -> str:
    """11月22日 周日 14:00"""
    if value is None:
        return UNDEFINED
    aware = value if value.tzinfo else value.replace(tzinfo=clock.CHINA)
    return chinese_moment(aware, year=local_date(aware).year != clock.today().year)


def filesize(size: int | None) -> str:
    """Bytes → 320 KB, 1.4 MB."""
    if size is None:
        return UNDEFINED
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB" if size else "0 KB"
    return f"{plain(Decimal(size) / 1_000_000, 1)} MB"

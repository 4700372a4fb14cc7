"""Growth, percentage points, rounding and qualifiers (领域手册 M.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

UNDEFINED = "—"
WAN = Decimal(10_000)
AHEAD = ("超", "逾", "约", "近")
BEHIND = ("余", "多")
AFTER_UNIT = ("以上", "内")
QUALIFIERS = (*BEHIND, *AHEAD, *AFTER_UNIT)
POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Growth:
    """How a figure changed. ``percent`` is None over a base of zero or below it; ``why`` says so."""

    difference: Decimal
    percent: Decimal | None
    why: str = ""


def growth(now: Decimal, then: Decimal) -> Growth:
    """(now − then) ÷ |then| × 100; base zero is undefined, a negative base leaves the difference."""
    difference = now - then
    if then == 0:
        return Growth(difference, None, "基期为 0")
    if then < 0:
        return Growth(difference, None, "基期为负，只列绝对差")
    return Growth(difference, difference / then * 100)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as people do it by hand; -0 is 0."""
    figure = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(figure) if figure == 0 else figure


def floor_to(value: Decimal, step: Decimal, qualifier: str) -> Decimal:
    """The round number that a qualifier stands beside: above it for 近 and 内, nearest for 约."""
    if step <= 0:
        return value
    way = {"近": ROUND_CEILING, "内": ROUND_CEILING, "约": ROUND_HALF_UP}.get(
        qualifier, ROUND_FLOOR
    )
    return (value / step).to_integral_value(rounding=way) * step


def plain(value: Decimal, places: int) -> str:
    """Thousands separators and a fixed number of decimals."""
    return f"{rounded(value, places):,.{places}f}"


def phrase(
    value: Decimal | None,
    unit: str,
    places: int = 0,
    qualifier: str = "",
    step: Decimal = Decimal(0),
) -> str:
    """A figure as an article writes it: 5,000余人次, 超12万户, 80%以上, 8.56%, —.

    A qualifier is only written when something was rounded away, so that 5,000 exactly is not 余.
    """
    if value is None:
        return UNDEFINED
    shown, mark = value, ""
    if qualifier:
        shown = floor_to(value, step, qualifier) if step > 0 else rounded(value, places)
        shown = shown or value  # 320 in steps of 10,000 is written as it is
        mark = qualifier if shown != value else ""
    number, word = _in_wan(shown, places) if mark else (plain(shown, places), "")
    tight = "" if unit == "%" or mark or word else " "
    ahead = mark if mark in AHEAD else ""
    behind = mark if mark in BEHIND else ""
    after = mark if mark in AFTER_UNIT else ""
    return f"{ahead}{number}{word}{behind}{tight}{unit}{after}".strip()


def _in_wan(value: Decimal, places: int) -> tuple[str, str]:
    """120000 → (12, 万) where nothing is lost."""
    if abs(value) >= WAN and value % WAN == 0:
        return plain(value / WAN, 0), "万"
    return plain(value, places), ""


def moved(value: Decimal | None, places: int, unit: str = "%") -> str:
    """A change in words: 增长 8.56%, 下降 43.9%, 持平, —."""
    if value is None:
        return UNDEFINED
    figure = rounded(value, places)
    if figure == 0:
        return "持平"
    gap = "" if unit == "%" else " "
    verb = "增长" if unit == "%" else "提高" if unit == POINTS else "增加"
    fall = "下降" if unit in ("%", POINTS) else "减少"
    return f"{verb if figure > 0 else fall} {abs(figure):,.{places}f}{gap}{unit}"

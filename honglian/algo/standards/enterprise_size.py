"""Large, medium, small or micro (划型) by the statistical standard of 2017.

Large, medium and small need every indicator of the industry at its lower bound; whoever misses one
falls to the next size. An indicator that is not known leaves the size open, unless another one
already settles it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .data import enterprise_size_2017 as table
from .invalid import Invalid

Size = Literal["大型", "中型", "小型", "微型"]
SIZES: tuple[Size, ...] = ("大型", "中型", "小型", "微型")
_NAMES = {"employees": "从业人员", "revenue": "营业收入", "assets": "资产总额"}
_UNITS = {"employees": "人", "revenue": "万元", "assets": "万元"}
_CODE = re.compile(r"([A-Z]?)(\d{0,4})")

Figure = int | float | Decimal


@dataclass(frozen=True, slots=True)
class SizeResult:
    """size: None when a missing figure leaves it open; then `at_most` is the largest it can be.

    reasons: one Chinese sentence for every indicator. missing: indicators without a figure.
    """

    size: Size | None
    at_most: Size
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def industry_of(gb_code: str) -> str | None:
    """The row of the table for a GB/T 4754-2017 code such as C2614, 2614, C26 or C; None outside it.

    Invalid when the code is not of that form.
    """
    match = _CODE.fullmatch(gb_code.strip().upper())
    if match is None or not (match[1] or len(match[2]) >= 2):
        raise Invalid(f"行业代码“{gb_code}”不是国民经济行业分类代码，如 C2614")
    section, digits = match[1], match[2]
    for length in range(len(digits), 1, -1):
        if digits[:length] in table.BY_DIGITS:
            return table.BY_DIGITS[digits[:length]]
    return None if digits else table.BY_SECTION.get(section)


def classify(
    industry: str,
    *,
    employees: Figure | None = None,
    revenue: Figure | None = None,
    assets: Figure | None = None,
) -> SizeResult:
    """The size of an enterprise of that row of the table (see `industry_of`).

    employees in persons, revenue and assets in 万元. Invalid for an unknown row or a negative figure.
    """
    if industry not in table.INDUSTRIES:
        raise Invalid(f"行业“{industry}”不在划型办法的行业表内")
    figures = {"employees": employees, "revenue": revenue, "assets": assets}
    rank, reasons, missing = 0, [], []
    for indicator, bounds in table.INDUSTRIES[industry][1].items():
        figure = figures[indicator]
        if figure is None:
            missing.append(indicator)
            reasons.append(f"缺少{_NAMES[indicator]}")
            continue
        if figure < 0:
            raise Invalid(f"{_NAMES[indicator]}不能为负数，请核对")
        own = sum(figure < bound for bound in bounds)
        rank = max(rank, own)
        reasons.append(_reason(indicator, figure, bounds, own))
    settled = not missing or rank == len(SIZES) - 1
    return SizeResult(SIZES[rank] if settled else None, SIZES[rank], tuple(reasons), tuple(missing))


def _reason(indicator: str, figure: Figure, bounds: tuple[int, int, int], rank: int) -> str:
    """从业人员 1200 人，达到大型下限 1000 人."""
    name, unit = _NAMES[indicator], _UNITS[indicator]
    if rank < len(bounds):
        return f"{name} {figure} {unit}，达到{SIZES[rank]}下限 {bounds[rank]} {unit}"
    return f"{name} {figure} {unit}，未达小型下限 {bounds[-1]} {unit}"

"""The published holidays and make-up workdays that the product brings along.

Source: package chinesecalendar, which keeps the State Council's yearly notices. It knows
nothing of years not announced yet; those are entered on the calendar's page.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import constants

FIRST_YEAR = 2007
SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知（随产品内置）"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def known_days() -> list[tuple[date, str, bool]]:
    """(day, Chinese name, is a day off) in order of days, from 2007 on."""
    marked = ((constants.holidays, True), (constants.workdays, False))
    return sorted(
        (day, NAMES[name], off)
        for days, off in marked
        for day, name in days.items()
        if day.year >= FIRST_YEAR
    )


def known_years() -> list[int]:
    return sorted({day.year for day, _, _ in known_days()})

"""The published holidays and make-up workdays that the product brings along.

Source: package chinesecalendar, which keeps the State Council's yearly notices. It knows
nothing of years not announced yet; those are entered on the calendar's page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chinese_calendar import constants
from django.db import transaction

FIRST_YEAR = 2007
SEEDED = "seeded"
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


def enter_known_years(using: str = "default", **signal: Any) -> None:
    """Fill an empty calendar after the tables are made or emptied; an entered one stays.

    A handler of ``post_migrate`` rather than a data migration, because the tests that empty
    the database between them run this signal and no migration.
    """
    from .models import CalendarStamp, CalendarYear, SpecialDay

    if CalendarYear.objects.using(using).exists():
        return
    with transaction.atomic(using=using):
        SpecialDay.objects.using(using).bulk_create(
            SpecialDay(day=day, name=name, is_off=off) for day, name, off in known_days()
        )
        CalendarYear.objects.using(using).bulk_create(
            CalendarYear(year=year, source=SOURCE.format(year=year)) for year in known_years()
        )
        CalendarStamp.objects.using(using).update_or_create(pk=1, defaults={"token": SEEDED})

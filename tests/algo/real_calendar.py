"""The published holidays of 2024 to 2026, as the product seeds them."""

from functools import cache

from chinese_calendar.constants import holidays, in_lieu_days, workdays

from honglian.algo.workdays import WorkCalendar

YEARS = frozenset((2024, 2025, 2026))


@cache
def real_calendar() -> WorkCalendar:
    """Days off and make-up workdays of the State Council's notices; 2027 is not announced."""
    days_off = {day for day in {*holidays, *in_lieu_days} if day.year in YEARS}
    makeup = {day for day in workdays if day.year in YEARS}
    return WorkCalendar(frozenset(days_off), frozenset(makeup), YEARS)

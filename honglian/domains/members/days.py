"""Days of steps that follow each other: none lies ahead, none before the one it follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from honglian.kit import clock
from honglian.kit.errors import Refusal


def in_order(what: str, on: date, before: Sequence[tuple[str, date]], *, field: str = "on") -> None:
    """Refuse a day in the future, or one earlier than the latest of the steps ``before`` it."""
    today = clock.today()
    if on > today:
        raise Refusal(
            f"“{what}”的日期 {on} 在今天（{today}）之后，请到那天再登记。",
            code="day_ahead",
            field=field,
        )
    if not before:
        return
    last, day = max(before, key=lambda pair: pair[1])
    if on < day:
        raise Refusal(
            f"“{what}”的日期 {on} 早于前面“{last}”的 {day}，请核对两个日期。",
            code="days_out_of_order",
            field=field,
        )

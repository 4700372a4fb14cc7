"""What the calendar tells the rooms that keep clocks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarChanged:
    """The days of this year were announced or corrected: open due times that reach into it
    have to be computed again."""

    year: int

"""Four ways to count elapsed time, one for each base unit of a limit.

A measure maps an instant to a position that never falls, and a position back to the first instant
that has it. The amount of the unit between two instants is the difference of their positions.
"""

from datetime import datetime
from typing import Protocol

from .calendar import DAY, FIRST_DAY, MINUTE, WorkCalendar, from_parts, local_date, local_parts
from .duration import Unit


class Measure(Protocol):
    """Positions of one unit; `scale` positions make one base unit of a limit."""

    scale: int

    def position(self, at: datetime) -> int:
        """How much has passed from the calendar's first day to `at`."""

    def instant(self, position: int) -> datetime:
        """The first instant at that position."""


class WorkingTime:
    """Microseconds inside working hours."""

    scale = MINUTE

    def __init__(self, calendar: WorkCalendar) -> None:
        self.position = calendar.working_position
        self.instant = calendar.working_instant


class NaturalTime:
    """Microseconds by day and night."""

    scale = MINUTE

    def position(self, at: datetime) -> int:
        index, moment = local_parts(at)
        return index * DAY + moment

    def instant(self, position: int) -> datetime:
        return from_parts(*divmod(position, DAY))


class Workdays:
    """Closings of workdays that have passed, the closing instant included."""

    scale = 1

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar

    def position(self, at: datetime) -> int:
        day = local_date(at)
        passed = self._calendar.workdays_between(FIRST_DAY, day)
        still_open = self._calendar.is_workday(day) and at < self._calendar.closing(day)
        return passed - 1 if still_open else passed

    def instant(self, position: int) -> datetime:
        return self._calendar.closing(self._calendar.nth_workday(FIRST_DAY, position))


class NaturalDays:
    """Closings of calendar days that have passed, worked or not, the closing instant included."""

    scale = 1

    def __init__(self, calendar: WorkCalendar) -> None:
        self._closing = local_parts(calendar.closing(FIRST_DAY))[1]

    def position(self, at: datetime) -> int:
        index, moment = local_parts(at)
        return index + 1 if moment >= self._closing else index

    def instant(self, position: int) -> datetime:
        return from_parts(position - 1, self._closing)


def measure_for(unit: Unit, calendar: WorkCalendar) -> Measure:
    """The measure of a base unit (see `Duration.base_unit`)."""
    match unit:
        case "working_minutes":
            return WorkingTime(calendar)
        case "workdays":
            return Workdays(calendar)
        case "minutes":
            return NaturalTime()
        case "days":
            return NaturalDays(calendar)
    raise ValueError(f"{unit} 不是基本单位")

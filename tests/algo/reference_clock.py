"""Slow, obvious reference for the working-time clock: one flag for every minute of some years.

Every unit of a limit is a set of minutes that count:

- working minutes: the minutes inside working hours;
- minutes: all of them;
- workdays: the last working minute of each workday;
- days: the minute before the closing hour of each calendar day.

The clock's state is painted minute by minute from the log; used time is the number of minutes that
count while it runs, and the due time is the end of the minute at which that number reaches the limit.
Works on whole minutes only. Used by the tests and by the clock benchmark.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import compress, islice
from operator import and_

from honglian.algo.workdays import SHANGHAI, ClockEvent, Duration, WorkCalendar

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
HORIZON = 400 * DAY_MINUTES


class MinuteWorld:
    """All minutes from 1 January of the first year to 31 December of the last, by the plain rule."""

    def __init__(self, calendar: WorkCalendar, first_year: int, last_year: int) -> None:
        self.origin = datetime(first_year, 1, 1, tzinfo=SHANGHAI)
        days = (date(last_year + 1, 1, 1) - date(first_year, 1, 1)).days
        self.size = days * DAY_MINUTES
        self.always = bytearray(b"\x01" * self.size)
        self.working = bytearray(self.size)
        self.workday_closing = bytearray(self.size)
        self.day_closing = bytearray(self.size)
        self.workdays: set[date] = set()
        for number in range(days):
            self._paint_day(
                calendar, date(first_year, 1, 1) + timedelta(days=number), number * DAY_MINUTES
            )

    def _paint_day(self, calendar: WorkCalendar, day: date, first: int) -> None:
        closing = calendar.hours[-1][1]
        last = first + closing.hour * 60 + closing.minute - 1
        self.day_closing[last] = 1
        if day in calendar.off or (day.weekday() >= 5 and day not in calendar.makeup):
            return
        self.workdays.add(day)
        self.workday_closing[last] = 1
        for begin, end in calendar.hours:
            for minute in range(begin.hour * 60 + begin.minute, end.hour * 60 + end.minute):
                self.working[first + minute] = 1

    def minute(self, at: datetime) -> int:
        return (at - self.origin) // MINUTE

    def instant(self, minute: int) -> datetime:
        return self.origin + minute * MINUTE

    def counting(self, unit: str) -> bytearray:
        return {
            "working_minutes": self.working,
            "minutes": self.always,
            "workdays": self.workday_closing,
            "days": self.day_closing,
        }[unit]


@dataclass(frozen=True)
class ReferenceReading:
    """The same facts as ClockReading."""

    due_at: datetime
    paused: bool
    used_working_minutes: int
    overdue: bool
    remaining: int


def reference_reading(
    events: Sequence[ClockEvent], limit: Duration, world: MinuteWorld, now: datetime
) -> ReferenceReading:
    """Paint the running minutes, then count."""
    events = [event for event in events if event.at <= now]
    begin = max(i for i, event in enumerate(events) if event.kind in ("start", "restart"))
    run = events[begin:]
    stopped = run[-1].kind == "stop"
    paused = [event.kind for event in run if event.kind != "extend"][-1] == "pause"
    until = world.minute(run[-1].at if stopped else now)
    running = _paint(run, world, until)
    amount = limit.base_amount + sum(e.duration.base_amount for e in run if e.duration is not None)
    start = world.minute(run[0].at)
    first = start
    if limit.base_unit in ("workdays", "days"):
        first = start // DAY_MINUTES * DAY_MINUTES + DAY_MINUTES
    due = _due(world, running, first, limit.base_unit, amount)
    used = sum(1 for _ in _counted(world, running, first, limit.base_unit, until))
    worked = sum(1 for _ in _counted(world, running, start, "working_minutes", until))
    return ReferenceReading(world.instant(due), paused, worked, until > due, amount - used)


def _paint(run: Sequence[ClockEvent], world: MinuteWorld, until: int) -> bytearray:
    """1 for each minute in which the clock runs; it runs on for a good year after `until`."""
    size = min(world.size, until + HORIZON)
    running, last = bytearray(size), 0
    state = False
    for event in run:
        minute = world.minute(event.at)
        if state:
            running[last:minute] = b"\x01" * (minute - last)
        last = minute
        if event.kind != "extend":
            state = event.kind in ("start", "restart", "resume")
    if state:
        running[last:until] = b"\x01" * (until - last)
    running[until:] = b"\x01" * (size - until)
    return running


def _counted(
    world: MinuteWorld, running: bytearray, first: int, unit: str, end: int | None = None
) -> Iterator[int]:
    """The minutes from `first` on, before `end`, that count for the unit while the clock runs."""
    end = len(running) if end is None else end
    both = map(and_, memoryview(running)[first:end], memoryview(world.counting(unit))[first:end])
    return compress(range(first, end), both)


def _due(world: MinuteWorld, running: bytearray, first: int, unit: str, amount: int) -> int:
    last = next(islice(_counted(world, running, first, unit), amount - 1, None))
    if unit == "days" and world.instant(last).date() not in world.workdays:
        last = next(_counted(world, running, last + 1, "workdays"))
    return last + 1


UNITS = ("working_minutes", "working_hours", "workdays", "minutes", "hours", "days")
_MOST = {
    "working_minutes": 2000,
    "working_hours": 40,
    "workdays": 12,
    "minutes": 3000,
    "hours": 120,
    "days": 20,
}


def random_duration(rng: random.Random, unit: str) -> Duration:
    """A limit of that unit, short ones as likely as long ones."""
    return Duration(rng.randint(1, rng.choice((3, _MOST[unit]))), unit)


def random_case(
    rng: random.Random, first: datetime, last: datetime
) -> tuple[list[ClockEvent], Duration, datetime]:
    """A lawful log that starts between the two instants, a limit, and the moment it is read."""
    limit = random_duration(rng, rng.choice(UNITS))
    at = first + rng.randrange((last - first) // MINUTE) * MINUTE
    events, state = [ClockEvent(at, "start")], "running"
    choices = {
        "running": ("pause", "pause", "pause", "extend", "stop", "restart"),
        "paused": ("resume", "resume", "resume", "extend", "stop", "restart"),
        "stopped": ("restart",),
    }
    after = {"pause": "paused", "resume": "running", "stop": "stopped", "restart": "running"}
    for _ in range(rng.randint(0, 6)):
        at += rng.randrange(rng.choice((2, 90, 600, 3000, 9000))) * MINUTE
        kind = rng.choice(choices[state])
        events.append(
            ClockEvent(at, kind, random_duration(rng, limit.unit) if kind == "extend" else None)
        )
        state = after.get(kind, state)
    now = at + rng.randrange(rng.choice((2, 600, 20000))) * MINUTE
    if rng.random() < 0.2:
        now = events[0].at + rng.randrange((now - events[0].at) // MINUTE + 1) * MINUTE
    return events, limit, now

"""The clock of one obligation, computed from its event log and never counted by a nightly job.

Semantics, exactly
------------------
*Running time.* The clock runs from `start` (or the last `restart`) and stands still from each `pause`
to the next `resume`. `stop` ends it. A pause that is still open lasts until `now`.

*Used time* is counted only while the clock runs, in the unit of the limit:

- working minutes and hours: time inside working hours;
- minutes and hours: all time;
- workdays: one for every closing (end of working hours) of a workday that passes while the clock runs,
  the day of the start excluded (次日起算). A workday is therefore deducted exactly when the clock stood
  still at its closing;
- days: likewise, one for the closing hour of every calendar day.

*Due* is the first instant at which used time equals the limit plus all extensions. For days, where that
instant falls on a day that is not worked, it is the next closing of a workday at which the clock runs.
So a pause shifts the due time by the time paused, counted in the unit of the limit, and a pause after
the due time shifts nothing. While a pause is open the due time is what it would be on resuming now;
after a stop it is what it would have been without the stop.

*Restart* (a reopened or re-dispatched case) begins again: used time and extensions are forgotten.

Events later than `now` have not happened yet, so that the clock can be read as of any moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, get_args

from .calendar import LAST_DAY, SHANGHAI, WorkCalendar, local_date
from .duration import Duration, Unit
from .measures import Measure, measure_for
from .words import chinese_moment

Kind = Literal["start", "pause", "resume", "extend", "stop", "restart"]
Segment = tuple[datetime, datetime]  # the clock runs after the first and up to the second

_FOREVER = datetime.combine(LAST_DAY, time(23, 59, 59), SHANGHAI)
_NAMES: dict[Kind, str] = {
    "start": "开始",
    "pause": "暂停",
    "resume": "恢复",
    "extend": "延期",
    "stop": "停止",
    "restart": "重新开始",
}
# What may happen in each state of the clock, and the state after it.
_NEXT: dict[tuple[str, Kind], str] = {
    ("", "start"): "running",
    ("running", "pause"): "paused",
    ("paused", "resume"): "running",
    ("running", "extend"): "running",
    ("paused", "extend"): "paused",
    ("running", "stop"): "stopped",
    ("paused", "stop"): "stopped",
    ("running", "restart"): "running",
    ("paused", "restart"): "running",
    ("stopped", "restart"): "running",
}
_STATE_NAMES = {"": "尚未开始", "running": "正在计时", "paused": "已暂停", "stopped": "已停止"}


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One line of the log; only `extend` carries a duration."""

    at: datetime
    kind: Kind
    duration: Duration | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"不认识的时钟事件 {self.kind!r}")
        if self.at.tzinfo is None:
            raise ValueError(f"时钟事件“{_NAMES[self.kind]}”的时间没有时区")
        if (self.kind == "extend") != (self.duration is not None):
            raise ValueError("延期事件须写明延长多久，其他事件不带时长")


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The clock as of `now`.

    used_working_minutes: whole working minutes the clock has run, whatever the unit of the limit.
    remaining: limit minus used time in `unit` (the limit's base unit), rounded down; negative once
    the due time has passed by that much running time. overdue: `now`, or the stop, is after `due_at`.
    provisional: an unannounced year lies between the start and the due time, and the unit depends on it.
    """

    started_at: datetime
    due_at: datetime
    paused: bool
    paused_since: datetime | None
    used_working_minutes: int
    stopped_at: datetime | None
    overdue: bool
    remaining: int
    unit: Unit
    provisional: bool


@dataclass(slots=True)
class _Run:
    """One run of the clock, from a start or restart."""

    started_at: datetime
    segments: list[Segment]  # closed stretches of running time
    running_since: datetime | None
    paused_since: datetime | None
    stopped_at: datetime | None
    amount: int  # limit and extensions, in base units


def run_clock(
    events: Iterable[ClockEvent], limit: Duration, calendar: WorkCalendar, now: datetime
) -> ClockReading:
    """Read the clock at `now`; see the module for the exact meaning.

    `events` in order of time. ValueError with a Chinese sentence when they are out of order, make no
    sense (resume without pause, anything but restart after stop), or none has happened by `now`.
    """
    log = list(events)
    check_events(log, limit)
    run = _replay([event for event in log if event.at <= now], limit)
    if run is None:
        raise ValueError("时钟尚未开始，没有可读的时限")
    measure = measure_for(limit.base_unit, calendar)
    until = run.stopped_at or now
    elapsed = list(run.segments)
    if run.running_since is not None:
        elapsed.append((run.running_since, until))
    due = _due(run, elapsed, until, limit.base_unit, measure, calendar)
    counted = _counted(elapsed, limit.base_unit, run.started_at)
    return ClockReading(
        started_at=run.started_at,
        due_at=due,
        paused=run.paused_since is not None,
        paused_since=run.paused_since,
        used_working_minutes=_used_working_minutes(elapsed, calendar),
        stopped_at=run.stopped_at,
        overdue=until > due,
        remaining=(run.amount * measure.scale - _used(counted, measure)) // measure.scale,
        unit=limit.base_unit,
        provisional=limit.base_unit != "minutes"
        and calendar.provisional_between(local_date(run.started_at), local_date(due)),
    )


def check_events(events: Sequence[ClockEvent], limit: Duration) -> None:
    """ValueError with a Chinese sentence on the first event that cannot be."""
    state, previous = "", None
    for event in events:
        if previous is not None and event.at < previous.at:
            raise ValueError(
                f"时钟事件顺序不对：“{_NAMES[event.kind]}”（{chinese_moment(event.at, year=True)}）"
                f"早于前一条“{_NAMES[previous.kind]}”（{chinese_moment(previous.at, year=True)}）"
            )
        following = _NEXT.get((state, event.kind))
        if following is None:
            raise ValueError(
                f"时钟{_STATE_NAMES[state]}，不能“{_NAMES[event.kind]}”（{chinese_moment(event.at)}）"
            )
        if event.duration is not None and event.duration.base_unit != limit.base_unit:
            raise ValueError(
                f"延期“{event.duration.chinese()}”与时限“{limit.chinese()}”的计时单位不同，请用同一种单位延期"
            )
        state, previous = following, event


def _replay(events: Sequence[ClockEvent], limit: Duration) -> _Run | None:
    run: _Run | None = None
    for event in events:
        if run is None or event.kind in ("start", "restart"):
            run = _Run(event.at, [], event.at, None, None, limit.base_amount)
        elif event.kind == "extend" and event.duration is not None:
            run.amount += event.duration.base_amount
        elif event.kind == "resume":
            run.running_since, run.paused_since = event.at, None
        else:
            if run.running_since is not None:
                run.segments.append((run.running_since, event.at))
            run.running_since = None
            run.paused_since = event.at if event.kind == "pause" else None
            run.stopped_at = event.at if event.kind == "stop" else None
    return run


def _due(
    run: _Run,
    elapsed: list[Segment],
    until: datetime,
    unit: Unit,
    measure: Measure,
    calendar: WorkCalendar,
) -> datetime:
    """The due instant, supposing that the clock runs on for ever after `until`."""
    segments = _counted([*elapsed, (until, _FOREVER)], unit, run.started_at)
    due = _reach(segments, run.amount * measure.scale, measure)
    if unit == "days" and not calendar.is_workday(due.date()):
        later = [(max(begin, due), end) for begin, end in segments if end > due]
        due = _reach(later, 1, measure_for("workdays", calendar))
    return due


def _counted(segments: list[Segment], unit: Unit, started_at: datetime) -> list[Segment]:
    """The stretches that count: for days and workdays the day of the start does not."""
    if unit not in ("workdays", "days"):
        return segments
    day = local_date(started_at)
    midnight = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
    return [(max(begin, midnight), end) for begin, end in segments if end > midnight]


def _reach(segments: list[Segment], amount: int, measure: Measure) -> datetime:
    """The first instant at which `amount` positions have passed inside the segments."""
    for begin, end in segments:
        origin = measure.position(begin)
        gained = measure.position(end) - origin
        if gained >= amount:
            return measure.instant(origin + amount)
        amount -= gained
    raise ValueError("推算出的时间超出工作日历范围（1992—2100年），请检查时限")


def _used(segments: list[Segment], measure: Measure) -> int:
    return sum(measure.position(end) - measure.position(begin) for begin, end in segments)


def _used_working_minutes(segments: list[Segment], calendar: WorkCalendar) -> int:
    used = sum((calendar.working_time_between(begin, end) for begin, end in segments), timedelta())
    return used // timedelta(minutes=1)

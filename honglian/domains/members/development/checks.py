"""What the rules say about a step that somebody wants to enter; nothing here writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from honglian.algo.months import add_months
from honglian.foundation.calendar.api import calendar_for
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK, Finding

from .models import Development, DevelopmentStep
from .plan import STEPS, Step, step_name, version_on

AGREED = DevelopmentStep.Outcome.AGREED.value
POSTPONED = DevelopmentStep.Outcome.POSTPONED.value


def check_step(development: Development, entry: DevelopmentStep, by: Actor) -> list[Finding]:
    """Raise the first refusal; return what was explained and must be kept."""
    step, taken = STEPS[entry.no], development.taken
    _check_order(development, entry, step, taken)
    _check_decision(entry, step, by)
    if entry.outcome not in ("", AGREED) and not (step.no == 23 and entry.outcome == POSTPONED):
        return []
    excused: list[Finding] = []
    for check in CHECKS.get(step.no, ()):
        found = check(development, entry, taken)
        if found is not None:
            excused.append(found)
    return excused


def _check_order(
    development: Development, entry: DevelopmentStep, step: Step, taken: dict[int, date]
) -> None:
    if step.no in taken and not step.repeats:
        raise Refusal(
            f"{step_name(step.no)}已经登记过（{taken[step.no]}）；登记有误的，请先撤回那一条。",
            code="step_twice",
            field="on",
        )
    missing = tuple(step_name(no) for no in step.after if no not in taken)
    last = max((no for no in step.after if no in taken), key=lambda no: taken[no], default=0)
    BOOK.require(
        "DEV-12",
        entry.on,
        at="on",
        missing=missing,
        before=step_name(last) if last else "",
        previous=taken.get(last),
        on=entry.on,
        today=clock.today(),
    )


def _check_decision(entry: DevelopmentStep, step: Step, by: Actor) -> None:
    BOOK.require(
        "DEV-13",
        entry.on,
        at="body",
        by_person=by.user_id is not None,
        body=entry.body,
        needed=bool(step.decides),
    )
    if step.decides and not entry.outcome:
        raise Refusal("请按会议记录或批复选择决定：同意、不同意或暂缓。", field="outcome")
    if not step.decides and entry.outcome:
        raise Refusal(f"{step_name(step.no)}没有组织决定，请不要填“决定”。", field="outcome")


def _adult(development, entry, taken):
    return BOOK.require("DEV-01", entry.on, at="on", born=development.birth_date, applied=entry.on)


def _talk(development, entry, taken):
    return BOOK.require(
        "DEV-02", entry.on, at="on", excuse=entry.excuse, applied=taken[1], talked=entry.on
    )


def _contacts(development, entry, taken):
    count = len(names_in(entry.people))
    low, high = (1, 2) if entry.no == 5 else (2, 2)
    if not low <= count <= high:
        wanted = "1 至 2 名正式党员" if entry.no == 5 else "2 名正式党员"
        raise Refusal(f"请填{wanted}，用顿号隔开，现在是 {count} 名。", field="people")


def names_in(people: str) -> list[str]:
    return [
        name for name in people.replace("，", "、").replace(",", "、").split("、") if name.strip()
    ]


def _cultivated(development, entry, taken):
    return BOOK.require("DEV-03", entry.on, at="on", activist_since=taken[3], decided=entry.on)


def _published(development, entry, taken):
    workdays = 0
    if entry.from_day and entry.to_day:
        if entry.to_day < entry.from_day:
            raise Refusal("公示结束日期早于开始日期，请核对。", field="to_day")
        calendar = calendar_for(development.zone_id)
        workdays = sum(calendar.is_workday(d) for d in _days(entry.from_day, entry.to_day))
    return BOOK.require(
        "DEV-04",
        entry.on,
        at="to_day",
        from_day=entry.from_day,
        to_day=entry.to_day,
        workdays=workdays,
        decided=entry.on,
    )


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def _trained(development, entry, taken):
    return BOOK.require(
        "DEV-05", entry.on, at="days", days=entry.days, hours=entry.hours, ended=entry.on
    )


def _met_in_time(development, entry, taken):
    return BOOK.require("DEV-06", entry.on, at="on", reviewed=taken[13], met=entry.on)


def _voted(development, entry, taken):
    if None in (entry.expected, entry.present, entry.in_favour):
        raise Refusal("请填应到会、实到和赞成人数。", field="expected")
    if entry.outcome == POSTPONED:
        return None
    return BOOK.require(
        "DEV-07",
        entry.on,
        at="in_favour",
        secret=bool(entry.secret),
        expected=entry.expected,
        present=entry.present,
        in_favour=entry.in_favour,
    )


def _approved(development, entry, taken):
    BOOK.require("DEV-08b", entry.on, at="on", met=taken[15], approved=entry.on)
    return BOOK.require(
        "DEV-08", entry.on, at="on", excuse=entry.excuse, met=taken[15], approved=entry.on
    )


def probation_ends(development: Development, taken: dict[int, date]) -> date:
    """Last day of probation, prolonged where the branch meeting decided so."""
    months = version_on(taken[15]).limits["probation_months"] + development.extension_months
    return add_months(taken[15], months)


def _probation(development, entry, taken):
    return BOOK.require(
        "DEV-09",
        entry.on,
        at="extension" if entry.outcome == POSTPONED else "on",
        met=taken[15],
        asked=entry.on,
        extension=entry.extension or 0,
        extended_before=development.extension_months > 0,
    )


def _not_before_end(development, entry, taken):
    ends = probation_ends(development, taken)
    return BOOK.require("DEV-10", entry.on, at="on", ends=ends, met=entry.on)


def _extension(development, entry, taken):
    if entry.outcome == POSTPONED:
        if not entry.extension:
            raise Refusal("暂缓就是延长预备期，请填延长几个月。", field="extension")
        return _probation(development, entry, taken)
    return None


def _full_in_time(development, entry, taken):
    return BOOK.require(
        "DEV-11", entry.on, at="on", excuse=entry.excuse, met=taken[23], approved=entry.on
    )


CHECKS: dict[int, tuple[Any, ...]] = {
    1: (_adult,),
    2: (_talk,),
    5: (_contacts,),
    7: (_cultivated, _published),
    9: (_contacts,),
    11: (_trained,),
    15: (_met_in_time, _voted),
    17: (_approved,),
    22: (_probation, _not_before_end),
    23: (_not_before_end, _extension, _voted),
    24: (_full_in_time,),
}

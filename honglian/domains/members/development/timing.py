"""When the next steps may lawfully be taken, and until when: pure arithmetic over the steps taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from honglian.algo.months import add_months

from .plan import LAST, STEPS, Step, Version, step_name, version_on


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is the first or the last: the rule (may be empty) and a sentence."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which a step may lie, both inclusive; ``hard`` is the day nobody may pass."""

    step: Step
    earliest: date
    reason: Reason
    latest: date | None = None
    latest_reason: Reason | None = None
    hard: date | None = None


def next_steps(taken: Mapping[int, date]) -> list[Step]:
    """Steps whose predecessors are all on record; repeated ones stay open until the next stage."""
    return [
        step
        for step in STEPS.values()
        if all(no in taken for no in step.after)
        and (step.no not in taken or (step.repeats and not _left_behind(step, taken)))
    ]


def _left_behind(step: Step, taken: Mapping[int, date]) -> bool:
    return any(no in taken for no, other in STEPS.items() if step.no in other.after)


def current(taken: Mapping[int, date]) -> int:
    """The furthest step on record, 0 before the first."""
    return max(taken, default=0)


def finished(taken: Mapping[int, date]) -> bool:
    return LAST in taken


def window(
    step: Step, taken: Mapping[int, date], today: date, extension_months: int = 0
) -> Window | None:
    """The lawful days of a step, or nothing while predecessors are missing.

    The version is the one in force on the earliest day itself. ``extension_months`` is a
    prolonged probation, decided by the branch meeting.
    """
    if any(no not in taken for no in step.after):
        return None
    start, reason = _after_predecessors(step, taken)
    for bound in step.earliest:
        months = _limit(bound.limit, taken[bound.step])
        if bound.limit == "probation_months":
            months += extension_months
        day = add_months(taken[bound.step], months)
        if start is None or day > start:
            words = f"{step_name(bound.step)}（{taken[bound.step]}）起满 {months} 个月"
            start, reason = day, Reason(bound.rule, words)
    latest, late_reason, hard = _latest(step, taken)
    return Window(step, start or today, reason, latest, late_reason, hard)


def _after_predecessors(step: Step, taken: Mapping[int, date]) -> tuple[date | None, Reason]:
    if not step.after:
        return None, Reason("", "随时可以")
    last = max(step.after, key=lambda no: taken[no])
    return taken[last], Reason("DEV-12", f"不早于{step_name(last)}（{taken[last]}）")


def _latest(
    step: Step, taken: Mapping[int, date]
) -> tuple[date | None, Reason | None, date | None]:
    for bound in step.latest:
        if bound.step not in taken:
            continue
        since = taken[bound.step]
        months = _limit(bound.limit, since)
        hard = add_months(since, _limit(bound.hard, since)) if bound.hard else None
        words = f"{step_name(bound.step)}（{since}）后 {months} 个月内"
        return add_months(since, months), Reason(bound.rule, words), hard
    return None, None, None


def _limit(name: str, day: date) -> int:
    version: Version = version_on(day)
    return version.limits[name]


def next_review(taken: Mapping[int, date]) -> date:
    """Half a year after the last review, or after becoming an activist."""
    last = max(taken.get(6, taken[3]), taken[3])
    return add_months(last, _limit("review_months", last))

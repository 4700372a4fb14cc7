"""A year of life meetings, rectification, appraisal and trainings, through the same actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from honglian.algo.workdays import WorkCalendar
from honglian.domains.members.api import PartyMember
from honglian.domains.partylife.api import appraisal, life, rectify, training
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.files.api import Prepared, prepare
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .problems import AGREED, ANSWERS, PROBLEMS, REASONS, SAID, TOPICS
from .timeline import Story, play

BRANCHES = 8  # with a year of their own, besides the branch on the login page
DONE = "已改到位，有记录可查"


@dataclass
class Stage:
    """Who acts: the branch on the login page, the committee's staff; the others by name."""

    zone: Zone
    rng: Random
    calendar: WorkCalendar
    worker: Actor
    staff: Actor
    paper: Prepared
    today: date


def play_mending(zone: Zone, rng: Random, worker: Actor, staff: Actor) -> int:
    """Returns how many acts were performed."""
    content = "整改前后对照说明：问题、措施、现在的情况、经手人。".encode()
    paper = prepare(SimpleUploadedFile("整改情况说明.txt", content))
    now = clock.now()
    stage = Stage(zone, rng, calendar_for(zone), worker, staff, paper, clock.local(now).date())
    own = PartyOrg.rows.get(pk=worker.scope.ids[0])
    rows = PartyOrg.rows.filter(zone=zone, type="branch", is_functional=False).exclude(pk=own.pk)
    others = rng.sample(list(rows.order_by("pk")), BRANCHES)
    stories = [_at(stage, 322, _own_last_year(stage, own)), _at(stage, 13, _own_now(stage, own))]
    for place, branch in enumerate(others):
        begin = rng.randint(300, 340)
        stories.append(_at(stage, begin, _others_year(stage, branch, place)))
    stories.append(_at(stage, 250, _trainings(stage)))
    acts = play(stories, now)
    rectify.watch(zone_id=zone.pk)  # what is overdue for too long lies with the committee
    return acts


def _moment(stage: Stage, day: date) -> datetime:
    """Ten in the morning of the day, or of the next workday."""
    if not stage.calendar.is_workday(day):
        day = stage.calendar.next_workday(day)
    return datetime.combine(day, time(10, stage.rng.randint(0, 50)), clock.CHINA)


def _at(stage: Stage, ago: int, story: Story) -> tuple[datetime, Story]:
    return _moment(stage, stage.today - timedelta(ago)), story


def _after(stage: Stage, low: int, high: int) -> datetime:
    return _moment(stage, clock.today() + timedelta(stage.rng.randint(low, high)))


def _secretary(stage: Stage, branch: PartyOrg) -> Actor:
    post = Post.objects.filter(org=branch, kind="secretary").first()
    return Actor.system(stage.zone.pk, post.person_name if post else "支部书记", "cli")


def _people(branch: PartyOrg) -> list[PartyMember]:
    return list(PartyMember.rows.filter(branch=branch, category="formal").order_by("pk")[:12])


def _meeting(stage: Stage, branch: PartyOrg, by: Actor, theme: str) -> Iterator[datetime | int]:
    """Prepare and hold one; the last thing yielded is the meeting's key."""
    planned = clock.today() + timedelta(9)
    found = life.plan(
        branch_id=branch.pk, theme=theme, planned_on=planned, place="支部活动室", by=by
    )
    steps = ["theme", "study", "talks", "opinions", *(["last_time"] if found.previous_id else [])]
    for step in steps:
        life.prepare(meeting_id=found.pk, step=step, text="按计划完成", by=by)
    yield _moment(stage, planned)
    life.hold(
        meeting_id=found.pk,
        held_on=clock.today(),
        minutes="支部书记带头查摆问题，党员逐人发言，不讲成绩、只讲问题，不说空话、只找短板。",
        by=by,
    )
    yield found.pk


def _raise(stage: Stage, meeting: int, by: Actor, people: list, count: int) -> list[int]:
    """Some problems into the ledger, the first one the team's."""
    seats = {s.member_id: s.pk for s in life.seats_of(meeting)}
    keys = []
    for place, problem in enumerate(stage.rng.sample(PROBLEMS, count)):
        person = stage.rng.choice(people)
        days = {"immediate": 14, "deadline": 75}.get(problem["kind"], 0)
        item = life.raise_problem(
            meeting_id=meeting,
            seat_id=seats.get(person.pk) if place else None,
            issue=problem["issue"],
            category=problem["category"],
            kind=problem["kind"],
            measure=problem["measure"],
            responsible=person.name,
            due_on=clock.today() + timedelta(days) if days else None,
            by=by,
        )
        keys.append(item.pk)
    return keys


def _mend(stage: Stage, pk: int, by: Actor, *, back: bool = False) -> Story:
    """Evidence, request, check by the committee's staff; once returned if ``back``."""
    if rectify.is_long_term(pk):
        _report([pk], by)
        return
    rectify.progress(item_id=pk, text=stage.rng.choice(ANSWERS), by=by)
    yield _after(stage, 4, 9)
    rectify.apply_close(item_id=pk, text=DONE, files=[stage.paper], by=by)
    yield _after(stage, 1, 3)
    if back:
        rectify.send_back(item_id=pk, text=stage.rng.choice(REASONS), by=stage.staff)
        yield _after(stage, 2, 3)
        rectify.apply_close(item_id=pk, text="已按退回意见补齐", files=[stage.paper], by=by)
        yield _after(stage, 1, 2)
    rectify.sign_off(item_id=pk, text="看了材料，问了当事人，属实", by=stage.staff)


def _report(keys: list[int], by: Actor) -> None:
    """The quarter's report on what lasts."""
    for pk in keys:
        rectify.progress(item_id=pk, text="本季度按措施坚持，有记录。", by=by)


def _look(stage: Stage, pk: int, *, held: bool) -> None:
    text = "现场看过，没有反弹" if held else "老问题又出现，原措施没有管住"
    rectify.look_back(item_id=pk, held=held, text=text, by=stage.staff)


def _whole(stage: Stage, keys: list[int], by: Actor, *, rebound: bool, back: bool) -> Story:
    """The items of one meeting from first measure to last look back."""
    for place, pk in enumerate(keys):
        yield from _mend(stage, pk, by, back=back and place == 1)
    closed = [pk for pk in keys if not rectify.is_long_term(pk)]
    lasting = [pk for pk in keys if rectify.is_long_term(pk)]
    yield _after(stage, 95, 100)
    for place, pk in enumerate(closed):
        _look(stage, pk, held=not (rebound and place == 0))
    _report(lasting, by)
    yield _after(stage, 88, 91)
    _report(lasting, by)
    yield _after(stage, 7, 9)
    for place, pk in enumerate(closed):
        if not (rebound and place == 0):
            _look(stage, pk, held=True)


def _own_last_year(stage: Stage, branch: PartyOrg) -> Story:
    """The branch on the login page: last year's meeting, its list, and the appraisal."""
    by, people = stage.worker, _people(branch)
    for step in _meeting(stage, branch, by, "对照党员标准查找差距"):
        if isinstance(step, datetime):
            yield step
        else:
            keys = _raise(stage, step, by, people[1:], 3)
            life.settle(meeting_id=step, by=by)
    yield _after(stage, 2, 3)
    _appraise(stage, branch, by, low="")
    yield from _whole(stage, keys, by, rebound=False, back=True)


def _own_now(stage: Stage, branch: PartyOrg) -> Story:
    """This year's meeting, whose items are in all states on the day one signs in."""
    by, people = stage.worker, _people(branch)
    for step in _meeting_today(stage, branch, by):
        if isinstance(step, datetime):
            yield step
        else:
            meeting = step
    _criticise(meeting, by)
    keys = _raise(stage, meeting, by, people[1:], 5)
    yield _after(stage, 2, 2)
    limited = [pk for pk in keys if not rectify.is_long_term(pk)]
    for place, pk in enumerate(limited[:2]):
        rectify.apply_close(item_id=pk, text=DONE, files=[stage.paper], by=by)
        if place == 1:
            rectify.send_back(item_id=pk, text=REASONS[0], by=stage.staff)
    _appraise(stage, branch, by, low="basic")


def _meeting_today(stage: Stage, branch: PartyOrg, by: Actor) -> Iterator[datetime | int]:
    return _meeting(stage, branch, by, "不讲成绩讲问题，补短板强基础")


def _criticise(meeting: int, by: Actor) -> None:
    seats = [s for s in life.seats_of(meeting) if s.present][:6]
    for place, seat in enumerate(seats):
        for target in (seat, seats[(place + 1) % len(seats)], seats[(place + 2) % len(seats)]):
            own = target == seat
            life.criticise(
                meeting_id=meeting,
                critic_id=seat.pk,
                target_id=target.pk,
                category=("work", "style", "thought")[place % 3],
                content=SAID["self" if own else "other"][place % 3],
                accepted=None if own else True,
                by=by,
            )


def _others_year(stage: Stage, branch: PartyOrg, place: int) -> Story:
    """A branch's year: meeting, list, appraisal; every few one rebounds, is returned or stays open."""
    by, people = _secretary(stage, branch), _people(branch)
    for step in _meeting(stage, branch, by, "对照党员标准查找差距"):
        if isinstance(step, datetime):
            yield step
        else:
            keys = _raise(stage, step, by, people, 2)
            life.settle(meeting_id=step, by=by)
    yield _after(stage, 2, 6)
    _appraise(stage, branch, by, low="bad" if place == 3 else "basic" if place == 5 else "")
    rebound, back = place % 4 == 1, place % 3 == 0
    yield from _whole(stage, keys, by, rebound=rebound, back=back)
    if place % 3 == 2:
        for step in _meeting(stage, branch, by, "树立和践行正确政绩观"):
            if isinstance(step, datetime):
                yield step
            else:
                keys = _raise(stage, step, by, people, 2)
                life.settle(meeting_id=step, by=by)
        if place % 2:
            yield from _mend(stage, keys[0], by)
    elif place % 4 == 0:
        yield _moment(stage, stage.today - timedelta(stage.rng.randint(5, 20)))
        _appraise(stage, branch, by, low="")


def _appraise(stage: Stage, branch: PartyOrg, by: Actor, low: str) -> None:
    """Grades as the branch decided them: under a third excellent, ``low`` for one member."""
    day = clock.today()
    year = day.year - (day.month < 4)  # a meeting early in the year is about the one before
    found = appraisal.begin(
        branch_id=branch.pk,
        year=year,
        held_on=clock.today(),
        text="自评、互评、测评后由支部评定。",
        by=by,
    )
    rows = [r for r in found.grades.order_by("pk") if not r.probationary]
    grades = {r.pk: "good" for r in rows}
    most = found.grades.count() // 3
    grades |= {r.pk: "excellent" for r in rows[: max(most - stage.rng.randint(0, 2), 0)]}
    if low:
        grades[rows[-1].pk] = low
    appraisal.grade(appraisal_id=found.pk, grades=grades, by=by)
    appraisal.conclude(appraisal_id=found.pk, by=by)


def _trainings(stage: Stage) -> Story:
    """The committee's class for secretaries, a reading class, a lecture, an exchange; one to come."""
    org = PartyOrg.rows.get(pk=stage.staff.scope.ids[0])
    invited = list(
        PartyOrg.rows.filter(zone=stage.zone, type="branch").order_by("pk").values_list("pk", flat=True)[:8]
    )  # fmt: skip
    for place, topic in enumerate(TOPICS):
        day = clock.today() + timedelta(7)
        found = training.arrange(
            org_id=org.pk,
            kind=topic["kind"],
            audience=topic["audience"],
            topic=topic["topic"],
            on=day,
            place=topic["place"],
            speaker=topic["speaker"],
            needs=[topic["need"]],
            org_ids=invited,
            by=stage.staff,
        )
        yield _moment(stage, day)
        training.hold(
            training_id=found.pk,
            people="各党支部书记、党务工作者",
            agreed=AGREED[place],
            by=stage.staff,
        )
        yield _after(stage, 40, 50)
    training.arrange(
        org_id=org.pk,
        kind="exchange",
        audience="secretaries",
        topic="销号的佐证和核查：退回的都差在哪里",
        on=stage.today + timedelta(6),
        place="党群服务中心",
        needs=["今年有支部的整改事项在核查时被退回"],
        org_ids=invited,
        by=stage.staff,
    )

"""Who is told, and what happens by the clock."""

from datetime import timedelta

import pytest

from honglian.domains.cases import actions, tasks
from honglian.foundation.calendar.api import CalendarChanged, calendar_for
from honglian.foundation.calendar.models import CalendarStamp, CalendarYear, SpecialDay
from honglian.foundation.jobs.models import Job
from honglian.foundation.notify.api import InboxMessage
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.events import emit
from tests.domains.cases.conftest import MORNING, again, order_of


def topics(actor: Actor) -> list[str]:
    rows = InboxMessage.objects.filter(user_id=actor.user_id).order_by("id")
    return list(rows.values_list("topic", flat=True))


def test_everybody_hears_of_what_waits_for_them(cast):
    worker = cast.works_in("tax")
    case = cast.dispatched()
    ask = actions.object_to(number=case.number, reason="不归", basis="条例", by=worker)
    actions.rule_objection(
        number=case.number, ask_id=ask.pk, upheld=False, answer="首接", by=cast.dispatcher
    )
    ask = actions.ask_extension(number=case.number, reason="等", wanted="3 天", by=worker)
    actions.decide_extension(number=case.number, ask_id=ask.pk, granted=True, by=cast.leader)
    actions.reply(number=case.number, text="办好了", by=worker)
    actions.close(number=case.number, by=cast.dispatcher)
    actions.rate(number=case.number, satisfaction="dissatisfied", by=cast.boss)
    assert topics(cast.dispatcher) == ["cases.reported", "cases.objected"]
    assert topics(worker) == [
        "cases.dispatched",
        "cases.ruled",
        "cases.extension_decided",
        "cases.reopened",
    ]
    assert topics(cast.leader) == ["cases.extension_asked"]
    assert topics(cast.boss) == ["cases.extended", "cases.replied"]
    note = InboxMessage.objects.filter(topic="cases.dispatched").get()
    assert note.url == f"/cases/{case.number}/"


def test_one_who_acts_is_not_told_about_it(cast):
    cast.report(by=cast.dispatcher)
    assert topics(cast.dispatcher) == []


def test_refusals_merging_and_withdrawals_are_told(cast):
    worker = cast.works_in("tax")
    main, twin, bad = cast.dispatched(), cast.report(), cast.report()
    actions.merge(number=twin.number, into=main.number, by=cast.dispatcher)
    actions.refuse(number=bad.number, situation="illegal", reason="请勿", by=cast.dispatcher)
    actions.redispatch(number=main.number, lead="finance", reason="改", by=cast.dispatcher)
    assert topics(cast.boss) == ["cases.merged", "cases.refused"]
    assert topics(worker) == ["cases.dispatched", "cases.withdrawn"]


def test_a_third_level_of_supervision_reaches_departments_and_leaders(cast):
    worker = cast.works_in("tax")
    case = cast.dispatched()
    actions.supervise(number=case.number, level=3, requirement="快", by=cast.dispatcher)
    assert topics(worker)[-1] == topics(cast.leader)[-1] == "cases.supervised"


def remind(cast, moment):
    with clock.at(moment):
        tasks.remind(zone_id=cast.zone.pk)


def test_reminders_go_out_once_a_limit_and_only_in_working_hours(cast, at):
    worker = cast.works_in("tax")
    with at():
        cast.dispatched()
    remind(cast, MORNING + timedelta(hours=1))
    assert topics(worker) == ["cases.dispatched"]  # the limit is two hours away
    for _ in range(2):
        remind(cast, MORNING + timedelta(hours=1, minutes=45))
    assert topics(worker) == ["cases.dispatched", "cases.soon"]
    remind(cast, MORNING + timedelta(hours=4))  # the break at noon
    assert topics(worker)[-1] == "cases.soon"
    for _ in range(2):
        remind(cast, MORNING + timedelta(hours=6))
    assert topics(worker)[2:] == ["cases.overdue"]


def test_a_pause_that_has_run_out_ends(cast, at):
    worker = cast.works_in("tax")
    with at():
        case = cast.dispatched()
        actions.contact(number=case.number, way="call", by=worker)
        until = MORNING + timedelta(days=2)
        actions.pause(number=case.number, reason="等", until=until, by=worker)
    with at(days=1):
        tasks.resume_due(zone_id=cast.zone.pk)
    assert order_of(case, "tax").state == "paused"
    with at(days=2, hours=1):
        tasks.resume_due(zone_id=cast.zone.pk)
    assert order_of(case, "tax").state == "contacted"


@pytest.fixture
def announced(cast):
    """The calendar says that a working day inside the limit is off after all."""

    def announce(day):
        CalendarYear.objects.get_or_create(year=day.year, defaults={"source": "通知"})
        SpecialDay.objects.create(day=day, name="临时放假", is_off=True)
        CalendarStamp.renew()
        emit(CalendarChanged(day.year))

    return announce


def test_a_changed_calendar_moves_open_limits_only(cast, at, announced):
    with at():
        case, done = cast.dispatched(), cast.replied()
        new = cast.report()
    before, finished = order_of(case, "tax").finish_due_at, order_of(done, "tax").finish_due_at
    day = clock.local(before).date()  # the last day itself becomes a day off
    announced(day)
    assert Job.rows.filter(name="cases.recompute").count() == 1
    tasks.recompute_open(year=day.year)
    order = order_of(case, "tax")
    assert clock.local(order.finish_due_at).date() > day
    assert again(case).due_at == order.finish_due_at
    assert WorkItem.rows.get(pk=order.item_id).due_at == order.due_at
    assert WorkItem.rows.get(pk=again(case).item_id).due_at == again(case).due_at
    assert order_of(done, "tax").finish_due_at == finished
    assert again(new).due_at == new.due_at
    assert calendar_for(cast.zone).is_workday(day) is False


def test_recomputing_without_a_change_changes_nothing(cast, at):
    with at():
        cases = [cast.report(), cast.dispatched(co=("finance",)), cast.dispatched()]
        worker = cast.works_in("tax")
        actions.contact(number=cases[2].number, way="call", by=worker)
        actions.pause(number=cases[2].number, reason="等", until=MORNING + timedelta(3), by=worker)
    before = [
        (again(c).due_at, *c.orders.values_list("due_at", "due_kind", "finish_due_at"))
        for c in cases
    ]
    tasks.recompute_open(year=2026)
    after = [
        (again(c).due_at, *c.orders.values_list("due_at", "due_kind", "finish_due_at"))
        for c in cases
    ]
    assert after == before

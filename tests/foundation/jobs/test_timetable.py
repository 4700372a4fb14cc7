"""Periodic jobs come once a turn, on workdays where they say so."""

from datetime import date, datetime, time, timedelta

import pytest

from honglian.foundation.calendar.models import CalendarStamp, SpecialDay
from honglian.foundation.jobs import registry, timetable
from honglian.foundation.jobs.models import Job, Timetable
from honglian.foundation.jobs.registry import Periodic, periodic
from honglian.foundation.jobs.timetable import next_due, tick
from honglian.kit import clock

pytestmark = pytest.mark.django_db


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.CHINA)


@pytest.fixture
def only(monkeypatch, register):
    """The timetable holds nothing but the test's own plan."""

    def put(**words):
        plans: dict = {}
        monkeypatch.setattr(registry, "PERIODICS", plans)
        monkeypatch.setattr(timetable, "PERIODICS", plans)
        register("test.turn", "轮到")(lambda **_: None)
        periodic("test.turn", **words)

    return put


def test_a_turn_is_enqueued_once_however_often_one_looks(only, zone):
    only(at=time(8, 30))
    with clock.at(at(2026, 11, 25, 7, 0)):
        assert tick() == 0  # written into the timetable
    with clock.at(at(2026, 11, 25, 8, 31)):
        assert [tick(), tick()] == [1, 0]
    assert Timetable.objects.get().next_at == at(2026, 11, 26, 8, 30)
    assert Job.rows.count() == 1


def test_missed_turns_are_made_up_for_once(only):
    only(every=timedelta(hours=1))
    with clock.at(at(2026, 11, 25, 7, 0)):
        tick()
    with clock.at(at(2026, 11, 28, 7, 0)):
        assert [tick(), tick()] == [1, 0]


def test_each_zone_gets_its_own_job(only, zone):
    from tests.foundation.places import make_zone

    second = make_zone("xiangyang")
    only(at=time(8, 30), per_zone=True)
    with clock.at(at(2026, 11, 25, 7, 0)):
        tick()
    with clock.at(at(2026, 11, 25, 9, 0)):
        assert tick() == 2
    assert sorted(job.args["zone_id"] for job in Job.rows.all()) == sorted([zone.pk, second.pk])


def test_workdays_leave_out_weekends_and_holidays_and_take_makeup_days(zone):
    # A Friday off and a Saturday worked, entered as the State Council's list would be.
    SpecialDay.objects.update_or_create(
        day=date(2026, 11, 27), defaults={"name": "测试假", "is_off": True}
    )
    SpecialDay.objects.update_or_create(
        day=date(2026, 11, 28), defaults={"name": "补班", "is_off": False}
    )
    CalendarStamp.renew()
    plan = Periodic("x", at=time(8, 30), workdays=True, per_zone=True)
    assert next_due(plan, at(2026, 11, 26, 8, 29), zone.pk) == at(2026, 11, 26, 8, 30)
    assert next_due(plan, at(2026, 11, 26, 8, 30), zone.pk) == at(2026, 11, 28, 8, 30)
    assert next_due(plan, at(2026, 11, 28, 12, 0), zone.pk) == at(2026, 11, 30, 8, 30)


def test_a_plan_needs_exactly_one_rhythm_and_workdays_a_zone():
    for words in ({}, {"at": time(8), "every": timedelta(1)}, {"at": time(8), "workdays": True}):
        with pytest.raises(ValueError, match="test.wrong"):
            periodic("test.wrong", **words)

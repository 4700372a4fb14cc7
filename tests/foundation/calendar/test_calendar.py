"""The zone's calendar is built from the table and follows its changes."""

from datetime import date, datetime

import pytest
from chinese_calendar import is_workday
from django.conf import settings

from honglian.algo.workdays import SHANGHAI
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.calendar.models import CalendarStamp, CalendarYear, SpecialDay
from honglian.foundation.zones.actions import load_zone, save_config
from honglian.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return load_zone(path=settings.ZONES_DIR / "xianning.toml", by=Actor.system(None))


def test_the_published_years_are_there(zone):
    calendar = calendar_for(zone)
    assert {2024, 2025, 2026} <= calendar.announced_years
    assert 2027 not in calendar.announced_years
    first, last = date(2024, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    assert [d for d in days if calendar.is_workday(d) != is_workday(d)] == []


def test_names_are_chinese():
    assert {d.name.isascii() for d in SpecialDay.objects.all()} == {False}


def test_the_second_call_asks_one_small_question(zone, django_assert_num_queries):
    first = calendar_for(zone)
    with django_assert_num_queries(1):
        assert calendar_for(zone) is first
    assert calendar_for(zone.pk) is first


def test_a_change_of_the_list_is_noticed(zone):
    day = date(2027, 2, 8)
    assert calendar_for(zone).is_workday(day)
    SpecialDay.objects.create(day=day, name="春节", is_off=True)
    CalendarYear.objects.create(year=2027, source="测试")
    CalendarStamp.renew()
    assert not calendar_for(zone).is_workday(day)
    assert not calendar_for(zone).is_provisional(day)


def test_other_working_hours_give_another_calendar(zone):
    moment = datetime(2026, 11, 25, 13, 30, tzinfo=SHANGHAI)
    assert not calendar_for(zone).is_working_time(moment)
    changed = zone.settings.dumped() | {"work_hours": [["09:00", "17:00"]]}
    zone = save_config(zone=zone, data=changed, by=Actor.system(zone.pk))
    assert calendar_for(zone).is_working_time(moment)

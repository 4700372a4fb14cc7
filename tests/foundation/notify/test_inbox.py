"""Notices reach the people they concern, once, without personal data."""

from datetime import date

import pytest
from django.db import transaction

from honglian.foundation.jobs.models import Job
from honglian.foundation.notify.api import InboxMessage, inbox_count, notify
from honglian.foundation.notify.plain import without_personal_data
from tests.foundation.places import make_department, make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db
WHAT = {"topic": "cases.dispatched", "title": "新工单待签收", "url": "/cases/1/"}


@pytest.fixture
def people(zone):
    """Chen and Zhao in one department, Li in another, Wu at the desk, Sun on chain 1."""
    ours, theirs = make_department(zone, "T01"), make_department(zone, "T02")
    grants = {
        "chen": ("dept_worker", "department", ours.pk),
        "zhao": ("dept_worker", "department", ours.pk),
        "li": ("dept_worker", "department", theirs.pk),
        "wu": ("dispatcher", "zone", None),
        "sun": ("grid_leader", "chain", 1),
        "boss": ("enterprise_user", "enterprise", 7),
    }
    found = {name: make_user(zone, name) for name in grants}
    for name, grant in grants.items():
        make_grant(zone, found[name], *grant)
    return found | {"ours": ours}


def readers() -> list[str]:
    return sorted(InboxMessage.objects.values_list("user__username", flat=True))


def test_a_department_means_its_people(zone, people):
    assert notify(zone_id=zone.pk, department_id=people["ours"].pk, **WHAT) == 2
    assert readers() == ["chen", "zhao"]


def test_audiences_add_up_and_each_person_is_told_once(zone, people):
    told = notify(
        zone_id=zone.pk,
        users=[people["chen"].pk],
        department_id=people["ours"].pk,
        role="dispatcher",
        enterprise_id=7,
        **WHAT,
    )
    assert told == 4
    assert readers() == ["boss", "chen", "wu", "zhao"]


def test_a_role_may_be_limited_to_a_chain(zone, people):
    notify(zone_id=zone.pk, role="grid_leader", chain_id=2, **WHAT)
    assert readers() == []
    notify(zone_id=zone.pk, role="grid_leader", chain_id=1, **WHAT)
    assert readers() == ["sun"]


def test_who_acts_is_not_told_of_it(zone, people):
    notify(zone_id=zone.pk, department_id=people["ours"].pk, without=people["chen"].pk, **WHAT)
    assert readers() == ["zhao"]


def test_expired_and_revoked_grants_and_locked_accounts_are_not_told(zone, people):
    from django.utils import timezone

    people["chen"].grants.update(valid_to=date(2026, 1, 31))
    people["wu"].grants.update(revoked_at=timezone.now())
    people["zhao"].is_active = False
    people["zhao"].save()
    notify(zone_id=zone.pk, department_id=people["ours"].pk, role="dispatcher", **WHAT)
    assert readers() == []


def test_another_zone_hears_nothing(zone, people):
    other = make_zone("xiangyang")
    notify(zone_id=other.pk, role="dispatcher", **WHAT)
    assert readers() == []


def test_a_rolled_back_write_tells_nobody(zone, people):
    with transaction.atomic():
        notify(zone_id=zone.pk, role="dispatcher", **WHAT)
        transaction.set_rollback(True)
    assert readers() == []


def test_telling_a_hundred_costs_as_many_queries_as_telling_one(
    zone, people, django_assert_num_queries
):
    for n in range(100):
        user = make_user(zone, f"worker{n}")
        make_grant(zone, user, "dept_worker", "department", people["ours"].pk)
    with django_assert_num_queries(3):  # who, into the inbox, which channels
        assert notify(zone_id=zone.pk, department_id=people["ours"].pk, **WHAT) == 102


def test_without_a_channel_no_job_is_made(zone, people):
    notify(zone_id=zone.pk, role="dispatcher", urgent=True, **WHAT)
    assert not Job.rows.exists()


def test_unread_messages_are_counted(zone, people):
    for _ in range(2):
        notify(zone_id=zone.pk, role="dispatcher", **WHAT)
    assert inbox_count(people["wu"].pk) == 2
    assert inbox_count(people["li"].pk) == 0


def test_personal_numbers_are_masked_before_they_are_stored(zone, people):
    notify(
        zone_id=zone.pk,
        role="dispatcher",
        topic="t",
        title="请联系 13812345678",
        body="身份证 42010619800101123X，企业 914212007612345678，单号 SQ202611250001",
    )
    message = InboxMessage.objects.get()
    assert message.title == "请联系 138****5678"
    assert message.body == "身份证 420106************，企业 914212007612345678，单号 SQ202611250001"


def test_longer_digit_runs_are_no_personal_numbers():
    kept = "账号 6222021381234567890，编号 1381234567801"
    assert without_personal_data(kept) == kept


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "cases/1/"])
def test_only_our_own_addresses_are_taken(zone, url):
    with pytest.raises(ValueError, match="address"):
        notify(zone_id=zone.pk, users=[1], topic="t", title="x", url=url)

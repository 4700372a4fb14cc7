"""What was told before: while typing, on the page, and never beyond the reader's sight."""

from __future__ import annotations

import pytest
from django.urls import reverse

from honglian.domains.cases.duplicates import keeping
from honglian.domains.cases.duplicates.selectors import told_before
from honglian.domains.cases.models import DuplicateIndex
from honglian.domains.cases.tasks import index_told
from honglian.domains.enterprises.api import Enterprise
from tests.domains.cases.conftest import person
from tests.domains.cases.test_pages import browser

TOLD = "经二路又停电了，注塑机全趴窝"


@pytest.fixture(autouse=True)
def nothing_kept():
    keeping._kept.clear()
    yield
    keeping._kept.clear()


def test_a_repeated_demand_is_seen_before_and_after_the_index_of_the_night(cast):
    first = cast.report(TOLD)
    found = told_before(cast.dispatcher, "经二路停电，注塑机趴窝")
    assert [one.case for one in found] == [first]
    index_told(zone_id=cast.zone.pk)
    assert DuplicateIndex.rows.get().last_id == first.pk
    later = cast.report("经二路再次停电了，注塑机全趴窝")
    found = told_before(cast.dispatcher, TOLD)
    assert {one.case for one in found} == {first, later}
    assert found[0].likeness == 100


def test_an_enterprise_is_never_told_of_another_one(cast):
    cast.report(TOLD)
    other = Enterprise.rows.create(zone=cast.zone, uscc="91421200MA48OTHER1", name="别家厂")
    stranger = person(cast.zone, "enterprise_user", "enterprise", other.pk, "别家")
    assert told_before(stranger, TOLD) == []
    answer = browser(stranger).post(reverse("cases:duplicates"), {"text": TOLD})
    assert answer.status_code == 200
    assert "停电" not in answer.content.decode()
    assert told_before(cast.boss, TOLD)


def test_typing_brings_it_under_the_text_and_the_page_shows_it_without_scripts(cast):
    first = cast.report(TOLD)
    client = browser(cast.boss)
    assert reverse("cases:duplicates") in client.get(reverse("cases:new")).content.decode()
    typed = client.post(reverse("cases:duplicates"), {"text": "经二路停电，注塑机趴窝"})
    assert first.number in typed.content.decode()
    assert "第" not in client.post(reverse("cases:duplicates"), {"text": "短"}).content.decode()
    second = cast.report("经二路停电，注塑机趴窝了", category="energy")
    page = browser(cast.dispatcher).get(reverse("cases:detail", args=[second.number]))
    assert "以前说过很像的" in page.content.decode()
    assert first.number in page.content.decode()


def test_an_index_of_an_earlier_version_is_passed_over(cast):
    case = cast.report(TOLD)
    index_told(zone_id=cast.zone.pk)
    old = keeping.pack(keeping.build([]))
    DuplicateIndex.rows.update(packed=old, last_id=0)
    keeping._kept.clear()
    assert [one.case for one in told_before(cast.dispatcher, TOLD)] == [case]

"""Numbers of documents: no gaps, no doubles, the same for ever."""

import threading
from datetime import date, datetime

import pytest
from django.db import connection, transaction

from honglian.foundation.documents.api import Document, Matter, Paper, Paragraph, issue
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.places import make_zone

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.CHINA)


@pytest.fixture
def zone(db):
    return make_zone()


def matter(zone, subject: int, **more) -> Matter:
    return Matter(zone.pk, "assign", "示交", "cases.case", subject, **more)


def compose(text: str = "内容"):
    def made(number: str, on: date) -> Document:
        return Document("标题", "单位", on, (Paragraph(text),), number=number)

    return made


def give(one: Matter, text: str = "内容", name: str = "甲") -> Paper:
    with transaction.atomic():
        return issue(one, compose(text), by=Actor.system(one.zone_id, name))[0]


def test_numbers_run_on_and_come_back(zone):
    with clock.at(DAY):
        first, second = give(matter(zone, 1)), give(matter(zone, 2))
        again = give(matter(zone, 1), name="乙")
    assert [p.number for p in (first, second, again)] == [
        "示交〔2026〕1号",
        "示交〔2026〕2号",
        "示交〔2026〕1号",
    ]
    assert (again.pk, again.times, again.issued_by, again.last_by) == (first.pk, 2, "甲", "乙")
    assert again.changed_at is None


def test_another_occasion_gets_another_number_and_a_new_year_begins_with_one(zone):
    with clock.at(DAY):
        assert give(matter(zone, 1)).serial == 1
        assert give(matter(zone, 1, occasion=7)).serial == 2
    with clock.at(DAY.replace(year=2027)):
        assert give(matter(zone, 9)).number == "示交〔2027〕1号"
        kept = give(matter(zone, 1))
    assert (kept.number, kept.issued_on) == ("示交〔2026〕1号", date(2026, 3, 2))


def test_zones_and_kinds_count_for_themselves(zone):
    other = make_zone("xiangyang")
    assert give(matter(zone, 1)).serial == give(matter(other, 1)).serial == 1
    assert give(Matter(zone.pk, "callback", "示访", "cases.case", 1)).serial == 1


def test_a_failed_transaction_leaves_no_gap(zone):
    give(matter(zone, 1))
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(matter(zone, 2), compose(), by=Actor.system(zone.pk))
        raise RuntimeError("power cut")
    assert give(matter(zone, 3)).serial == 2


def test_changed_content_keeps_the_number_and_says_since_when(zone):
    give(matter(zone, 1))
    changed = give(matter(zone, 1), text="改过")
    assert changed.serial == 1
    assert changed.changed_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_one_number_for_one_matter_and_no_gap():
    zone = make_zone()
    numbers: list[int] = []

    def work(subject: int) -> None:
        try:
            numbers.append(give(matter(zone, subject)).serial)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(subject,)) for subject in (1, 1, 2, 2, 3, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 1, 2, 2, 3, 3]

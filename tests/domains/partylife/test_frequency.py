"""How often is due, what counts, and the traffic light of a period."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from honglian.domains.partylife.frequency import KINDS, VECTORS, counts, periods, rate

FOUNDED = date(2020, 1, 1)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["kind"])
def test_rates_of_worked_examples(vector):
    assert rate(vector["held"], KINDS[vector["kind"]].least) == Decimal(vector["rate"])


@pytest.mark.parametrize(
    ("code", "period", "applies"),
    [
        ("member_meeting", "quarter", ""),
        ("committee_meeting", "month", "has_committee"),
        ("group_meeting", "month", "has_group"),
        ("party_lecture", "quarter", ""),
        ("theme_party_day", "month", ""),
        ("org_life_meeting", "year", ""),
        ("democratic_appraisal", "year", ""),
        ("heart_talk", "year", ""),
        ("activist_review", "half_year", "has_activists"),
        ("abroad_contact", "half_year", "has_abroad"),
    ],
)
def test_the_frequencies(code, period, applies):
    kind = KINDS[code]
    assert (kind.period, kind.least, kind.applies) == (period, 1, applies)


def test_periods_cover_the_year_without_gaps():
    for kind in KINDS.values():
        found = periods(kind, 2028)
        assert found[0].first == date(2028, 1, 1)
        assert found[-1].last == date(2028, 12, 31)
        assert all((b.first - a.last).days == 1 for a, b in pairwise(found))


def test_no_ended_period_gives_no_rate():
    assert rate([], 1) is None


def lights(days, today):
    kind = KINDS["member_meeting"]
    return [c.light(today) for c in counts(kind, days, 2026, today, FOUNDED)]


def test_the_light_turns_soon_in_the_last_third_and_overdue_after_the_end():
    days = [date(2026, 2, 3), date(2026, 7, 1)]
    assert lights(days, date(2026, 11, 25)) == ["done", "overdue", "done", "doing"]
    assert lights(days, date(2026, 12, 2)) == ["done", "overdue", "done", "soon"]


def test_periods_before_the_foundation_are_not_asked_for():
    kind, today = KINDS["theme_party_day"], date(2026, 11, 25)
    found = counts(kind, [], 2026, today, date(2026, 9, 20))
    assert [c.period.first.month for c in found] == [9, 10, 11]

"""Departments side by side: the counts open their records, and small numbers are not judged."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from honglian.algo.shares import Standing
from honglian.domains.cases.comparing import selectors as fairness
from honglian.domains.cases.selectors import start_of_day
from honglian.kit import clock
from tests.domains.cases.test_pages import browser
from tests.domains.cases.test_rates import called_back
from tests.web.test_cockpit import shown


def period() -> dict[str, datetime]:
    today = clock.today()
    return {
        "since": start_of_day(today.replace(month=1, day=1)),
        "until": start_of_day(today + timedelta(days=1)),
    }


def rows_of(found):
    return [row for section in found.sections for row in section["rows"]]


def test_a_few_call_backs_are_shown_and_not_compared(cast):
    called_back(cast)
    called_back(cast, outcome="suspended")
    found = fairness.comparison(cast.dispatcher, code="solve", **period())
    [row] = rows_of(found)
    assert row["standing"] is Standing.FEW
    assert (row["share"], row["part"], row["whole"]) == (1.0, 1, 1)
    assert row["low"] < 0.2
    assert (found.whole, found.common, found.excluded) == (1, 1.0, 1)


def test_nothing_to_compare_is_a_dash_and_a_way_on(cast):
    page = browser(cast.leader).get(reverse("cases:compare")).content.decode()
    assert "—" in page
    assert "这段时间没有派给部门的诉求" in page


def test_each_row_opens_its_call_backs(cast):
    called_back(cast)
    called_back(cast, solved=False, satisfaction="basically")
    called_back(cast, outcome="suspended")
    [row] = rows_of(fairness.comparison(cast.leader, code="overall", **period()))
    assert shown(browser(cast.leader), row["url"]) == row["whole"] == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"until": "2020-01-01", "since": "2021-01-01"}, "结束日期早于开始日期"),
        ({"rate": "rank"}, "选择"),
        ({"since": "昨天"}, "日期"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(cast, asked, words):
    answer = browser(cast.leader).get(reverse("cases:compare"), asked)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "found" not in answer.context

"""Every number on the leader's page opens exactly the records it counts."""

from datetime import timedelta

import pytest

from honglian.domains.cases.models import Case
from honglian.kit import clock
from honglian.web.cockpit import figures


def shown(browser, url: str) -> int:
    """How many rows the list behind an address holds."""
    response = browser.get(url)
    assert response.status_code == 200, url
    listing = response.context["listing"]
    assert not listing.problems, (url, listing.problems)
    return listing.count


def test_every_figure_opens_its_records(browser, leader):
    for figure in figures(leader):
        if figure.code not in ("rate.satisfaction", "rate.overall"):  # weighted, see below
            assert shown(browser, figure.url) == figure.part, figure.label
        if figure.whole is not None:
            assert shown(browser, figure.whole_url) == figure.whole, figure.label


def test_weighted_figures_open_the_cases_that_weigh(browser, leader):
    by_code = {f.code: f for f in figures(leader)}
    satisfaction = by_code["rate.satisfaction"]
    assert shown(browser, satisfaction.url) == 1
    assert satisfaction.part == pytest.approx(0.9)
    assert satisfaction.shown == "90.0%"
    assert by_code["rate.overall"].raw == pytest.approx(0.1 + 0.5 + 0.4 * 0.9)


def test_the_figures_are_what_the_records_say(leader):
    found = {f.code: f for f in figures(leader)}
    assert found["orgs.unit"].part == 1
    assert found["members.counted"].part == 2
    assert found["orgs.term_due"].part == 1
    assert (found["coverage.organisation"].part, found["coverage.organisation"].whole) == (1, 3)
    assert (found["coverage.work"].part, found["coverage.work"].whole) == (2, 3)
    assert (found["enterprises.guided"].part, found["enterprises.guided"].whole) == (1, 2)
    assert found["cases.year"].part == 5


def test_nothing_to_divide_by_is_a_dash(leader):
    Case.rows.update(satisfaction="")
    rates = [f for f in figures(leader) if f.code.startswith("rate.")]
    assert [f.shown for f in rates] == ["—"] * 4


def test_an_overdue_case_shows_up_and_opens(browser, leader):
    Case.rows.filter(state="dispatched").update(due_at=clock.now() - timedelta(days=2))
    overdue = next(f for f in figures(leader) if f.code == "cases.overdue")
    assert overdue.part == 1
    assert shown(browser, overdue.url) == 1
    page = browser.get("/cockpit/").content.decode()
    assert "哪些部门超期最多" in page
    assert "税务分局" in page


def test_bars_open_what_they_count(browser):
    context = browser.get("/cockpit/").context
    for name in ("overdue_bars", "month_bars", "category_bars"):
        for bar in context[name]:
            assert shown(browser, bar["url"]) == bar["value"], bar["label"]


def test_the_screen_shows_the_same_numbers(browser):
    cockpit, screen = browser.get("/cockpit/").context, browser.get("/screen/").context
    values = [[f.shown for f in page["headlines"]] for page in (cockpit, screen)]
    assert values[0] == values[1]

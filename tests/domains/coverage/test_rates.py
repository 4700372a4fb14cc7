"""Both rates by the formulas of 领域手册 A.4, their lists, and the same figures as of any day."""

from datetime import date, datetime

import pytest
from django.test import Client

from honglian.domains.coverage import periods, rates, review, selectors
from honglian.domains.coverage.models import CoveragePeriod, CoverageTask
from honglian.domains.enterprises import actions as enterprise_actions
from honglian.domains.enterprises.models import ContactPledge, Enterprise
from honglian.foundation.orgs.api import OrgTie
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from tests.foundation.places import make_actor

from .conftest import branch, firm


def figures(actor, day=None) -> dict[str, tuple[int, int]]:
    return {rate.code: (rate.part, rate.whole) for rate in rates.overall(actor, day).rates}


def sign_in(actor) -> Client:
    from tests.domains.party import Party  # the session helper of the party's tests

    client = Client()
    from honglian.foundation.accounts.models import User

    user = User.objects.get(pk=actor.user_id)
    return Party.browser(type("P", (), {"users": {"x": user}})(), "x", client)


def test_each_enterprise_is_in_its_group(admin, mixed):
    groups = {e.pk: e.group for e in selectors.rows_on(admin)}
    assert {key: groups.get(e.pk) for key, e in mixed.items()} == {
        "own": "single",
        "joint": "joint",
        "attached": "attached",
        "instructor": "instructor",
        "liaison": "liaison",
        "blank": "none",
        "guided": "none",
        "gone": "none",
        "stopped": "none",
        "outside": None,
    }


def test_both_rates_by_hand(admin, mixed):
    """8 counted; organised: own, joint. Work: all but blank and gone. Due: own and liaison (4 members)."""
    assert figures(admin) == {
        "organisation": (2, 8),
        "work": (6, 8),
        "single": (1, 8),
        "due": (1, 2),
    }


def test_attached_counts_where_the_zone_says_so(zone, admin, mixed):
    zone.config |= {"coverage_counts_attached": True}
    zone.save()
    assert figures(admin)["organisation"] == (3, 8)
    assert "挂靠" in rates.overall(admin).rates[0].definition


def test_over_an_empty_base_a_rate_is_undefined(admin):
    assert [rate.value for rate in rates.overall(admin).rates] == [None] * 4


def test_a_tie_of_a_joint_branch_covers(zone, admin, mixed):
    org = branch(zone, "L1", kind="joint_branch", formation="joint")
    OrgTie.rows.create(org=org, kind="unit", name="空白厂", code=mixed["blank"].uscc)
    assert figures(admin)["organisation"] == (3, 8)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("chain", {"食品饮料": 1, "智能制造": 1, "新材料": 5, "没有登记产业链": 1}),
        ("park", {"永安园区": 7, "没有登记园区": 1}),
        ("size", {"小型": 7, "没有登记企业规模": 1}),
    ],
)
def test_breakdowns_add_up_to_the_whole(admin, mixed, dimension, expected):
    lines = rates.by(admin, dimension)
    assert {line.label: line.rates[0].whole for line in lines} == expected
    for at, rate in enumerate(rates.overall(admin).rates):
        assert sum(line.rates[at].part for line in lines) == rate.part


def test_every_figure_opens_exactly_its_enterprises(admin, mixed):
    """Follow each address of the page and count."""
    client = sign_in(admin)
    line = rates.overall(admin)
    pairs = [(rate.url, rate.part) for rate in line.rates]
    pairs += [(rate.whole_url, rate.whole) for rate in line.rates]
    pairs += [(line.unbuilt_url, line.unbuilt), (line.blank_url, line.blank)]
    pairs += [(url, n) for _, n, url in rates.excluded(admin)]
    for dimension in rates.DIMENSIONS:
        for row in rates.by(admin, dimension):
            pairs += [(rate.url, rate.part) for rate in row.rates]
            pairs += [(row.unbuilt_url, row.unbuilt), (row.blank_url, row.blank)]
    for url, count in pairs:
        assert client.get(url).context["listing"].count == count, url


def test_excluded_enterprises_are_named_by_why(admin, mixed):
    assert [(why, n) for why, n, _ in rates.excluded(admin)] == [("停产", 1)]


def test_march_stays_march_after_june_and_later(zone, admin, mixed):
    """Organisations, categories, pledges and new enterprises of later change nothing of an earlier day."""
    march = date(2026, 3, 31)
    before = figures(admin, march)
    assert before == {"organisation": (2, 8), "work": (5, 8), "single": (1, 8), "due": (1, 2)}
    with clock.at(datetime(2026, 11, 26, 9, 0, tzinfo=clock.CHINA)):
        own = branch(zone, "D2", mixed["blank"].uscc, founded_on=date(2026, 11, 26))
        enterprise_actions.update(enterprise_id=mixed["joint"].pk, coverage="none", by=admin)
        enterprise_actions.update(enterprise_id=mixed["own"].pk, is_in_park=False, by=admin)
        firm(zone, 30, coverage="none")
        periods.keep_zone(zone.pk)
        assert own.is_functional is False
        assert figures(admin) == {
            "organisation": (1, 8),
            "work": (5, 8),
            "single": (1, 8),
            "due": (1, 2),
        }
        assert figures(admin, march) == before
        assert figures(admin, date(2026, 11, 25)) == {**before, "work": (6, 8)}


def test_history_is_kept_once_a_day(zone, admin, mixed):
    with clock.at(datetime(2026, 11, 26, 9, 0, tzinfo=clock.CHINA)):
        for value in ("liaison", "attached"):
            enterprise_actions.update(enterprise_id=mixed["blank"].pk, coverage=value, by=admin)
        found = CoveragePeriod.rows.filter(enterprise=mixed["blank"])
        assert [(p.category, p.starts_on, p.ends_on) for p in found] == [
            ("none", None, date(2026, 11, 26)),
            ("attached", date(2026, 11, 26), None),
        ]


def test_a_chain_secretary_sees_only_the_own_chain(zone, mixed):
    chain = zone.chains.get(code="fb")
    actor = make_actor(zone, "grid_leader", "chain", chain.pk)
    assert figures(actor)["organisation"] == (0, 1)


def test_the_work_lists_open_and_close_by_the_facts(zone, admin, mixed):
    assert review.review(zone.pk) == (3, 0)  # due: liaison; blank: blank and gone
    assert review.review(zone.pk) == (0, 0)
    leader = make_actor(zone, "grid_leader", "chain", zone.chains.get(code="nm").pk)
    waiting = [(i.title, f"{clock.local(i.due_at):%m-%d %H:%M}") for i in desk(leader)]
    assert waiting == [
        ("空白点：第6新材料厂", "12-02 17:30"),
        ("空白点：第8新材料厂", "12-02 17:30"),
    ]
    assert [i.title for i in desk(admin)] == ["应建未建：第5新材料厂"]
    Enterprise.rows.filter(pk=mixed["blank"].pk).update(coverage="instructor")
    ContactPledge.rows.all().delete()
    assert review.review(zone.pk) == (1, 1)  # guided is guided no more
    assert CoverageTask.rows.filter(closed_on=None, kind="blank").count() == 2
    client = sign_in(admin)
    page = client.get("/coverage/blank/")
    assert page.context["listing"].count == 2
    assert "7 日内派一名党建指导员" in page.content.decode()
    assert client.post("/coverage/due/", {"export": "csv"}).status_code == 200


def test_a_wrong_day_is_said(admin, mixed):
    client = sign_in(admin)
    assert "日期不对" in client.get("/coverage/?on=2026-13-01").content.decode()
    assert "日期不对" not in client.get("/coverage/?on=2026-03-31").content.decode()
    assert "不对" in client.get("/coverage/enterprises/?on=x").content.decode()

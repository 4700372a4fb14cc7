"""Grids: who belongs to which, as of any day; by hand wins; what is refused, in words."""

from datetime import date, timedelta

import pytest

from honglian.domains.enterprises.models import Enterprise
from honglian.domains.grids import actions, api, placing, selectors
from honglian.domains.grids.models import GridDuty, Placement
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from .conftest import EAST, START, TODAY, WEST, firm, serve, square


def grid_of(enterprise, day=None):
    found = api.grids_of([enterprise.pk], day).get(enterprise.pk)
    return found.code if found else None


def refused(act, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(**kwargs)
    return caught.value


def test_enterprises_fall_into_their_grid_by_point(scene):
    found = {key: grid_of(row) for key, row in scene.firms.items()}
    assert found == {
        "own": "XNG-FB-001", "west": "XNG-FB-001", "east": "XNG-IM-001", "far": None, "placeless": None,
    }  # fmt: skip
    # They have belonged there since the grid began, and not before.
    assert grid_of(scene.firms["own"], START) == "XNG-FB-001"
    assert grid_of(scene.firms["own"], START - timedelta(1)) is None


def test_by_hand_wins_and_keeps_its_reason_until_it_is_taken_back(scene):
    far = scene.firms["far"]
    actions.place(enterprise_id=far.pk, grid_id=scene.east.pk, reason="仓库在东片", by=scene.admin)
    own = scene.firms["own"]
    actions.place(
        enterprise_id=own.pk, grid_id=scene.east.pk, reason="年内搬到东片", by=scene.admin
    )
    placing.settle(scene.zone.pk)
    assert (grid_of(far), grid_of(own)) == ("XNG-IM-001", "XNG-IM-001")
    row = Placement.rows.get(enterprise=own, ends_on=None)
    assert (row.how, row.reason, row.decided_by) == ("hand", "年内搬到东片", "林晓棠")
    assert grid_of(own, date(2026, 11, 24)) == "XNG-FB-001"
    with clock.at(TODAY + timedelta(days=7)):
        actions.release(enterprise_id=own.pk, by=scene.admin)
        assert grid_of(own) == "XNG-FB-001"
    assert grid_of(own, date(2026, 11, 26)) == "XNG-IM-001"


def test_a_new_drawing_moves_enterprises_from_its_day_on(scene):
    actions.set_area(grid_id=scene.east.pk, area=square((114.36, 29.87), 0.008), by=scene.admin)
    assert grid_of(scene.firms["east"]) is None
    assert grid_of(scene.firms["east"], date(2026, 11, 24)) == "XNG-IM-001"
    entry = AuditEntry.objects.unscoped("a test").get(verb="grids.set_area")
    assert "1 家企业" in entry.note


def test_an_enterprise_that_moves_follows_its_point(scene):
    from honglian.domains.enterprises import actions as enterprises

    row = scene.firms["placeless"]
    Enterprise.rows.filter(pk=row.pk).update(longitude=WEST[0], latitude=WEST[1])
    enterprises.update(enterprise_id=row.pk, address="西片一号", by=scene.admin)
    assert grid_of(row) == "XNG-FB-001"


def test_a_grid_of_a_chain_takes_what_no_area_takes(scene):
    chain = scene.zone.chains.get(code="fb").pk
    actions.create(
        code="XNG-FB-009", name="食品链网格", basis="chain", chain_id=chain, starts_on=START, by=scene.admin
    )  # fmt: skip
    found = {key: grid_of(row) for key, row in scene.firms.items()}
    assert found["far"] == found["placeless"] == "XNG-FB-009"
    assert found["own"] == "XNG-FB-001"
    no = refused(
        actions.create, code="XNG-FB-010", name="又一个", basis="chain", chain_id=chain,
        starts_on=START, by=scene.admin,
    )  # fmt: skip
    assert "XNG-FB-009" in no.message


def test_an_overlap_is_refused_with_who_and_where(scene):
    no = refused(
        actions.set_area, grid_id=scene.east.pk, area=square((114.30, 29.87)), by=scene.admin
    )
    assert no.field == "area"
    assert "XNG-FB-001 西片网格" in no.message
    assert "在（114.28" in no.message
    assert "GRID-01" in no.message
    assert grid_of(scene.firms["east"]) == "XNG-IM-001"


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ('{"type": "Point", "coordinates": [114.3, 29.87]}', "Polygon"),
        (square((29.87, 114.3)), "写反了"),
        (square((112.15, 32.08)), "不在本高新区内"),
        ("x", "不是 GeoJSON"),
    ],
    ids=["type", "swapped", "elsewhere", "text"],
)
def test_a_bad_drawing_is_refused_beside_its_field(scene, area, words):
    no = refused(actions.set_area, grid_id=scene.west.pk, area=area, by=scene.admin)
    assert no.field == "area"
    assert words in no.message


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"code": "甲"}, "code"), ({"code": "XNG-FB-001"}, "code"), ({"name": " "}, "name"),
     ({"basis": "chain"}, "chain_id")],
    ids=["spelling", "taken", "nameless", "chain without chain"],
)  # fmt: skip
def test_a_grid_without_its_facts_is_refused(scene, changes, field):
    wanted = {"code": "XNG-NM-001", "name": "新材料", "basis": "list", "starts_on": START} | changes
    assert refused(actions.create, **wanted, by=scene.admin).field == field


def test_uncovered_and_stale_are_lists_that_empty_by_doing(scene):
    names = set(selectors.uncovered(scene.admin).values_list("name", flat=True))
    assert names == {"第4食品厂", "第5食品厂"}
    assert selectors.stale(scene.admin).count() == 3
    from honglian.domains.enterprises import api as enterprises

    system = Actor.system(scene.zone.pk)
    own = scene.firms["own"].pk
    for ago, left in ((31, 3), (30, 2)):
        enterprises.log_contact(
            enterprise_id=own, way="visit", happened_on=clock.today() - timedelta(ago), text="看", by=system
        )  # fmt: skip
        assert selectors.stale(scene.admin).count() == left
    assert selectors.stale(scene.admin, days=29).count() == 3


def test_an_enterprise_outside_the_park_or_struck_off_needs_no_grid(scene):
    gone = firm(scene.zone, 20, WEST, status="closed")
    outside = Enterprise.rows.create(
        zone=scene.zone,
        uscc="91421200MA48GRID21",
        name="园外厂",
        longitude=WEST[0],
        latitude=WEST[1],
    )
    placing.settle(scene.zone.pk)
    assert grid_of(gone) is grid_of(outside) is None
    no = refused(
        actions.place, enterprise_id=gone.pk, grid_id=scene.west.pk, reason="就近", by=scene.admin
    )
    assert "不是园区企业或已注销" in no.message


def test_a_second_lead_is_refused_and_hands_are_counted(scene):
    scene.add("other", "邱接手", "grid_leader", "chain", scene.zone.chains.get(code="fb").pk)
    with pytest.raises(Refusal, match="网格长现在是方网长，请用“交接”"):
        serve(scene, "other", "lead")
    found = {f.rule.id for f in selectors.warnings(scene.east, 61)}
    assert found == {"GRID-02", "GRID-03"}
    assert [f.rule.id for f in selectors.warnings(scene.west, 31)] == ["GRID-02"]
    assert selectors.warnings(scene.west, 30) == []


def test_people_are_known_as_of_any_day(scene):
    duty = GridDuty.rows.get(grid=scene.west, kind="member")
    with clock.at(TODAY + timedelta(days=1)):
        actions.relieve(duty_id=duty.pk, on=clock.today(), by=scene.admin)
        assert [d.person_name for d in api.people_on(scene.west)] == ["方网长"]
        then = api.people_on(scene.west, date(2026, 11, 25))
    assert [d.person_name for d in then] == ["方网长", "甘格员"]


def test_a_grid_ends_with_its_people_and_its_enterprises_fall_to_the_facts(scene):
    actions.place(
        enterprise_id=scene.firms["far"].pk, grid_id=scene.west.pk, reason="就近", by=scene.admin
    )
    actions.close(grid_id=scene.west.pk, on=clock.today(), by=scene.admin)
    assert {grid_of(scene.firms[k]) for k in ("own", "west", "far")} == {None}
    assert api.people_on(scene.west) == []
    assert grid_of(scene.firms["own"], date(2026, 11, 24)) == "XNG-FB-001"


def test_a_grid_that_ends_later_keeps_its_people_until_then(scene):
    end = clock.today() + timedelta(days=10)
    actions.close(grid_id=scene.west.pk, on=end, by=scene.admin)
    assert len(api.people_on(scene.west)) == 2
    assert api.people_on(scene.west, end) == []
    assert grid_of(scene.firms["own"]) == "XNG-FB-001"
    with clock.at(TODAY + timedelta(days=10)):
        placing.settle(scene.zone.pk)
        assert grid_of(scene.firms["own"]) is None
    assert grid_of(scene.firms["own"], end - timedelta(1)) == "XNG-FB-001"


def test_scopes(scene):
    """The member sees the grid served in, the lead the chain's; departments see all, as the public does."""
    assert [g.code for g in api.grids(scene.member)] == ["XNG-FB-001"]
    assert [g.code for g in api.grids(scene.lead)] == ["XNG-FB-001"]
    assert api.grids(scene.fire).count() == 2
    grid = scene.add("grid", "格内人", "grid_worker", "grid", scene.west.pk)
    from honglian.domains.enterprises.api import enterprises

    assert {e.name for e in enterprises(grid)} == {"第1食品厂", "第2食品厂"}
    with pytest.raises(NotAllowed):
        actions.close(grid_id=scene.west.pk, on=clock.today(), by=scene.lead)


def test_the_locator_works_with_many_enterprises_in_few_queries(
    scene, django_assert_max_num_queries
):
    for number in range(30, 60):
        firm(scene.zone, number, EAST)
    with django_assert_max_num_queries(14):
        assert placing.settle(scene.zone.pk) == 30
    assert placing.settle(scene.zone.pk) == 0

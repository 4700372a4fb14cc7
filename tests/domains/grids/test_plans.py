"""A proposed division: computed, compared, taken up by a person or left; stale ones are refused."""

import pytest
from django.test import Client

from honglian.domains.grids import actions, api
from honglian.domains.grids.models import GridPlan, Placement
from honglian.domains.grids.planning import actions as planning
from honglian.domains.grids.planning.computing import question
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import Party

from .conftest import EAST, WEST, firm

LIMITS = {"load": "4", "risk": "2", "way": "1", "keep": "1", "seconds": 5}


@pytest.fixture
def lopsided(scene):
    """Fourteen enterprises in the west, two in the east, one by hand."""
    for number in range(20, 32):
        firm(scene.zone, number, (WEST[0] + (number - 20) * 0.0016, WEST[1]))
    firm(scene.zone, 40, (EAST[0] + 0.001, EAST[1]))
    from honglian.domains.grids import placing

    placing.settle(scene.zone.pk)
    far = scene.firms["far"].pk
    actions.place(enterprise_id=far, grid_id=scene.east.pk, reason="仓库在东片", by=scene.admin)
    return scene


def test_a_plan_evens_the_work_and_nothing_changes_before_it_is_accepted(lopsided):
    before = dict(Placement.rows.filter(ends_on=None).values_list("enterprise", "grid"))
    plan = planning.plan(limits=LIMITS, rounds=30, by=lopsided.admin)
    summary = plan.summary
    assert summary["plan"]["spread"] < summary["today"]["spread"]
    assert (summary["by_hand"], summary["placeless"], summary["feasible"]) == (1, 1, True)
    assert [g["plan"]["pieces"] for g in summary["grids"]] == [1, 1]
    assert summary["bound"] <= summary["plan"]["cost"] < summary["today"]["cost"]
    assert dict(Placement.rows.filter(ends_on=None).values_list("enterprise", "grid")) == before
    assert all(move["why"] for move in plan.moves)
    planning.accept(plan_id=plan.pk, by=lopsided.admin)
    for move in plan.moves:
        row = Placement.rows.get(enterprise_id=move["id"], ends_on=None)
        assert (row.grid_id, row.how) == (move["to"], "plan")
        assert f"划分方案 {plan.pk}" in row.reason
    # The same question again finds nothing to gain.
    again = planning.plan(limits=LIMITS, rounds=30, by=lopsided.admin)
    assert again.summary["moved"] == 0
    with pytest.raises(Refusal, match="已经办完"):
        planning.accept(plan_id=plan.pk, by=lopsided.admin)


def test_a_plan_that_the_facts_have_overtaken_is_refused_whole(lopsided):
    plan = planning.plan(limits=LIMITS, rounds=30, by=lopsided.admin)
    first = plan.moves[-1]
    actions.place(
        enterprise_id=first["id"], grid_id=first["to"], reason="先行划入", by=lopsided.admin
    )
    with pytest.raises(Refusal, match=f"{first['name']}的情况在方案算好以后变了"):
        planning.accept(plan_id=plan.pk, by=lopsided.admin)
    assert not Placement.rows.filter(how="plan").exists()


def test_leaving_a_plan_needs_a_reason_and_planning_a_right(lopsided):
    plan = planning.plan(limits=LIMITS, rounds=5, by=lopsided.admin)
    with pytest.raises(Refusal):
        planning.refuse(plan_id=plan.pk, reason=" ", by=lopsided.admin)
    planning.refuse(plan_id=plan.pk, reason="年内要换届，先不动", by=lopsided.admin)
    assert GridPlan.rows.get().why == "年内要换届，先不动"
    with pytest.raises(NotAllowed):
        planning.plan(limits=LIMITS, by=lopsided.lead)


def test_too_little_to_divide_is_said(scene):
    actions.close(
        grid_id=scene.east.pk,
        on=api.grids(scene.admin)[0].starts_on.replace(day=1, month=12),
        by=scene.admin,
    )
    assert question(scene.zone.pk, LIMITS).problem.grids
    from honglian.domains.grids.models import Grid

    Grid.rows.filter(pk=scene.east.pk).update(ends_on=None, starts_on="2027-01-01")
    with pytest.raises(Refusal, match="不足两个"):
        planning.plan(limits=LIMITS, by=scene.admin)


def test_pages_of_a_plan(lopsided):
    party = Party(lopsided.zone, None, None, None, users=lopsided.users, actors=lopsided.actors)
    client = party.browser("admin", Client())
    assert client.get("/grids/plans/").status_code == 200
    answer = client.post(
        "/grids/plans/new/", LIMITS | {"load": "0", "risk": "0", "way": "0", "keep": "0"}
    )
    assert "至少看一项" in answer.content.decode()
    answer = client.post("/grids/plans/new/", LIMITS | {"seconds": "2"}, follow=True)
    text = answer.content.decode()
    assert "和今天比怎样？" in text
    plan = GridPlan.rows.get()
    found = client.get(f"/grids/plans/{plan.pk}/data/").json()
    moved = [p for p in found["points"] if p[4] != p[7]]
    assert len(moved) == len(plan.moves)
    assert client.get(f"/grids/plans/{plan.pk}/accept/").status_code == 200
    client.post(f"/grids/plans/{plan.pk}/accept/")
    assert GridPlan.rows.get().state == "accepted"

"""Plans of joint branches: asked for, computed, judged by people; and what they refuse."""

import pytest

from honglian.domains.coverage import actions, computing, planning, selectors
from honglian.domains.coverage.events import JointBranchProposed
from honglian.domains.coverage.models import JointPlan
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.jobs.api import work_off
from honglian.foundation.workflow.api import desk
from honglian.kit import events
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor

from .conftest import branch, firm, small_firms
from .test_rates import figures, sign_in

LIMITS = {
    "most_units": 5, "reach_km": 3.0, "same_chain": False, "same_park": False, "chain": None,
    "pinned": [], "forbidden": [], "seconds": 2,
}  # fmt: skip


@pytest.fixture
def seven(zone):
    """Seven small enterprises in a row, and one far away."""
    return [
        *small_firms(zone, 7),
        firm(zone, 40, formal_members=2, longitude=115.0, latitude=30.5, coverage="liaison"),
    ]


def ask(by, **limits) -> JointPlan:
    return actions.plan(limits=LIMITS | limits, by=by)


def test_a_plan_says_who_joins_why_and_what_it_does_to_both_rates(admin, seven):
    plan = ask(admin)
    assert plan.state == "ready"
    found = list(plan.proposals.all())
    assert sum(len(p.units) for p in found) == 7
    assert [len(p.units) for p in found] in ([3, 4], [4, 3])
    assert plan.summary["optimal"] is True
    assert plan.summary["effect"]["organisation"] == {"before": 0, "after": 7, "whole": 8}
    assert plan.summary["effect"]["work"] == {"before": 8, "after": 8, "whole": 8}
    assert plan.summary["left"] == [
        {"id": seven[-1].pk, "name": seven[-1].name, "why": "3 公里以内没有合条件的企业可以联合"}
    ]
    assert "合计 3 名，够 3 名" in "".join(found[0].reasons + found[1].reasons)
    assert [p["code"] for p in plan.summary["prices"]] == ["units", "reach"]


def test_each_rule_has_its_price(zone, admin):
    """Two near each other on one chain, one on another: only together are they three members."""
    small_firms(zone, 2)
    small_firms(zone, 1, start=22, chain="fb")
    plan = ask(admin, same_chain=True)
    assert plan.summary["covered"] == 0
    price = {p["code"]: p["more"] for p in plan.summary["prices"]}
    assert price == {"units": 0, "reach": 0, "chain": 3}


def test_who_is_no_candidate(zone, admin, seven):
    firm(zone, 50, coverage="liaison")  # nobody knows how many
    firm(zone, 51, coverage="liaison", formal_members=0)
    firm(zone, 52, coverage="liaison", formal_members=3)  # must found its own
    firm(zone, 53, coverage="joint", formal_members=1)
    firm(zone, 54, status="closed", formal_members=1)
    found = planning.candidates(admin)
    assert set(found.rows) == {e.pk for e in seven}
    assert (found.unknown, found.memberless) == (1, 1)


def test_accepting_hands_a_set_up_application_over(zone, admin, seven):
    heard = []
    events.subscribe(JointBranchProposed, heard.append)
    plan = ask(admin)
    first, second = plan.proposals.all()
    before = figures(admin)
    actions.accept(proposal_ids=[first.pk], by=admin)
    assert [i.title for i in desk(admin)] == [f"办理设立：{first.name}"]
    told = heard[-1]
    assert (told.proposal_id, told.zone_id, told.by) == (first.pk, zone.pk, admin)
    assert [u.uscc for u in told.units] == [u["uscc"] for u in first.units]
    assert (
        AuditEntry.objects.visible_to(Actor.system(zone.pk)).filter(verb="coverage.accept").count()
        == 1
    )
    assert figures(admin) == before  # nothing is covered before the branch exists
    assert planning.candidates(admin).taken == len(first.units)
    with pytest.raises(Refusal, match="已采纳"):
        actions.accept(proposal_ids=[first.pk], by=admin)
    org = branch(zone, "L1", kind="joint_branch", formation="joint")
    actions.set_up(proposal_id=first.pk, org_id=org.pk, by=admin)
    assert not desk(admin).exists()
    assert second.state == "proposed"


def test_all_or_none_are_accepted(admin, seven):
    first, second = ask(admin).proposals.all()
    Enterprise.rows.filter(pk=second.unit_ids[0]).update(formal_members=5)
    with pytest.raises(Refusal, match="情况已经变了"):
        actions.accept(proposal_ids=[first.pk, second.pk], by=admin)
    first.refresh_from_db()
    assert first.state == "proposed"
    assert not desk(admin).exists()


def test_an_enterprise_joins_only_one_accepted_proposal(admin, seven):
    one, other = ask(admin), ask(admin, reach_km=2.9)
    actions.accept(proposal_ids=[p.pk for p in one.proposals.all()], by=admin)
    with pytest.raises(Refusal, match="已编入别的建议"):
        actions.accept(proposal_ids=[other.proposals.first().pk], by=admin)


def test_changing_by_hand_keeps_every_rule(admin, seven):
    plan = ask(admin)
    big = next(p for p in plan.proposals.all() if len(p.units) == 4)
    small = next(p for p in plan.proposals.all() if len(p.units) == 3)
    three = big.unit_ids[:3]
    with pytest.raises(Refusal, match="不足 3 名"):
        actions.change(proposal_id=big.pk, unit_ids=three[:2], reason="试", by=admin)
    with pytest.raises(Refusal, match="请先从那里拿出来"):
        actions.change(
            proposal_id=big.pk, unit_ids=[*three, small.unit_ids[0]], reason="试", by=admin
        )
    with pytest.raises(Refusal, match="相距 3 公里以内"):
        actions.change(proposal_id=big.pk, unit_ids=[*three, seven[-1].pk], reason="试", by=admin)
    with pytest.raises(Refusal, match="原因"):
        actions.change(proposal_id=big.pk, unit_ids=three, reason=" ", by=admin)
    changed = actions.change(proposal_id=big.pk, unit_ids=three, reason="一家要搬走", by=admin)
    assert (len(changed.units), changed.full) == (3, 3)
    assert "手工调整：一家要搬走" in changed.reasons[-1]


def test_refusing_and_dropping_need_a_reason_and_free_the_enterprises(admin, seven):
    first, second = ask(admin).proposals.all()
    with pytest.raises(Refusal, match="原因"):
        actions.refuse(proposal_id=first.pk, reason="", by=admin)
    assert actions.refuse(proposal_id=first.pk, reason="跨两个村", by=admin).state == "refused"
    actions.accept(proposal_ids=[second.pk], by=admin)
    assert actions.drop(proposal_id=second.pk, reason="企业不愿意", by=admin).state == "dropped"
    assert not desk(admin).exists()
    assert planning.candidates(admin).taken == 0


def test_pairs_that_contradict_the_limits_are_refused(admin, seven):
    with pytest.raises(Refusal, match="放不进同一个支部"):
        ask(admin, pinned=[[seven[0].pk, seven[-1].pk]])


def test_too_few_candidates_are_said(zone, admin):
    small_firms(zone, 1)
    with pytest.raises(Refusal, match="不足两家"):
        ask(admin)


def test_only_the_party_office_plans(zone, seven):
    for role in ("leader", "dispatcher"):
        with pytest.raises(NotAllowed):
            ask(make_actor(zone, role))


def test_many_enterprises_are_computed_by_a_job(admin, seven, monkeypatch):
    monkeypatch.setattr(computing, "QUICK", 3)
    plan = ask(admin)
    assert plan.state == "waiting"
    client = sign_in(admin)
    assert "hl-progress" in client.get(f"/coverage/plans/{plan.pk}/").content.decode()
    work_off()
    plan.refresh_from_db()
    assert (plan.state, plan.summary["covered"]) == ("ready", 7)
    fragment = client.get(f"/coverage/plans/{plan.pk}/progress/", headers={"HX-Request": "true"})
    assert "已完成" in fragment.content.decode()


def test_from_form_to_acceptance_in_the_pages(zone, admin, seven):
    client = sign_in(admin)
    form = {
        "most_units": 5,
        "reach_km": 3,
        "seconds": 2,
        "pinned": "",
        "forbidden": f"{seven[0].name}+{seven[1].uscc}",
    }
    answer = client.post("/coverage/plans/new/", form)
    plan = JointPlan.rows.get()
    assert answer.url == f"/coverage/plans/{plan.pk}/"
    together = [{seven[0].pk, seven[1].pk} <= set(p.unit_ids) for p in plan.proposals.all()]
    assert not any(together)
    page = client.get(answer.url).content.decode()
    assert "个百分点" in page
    assert "全部采纳" in page
    client.post(f"/coverage/plans/{plan.pk}/accept/", {"all": "1"})
    assert {p.state for p in plan.proposals.all()} == {"accepted"}
    assert (
        client.post("/coverage/plans/new/", form | {"forbidden": "没有这家+也没有"}).status_code
        == 422
    )
    found = plan.proposals.first()
    detail = client.get(f"/coverage/proposals/{found.pk}/")
    application = client.get(detail.context["apply_url"]).content.decode()
    assert all(unit["name"] in application for unit in found.units)
    assert (
        client.post(f"/coverage/proposals/{found.pk}/drop/", {"reason": "不办了"}).status_code
        == 302
    )
    assert client.get(f"/coverage/proposals/{found.pk}/").status_code == 200


def test_plans_are_unseen_from_another_zone_and_from_a_chain(zone, admin, seven):
    from tests.foundation.places import make_zone

    plan = ask(admin)
    other = make_actor(make_zone("xiangyang"), "org_admin")
    chain = make_actor(zone, "grid_leader", "chain", zone.chains.first().pk)
    for actor in (other, chain):
        assert not selectors.plans(actor).exists()
        assert sign_in(actor).get(f"/coverage/plans/{plan.pk}/").status_code == 404


def test_the_effect_of_what_is_gone_is_nothing(admin, seven):
    assert computing.effect(admin, [])["organisation"]["after"] == 0

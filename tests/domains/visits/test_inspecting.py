"""An inspection passes the gate or is refused with its clause; a service visit is something else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from honglian.domains.visits.inspecting import actions, codes, selectors
from honglian.domains.visits.inspecting.models import Inspection, VisitRequest
from honglian.foundation.workflow.models import WorkItem
from honglian.foundation.zones.models import Zone
from honglian.kit.errors import NotAllowed, Refusal


def code_of(firm) -> str:
    return codes.text_of(codes.code_of(firm))


def planned(place, **more) -> Inspection:
    return actions.plan_inspection(by=place.fire, **place.ask(**more))


def noticed(place, **more) -> Inspection:
    found = planned(place, **more)
    actions.approve(inspection_id=found.pk, approval_no="审〔2026〕1号", by=place.boss)
    return actions.give_notice(inspection_id=found.pk, notice_no="通〔2026〕1号", by=place.fire)


def test_an_inspection_from_the_plan_to_the_rating(place):
    found = noticed(place)
    assert WorkItem.rows.get(object_id=found.pk, kind="visits.inspection").expected == "扫码入企"
    actions.enter(inspection_id=found.pk, code=code_of(place.firm), by=place.mate)
    actions.file_result(
        inspection_id=found.pk, outcome="problems", result="通道堆物", by=place.fire
    )
    actions.answer(inspection_id=found.pk, text="当天已清", by=place.firm_user)
    actions.rate(inspection_id=found.pk, rating=5, by=place.firm_user)
    actions.close(inspection_id=found.pk, by=place.fire)
    found.refresh_from_db()
    assert (found.state, found.answer, found.rating) == ("closed", "当天已清", 5)
    assert "鄂L-FIRE-001" in found.shown
    with pytest.raises(Refusal, match="已经评价"):
        actions.rate(inspection_id=found.pk, rating=1, by=place.firm_user)


@pytest.mark.parametrize("who", ["worker", "grid"])
def test_a_grid_member_may_not_inspect_and_is_told_the_clause(place, who):
    with pytest.raises(NotAllowed, match=r"不得实施行政检查.*INS-01.*54号"):
        actions.plan_inspection(by=getattr(place, who), **place.ask())
    found = noticed(place)
    with pytest.raises(NotAllowed, match="INS-01"):
        actions.plan_inspection(by=place.hr, **place.ask())
    assert Inspection.rows.count() == 1
    assert found.state == "noticed"


@pytest.mark.parametrize(
    ("more", "clause"),
    [
        ({"item_ids": []}, "INS-02"),
        ({"item_ids": "unpublished"}, "INS-02"),
        ({"officer_ids": "one"}, "INS-04-1"),
        ({"planned_on": date(2028, 1, 5)}, "INS-01-1"),
        ({"why": "special"}, "INS-07"),
    ],
    ids=["no-item", "unpublished", "one-officer", "expired", "no-document"],
)
def test_an_unlawful_plan_cannot_be_saved(place, more, clause):
    words = {"unpublished": [place.items[1].pk], "one": [place.officers[0].pk]}
    more = {k: words.get(v, v) if isinstance(v, str) else v for k, v in more.items()}
    with pytest.raises(Refusal, match=clause):
        planned(place, **more)
    assert not Inspection.rows.exists()


def test_the_yearly_cap_of_the_department_holds(place):
    planned(place)
    with pytest.raises(Refusal, match=r"上限是 1 次.*INS-03"):
        planned(place)
    planned(place, why="complaint")
    planned(place, why="special", document="政办〔2026〕5号")
    planned(place, enterprise_id=place.other.pk)
    actions.cancel(inspection_id=Inspection.rows.latest("pk").pk, text="改期", by=place.fire)
    planned(place, enterprise_id=place.other.pk)


def test_a_cap_lowered_after_the_plan_is_seen_at_the_approval(place):
    config = place.zone.config
    config["visits"]["caps"] = {"fire": 2}
    place.zone.save()
    one, two = planned(place), planned(place)
    config["visits"]["caps"] = {"fire": 0}
    place.zone.save()
    for found in (one, two):
        with pytest.raises(Refusal, match="INS-03"):
            actions.approve(inspection_id=found.pk, approval_no="审1", by=place.boss)
    assert Zone.objects.get(pk=place.zone.pk).settings.visits.cap_of("fire") == 0


def test_who_proposed_it_does_not_approve_it(place):
    found = planned(place)
    with pytest.raises(Refusal, match="不能自己批准"):
        actions.approve(inspection_id=found.pk, approval_no="审1", by=place.fire)
    with pytest.raises(Refusal, match="审批表"):
        actions.approve(inspection_id=found.pk, approval_no=" ", by=place.boss)


def test_no_notice_without_number_or_lawful_reason(place):
    found = planned(place)
    actions.approve(inspection_id=found.pk, approval_no="审1", by=place.boss)
    with pytest.raises(Refusal, match="INS-04-2"):
        actions.give_notice(inspection_id=found.pk, by=place.fire)
    actions.give_notice(inspection_id=found.pk, waived="举报线索，通知会灭失证据", by=place.fire)
    assert not selectors.inspections(place.firm_user).exists()


def test_the_code_of_another_enterprise_opens_nothing(place):
    found = noticed(place)
    with pytest.raises(Refusal, match=r"这是第2厂的企业码，检查的是第1厂"):
        actions.enter(inspection_id=found.pk, code=code_of(place.other), by=place.fire)
    old = code_of(place.firm)
    actions.renew_code(by=place.firm_user)
    for text in (old, "1.1:wrong", "", old[:-1] + "x"):
        with pytest.raises(Refusal, match="INS-04-3"):
            actions.enter(inspection_id=found.pk, code=text, by=place.fire)
    with pytest.raises(NotAllowed, match="由本人办理"):
        actions.enter(inspection_id=found.pk, code=code_of(place.firm), by=place.boss)
    address = f"https://zone.example/visits/code/{code_of(place.firm)}/"
    actions.enter(inspection_id=found.pk, code=address, by=place.fire)


def test_a_certificate_that_ended_meanwhile_stops_the_entry(place):
    found = noticed(place)
    actions.renew_officer(
        officer_id=place.officers[1].pk, valid_to=date(2026, 11, 1), by=place.fire
    )
    with pytest.raises(Refusal, match="吴小军的执法证"):
        actions.enter(inspection_id=found.pk, code=code_of(place.firm), by=place.fire)


def test_no_code_can_store_a_result_without_approval_and_entry(place):
    found = planned(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.rows.filter(pk=found.pk).update(outcome="fine")


def test_departments_see_their_own_and_enterprises_what_they_were_told(place):
    found = planned(place)
    assert selectors.inspections(place.fire).get() == found
    assert not selectors.inspections(place.safety).exists()
    assert not selectors.inspections(place.firm_user).exists()
    noticed(place, why="complaint")
    assert selectors.inspections(place.firm_user).count() == 1
    assert not selectors.inspections(place.other_user).exists()


def asked(place, **more) -> VisitRequest:
    given = {
        "enterprise_id": place.firm.pk, "kind": "service", "year": 2026, "month": 11,
        "purpose": "用工走访", "by": place.hr,
    }  # fmt: skip
    return actions.file_request(**(given | more))


def test_requests_of_two_departments_become_one_visit(place):
    one = asked(place)
    two = asked(
        place, kind="inspection", purpose="消防设施", item_ids=[place.items[0].pk], by=place.fire
    )
    visit = actions.open_visit(
        enterprise_id=place.firm.pk, planned_on=date(2026, 11, 10), request_ids=[one.pk, two.pk], by=place.desk,
    )  # fmt: skip
    assert set(visit.requests.all()) == {one, two}
    assert (
        WorkItem.rows.get(kind="visits.jointvisit").holder_department_id == place.fire.department_id
    )
    saved = next(f for f in selectors.figures(place.desk) if f["label"] == "今年少上门")
    assert (saved["value"], saved["note"]) == (1, "2 项需求并成 1 次上门")
    assert selectors.visits(place.hr).get() == visit
    actions.object_to(request_id=two.pk, text="当天有演练", by=place.fire)
    two.refresh_from_db()
    assert (two.state, two.visit) == ("filed", None)
    actions.cancel_visit(visit_id=visit.pk, text="停产", by=place.desk)
    one.refresh_from_db()
    assert (one.state, one.visit) == ("filed", None)


def test_a_request_over_the_cap_or_of_a_department_without_power_is_refused(place):
    inspection = {"kind": "inspection", "item_ids": [place.items[0].pk], "by": place.fire}
    asked(place, **inspection)
    with pytest.raises(Refusal, match="INS-03"):
        asked(place, **inspection)
    with pytest.raises(NotAllowed, match="没有涉企行政检查权"):
        asked(place, kind="inspection", by=place.hr)
    with pytest.raises(Refusal, match="已经过去"):
        asked(place, month=10)


def test_a_service_visit_orders_nothing(place):
    one = asked(place)
    visit = actions.open_visit(
        enterprise_id=place.firm.pk,
        planned_on=date(2026, 11, 10),
        request_ids=[one.pk],
        by=place.desk,
    )
    with pytest.raises(Refusal, match=r"不能写“责令”.*INS-05"):
        actions.record_service(
            visit_id=visit.pk,
            visitors="王网格",
            heard="通道堵",
            advice="责令三日内清理",
            by=place.worker,
        )
    actions.record_service(visit_id=visit.pk, visitors="孙和", heard="缺 12 名焊工", by=place.hr)
    one.refresh_from_db()
    assert one.state == "done"
    actions.rate_visit(visit_id=visit.pk, rating=4, text="一次办完", by=place.firm_user)
    visit.refresh_from_db()
    assert (visit.state, visit.rating) == ("rated", 4)


def test_coming_again_within_fifteen_days_is_said(place):
    for day in (10, 20):
        visit = actions.open_visit(
            enterprise_id=place.firm.pk, planned_on=date(2026, 11, day), by=place.desk
        )
    assert "VIS-01" in visit.item.timeline.get().text

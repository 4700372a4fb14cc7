"""A hazard from the finding to the closing, its clause, its five, returns, listing and delay."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from honglian.domains.visits.hazards import actions, risk, selectors, yearly
from honglian.domains.visits.hazards.clauses import CLAUSES
from honglian.domains.visits.hazards.models import Hazard
from honglian.foundation.files.api import PHOTO, Prepared
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal

FIVE = {
    "measure": "加装过热切断", "responsible": "赵经理", "money": Decimal("3.5"),
    "due_on": date(2026, 11, 10), "emergency": "停用并断电",
}  # fmt: skip
PICTURE = Prepared("现场.jpg", PHOTO, "image/jpeg", b"picture")


def found(place, **more) -> Hazard:
    given = {
        "enterprise_id": place.firm.pk, "source": "grid", "domain": "safety",
        "part": "2 号车间配电箱", "description": "没有接地", "by": place.worker,
    }  # fmt: skip
    return actions.find(**(given | more))


def graded(place, level="ordinary", basis="YB-01", **more) -> Hazard:
    hazard = found(place, **more)
    return actions.grade(hazard_id=hazard.pk, level=level, basis=basis, by=place.safety)


def rectifying(place, **more) -> Hazard:
    hazard = graded(place, **more)
    return actions.plan(hazard_id=hazard.pk, by=place.firm_user, **FIVE)


def desk(hazard) -> WorkItem:
    return WorkItem.rows.get(kind="visits.hazard", object_id=hazard.pk)


def test_through_return_and_closure(place):
    hazard = found(place)
    assert desk(hazard).holder_department_id == place.safety.department_id
    actions.grade(hazard_id=hazard.pk, level="ordinary", basis="YB-01", by=place.safety)
    assert desk(hazard).holder_enterprise_id == place.firm.pk
    actions.plan(hazard_id=hazard.pk, by=place.firm_user, **FIVE)
    actions.apply_recheck(hazard_id=hazard.pk, text="已接地", by=place.firm_user)
    assert desk(hazard).expected == "复查"
    actions.send_back(hazard_id=hazard.pk, text="2 号箱还没接", by=place.safety)
    actions.apply_recheck(hazard_id=hazard.pk, text="都接了", by=place.firm_user)
    hazard = actions.passed(hazard_id=hazard.pk, text="逐箱测过", by=place.safety)
    assert (hazard.state, hazard.returned, hazard.closed_on) == ("closed", 1, date(2026, 11, 4))
    verbs = [e.verb for e in hazard.item.timeline.all()]
    assert verbs == ["find", "grade", "plan", "apply", "return", "apply", "pass"]


def test_no_grade_without_its_clause(place):
    hazard = found(place)
    for level, basis, words in (
        ("serious", "", "要引用判定标准的条款"),
        ("serious", "YB-01", "不能据此判“重大”"),
        ("ordinary", "GM-Q01", "不能据此判“一般”"),
        ("serious", "XF-R06", "疑似重大火灾隐患"),
    ):
        with pytest.raises(Refusal, match=words):
            actions.grade(hazard_id=hazard.pk, level=level, basis=basis, by=place.safety)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.rows.filter(pk=hazard.pk).update(level="serious")
    actions.grade(
        hazard_id=hazard.pk, level="serious", basis="XF-R06", basis_note="出口数量不足，符合直接判定要素",
        by=place.safety,
    )  # fmt: skip
    assert len(CLAUSES) == 60
    assert "GB 35181-2025" in Hazard.rows.get().basis_text


def test_the_five_are_all_there_and_the_limit_is_kept(place):
    hazard = graded(place)
    with pytest.raises(Refusal, match="五落实还缺：资金、预案"):
        actions.plan(hazard_id=hazard.pk, by=place.firm_user, **(FIVE | {"money": None, "emergency": ""}))  # fmt: skip
    with pytest.raises(Refusal, match=r"最长 7 日.*第 8 日"):
        actions.plan(hazard_id=hazard.pk, by=place.firm_user, **(FIVE | {"due_on": date(2026, 11, 12)}))  # fmt: skip


def test_photos_come_in_pairs(place):
    hazard = rectifying(place, photos=[PICTURE])
    with pytest.raises(Refusal, match="HZ-06"):
        actions.apply_recheck(hazard_id=hazard.pk, text="好了", by=place.firm_user)
    actions.apply_recheck(hazard_id=hazard.pk, text="好了", photos=[PICTURE], by=place.firm_user)


def test_another_person_rechecks(place):
    hazard = rectifying(place)
    Hazard.rows.filter(pk=hazard.pk).update(responsible="钱安")
    actions.apply_recheck(hazard_id=hazard.pk, text="好了", by=place.firm_user)
    with pytest.raises(Refusal, match="HZ-05"):
        actions.passed(hazard_id=hazard.pk, text="好", by=place.safety)
    with pytest.raises(NotAllowed):
        actions.passed(hazard_id=hazard.pk, text="好", by=place.firm_user)


def test_a_serious_one_is_reported_listed_and_explained_when_late(place):
    hazard = graded(place, level="serious", basis="GM-Q01")
    with pytest.raises(Refusal, match="HZ-08"):
        actions.plan(hazard_id=hazard.pk, by=place.firm_user, **FIVE)
    actions.report(hazard_id=hazard.pk, text="已报应急局和职代会", by=place.firm_user)
    actions.plan(hazard_id=hazard.pk, by=place.firm_user, **FIVE)
    actions.list_it(hazard_id=hazard.pk, at="区级", text="月底前消除", by=place.leader)
    with clock.at(datetime(2026, 11, 12, 9, 0, tzinfo=clock.CHINA)):
        with pytest.raises(Refusal, match=r"继续挂牌.*HZ-07"):
            actions.apply_recheck(hazard_id=hazard.pk, text="好了", by=place.firm_user)
        actions.explain(hazard_id=hazard.pk, text="配件没到，已停用，15 日装好", by=place.firm_user)
        actions.apply_recheck(hazard_id=hazard.pk, text="装好了", by=place.firm_user)
        actions.passed(hazard_id=hazard.pk, text="试验合格", by=place.safety)
        assert Hazard.rows.get().is_listed
        actions.delist(hazard_id=hazard.pk, text="复查合格", by=place.leader)
    assert not Hazard.rows.get().is_listed


def test_an_ordinary_one_is_neither_listed_nor_reported(place):
    hazard = graded(place)
    with pytest.raises(Refusal, match="只有重大隐患"):
        actions.list_it(hazard_id=hazard.pk, at="区级", text="x", by=place.leader)
    with pytest.raises(Refusal, match="不用报告"):
        actions.report(hazard_id=hazard.pk, text="x", by=place.firm_user)


def closed(place, **more) -> Hazard:
    hazard = rectifying(place, **more)
    actions.apply_recheck(hazard_id=hazard.pk, text="好了", by=place.firm_user)
    return actions.passed(hazard_id=hazard.pk, text="看过", by=place.safety)


def test_the_same_place_and_clause_again_is_a_recurrence(place):
    first = closed(place)
    again = graded(place, part="2号车间的配电箱")
    elsewhere = graded(place, part="3 号车间配电箱")
    assert (again.recurs, elsewhere.recurs) == (first, None)
    top = risk.queue(place.desk)[0]
    assert top.enterprise == place.firm
    assert ("1 件是再发的", risk.POINTS["recurs"]) in top.reasons
    assert top.points == sum(points for _, points in top.reasons)


def test_the_enterprise_registers_its_own_findings_only(place):
    with pytest.raises(Refusal, match="企业自查由企业登记"):
        found(place, source="self")
    mine = found(place, source="self", by=place.firm_user)
    assert not selectors.hazards(place.other_user).exists()
    assert selectors.hazards(place.grid).get() == mine
    assert not selectors.hazards(place.hr).exists()


def on(place, day: date, firm, level="ordinary", domain="safety") -> Hazard:
    return Hazard.rows.create(
        zone=place.zone, number=f"T{Hazard.rows.count()}", enterprise=firm, source="department",
        department_id=place.safety.department_id, domain=domain, part="x", description="x",
        found_on=day, found_by="x", level=level, basis="YB-01", state="closed", closed_on=day,
    )  # fmt: skip


def test_year_on_year_nominal_and_on_the_same_enterprises(place):
    span = yearly.Span(date(2026, 1, 1), date(2026, 10, 31))
    before, now = date(2025, 5, 1), date(2026, 5, 1)
    for day, firm, times in (
        (before, place.firm, 4),
        (before, place.other, 6),
        (now, place.firm, 3),
    ):
        for _ in range(times):
            last = on(place, day, firm)
    on(place, date(2025, 11, 2), place.firm)
    on(place, now, place.firm, level="serious", domain="fire")
    lines = {line.code: line for line in yearly.compare(place.desk, span).lines}
    ordinary = lines["ordinary"]
    assert (ordinary.now, ordinary.before) == (3, 10)
    assert ordinary.change == pytest.approx(-0.7)
    assert ordinary.same_change == pytest.approx(-0.25)
    assert (lines["fire"].now, lines["serious"].now, lines["fire"].change) == (1, 0, None)
    assert yearly.compare(place.desk, span).leaving == (place.other,)
    last.delete()
    assert yearly.compare(place.desk, span).lines[2].change == pytest.approx(-0.8)


def test_the_leap_day_has_a_year_before():
    span = yearly.Span(date(2024, 2, 29), date(2024, 2, 29) + timedelta(1)).year_before()
    assert span == yearly.Span(date(2023, 2, 28), date(2023, 3, 1))

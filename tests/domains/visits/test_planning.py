"""A month is planned from the requests: merged, within every hard rule, fixed and accepted by people."""

from datetime import date, datetime, time
from itertools import pairwise
from random import Random

import pytest

from honglian.domains.visits.inspecting import actions as inspecting
from honglian.domains.visits.inspecting.models import Inspection, JointVisit, VisitRequest
from honglian.domains.visits.planning import actions
from honglian.domains.visits.planning.affected import affected
from honglian.domains.visits.planning.building import skills_on
from honglian.domains.visits.planning.computing import compute
from honglian.domains.visits.planning.merging import need_of
from honglian.foundation.orgs.api import Department
from honglian.kit import clock
from honglian.kit.errors import Refusal

from .conftest import enterprise

ROUNDS = 400


@pytest.fixture
def crew(place):
    departments = [place.fire.department_id, place.hr.department_id]
    return actions.save_crew(
        name="一组",
        department_ids=departments,
        officer_ids=[o.pk for o in place.officers],
        by=place.desk,
    )


def ask(place, by, firm=None, **more) -> VisitRequest:
    given = {
        "enterprise_id": (firm or place.firm).pk, "kind": "service", "year": 2026, "month": 11,
        "purpose": "走访", "minutes": 60,
    }  # fmt: skip
    return inspecting.file_request(by=by, **(given | more))


def inspect(place, firm=None, **more) -> VisitRequest:
    items = [place.items[0].pk]
    return ask(
        place, place.fire, firm, kind="inspection", purpose="消防设施", item_ids=items, **more
    )


def planned(place, rounds=ROUNDS, **more):
    plan = actions.start(year=2026, month=11, by=place.desk, **more)
    compute(plan, rounds=rounds)
    return plan


def test_requests_of_one_enterprise_become_one_coming(place, crew):
    one, two, three = ask(place, place.hr), inspect(place), ask(place, place.hr, place.other)
    plan = planned(place)
    groups = {tuple(sorted(e.requests)) for e in plan.entries.all()}
    assert groups == {(one.pk, two.pk), (three.pk,)}
    figures = plan.summary
    assert (figures["requests"], figures["visits"], figures["saved"], figures["most_saved"]) == (
        3,
        2,
        1,
        1,
    )
    assert figures["least_metres"] <= figures["metres"]
    assert figures["least_outings"] <= figures["outings"]
    assert all(e.reasons for e in plan.entries.all())


def test_accepting_makes_visits_and_inspections_that_wait_for_approval(place, crew):
    one, two = ask(place, place.hr), inspect(place)
    plan = planned(place)
    actions.accept(plan_id=plan.pk, by=place.desk)
    visit = JointVisit.rows.get()
    found = Inspection.rows.get()
    assert (found.state, found.visit, found.planned_on) == ("planned", visit, visit.planned_on)
    assert set(found.officers.all()) == set(place.officers)
    one.refresh_from_db()
    assert (one.state, one.visit) == ("placed", visit)
    with pytest.raises(Refusal, match="已采纳"):
        actions.accept(plan_id=plan.pk, by=place.desk)
    inspecting.approve(inspection_id=found.pk, approval_no="审1", by=place.boss)
    assert two.pk in [r.pk for r in visit.requests.all()]


def test_what_does_not_fit_is_named_with_the_reason(place, crew):
    safety = ask(place, place.safety)
    for number in range(3, 9):
        ask(
            place, place.hr, enterprise(place.zone, number), fixed_on=date(2026, 11, 9), minutes=200
        )
    plan = planned(place)
    whys = {one["what"] + str(one["id"]): one["why"] for one in plan.summary["left"]}
    assert plan.summary["left_count"] == 6
    assert "没有一个小组" in whys[f"{safety.purpose}{place.firm.pk}"]
    others = [why for key, why in whys.items() if key != f"{safety.purpose}{place.firm.pk}"]
    assert all("都排满了" in why or "放不进半天" in why for why in others)
    assert any("都排满了" in why for why in others)


def test_a_certificate_that_ends_in_the_month_keeps_inspections_before_it(place, crew):
    inspecting.renew_officer(
        officer_id=place.officers[0].pk, valid_to=date(2026, 11, 10), by=place.fire
    )
    inspect(place)
    plan = planned(place)
    assert plan.entries.get().day <= date(2026, 11, 10)


def test_what_a_person_fixed_stays_where_it_is(place, crew):
    ask(place, place.hr)
    ask(place, place.hr, place.other, not_before=time(15, 0), not_after=time(17, 0))
    plan = planned(place)
    entry = plan.entries.get(enterprise=place.firm)
    entry.day, entry.starts_at = date(2026, 11, 25), time(15, 0)
    entry.save()
    actions.pin(plan_id=plan.pk, entry_ids=[entry.pk], by=place.desk)
    again = planned(place, keeps_id=plan.pk)
    kept = again.entries.get(enterprise=place.firm)
    assert (kept.day, kept.pinned, kept.starts_at >= time(14, 30)) == (
        date(2026, 11, 25),
        True,
        True,
    )
    other = again.entries.get(enterprise=place.other)
    assert time(15, 0) <= other.starts_at <= time(16, 0)


def test_somebody_is_ill_and_only_the_affected_visits_move(place, crew):
    inspect(place)
    ask(place, place.hr, place.other)
    plan = planned(place)
    actions.accept(plan_id=plan.pk, by=place.desk)
    kept = JointVisit.rows.get(enterprise=place.other)
    moved = JointVisit.rows.get(enterprise=place.firm)
    inspecting.mark_away(
        officer_id=place.officers[0].pk,
        away_from=moved.planned_on,
        away_to=moved.planned_on,
        by=place.fire,
    )
    plan.refresh_from_db()
    assert [e.enterprise for e in affected(plan)] == [place.firm]
    assert actions.release(plan_id=plan.pk, text="周大勇病了", by=place.desk) == 1
    again = planned(place)
    entry = again.entries.get()
    assert entry.enterprise == place.firm
    assert entry.day != moved.planned_on
    kept.refresh_from_db()
    assert kept.state == "planned"
    assert again.summary["held"] == 1


def test_a_cap_lowered_after_the_plan_is_a_sentence_at_the_acceptance(place, crew):
    inspect(place)
    plan = planned(place)
    place.zone.refresh_from_db()
    place.zone.config["visits"]["caps"] = {"fire": 0}
    place.zone.save()
    _, refused = actions.accept(plan_id=plan.pk, by=place.desk)
    assert "INS-03" in refused[0]
    assert not Inspection.rows.exists()


@pytest.mark.parametrize("seed", range(3))
def test_no_plan_breaks_hours_windows_certificates_or_crews(place, crew, seed):
    """Whatever is asked for: the entries are checked one by one against the facts."""
    rng = Random(seed)
    market = Department.rows.get(zone=place.zone, code="market")
    actions.save_crew(
        name="二组",
        department_ids=[market.pk, place.hr.department_id],
        officer_ids=[],
        by=place.desk,
    )
    inspecting.renew_officer(
        officer_id=place.officers[1].pk, valid_to=date(2026, 11, 18), by=place.fire
    )
    for number in range(3, 15):
        firm = enterprise(place.zone, number)
        window = rng.choice(({}, {"not_before": time(9, 0), "not_after": time(11, 0)}))
        ask(place, place.hr, firm, minutes=rng.choice((30, 90)), **window)
        if rng.random() < 0.6:
            inspect(place, firm, fixed_on=rng.choice((None, date(2026, 11, 12))))
    plan = planned(place)
    seen = []
    for entry in plan.entries.all():
        requests = list(VisitRequest.rows.filter(pk__in=entry.requests))
        seen += entry.requests
        assert {need_of(r) for r in requests} <= skills_on(entry.crew, entry.day)
        end = entry.starts_at.hour * 60 + entry.starts_at.minute + entry.minutes
        half = next(
            (h for h in place.zone.settings.work_hours if h[0] <= entry.starts_at < h[1]), None
        )
        assert half is not None
        assert end <= half[1].hour * 60 + half[1].minute
        for request in requests:
            assert request.fixed_on in (None, entry.day)
            if request.not_before:
                assert request.not_before <= entry.starts_at
                assert end <= request.not_after.hour * 60 + request.not_after.minute
    assert len(seen) == len(set(seen))
    by_crew = sorted(plan.entries.all(), key=lambda e: (e.crew_id, e.day, e.starts_at))
    for one, other in pairwise(by_crew):
        if (one.crew_id, one.day) == (other.crew_id, other.day):
            begin = datetime.combine(other.day, other.starts_at)
            assert (begin - datetime.combine(one.day, one.starts_at)).seconds >= one.minutes * 60


def test_hours_that_are_too_short_are_refused_at_once(place):
    with pytest.raises(Refusal, match="不够 90 分钟"):
        ask(place, place.hr, minutes=90, not_before=time(9, 0), not_after=time(10, 0))
    with pytest.raises(Refusal, match="必须这一天"):
        ask(place, place.hr, fixed_on=date(2026, 12, 1))


def test_without_a_crew_or_a_workday_left_there_is_nothing_to_plan(place):
    with pytest.raises(Refusal, match="先建小组"):
        actions.start(year=2026, month=11, by=place.desk)
    actions.save_crew(
        name="一组", department_ids=[place.hr.department_id], officer_ids=[], by=place.desk
    )
    with (
        clock.at(datetime(2026, 11, 30, 18, 0, tzinfo=clock.CHINA)),
        pytest.raises(Refusal, match="没有可排的工作日"),
    ):
        actions.start(year=2026, month=11, by=place.desk)

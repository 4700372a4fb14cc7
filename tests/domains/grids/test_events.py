"""Grid events: on the spot, through a department, into a whistle once; who may do what, and until when."""

from datetime import timedelta

import pytest
from django.http import Http404

from honglian.domains.cases import actions as cases
from honglian.domains.cases.models import Case
from honglian.domains.grids import api, selectors
from honglian.domains.grids.models import GridEvent
from honglian.domains.grids.reporting import actions as events
from honglian.domains.grids.reporting.steps import offered
from honglian.foundation.notify.models import InboxMessage
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import desk, timeline
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal

from .conftest import TODAY


def report(scene, firm="own", matter="safety_passage", by=None, **more) -> GridEvent:
    facts = {
        "matter_code": matter,
        "text": "消防通道被货堵了",
        "enterprise_id": scene.firms[firm].pk,
    }
    return events.report(**(facts | more), by=by or scene.member)


def titles(actor) -> list[str]:
    return [item.expected for item in desk(actor)]


def test_from_the_report_through_the_department_to_the_closing(scene):
    event = report(scene)
    assert event.number == "WGXNG-FB-001261125001"
    assert (event.state, event.grid, event.topic) == ("collected", scene.west, "safety")
    # 30 working minutes from 10:00.
    assert f"{clock.local(event.due_at):%d %H:%M}" == "25 10:30"
    assert titles(scene.lead) == ["立案"]
    events.accept(event_id=event.pk, by=scene.lead)
    event = events.dispatch(event_id=event.pk, by=scene.lead)
    assert event.department.code == "fire"
    assert titles(scene.lead) == []
    assert titles(scene.fire) == ["签收"]
    event = events.receive(event_id=event.pk, by=scene.fire)
    # Three workdays, from the next day on, to closing time.
    assert f"{clock.local(event.due_at):%m-%d %H:%M}" == "11-30 17:30"
    event = events.finish(event_id=event.pk, outcome="已清走，贴了提示", by=scene.fire)
    assert titles(scene.member) == ["核查"]
    event = events.reopen(event_id=event.pk, reason="又堵上了", by=scene.member)
    assert (event.state, event.reopened) == ("received", 1)
    events.finish(event_id=event.pk, outcome="已加装隔离桩", by=scene.fire)
    event = events.verify(event_id=event.pk, by=scene.member)
    assert (event.state, event.verifier_name, event.due_at) == ("closed", "甘格员", None)
    assert event.closed_at == clock.now()
    names = [line.name for line in timeline(event.item_id, internal=True)]
    assert names == ["上报", "立案", "分拨", "签收", "反馈处置", "退回处置", "反馈处置", "核查通过"]
    told = InboxMessage.objects.filter(user_id=scene.fire.user_id)
    assert {m.topic for m in told} == {"grids.dispatch", "grids.reopen"}


def test_settled_on_the_spot_needs_nobody_else(scene):
    event = report(scene, matter="party_survey", handled="已帮两名党员登记")
    assert (event.state, event.on_the_spot, event.outcome) == ("closed", True, "已帮两名党员登记")
    assert titles(scene.lead) == titles(scene.member) == []


def test_a_demand_becomes_one_whistle_and_each_knows_the_other(scene):
    event = report(scene, "west", "labor", text="缺十名熟练工")
    case = Case.rows.get()
    assert (event.state, event.case_number) == ("cased", case.number)
    assert (case.category, case.channel, case.outside_number) == ("labor", "grid", event.number)
    assert case.reporter_user_id == scene.member.user_id
    with pytest.raises(Refusal, match="已转吹哨"):
        events.raise_case(event_id=event.pk, by=scene.lead)
    assert Case.rows.count() == 1
    cases.refuse(number=case.number, situation="duplicate", reason="上月已报同一件", by=scene.desk)
    event.refresh_from_db()
    assert event.state == "invalid"
    assert "上月已报同一件" in event.outcome


def test_a_closed_whistle_closes_the_event(scene):
    from honglian.domains.cases.events import CaseClosed
    from honglian.kit.events import emit

    event = report(scene, matter="finance", text="贷款到期")
    other = report(scene, matter="policy_match", text="想申报技改补助")
    events.raise_case(event_id=other.pk, by=scene.lead)
    first, second = (
        Case.rows.get(number=e.case_number) for e in (event, GridEvent.rows.get(pk=other.pk))
    )
    cases.merge(number=second.number, into=first.number, by=scene.desk)
    assert GridEvent.rows.get(pk=other.pk).case_number == first.number
    emit(CaseClosed(first, scene.desk))
    assert set(GridEvent.rows.values_list("state", flat=True)) == {"closed"}


def test_the_same_report_sent_twice_from_a_telephone_is_one(scene):
    first = report(scene, matter="labor", text="招工难", key="k-1")
    again = report(scene, matter="labor", text="招工难", key="k-1")
    assert first.pk == again.pk
    assert (GridEvent.rows.count(), Case.rows.count()) == (1, 1)
    # Another person's key of the same spelling is another report.
    assert GridEvent.rows.filter(key="k-1").count() == 1


def test_the_same_matter_within_three_days_needs_a_word(scene):
    report(scene)
    with clock.at(TODAY + timedelta(hours=71)):
        second = report(scene, text="通道又堵了")
        with pytest.raises(Refusal, match=r"WGXNG-FB-001261125001.*GE-02"):
            events.accept(event_id=second.pk, by=scene.lead)
        with pytest.raises(Refusal):
            events.dispatch(event_id=second.pk, by=scene.lead)
        events.accept(event_id=second.pk, reason="另一处通道", by=scene.lead)
    with clock.at(TODAY + timedelta(hours=145)):
        third = report(scene)
        assert selectors.same_matters(third) == []


def test_a_department_returns_once_in_time_and_then_works(scene):
    event = report(scene)
    events.dispatch(event_id=event.pk, by=scene.lead)
    events.receive(event_id=event.pk, by=scene.fire)
    with clock.at(TODAY + timedelta(hours=5)), pytest.raises(Refusal, match="签收已超过 4 小时"):
        events.reject(event_id=event.pk, reason="归住建", by=scene.fire)
    events.reject(event_id=event.pk, reason="三定规定归住建", by=scene.fire)
    assert titles(scene.lead) == ["改派"]
    fire = Department.rows.get(zone=scene.zone, code="fire")
    with pytest.raises(Refusal, match="刚退了单"):
        events.dispatch(event_id=event.pk, department_id=fire.pk, by=scene.lead)
    other = Department.rows.get(zone=scene.zone, code="construction")
    events.dispatch(event_id=event.pk, department_id=other.pk, by=scene.lead)
    with pytest.raises(Http404):
        events.receive(event_id=event.pk, by=scene.fire)
    GridEvent.rows.filter(pk=event.pk).update(department=fire)
    with pytest.raises(Refusal, match="已退过一次单"):
        events.reject(event_id=event.pk, reason="还是归住建", by=scene.fire)


def test_nobody_checks_what_they_handled(scene):
    event = report(scene)
    events.dispatch(event_id=event.pk, by=scene.lead)
    events.receive(event_id=event.pk, by=scene.fire)
    events.finish(event_id=event.pk, outcome="清走", by=scene.fire)
    GridEvent.rows.filter(pk=event.pk).update(handler_id=scene.member.user_id)
    event.refresh_from_db()
    with pytest.raises(Refusal, match="要由另一个人核查"):
        events.verify(event_id=event.pk, by=scene.member)
    assert [s.verb for s in offered(scene.member, event)] == ["note"] or not offered(
        scene.member, event
    )
    assert "verify" in {s.verb for s in offered(scene.lead, event)}


def test_who_may_what(scene):
    """A member reports about the own enterprise and the grid served, not beyond; nobody forces photos."""
    assert report(scene, "west").grid == scene.west
    with pytest.raises(Http404):
        report(scene, "east")
    with pytest.raises(NotAllowed):
        events.dispatch(event_id=GridEvent.rows.get().pk, by=scene.member)
    with pytest.raises(NotAllowed):
        report(scene, by=scene.fire)
    assert api.events(scene.fire).count() == 0
    assert api.events(scene.lead).count() == 1


def test_without_a_lead_the_grid_centre_has_it(scene):
    event = report(scene, "east", by=scene.admin)
    assert event.grid == scene.east
    assert titles(scene.desk) == ["立案"]
    loose = report(scene, "far", by=scene.admin)
    assert (loose.grid, loose.number) == (None, "WG000261125001")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": "  "}, "text"),
        ({"matter_code": "nothing"}, "matter"),
        ({"text": "长" * 1001}, "text"),
    ],
    ids=["empty", "kind", "long"],
)
def test_a_report_without_its_words_is_refused(scene, facts, field):
    with pytest.raises(Refusal) as caught:
        report(scene, **facts)
    assert caught.value.field == field


def test_a_duty_is_handed_over_with_what_is_open(scene):
    from honglian.domains.grids import actions
    from honglian.domains.grids.models import GridDuty

    event = report(scene)
    done = report(scene, matter="party_life", handled="当场说清")
    chain = scene.zone.chains.get(code="fb").pk
    scene.add("next", "邱接手", "grid_leader", "chain", chain)
    duty = GridDuty.rows.get(grid=scene.west, kind="lead")
    with pytest.raises(Refusal, match="还有 1 件在办"):
        actions.relieve(duty_id=duty.pk, on=clock.today(), by=scene.admin)
    with pytest.raises(Refusal, match="要有账号"):
        actions.hand_over(duty_id=duty.pk, on=clock.today(), person_name="无账号", by=scene.admin)
    new = actions.hand_over(
        duty_id=duty.pk, on=clock.today(), user_id=scene.users["next"].pk, note="通道的事等消防",
        by=scene.admin,
    )  # fmt: skip
    assert (titles(scene.lead), titles(scene.next)) == ([], ["立案"])
    duty.refresh_from_db()
    assert (duty.handed_to, duty.handed_items) == (new, 1)
    assert [line.name for line in timeline(event.item_id, internal=True)][-1] == "交接"
    assert "交接" not in [line.name for line in timeline(done.item_id, internal=True)]
    assert InboxMessage.objects.filter(user=scene.users["next"], topic="grids.handed_over").exists()
    assert [d.person_name for d in api.people_on(scene.west)] == ["邱接手", "甘格员"]


def test_the_figures_of_a_grid_count_what_their_lists_show(scene):
    report(scene, matter="labor")
    report(scene, matter="party_life", handled="说清")
    late = report(scene)
    with clock.at(TODAY + timedelta(hours=3)):
        found = selectors.stats(scene.lead, scene.west)
        rows = api.events(scene.lead).filter(grid=scene.west)
        assert (found.year, found.on_the_spot, found.cased, found.closed) == (3, 1, 1, 1)
        assert found.open == rows.filter(state__in=selectors.OPEN).count() == 2
        assert found.late == 1
        assert list(rows.filter(selectors.overdue_q())) == [late]
    assert found.firms == 1  # the lead's chain; 第2 belongs to another one

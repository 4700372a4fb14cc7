"""A rectification item from the problem to the last look back, and every step that is refused."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404

from honglian.domains.partylife.models import LookBack, RectifyItem
from honglian.domains.partylife.rectify import actions, selectors
from honglian.domains.partylife.rectify.tasks import watch
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.files.api import prepare
from honglian.foundation.notify.models import InboxMessage
from honglian.foundation.workflow.api import desk, timeline
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY

DUE = date(2026, 12, 10)


def paper(name: str = "整改前后对比.txt"):
    return prepare(SimpleUploadedFile(name, "已整改，见照片说明。".encode()))


def registered(party, **more) -> RectifyItem:
    facts = {
        "branch_id": party.branch.pk,
        "member_id": party.members[0].pk,
        "issue": "联系车间工人少，半年没下过班组",
        "category": "style",
        "source": "life_meeting",
        "kind": "immediate",
        "measure": "每月两次到班组，记下问题和答复",
        "responsible": "党员01",
        "due_on": DUE,
    }
    return actions.register(by=party.secretary, **facts | more)


def applied(party, **more) -> RectifyItem:
    item = registered(party, **more)
    return actions.apply_close(item_id=item.pk, files=[paper()], by=party.secretary)


def closed(party) -> RectifyItem:
    item = applied(party)
    return actions.sign_off(item_id=item.pk, text="看了记录，问了班组长，属实", by=party.staff)


def fresh(item: RectifyItem) -> RectifyItem:
    return RectifyItem.rows.get(pk=item.pk)


def later(days: int):
    return clock.at(TODAY + timedelta(days=days))


def test_a_problem_gets_a_number_a_holder_and_a_due_time(party):
    item = registered(party)
    assert item.number == "ZG2026D2001"
    assert item.state == "in_progress"
    line = item.item
    assert line.holder_user_id == party.users["secretary"].pk
    assert clock.local(line.due_at).date() == DUE
    assert item in [RectifyItem.rows.get(pk=i.object_id) for i in desk(party.secretary)]
    assert AuditEntry.rows.filter(verb="rectify.register").count() == 1


def test_a_limit_on_a_day_off_moves_to_the_next_workday(party):
    item = registered(party, due_on=date(2026, 12, 5))
    assert clock.local(item.item.due_at).date() == date(2026, 12, 7)


def test_without_a_measure_it_waits_for_one(party):
    item = registered(party, measure="", responsible="", due_on=None)
    assert (item.state, item.item.expected) == ("open", "定整改措施")
    with pytest.raises(Refusal, match="不能“申请销号”"):
        actions.apply_close(item_id=item.pk, files=[paper()], by=party.secretary)
    actions.plan(
        item_id=item.pk, measure="立即改", responsible="党员01", kind="immediate", due_on=DUE,
        by=party.secretary,
    )  # fmt: skip
    assert fresh(item).state == "in_progress"


@pytest.mark.parametrize(
    ("kind", "last"), [("immediate", date(2026, 12, 10)), ("deadline", date(2027, 2, 23))]
)
def test_the_limits_of_the_kinds(party, kind, last):
    registered(party, kind=kind, due_on=last)
    with pytest.raises(Refusal, match="RF-04") as no:
        registered(party, kind=kind, due_on=last + timedelta(1), issue="另一条")
    assert no.value.field == "due_on"


def test_no_sign_off_is_asked_for_without_evidence(party):
    item = registered(party)
    with pytest.raises(Refusal, match="RF-01"):
        actions.apply_close(item_id=item.pk, by=party.secretary)
    assert fresh(item).state == "in_progress"


def test_what_lasts_is_reported_by_quarter_and_never_signed_off(party):
    item = registered(party, kind="long_term", due_on=None)
    assert item.due_on == date(2026, 12, 31)
    actions.add_evidence(item_id=item.pk, files=[paper()], by=party.secretary)
    with pytest.raises(Refusal, match="RF-03"):
        actions.apply_close(item_id=item.pk, by=party.secretary)
    actions.progress(item_id=item.pk, text="本季度坚持得好", by=party.secretary)
    assert fresh(item).due_on == date(2027, 3, 31)
    actions.assess(item_id=item.pk, text="继续坚持", by=party.staff)
    assert fresh(item).state == "in_progress"


def test_nobody_signs_off_what_they_asked_for(party):
    item = applied(party)
    for act in (actions.take, actions.sign_off, actions.send_back):
        more = {} if act is actions.take else {"text": "可以"}
        with pytest.raises(Refusal, match="不能自己给自己销号"):
            act(item_id=item.pk, by=party.secretary, **more)
    assert fresh(item).state == "apply_close"


def test_the_person_who_did_the_work_does_not_sign_it_off(party):
    worker = party.add("党员01", "grid_worker", "org", party.branch.pk)
    item = applied(party, responsible="党员01同志", responsible_user_id=party.users["党员01"].pk)
    with pytest.raises(Refusal, match=r"责任人就是党员01同志.*RF-02"):
        actions.sign_off(item_id=item.pk, text="我做完了", by=worker)
    assert fresh(item).state == "apply_close"
    namesake = registered(party, issue="又一条", responsible="staff同志")
    actions.apply_close(item_id=namesake.pk, files=[paper()], by=party.secretary)
    with pytest.raises(Refusal, match="RF-02"):
        actions.sign_off(item_id=namesake.pk, text="可以", by=party.staff)


def test_the_database_itself_refuses_the_same_account_twice(party):
    item = applied(party)
    with pytest.raises(IntegrityError), transaction.atomic():
        RectifyItem.rows.filter(pk=item.pk).update(verifier_user_id=party.users["secretary"].pk)


def test_whoever_takes_the_check_gives_the_verdict(party):
    item = applied(party)
    assert item.item.holder_user_id == party.users["staff"].pk
    actions.take(item_id=item.pk, by=party.staff)
    with pytest.raises(NotAllowed, match="staff同志正在核查"):
        actions.sign_off(item_id=item.pk, text="可以", by=party.admin)
    with pytest.raises(Refusal, match="不能“撤回申请”"):
        actions.withdraw(item_id=item.pk, text="再改改", by=party.secretary)
    actions.sign_off(item_id=item.pk, text="属实", by=party.staff)
    assert fresh(item).state == "closed"


def test_a_request_may_be_withdrawn_before_the_check(party):
    item = applied(party)
    with pytest.raises(NotAllowed, match="由secretary同志撤回"):
        actions.withdraw(item_id=item.pk, text="我来撤", by=party.staff)
    actions.withdraw(item_id=item.pk, text="再改改", by=party.secretary)
    assert (fresh(item).state, fresh(item).applied_on) == ("in_progress", None)


def test_only_the_level_above_takes_an_item_out(party):
    item = registered(party)
    with pytest.raises(NotAllowed, match="支部不能自己撤销"):
        actions.drop(item_id=item.pk, text="不想改了", by=party.secretary)
    actions.drop(item_id=item.pk, text="登记重了", by=party.staff)
    assert fresh(item).state == "dropped"
    assert not selectors.standing(RectifyItem.rows.all()).exists()


def test_returned_twice_goes_one_level_up(party):
    item = applied(party)
    actions.send_back(item_id=item.pk, text="照片看不出来", by=party.staff)
    assert (fresh(item).state, fresh(item).escalated_on) == ("returned", None)
    actions.apply_close(item_id=item.pk, by=party.secretary)
    with pytest.raises(Refusal, match="请写退回的原因"):
        actions.send_back(item_id=item.pk, text=" ", by=party.staff)
    actions.send_back(item_id=item.pk, text="还是没有", by=party.staff)
    assert fresh(item).escalated_on == TODAY.date()
    assert "RF-05" in fresh(item).escalated_because
    line = WorkItem.rows.get(kind="partylife.supervision", object_id=item.pk)
    assert line.holder_user_id == party.users["staff"].pk
    assert InboxMessage.objects.filter(user=party.users["staff"]).count() == 1
    actions.supervise(item_id=item.pk, text="三天内到现场改", by=party.staff)
    line.refresh_from_db()
    assert line.closed_at is not None


def test_returned_work_gets_no_new_time(party):
    item = applied(party)
    actions.send_back(item_id=item.pk, text="不到位", by=party.staff)
    with pytest.raises(Refusal, match="不能比原来的期限晚"):
        actions.plan(
            item_id=item.pk, measure="重改", responsible="党员01", kind="deadline",
            due_on=DUE + timedelta(20), by=party.secretary,
        )  # fmt: skip


def test_thirty_one_days_overdue_goes_one_level_up_once(party):
    item = registered(party)
    with later(15 + 30):
        watch(zone_id=party.zone.pk)
        assert fresh(item).escalated_on is None
    with later(15 + 31):
        watch(zone_id=party.zone.pk)
        watch(zone_id=party.zone.pk)
        assert "RF-06" in fresh(item).escalated_because
        assert selectors.escalated(RectifyItem.rows.all()).count() == 1
    assert WorkItem.rows.filter(kind="partylife.supervision").count() == 1


def test_sign_off_plans_two_looks_back(party):
    item = closed(party)
    days = list(LookBack.objects.filter(item=item).values_list("months", "planned_on"))
    assert days == [(3, date(2027, 2, 25)), (6, date(2027, 5, 25))]
    assert clock.local(fresh(item).item.due_at).date() == date(2027, 2, 25)
    with pytest.raises(Refusal, match="RF-07"):
        actions.look_back(item_id=item.pk, held=True, text="没有反弹", by=party.staff)


def test_what_held_for_half_a_year_is_confirmed(party):
    item = closed(party)
    with later(93):
        actions.look_back(item_id=item.pk, held=True, text="还在坚持", by=party.staff)
        assert fresh(item).state == "lookback"
    with later(183):
        actions.look_back(item_id=item.pk, held=True, text="养成习惯了", by=party.staff)
    assert (fresh(item).state, fresh(item).rebounded) == ("confirmed", False)
    assert fresh(item).item.closed_at is not None


def test_a_rebound_opens_a_new_item_that_knows_the_old_one(party):
    item = closed(party)
    with later(40):
        new = actions.look_back(item_id=item.pk, held=False, text="又不下班组了", by=party.staff)
    old = fresh(item)
    assert (old.state, old.rebounded) == ("rebounded", True)
    assert (new.reopens_id, new.state, new.issue) == (old.pk, "open", old.issue)
    assert new.number != old.number
    assert "重新开启" in [e.name for e in timeline(old.item_id, internal=True)]
    with pytest.raises(Refusal, match="不能“登记反弹”"):
        actions.look_back(item_id=item.pk, held=False, text="再来", by=party.staff)


def test_another_branch_does_not_find_it(party):
    item = registered(party)
    with pytest.raises(Http404):
        actions.progress(item_id=item.pk, text="顺手改改", by=party.neighbour)
    assert not selectors.items(party.neighbour).exists()
    with pytest.raises(NotAllowed):
        actions.progress(item_id=item.pk, text="领导改", by=party.leader)


def test_the_figures_open_exactly_their_records(party):
    closed(party)
    back = applied(party, issue="第二条")
    actions.send_back(item_id=back.pk, text="不到位", by=party.staff)
    registered(party, issue="第三条", kind="long_term", due_on=None)
    with clock.at(datetime(2026, 12, 20, 10, tzinfo=clock.CHINA)):
        found = {f.code: f for f in selectors.figures(party.staff)}
        browser = party.browser("staff")
        for figure in found.values():
            answer = browser.get(figure.url)
            assert f"共 {figure.value} 条" in answer.content.decode(), figure.code
    assert (found["standing"].value, found["done"].value) == (3, 1)
    assert (found["due_done"].value, found["due_done"].whole) == (1, 2)
    assert (found["overdue"].value, found["returned"].value) == (1, 1)
    assert selectors.average_days(party.staff) == 0

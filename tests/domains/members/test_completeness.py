"""Which items are missing where, and a branch confirming its members without typing them again."""

from datetime import timedelta

import pytest

from honglian.domains.members.completeness import actions, reminding
from honglian.domains.members.completeness.selectors import branch_sheet, lines
from honglian.domains.members.models import BranchConfirmation, PartyMember
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY

COMPLETE = {"education": "20", "occupation": "学生", "dues_category": "salaried"}


def fill(party, count: int = 10) -> None:
    for member in party.members[:count]:
        for name, value in {**COMPLETE, "mobile": "13800000000"}.items():
            setattr(member, name, value)
        member.save()


def line_of(actor, branch):
    return next(x for x in lines(actor) if x.branch == branch)


def confirm(party, **more):
    more = {"branch_id": party.branch.pk, "by": party.secretary} | more
    more.setdefault("member_ids", [m.pk for m in party.members])
    return actions.confirm(**more)


def test_missing_items_are_counted_by_branch_where_they_concern_somebody(party):
    fill(party)
    PartyMember.rows.filter(pk=party.members[0].pk).update(education="", is_lost=True)
    PartyMember.rows.filter(pk=party.members[1].pk).update(mobile="", floating="out")
    line = line_of(party.admin, party.branch)
    assert (line.members, line.complete) == (10, 8)
    assert {item.field: n for item, n in line.missing} == {
        "education": 1, "mobile": 1, "lost_on": 1, "flow_to": 1,
    }  # fmt: skip
    sheet = branch_sheet(party.secretary, party.branch.pk)
    assert sheet.missing == 4
    assert lines(party.neighbour) == []


def watch_line(party):
    return WorkItem.rows.filter(kind=reminding.KIND, object_id=party.branch.pk).first()


def test_a_confirmation_that_runs_out_comes_to_the_branchs_desk_and_confirming_clears_it(party):
    reminding.sweep(party.zone.pk)
    item = watch_line(party)
    assert (item.state, item.due_at, item.expected) == ("never", None, "核对党员信息")
    actions.confirm(
        branch_id=party.branch.pk, member_ids=[m.pk for m in party.members[1:]],
        remark="党员01 的学历写错了", by=party.secretary,
    )  # fmt: skip
    assert watch_line(party).closed_at is None, "one member is still unconfirmed"
    confirm(party)
    assert watch_line(party).closed_at is not None
    reminding.sweep(party.zone.pk)
    assert watch_line(party).closed_at is not None
    for days, state in ((80, "soon"), (91, "stale")):
        with clock.at(TODAY + timedelta(days=days)):
            assert reminding.sweep(party.zone.pk) == reminding.sweep(party.zone.pk)
            item = watch_line(party)
            assert (item.state, item.closed_at) == (state, None)
            assert clock.local(item.due_at).date() == TODAY.date() + timedelta(days=90)
    assert WorkItem.rows.filter(kind=reminding.KIND, object_id=party.branch.pk).count() == 1


def test_a_confirmation_needs_no_typing_and_goes_stale(party):
    made = confirm(party)
    assert (made.members, made.confirmed) == (10, 10)
    confirm(party)
    assert BranchConfirmation.rows.count() == 1
    line = line_of(party.admin, party.branch)
    assert (line.standing, line.oldest) == ("fresh", clock.today())
    with clock.at(TODAY + timedelta(days=80)):
        assert line_of(party.admin, party.branch).standing == "soon"
    with clock.at(TODAY + timedelta(days=91)):
        assert line_of(party.admin, party.branch).standing == "stale"
    assert AuditEntry.rows.filter(verb="members.confirm").exists()


def test_who_is_not_right_is_left_out_with_a_word_and_keeps_the_branch_from_being_fresh(party):
    wrong, *right = [m.pk for m in party.members]
    with pytest.raises(Refusal, match="党员01没有勾选"):
        confirm(party, member_ids=right)
    made = confirm(party, member_ids=[*right, 10**9], remark="党员01的岗位变了")
    assert made.confirmed == 9
    assert PartyMember.rows.get(pk=wrong).confirmed_on is None
    assert line_of(party.admin, party.branch).standing == "never"


def test_a_branch_fills_in_its_own_items_only(party):
    member = party.members[0]
    actions.complete(
        member_id=member.pk,
        education="30",
        mobile="13900001111",
        tags=["先锋岗"],
        by=party.secretary,
    )
    member.refresh_from_db()
    assert (member.education, member.mobile, member.tags) == ("30", "13900001111", ["先锋岗"])
    entry = AuditEntry.rows.filter(verb="members.complete").last()
    assert "13900001111" not in str(entry.changes)
    with pytest.raises(ValueError, match="category"):
        actions.complete(member_id=member.pk, category="formal", by=party.secretary)
    with pytest.raises(NotAllowed):
        actions.complete(member_id=member.pk, post="厂长", by=party.leader)


def test_the_pages_stay_within_scope(party):
    secretary = party.browser("secretary")
    own, other = party.branch.pk, party.other.pk
    assert secretary.get("/members/completeness/").url == f"/members/completeness/{own}/"
    assert secretary.get(f"/members/completeness/{other}/").status_code == 404
    assert secretary.post(f"/members/completeness/{other}/confirm/").status_code == 404
    page = secretary.get(f"/members/completeness/{own}/").content.decode()
    assert page.count('name="ids"') == 10
    ids = [m.pk for m in party.members]
    refused = secretary.post(f"/members/completeness/{own}/confirm/", {"ids": ids[1:]})
    assert refused.status_code == 422
    assert "没有勾选" in refused.content.decode()
    assert secretary.post(f"/members/completeness/{own}/confirm/", {"ids": ids}).status_code == 302
    assert PartyMember.rows.filter(confirmed_on=clock.today()).count() == 10
    leader = party.browser("leader")
    assert leader.post(f"/members/completeness/{own}/confirm/", {"ids": ids}).status_code == 403
    admin = party.browser("admin")
    assert admin.post("/members/completeness/")["Content-Type"].endswith("sheet")
    # somebody else's number is shown masked and kept when the field stays empty
    PartyMember.rows.filter(pk=ids[0]).update(mobile="13812345678")
    form = secretary.get(f"/members/{ids[0]}/complete/").content.decode()
    assert "13812345678" not in form
    secretary.post(f"/members/{ids[0]}/complete/", {"education": "20", "mobile": ""})
    assert PartyMember.rows.get(pk=ids[0]).mobile == "13812345678"
    bad = secretary.post(f"/members/{ids[0]}/complete/", {"mobile": "123"})
    assert bad.status_code == 422

"""Transfers: the way B.4 goes, both sides, the letter, and what is refused."""

from datetime import date, datetime

import pytest

from honglian.domains.members.models import MembershipPeriod, PartyMember, Transfer
from honglian.domains.members.transfers import actions, arriving, selectors
from honglian.domains.members.transfers.states import TRANSFER
from honglian.foundation.notify.api import InboxMessage
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import desk
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import make_party

REASON = "到西山食品公司工作"


def apply(party, **facts) -> Transfer:
    facts = {
        "member_id": party.members[0].pk, "to_branch_id": party.other.pk, "reason": REASON,
        "applied_on": date(2026, 11, 2), "by": party.secretary,
    } | facts  # fmt: skip
    return actions.apply(**facts)


def go(party, transfer, verb, day, who, **facts) -> Transfer:
    return actions.step(
        transfer_id=transfer.pk, verb=verb, on=date(2026, 11, day), by=party.actors[who], **facts
    )


def sent(party, **facts) -> Transfer:
    transfer = apply(party, **facts)
    go(party, transfer, "agree", 4, "secretary")
    return go(party, transfer, "issue", 6, "staff")


def accepted(party) -> Transfer:
    transfer = sent(party)
    go(party, transfer, "report", 10, "staff")
    go(party, transfer, "admit", 12, "staff")
    return go(party, transfer, "accept", 16, "neighbour")


def refused(words, act, *args, **facts):
    with pytest.raises(Refusal) as no:
        act(*args, **facts)
    assert words in no.value.message
    return no.value


def titles(actor) -> dict[str, str]:
    return {f"{i.title}·{i.kind.split('_')[-1]}": i.expected for i in desk(actor)}


def test_the_branch_changes_on_the_day_of_acceptance_and_not_before(party):
    transfer = sent(party)
    go(party, transfer, "report", 10, "staff")
    go(party, transfer, "admit", 12, "staff")
    member = PartyMember.rows.get(pk=party.members[0].pk)
    assert member.branch == party.branch
    go(party, transfer, "accept", 16, "neighbour")
    member.refresh_from_db()
    assert member.branch == party.other
    periods = list(MembershipPeriod.rows.filter(member=member).order_by("pk"))
    assert [(p.branch_id, p.starts_on, p.ends_on) for p in periods] == [
        (party.branch.pk, None, date(2026, 11, 16)),
        (party.other.pk, date(2026, 11, 16), None),
    ]


def test_a_transfer_is_accepted_once(party):
    transfer = accepted(party)
    no = refused("目前是“已接收”，不能“编入支部”", go, party, transfer, "accept", 17, "neighbour")
    assert "已经办完" in no.message
    assert MembershipPeriod.rows.filter(member=transfer.member).count() == 2


def test_days_run_in_order_and_not_ahead(party):
    transfer = apply(party)
    refused("2026-11-01 早于前面“申请”的 2026-11-02", go, party, transfer, "agree", 1, "secretary")
    refused("在今天（2026-11-25）之后", go, party, transfer, "agree", 26, "secretary")
    go(party, transfer, "agree", 4, "secretary")
    refused("早于前面“支部审核”的 2026-11-04", go, party, transfer, "issue", 3, "staff")
    refused(
        "早于前面“加入党组织”",
        apply,
        party,
        member_id=party.members[1].pk,
        applied_on=date(2015, 6, 30),
    )


def test_the_letter_has_a_number_a_committee_and_three_months(party):
    transfer = sent(party)
    assert transfer.letter_no == "组介〔2026〕1号"
    assert transfer.issuer == party.committee
    assert transfer.addressee == "高新区企业党委"
    assert transfer.valid_until == date(2027, 2, 4)
    second = apply(party, member_id=party.members[1].pk)
    go(party, second, "agree", 4, "secretary")
    no = refused("不能写 93 天", go, party, second, "issue", 6, "staff", valid_days=93)
    assert no.code == "TR-05"
    assert go(party, second, "issue", 6, "staff", valid_days=92).letter_no == "组介〔2026〕2号"


def test_a_branch_writes_no_letters(party):
    transfer = apply(party)
    go(party, transfer, "agree", 4, "secretary")
    with pytest.raises(NotAllowed):
        go(party, transfer, "issue", 6, "secretary")
    PartyOrg.rows.filter(pk=party.committee.pk).update(type="general_branch")
    no = refused(
        "没有审批预备党员的权限", go, party, transfer, "issue", 6, "staff",
        issuer_id=party.committee.pk,
    )  # fmt: skip
    assert no.code == "TR-02"
    assert (
        refused("没有可以开介绍信的党委", go, party, transfer, "issue", 6, "staff").code == "TR-02"
    )


def test_each_side_takes_its_own_steps(party):
    transfer = apply(party)
    with pytest.raises(Exception, match="No Transfer|404") as gone:
        actions.step(transfer_id=transfer.pk, verb="accept", by=make_party("xiangyang").admin)
    assert gone.type.__name__ == "Http404"
    with pytest.raises(NotAllowed, match="这一步由东风机电党支部"):
        go(party, transfer, "agree", 4, "neighbour")
    assert selectors.moves(party.neighbour, transfer) == []
    assert [m.verb for m in selectors.moves(party.secretary, transfer)] == ["agree", "reject"]
    sent_ = go(party, transfer, "agree", 4, "secretary")
    go(party, sent_, "issue", 6, "staff")
    go(party, sent_, "report", 10, "staff")
    go(party, sent_, "admit", 12, "staff")
    with pytest.raises(NotAllowed, match="这一步由西山食品党支部"):
        go(party, sent_, "accept", 16, "secretary")


def test_both_sides_have_it_on_their_desks_and_in_their_inbox(party):
    transfer = sent(party)
    name = f"组织关系转接：{party.members[0].name}"
    assert titles(party.secretary)[f"{name}·out"] == "跟踪报到（接收前仍由原支部管理）"
    assert titles(party.staff)[f"{name}·in"] == "登记报到"
    go(party, transfer, "report", 10, "staff")
    go(party, transfer, "admit", 12, "staff")
    assert titles(party.neighbour)[f"{name}·in"] == "编入支部"
    told = InboxMessage.objects.filter(user=party.users["neighbour"], topic="members.transfer")
    assert told.exists()
    go(party, transfer, "accept", 16, "neighbour")
    assert titles(party.secretary) == titles(party.neighbour) == {}
    assert InboxMessage.objects.filter(
        user=party.users["secretary"], title__contains="编入支部"
    ).exists()
    root = Transfer.rows.get(pk=transfer.pk).item
    assert WorkEvent.objects.filter(root=root).count() == 6


def test_the_time_of_a_review_runs_on_the_working_calendar(party):
    transfer = apply(party, applied_on=date(2026, 9, 29))
    # 国庆 is off until 7 October; 10 October is worked: five workdays after 29 September.
    due = clock.local(Transfer.rows.get(pk=transfer.pk).item.due_at)
    calendar_days = (due.date() - date(2026, 9, 29)).days
    assert calendar_days > 7
    go(party, transfer, "agree", 4, "secretary")
    go(party, transfer, "issue", 6, "staff")
    due = clock.local(Transfer.rows.get(pk=transfer.pk).item.due_at)
    assert due == datetime(2027, 2, 4, 18, tzinfo=clock.CHINA)


def test_a_letter_that_ran_out_is_written_anew(party):
    with clock.at(datetime(2026, 8, 3, 10, tzinfo=clock.CHINA)):
        transfer = apply(party, applied_on=date(2026, 8, 3))
        for verb, who, facts in (
            ("agree", "secretary", {}),
            ("issue", "staff", {"valid_days": 30}),
        ):
            actions.step(transfer_id=transfer.pk, verb=verb, by=party.actors[who], **facts)
    no = refused("已经过期，请退回重新开具", go, party, transfer, "report", 10, "staff")
    assert no.code == "TR-05"
    transfer.refresh_from_db()
    assert selectors.is_late(transfer)
    assert [m.verb for m in selectors.moves(party.secretary, transfer)] == ["recall", "expire"]
    go(party, transfer, "expire", 10, "secretary", reason="没有按时报到，已批评教育")
    transfer = go(party, transfer, "reissue", 11, "staff")
    assert (transfer.state, transfer.letter_no) == ("sent", "组介〔2026〕2号")
    go(party, transfer, "report", 12, "staff")


def test_a_letter_in_force_does_not_expire(party):
    transfer = sent(party)
    refused("还没有过期", go, party, transfer, "expire", 10, "secretary", reason="想过期")
    assert go(party, transfer, "recall", 10, "secretary", reason="不去了").state == "recalled"


def test_a_refusal_needs_its_reason(party):
    transfer = apply(party)
    assert (
        refused("必须写明理由", go, party, transfer, "reject", 4, "secretary", reason="不行").code
        == "TR-04"
    )
    done = go(party, transfer, "reject", 4, "secretary", reason="缺入党志愿书，请补齐")
    assert done.state == "rejected"
    assert apply(party).state == "out_branch"


def test_a_branch_does_not_refuse_in_the_committees_place(party):
    transfer = apply(party)
    go(party, transfer, "agree", 4, "secretary")
    with pytest.raises(NotAllowed):
        go(party, transfer, "reject", 5, "secretary", reason="我们又不同意了")
    transfer.refresh_from_db()
    assert selectors.moves(party.secretary, transfer) == []
    done = go(party, transfer, "reject", 5, "staff", reason="档案里缺转正材料，请补齐")
    assert done.state == "rejected"


def test_one_transfer_at_a_time(party):
    apply(party)
    assert refused("已有一件转接在办", apply, party).code == "transfer_going"


def test_the_branch_at_the_place_of_work_comes_first(party):
    facts = {"work_unit": "西山食品公司", "to_branch_id": None, "to_name": ""}
    third = PartyOrg.rows.create(
        zone=party.zone, code="D9", name="东坡社区党支部", type="branch", parent=party.committee
    )
    facts["to_branch_id"] = third.pk
    no = refused("工作单位已有党组织“西山食品党支部”", apply, party, **facts)
    assert no.code == "TR-06"
    found = apply(party, **facts, excuse="借调一年，组织关系放在社区")
    assert found.findings[0]["rule"] == "TR-06"


def test_targets_keep_members_and_are_elsewhere(party):
    functional = PartyOrg.rows.create(
        zone=party.zone, code="D8", name="食品产业园党支部", type="functional_branch",
        is_functional=True,
    )  # fmt: skip
    refused("组织关系不转到那里", apply, party, to_branch_id=functional.pk)
    refused("不用转接", apply, party, to_branch_id=party.branch.pk)
    refused("二者填一", apply, party, to_branch_id=None)
    refused("二者填一", apply, party, to_name="武汉市某支部")


def test_a_member_moved_otherwise_is_noticed(party):
    transfer = sent(party)
    PartyMember.rows.filter(pk=party.members[0].pk).update(branch=party.other)
    assert refused("仍由原支部管理", go, party, transfer, "report", 10, "staff").code == "TR-03"


def test_out_of_the_zone_ends_with_the_receipt(party):
    transfer = sent(party, to_branch_id=None, to_name="武汉市某街道某社区党支部")
    assert transfer.addressee == "武汉市某街道某社区党支部"
    refused("这一步由对方办理", go, party, transfer, "report", 9, "staff")
    refused("请填写对方党组织回执", go, party, transfer, "confirm", 12, "secretary")
    go(party, transfer, "confirm", 12, "secretary", receipt_no="武洪组收〔2026〕88号")
    member = PartyMember.rows.get(pk=party.members[0].pk)
    assert (member.standing, member.branch) == ("transferred", party.branch)
    refused("不能转接组织关系", apply, party)


PERSON = {
    "name": "甘愿", "id_no": "421200199003071236", "gender": "1", "ethnicity": "01",
    "birth_date": date(1990, 3, 7), "category": "formal", "joined_on": date(2015, 6, 20),
    "full_on": date(2016, 6, 20), "from_name": "武汉市某公司党支部", "letter_no": "武组介〔2026〕7号",
    "issued_on": date(2026, 10, 12), "valid_days": 90, "received_on": date(2026, 11, 3),
}  # fmt: skip


def arrive(party, **facts) -> Transfer:
    return arriving.arrive(to_branch_id=party.branch.pk, by=party.staff, **(PERSON | facts))


def test_somebody_from_outside_is_on_the_roster_once_accepted(party):
    transfer = arrive(party)
    assert not PartyMember.rows.filter(name="甘愿").exists()
    go(party, transfer, "admit", 5, "staff")
    go(party, transfer, "accept", 9, "secretary")
    member = PartyMember.rows.get(name="甘愿")
    assert (member.branch, member.id_no) == (party.branch, PERSON["id_no"])
    assert MembershipPeriod.rows.get(member=member).starts_on == date(2026, 11, 9)
    refused("已在东风机电党支部", arrive, party)


WRONG = {
    "check digit": ({"id_no": "421200199003071235"}, "校验位不对"),
    "sex": ({"gender": "2"}, "性别"),
    "birth": ({"birth_date": date(1991, 3, 7)}, "1990-03-07"),
    "minor": ({"joined_on": date(2008, 3, 6)}, "未满 18 周岁"),
    "order": ({"full_on": date(2014, 6, 20)}, "早于加入党组织日期"),
    "no full day": ({"full_on": None}, "正式党员要填转正日期"),
    "letter late": ({"valid_days": 10}, "已经过期"),
    "before letter": ({"received_on": date(2026, 10, 1)}, "早于前面“开出介绍信”"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_an_arrival_is_said(party, case):
    facts, words = WRONG[case]
    refused(words, arrive, party, **facts)
    assert not Transfer.rows.exists()


def test_a_former_member_comes_back_to_the_same_row(party):
    transfer = arrive(party)
    go(party, transfer, "admit", 5, "staff")
    go(party, transfer, "accept", 9, "secretary")
    member = PartyMember.rows.get(name="甘愿")
    member.standing = "transferred"
    member.save()
    again = arrive(party, received_on=date(2026, 11, 20))
    go(party, again, "admit", 24, "staff")
    go(party, again, "accept", 25, "secretary")
    member.refresh_from_db()
    assert (member.standing, PartyMember.rows.filter(name="甘愿").count()) == ("normal", 1)


def test_the_table_is_the_handbooks():
    way = ["submit", "agree", "issue", "report", "admit", "accept"]
    state = TRANSFER.initial
    for verb in way:
        state = TRANSFER.apply(state, verb)
    assert state == "completed"


def test_pages_of_a_transfer(party):
    browser = party.browser("secretary")
    url = f"/members/{party.members[0].pk}/transfer/"
    form = {"to_branch": party.other.pk, "reason": REASON, "applied_on": "2026-11-02"}
    assert "西山食品党支部" in browser.get(url).content.decode()
    answer = browser.post(url, form)
    page = browser.get(answer.url).content.decode()
    assert "支部同意转出" in page
    assert "仍由东风机电党支部管理" in page
    early = browser.post(f"{answer.url}agree/", {"on": "2026-11-01"})
    assert early.status_code == 422
    assert "早于前面“申请”" in early.content.decode()
    assert browser.post(f"{answer.url}agree/", {"on": "2026-11-04"}).status_code == 302
    assert browser.get(f"{answer.url}issue/").status_code == 403
    staff = party.browser("staff")
    asked = {"on": "2026-11-06", "issuer_id": party.committee.pk, "valid_days": 90}
    assert staff.post(f"{answer.url}issue/", asked).status_code == 302
    assert "组介〔2026〕1号" in browser.get("/transfers/").content.decode()


def test_the_letter_is_masked_until_it_is_printed(party):
    transfer = sent(party)
    number, url = party.members[0].id_no, f"/transfers/{transfer.pk}/letter/"
    browser, staff = party.browser("secretary"), party.browser("staff")
    seen = browser.get(url).content.decode()
    assert "中国共产党党员组织关系介绍信" in seen
    assert number not in seen
    assert browser.post(url).status_code == 403
    printed = staff.post(url)
    assert number in printed.content.decode()
    assert "no-store" in printed["Cache-Control"]


def test_a_letter_from_outside_by_the_form(party):
    form = PERSON | {"to_branch": party.branch.pk}
    staff = party.browser("staff")
    assert staff.get("/transfers/arrive/").status_code == 200
    assert staff.post("/transfers/arrive/", form).status_code == 302
    assert staff.post("/transfers/arrive/", form | {"id_no": "1"}).status_code == 422
    assert party.browser("secretary").get("/transfers/arrive/").status_code == 403

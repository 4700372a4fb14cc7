"""Standing: no step before its day, none left out, and nobody but people decides."""

from datetime import date, datetime

import pytest

from honglian.domains.members.models import MembershipPeriod, PartyMember, StandingMatter
from honglian.domains.members.placing import COUNTED
from honglian.domains.members.rules.standing import STEPS
from honglian.domains.members.standing import actions
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal


def member(party, n=0) -> PartyMember:
    return PartyMember.rows.get(pk=party.members[n].pk)


def open_matter(party, kind, **facts) -> StandingMatter:
    facts = {"reason": "经多次教育没有改进", "by": party.secretary} | facts
    return actions.open_matter(member_id=party.members[0].pk, kind=kind, **facts)


def decide(party, matter, who="staff", **facts) -> StandingMatter:
    facts = {"agreed": True, "body": "高新区企业党委", "by": party.actors[who]} | facts
    return actions.decide(matter_id=matter.pk, **facts)


def steps(party, matter, names=STEPS, day=10) -> None:
    for n, name in enumerate(names):
        actions.add_step(
            matter_id=matter.pk, name=name, body="东风机电党支部", on=date(2026, 11, day + n),
            by=party.secretary,
        )  # fmt: skip


def refused(words, act, *args, **facts):
    with pytest.raises(Refusal) as no:
        act(*args, **facts)
    assert words in no.value.message
    return no.value


def lost(party, day=date(2026, 5, 25)) -> None:
    actions.mark_lost(
        member_id=party.members[0].pk, lost_on=day, text="电话停机，已问家人", by=party.secretary
    )


def suspended(party) -> StandingMatter:
    lost(party)
    matter = open_matter(party, "suspend", searched="走访原住址、联系家属，无下落")
    return decide(party, matter, "secretary", body="东风机电党支部")


def test_lost_contact_is_a_watch_and_not_yet_a_change_of_count(party):
    lost(party)
    found = member(party)
    assert (found.standing, found.is_lost, found.lost_on) == ("lost_watch", True, date(2026, 5, 25))
    assert found.standing in COUNTED
    actions.mark_found(member_id=found.pk, text="换了号码", by=party.secretary)
    assert (member(party).standing, member(party).lost_on) == ("normal", None)


def test_lost_is_not_before_joining_nor_ahead(party):
    refused("早于前面“加入党组织”", lost, party, date(2015, 1, 1))
    refused("之后", lost, party, date(2026, 11, 26))


def test_suspension_needs_six_months_and_a_search(party):
    no = refused("没有登记失联日期", open_matter, party, "suspend", searched="找过")
    assert no.code == "MB-01"
    lost(party, date(2026, 5, 26))
    no = refused("最早 2026-11-26", open_matter, party, "suspend", searched="找过")
    assert no.source.endswith("第二十四条")
    lost(party, date(2026, 5, 25))
    refused("查找的方式和结果", open_matter, party, "suspend")
    suspended(party)
    assert member(party).standing == "suspended"


def test_after_two_years_and_not_a_day_sooner(party):
    suspended(party)
    period = MembershipPeriod.rows.get(member=member(party), standing="suspended")
    assert period.starts_on == date(2026, 11, 25)
    no = refused("最早 2028-11-25", open_matter, party, "remove_lost")
    assert no.code == "MB-02"
    with clock.at(datetime(2028, 11, 25, 10, tzinfo=clock.CHINA)):
        matter = open_matter(party, "remove_lost")
        decide(party, matter, paper_no="企党〔2028〕9号")
    assert member(party).standing == "removed"
    no = refused("党籍不能恢复", open_matter, party, "restore")
    assert no.code == "MB-03"


def test_a_suspended_membership_is_restored(party):
    suspended(party)
    decide(party, open_matter(party, "restore", reason="本人已联系上，说明了情况"))
    assert (member(party).standing, member(party).is_lost) == ("restored", False)


def test_the_committee_decides_and_not_the_branch(party):
    suspended(party)
    matter = open_matter(party, "restore", reason="本人已联系上")
    with pytest.raises(NotAllowed, match="支部不能自己批自己"):
        decide(party, matter, "secretary")


def test_a_disposal_goes_through_all_its_steps_in_order(party):
    matter = open_matter(party, "rectify", opened_on=date(2026, 11, 1))
    refused("请先登记“支部研究”", steps, party, matter, ("调查核实",))
    no = refused("程序还缺：支部研究", decide, party, matter, ends_on=date(2027, 5, 25))
    assert no.code == "MB-06"
    steps(party, matter, STEPS[:2])
    refused("已经登记过", steps, party, matter, STEPS[:1])
    refused("早于前面“党委事前备案”", steps, party, matter, STEPS[2:3], day=9)
    steps(party, matter, STEPS[2:], day=15)
    assert desk(party.secretary).get().expected == "登记决定"
    assert refused("最长一年", decide, party, matter, ends_on=date(2027, 11, 26)).code == "MB-04"
    refused("截止日期", decide, party, matter)
    matter = decide(party, matter, ends_on=date(2027, 5, 25), paper_no="企党〔2026〕31号")
    assert (matter.state, member(party).standing) == ("mending", "rectifying")
    assert member(party).standing in COUNTED


def mending(party) -> StandingMatter:
    matter = open_matter(party, "rectify", opened_on=date(2026, 11, 1))
    steps(party, matter)
    return decide(party, matter, ends_on=date(2027, 5, 25))


def test_the_time_to_mend_ends_with_an_appraisal(party):
    matter = mending(party)
    assert clock.local(desk(party.secretary).get().due_at).date() == date(2027, 5, 25)
    refused(
        "评议的情况", actions.finish, matter_id=matter.pk, mended=True, text="", by=party.secretary
    )
    actions.finish(matter_id=matter.pk, mended=True, text="按期参加组织生活", by=party.secretary)
    assert member(party).standing == "normal"
    assert not desk(party.secretary).exists()


def test_who_did_not_mend_stays_until_another_disposal(party):
    matter = mending(party)
    actions.finish(matter_id=matter.pk, mended=False, text="没有改进", by=party.secretary)
    assert member(party).standing == "rectifying"
    assert open_matter(party, "persuade").state == "going"


def test_nobody_is_punished_twice_for_one_thing(party):
    no = refused("不再作组织处置", open_matter, party, "remove", disciplined=True)
    assert no.code == "MB-07"


def test_one_matter_at_a_time_and_it_may_be_given_up(party):
    matter = open_matter(party, "quit")
    refused("已有一件“退党”在办", open_matter, party, "death")
    actions.withdraw(matter_id=matter.pk, reason="本人收回", by=party.secretary)
    decide(party, open_matter(party, "death", reason="因病去世，家属告知"), "secretary")
    assert member(party).standing == "deceased"


def test_a_refused_matter_changes_nothing(party):
    matter = decide(party, open_matter(party, "quit"), agreed=False)
    assert (matter.state, member(party).standing) == ("refused", "normal")
    refused("已经办完", decide, party, matter)


def test_the_decision_is_not_before_the_matter(party):
    matter = open_matter(party, "quit", opened_on=date(2026, 11, 20))
    refused("“决定”的日期 2026-11-19 早于前面“提出”", decide, party, matter, on=date(2026, 11, 19))


def test_pages_of_standing(party):
    browser, pk = party.browser("secretary"), party.members[0].pk
    lost_form = {"lost_on": "2026-05-25", "text": "电话停机"}
    assert browser.post(f"/members/{pk}/lost/", lost_form).status_code == 302
    form = {"kind": "suspend", "reason": "失联半年以上", "opened_on": "2026-11-25"}
    answer = browser.post(f"/members/{pk}/standing/", form)
    assert answer.status_code == 422
    assert "MB-01" in answer.content.decode()
    answer = browser.post(f"/members/{pk}/standing/", form | {"searched": "走访过"})
    page = browser.get(answer.url).content.decode()
    assert "第二十四条" in page
    matter = StandingMatter.rows.get()
    turn = f"/standing/{matter.pk}/decide/"
    decided = {"agreed": "1", "body": "支部大会", "on": "2026-11-25"}
    assert browser.post(turn, decided).status_code == 302
    assert "已停止党籍" in browser.get("/standing/").content.decode()
    assert party.browser("neighbour").get(answer.url).status_code == 404
    assert party.browser("leader").get(turn).status_code == 403
    assert party.browser("leader").get(answer.url).status_code == 200

"""A list of the national system against ours: what differs is found, and nothing happens by itself."""

from datetime import date, timedelta

import pytest
from django.forms import model_to_dict

from honglian.domains.members.comparison import actions
from honglian.domains.members.comparison.applying import apply
from honglian.domains.members.comparison.models import Comparison, Difference
from honglian.domains.members.models import PartyMember
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.sheets import actions as ledgers
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import Party, add_org

from .lists import OFFICIAL, POLITICAL, SYNONYMS, NationalList, number, people, row_of

Kind = Difference.Kind


@pytest.fixture
def ours(party: Party) -> list[PartyMember]:
    """Sixty members in two branches, apart from the party's own ten, who go."""
    party.members[0].zone.pk  # noqa: B018
    PartyMember.rows.filter(zone=party.zone).update(standing="transferred")
    return people([party.branch, party.other], 60)


def hold(party: Party, content: bytes, name: str = "全国系统名单.xlsx", **more) -> Comparison:
    more = {"taken_on": clock.today(), "by": party.admin} | more
    return actions.open_comparison(file_name=name, content=content, **more)


def found(comparison: Comparison) -> set[tuple[str, str, str]]:
    rows = Difference.rows.filter(comparison=comparison)
    return {(d.kind, d.name, d.field) for d in rows}


def decide(party: Party, comparison: Comparison, decision: str, **which) -> int:
    ids = list(Difference.rows.filter(comparison=comparison, **which).values_list("pk", flat=True))
    return actions.decide(comparison_id=comparison.pk, ids=ids, decision=decision, by=party.admin)


def everything(party: Party) -> list[dict]:
    rows = PartyMember.rows.filter(zone=party.zone).order_by("pk")
    return [model_to_dict(m) for m in rows]


def plant(listed: NationalList, ours: list[PartyMember]) -> set[tuple[str, str, str]]:
    """Forty differences: six new people, five gone, twenty-nine fields of twenty-six members."""
    planted: set[tuple[str, str, str]] = set()
    for place in range(6):
        born = date(1999, 3, 1) + timedelta(days=place)
        row = row_of(ours[0]) | {
            "name": f"新来{place}", "id_no": number(born, 901), "gender": "男",
            "birth_date": f"{born:%Y-%m-%d}", "joined_on": "2024-07-01", "full_on": "2025-07-01",
        }  # fmt: skip
        listed.rows.insert(place * 9, row)
        planted.add((Kind.NEW, row["name"], ""))
    for member in ours[10:15]:
        listed.drop(member)
        planted.add((Kind.GONE, member.name, ""))
    changes = [
        ("education", "博士"), ("mobile", "13700001111"), ("address", "东津大道9号"),
        ("joined_on", "2001-01-02"), ("full_on", "2019-03-04"), ("occupation", "学生"),
        ("ethnicity", "满族"), ("name", "改名的人"),
    ]  # fmt: skip
    for place in range(24):
        name, value = changes[place % len(changes)]
        member = ours[20 + place]
        if name == "joined_on":
            value = f"{member.joined_on + timedelta(days=30):%Y-%m-%d}"
        if name == "full_on":
            value = f"{member.full_on + timedelta(days=40):%Y-%m-%d}"
        listed.row(member)[name] = value
        planted.add((Kind.DIFFERS, member.name, name))
    one, two = ours[50], ours[51]
    listed.row(one).update(branch="西山食品党支部", mobile="13700002222", address="新址1号")
    planted |= {(Kind.DIFFERS, one.name, f) for f in ("branch_id", "mobile", "address")}
    row = listed.row(two)
    row.update(id_no=number(two.birth_date, int(two.id_no[14:17]) + 2), education="硕士研究生")
    planted |= {(Kind.DIFFERS, two.name, f) for f in ("id_no", "education")}
    return planted


SHAPES = {
    "xlsx": lambda x: x.xlsx(),
    "xlsx with a title, shuffled": lambda x: x.xlsx(shuffled=True, title="党员信息导出表"),
    "csv of other headers": lambda x: x.csv(SYNONYMS, shuffled=True),
    "csv in GBK": lambda x: x.csv(encoding="gb18030"),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_exactly_the_forty_planted_differences_among_1294_are_found(party, shape):
    PartyMember.rows.filter(zone=party.zone).update(standing="transferred")
    ours = people([party.branch, party.other], 1294)
    listed = NationalList.of(ours)
    planted = plant(listed, ours)
    assert len(planted) == 40
    before = everything(party)
    comparison = hold(party, SHAPES[shape](listed))
    assert found(comparison) == planted
    assert Difference.rows.filter(comparison=comparison).count() == 40
    assert comparison.counts == {
        "rows": 1295, "same": 1294 - 5 - 26, "new": 6, "gone": 5, "differs": 29, "check": 0,
        "members_differ": 26, "blank_category": 0,
    }  # fmt: skip
    assert everything(party) == before


def test_the_same_list_again_gives_the_same_comparison_and_ours_gives_nothing(party, ours):
    content = NationalList.of(ours).xlsx()
    first = hold(party, content)
    assert found(first) == set()
    assert first.counts["same"] == 60
    assert hold(party, content).pk == first.pk


def test_a_blank_political_status_says_nothing_and_never_makes_a_full_member(party, ours):
    PartyMember.rows.filter(pk=ours[0].pk).update(category="probationary", full_on=None)
    listed = NationalList.of(ours)
    for member in ours[:3]:
        listed.row(member)["category"] = ""
    listed.row(ours[0])["full_on"] = ""
    stranger = row_of(ours[5]) | {"name": "没有面貌", "id_no": number(date(1980, 1, 1), 903)}
    listed.rows.append(stranger | {"category": "", "birth_date": "1980-01-01", "gender": "男"})
    comparison = hold(party, listed.csv(POLITICAL))
    assert found(comparison) == {(Kind.NEW, "没有面貌", "")}
    assert comparison.counts["blank_category"] == 3
    new = Difference.rows.get(comparison=comparison)
    assert "人员类别" in new.note
    assert decide(party, comparison, "theirs") == 0
    apply(comparison_id=comparison.pk, by=party.admin)
    assert PartyMember.rows.get(pk=ours[0].pk).category == "probationary"
    assert not PartyMember.rows.filter(name="没有面貌").exists()


def test_political_status_of_the_standard_is_understood_and_other_parties_are_not(party, ours):
    listed = NationalList.of(ours)
    for row in listed.rows:
        row["category"] = "中共党员"
    listed.row(ours[1])["category"] = "群众"
    comparison = hold(party, listed.csv(POLITICAL))
    assert found(comparison) == {(Kind.CHECK, ours[1].name, "")}
    assert "群众" in Difference.rows.get(comparison=comparison).note


def test_a_list_that_would_drop_300_members_is_refused_with_the_counts(party):
    PartyMember.rows.filter(zone=party.zone).update(standing="transferred")
    ours = people([party.branch, party.other], 1294)
    with pytest.raises(Refusal) as no:
        hold(party, NationalList.of(ours[300:]).xlsx())
    for words in ("1,294", "994", "300 名", "23.2%", "64 名", "东风机电党支部 150 名"):
        assert words in no.value.message
    assert not Comparison.rows.exists()
    assert PartyMember.rows.filter(standing="normal").count() == 1294


def test_a_list_of_a_part_is_compared_with_that_part_only(party, ours):
    mine = [m for m in ours if m.branch_id == party.branch.pk]
    with pytest.raises(Refusal):
        hold(party, NationalList.of(mine).xlsx())
    comparison = hold(party, NationalList.of(mine[1:]).xlsx(), scope_org_id=party.branch.pk)
    assert found(comparison) == {(Kind.GONE, mine[0].name, "")}


def test_numbers_against_sex_or_birth_and_doubled_people_are_named_and_change_nothing(party, ours):
    listed = NationalList.of(ours)
    wrong_sex, wrong_day, doubled, bad_number = ours[:4]
    row = listed.row(wrong_sex)
    row["gender"] = "女" if row["gender"] == "男" else "男"
    listed.row(wrong_day)["birth_date"] = "1990-01-01"
    listed.rows.append(listed.row(doubled) | {"branch": party.other.name, "mobile": "13700000000"})
    listed.row(bad_number)["id_no"] = "420602199001010000"
    comparison = hold(party, listed.csv())
    notes = {}
    for d in Difference.rows.filter(comparison=comparison):
        assert d.kind == Kind.CHECK
        notes.setdefault(d.name, "")
        notes[d.name] += d.note
    assert notes.keys() == {m.name for m in ours[:4]}
    assert "与身份号码" in notes[wrong_sex.name]
    assert "1990-01-01" in notes[wrong_day.name]
    assert "只编入一个支部" in notes[doubled.name]
    assert party.other.name in notes[doubled.name]
    assert "公民身份号码" in notes[bad_number.name]
    assert decide(party, comparison, "theirs") == 0


def test_each_field_goes_its_own_way_and_the_batch_can_be_taken_back(party, ours):
    member, other, gone, renumbered = ours[0], ours[2], ours[4], ours[6]
    listed = NationalList.of(ours)
    listed.row(member).update(mobile="13711112222", education="博士")
    listed.row(other)["branch"] = party.other.name
    listed.drop(gone)
    new_number = number(renumbered.birth_date, int(renumbered.id_no[14:17]) + 2)
    listed.row(renumbered)["id_no"] = new_number
    fresh = row_of(ours[8]) | {
        "name": "新来的人", "id_no": number(date(1999, 3, 1), 901), "gender": "男",
        "birth_date": "1999-03-01", "joined_on": "2024-07-01", "full_on": "2025-07-01",
    }  # fmt: skip
    listed.rows.append(fresh)
    before = everything(party)
    comparison = hold(party, listed.xlsx())
    decide(party, comparison, "theirs", field__in=["education", "branch_id", "id_no"])
    decide(party, comparison, "ours", field="mobile")
    decide(party, comparison, "theirs", kind=Kind.NEW)
    done = apply(comparison_id=comparison.pk, by=party.admin)
    assert (done.changed, done.added, done.asked, done.held_back) == (3, 1, 1, [])
    member.refresh_from_db()
    assert (member.education, member.mobile) == ("11", ours[0].mobile)
    assert PartyMember.rows.get(pk=other.pk).branch_id == party.other.pk
    assert PartyMember.rows.get(pk=renumbered.pk).id_no == new_number
    assert PartyMember.rows.get(name="新来的人").category == "formal"
    assert PartyMember.rows.get(pk=gone.pk).standing == "normal"
    assert AuditEntry.rows.filter(verb="members.compare_apply").count() == 1

    again = apply(comparison_id=comparison.pk, by=party.admin)
    assert again.sentence == "没有新的裁定要执行。"
    assert WorkItem.rows.filter(kind="members.absent").count() == 1

    ledgers.undo(batch_id=done.batch.pk, by=party.admin)
    assert everything(party) == before


def test_what_was_changed_since_is_left_alone_and_named(party, ours):
    listed = NationalList.of(ours)
    listed.row(ours[0])["mobile"] = "13711112222"
    comparison = hold(party, listed.csv())
    PartyMember.rows.filter(pk=ours[0].pk).update(mobile="13799998888")
    decide(party, comparison, "theirs")
    done = apply(comparison_id=comparison.pk, by=party.admin)
    assert done.changed == 0
    assert "又改过" in done.held_back[0].note
    assert PartyMember.rows.get(pk=ours[0].pk).mobile == "13799998888"


def test_what_the_ledger_would_refuse_is_held_back_with_its_sentence(party, ours):
    listed = NationalList.of(ours)
    listed.row(ours[0])["joined_on"] = f"{ours[0].birth_date.year + 12}-07-01"
    listed.row(ours[1])["mobile"] = "13711112222"
    comparison = hold(party, listed.csv())
    decide(party, comparison, "theirs")
    done = apply(comparison_id=comparison.pk, by=party.admin)
    assert done.changed == 1
    assert "未满 18 周岁" in done.held_back[0].note


def test_a_missing_member_becomes_a_question_that_the_branch_answers(party, ours):
    gone = next(m for m in ours if m.branch_id == party.branch.pk)
    listed = NationalList.of(ours)
    listed.drop(gone)
    comparison = hold(party, listed.csv())
    with pytest.raises(Refusal, match="还没有交支部核实"):
        actions.close(comparison_id=comparison.pk, verb="finish", by=party.admin)
    apply(comparison_id=comparison.pk, by=party.admin)
    item = WorkItem.rows.get(kind="members.absent")
    assert item.holder_user_id == party.users["secretary"].pk
    row = Difference.objects.visible_to(party.secretary).get()
    assert not Difference.objects.visible_to(party.neighbour).exists()
    with pytest.raises(Refusal, match="写明情况"):
        actions.answer(difference_id=row.pk, answer="other", text="", by=party.secretary)
    for _ in range(2):
        actions.answer(difference_id=row.pk, answer="moved", text="去了武汉", by=party.secretary)
    item.refresh_from_db()
    assert item.closed_at is not None
    assert PartyMember.rows.get(pk=gone.pk).standing == "normal"
    actions.close(comparison_id=comparison.pk, verb="finish", by=party.admin)
    assert AuditEntry.rows.filter(verb="members.absent_answer").count() == 1


def test_a_standing_of_the_list_is_asked_not_taken(party, ours):
    listed = NationalList.of(ours)
    table = listed.table((*OFFICIAL, "党籍状态"))
    for row in table[1:]:
        row.append("死亡" if row[0] == ours[0].name else "正常")
    from tests.foundation.sheets.files import csv_bytes

    comparison = hold(party, csv_bytes(table))
    assert found(comparison) == {(Kind.DIFFERS, ours[0].name, "standing")}
    assert decide(party, comparison, "theirs") == 0
    assert decide(party, comparison, "ask") == 1
    assert apply(comparison_id=comparison.pk, by=party.admin).asked == 1
    assert PartyMember.rows.get(pk=ours[0].pk).standing == "normal"


def test_who_has_left_with_us_but_is_on_the_list_is_named(party, ours):
    listed = NationalList.of(ours)
    PartyMember.rows.filter(pk=ours[0].pk).update(standing="deceased")
    comparison = hold(party, listed.csv())
    row = Difference.rows.get(comparison=comparison)
    assert (row.kind, row.member_id) == (Kind.CHECK, ours[0].pk)
    assert "死亡" in row.note


def test_masked_numbers_match_nobody_and_are_refused(party, ours):
    listed = NationalList.of(ours)
    for row in listed.rows:
        row["id_no"] = row["id_no"][:3] + "*" * 11 + row["id_no"][14:]
    with pytest.raises(Refusal, match="没有遮盖"):
        hold(party, listed.csv())


def test_only_the_office_compares(party, ours):
    content = NationalList.of(ours).csv()
    for actor in (party.secretary, party.staff, party.leader):
        with pytest.raises(NotAllowed):
            hold(party, content, by=actor)


def test_a_new_branch_name_is_asked_for_not_invented(party, ours):
    add_org(party.zone, "D9", "西山食品党支部二", "branch", party.committee)
    listed = NationalList.of(ours)
    listed.row(ours[0])["branch"] = "没有的党支部"
    comparison = hold(party, listed.csv())
    row = Difference.rows.get(comparison=comparison)
    assert row.kind == Kind.CHECK
    assert "没有找到党组织" in row.note

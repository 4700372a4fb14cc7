"""As of a date: reorganised in June, March's tree, posts, members and counts come back unchanged."""

from datetime import date, datetime

import pytest

from honglian.domains.members import placing
from honglian.domains.members.models import MembershipPeriod, PartyMember
from honglian.foundation.orgs.api import OrgPeriod, PartyOrg, orgs_as_of
from honglian.kit import clock
from honglian.kit.errors import Refusal
from tests.domains.party import add_member, add_org

MARCH, JUNE, TODAY = date(2026, 3, 15), date(2026, 6, 10), date(2026, 11, 25)


def picture(party, day):
    """Everything the tree of a day is drawn from."""
    orgs = [(o.code, o.name, o.parent_id, o.status) for o in orgs_as_of(party.zone.pk, day)]
    return orgs, placing.sizes_on(party.zone.pk, day)


def reorganise(party, day):
    """The second branch moves under a new general branch, is renamed, and takes two members over."""
    general = PartyOrg(
        zone=party.zone, code="D9", name="东片党总支", type="general_branch",
        parent=party.committee, founded_on=day,
    )  # fmt: skip
    general.save(since=day)
    party.other.parent, party.other.name = general, "西山食品集团党支部"
    party.other.save(since=day)
    for member in party.members[:2]:
        placing.move(member, to=party.other, on=day)
    placing.stand(party.members[2], "transferred", on=day)


def test_march_comes_back_unchanged_after_june(party):
    before = picture(party, MARCH)
    reorganise(party, JUNE)
    assert picture(party, MARCH) == before
    assert picture(party, date(2026, 6, 9)) == before
    orgs, sizes = picture(party, JUNE)
    assert ("D3", "西山食品集团党支部", PartyOrg.rows.get(code="D9").pk, "active") in orgs
    assert sizes == {party.branch.pk: (6, 7), party.other.pk: (2, 2)}
    assert picture(party, TODAY) == picture(party, JUNE)


def test_who_is_full_follows_from_the_members_own_dates(party):
    late = add_member(party.branch, 30, joined_on=date(2025, 4, 1), full_on=date(2026, 4, 1))
    sizes = [placing.sizes_on(party.zone.pk, d)[party.branch.pk] for d in (MARCH, date(2026, 4, 1))]
    assert sizes == [(9, 11), (10, 11)]
    assert placing.sizes_on(party.zone.pk, date(2025, 3, 31))[party.branch.pk] == (9, 9)
    assert late.periods.count() == 1


def test_a_second_change_of_one_day_leaves_one_period_and_going_back_leaves_none(party):
    member = party.members[0]
    third = add_org(party.zone, "D4", "第三党支部", "branch", party.committee)
    placing.move(member, to=party.other, on=JUNE)
    placing.move(member, to=third, on=JUNE)
    assert [p.branch_id for p in member.periods.all()] == [party.branch.pk, third.pk]
    placing.move(member, to=party.branch, on=JUNE)
    [only] = member.periods.all()
    assert (only.branch_id, only.ends_on) == (party.branch.pk, None)


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("temporary_branch", JUNE, "组织关系不转到那里"),
        ("functional_branch", JUNE, "组织关系不转到那里"),
        ("committee", JUNE, "组织关系不转到那里"),
        ("branch", date(2026, 11, 26), "今天之后"),
    ],
)
def test_a_member_has_one_home_and_only_branches_keep_members(party, kind, day, words):
    target = add_org(party.zone, "T1", "目标组织", kind, party.committee)
    with pytest.raises(Refusal, match=words):
        placing.move(party.members[0], to=target, on=day)
    kept = PartyMember.rows.get(pk=party.members[0].pk)
    assert kept.branch == party.branch or kind == "branch"


def test_days_out_of_order_and_the_same_branch_are_refused(party):
    member = party.members[0]
    with pytest.raises(Refusal, match="已经在东风机电党支部"):
        placing.move(member, to=party.branch, on=JUNE)
    placing.move(member, to=party.other, on=JUNE)
    with pytest.raises(Refusal, match="2026-06-10 起的变动登记"):
        placing.move(member, to=party.branch, on=MARCH)
    party.other.name = "改名"
    party.other.save(since=JUNE)
    party.other.name = "再改名"
    with pytest.raises(Refusal, match="生效日期不能早于它"):
        party.other.save(since=MARCH)


def test_an_organisation_founded_later_is_not_there_before(party):
    add_org(party.zone, "N1", "新党支部", "branch", party.committee, founded_on=JUNE)
    codes = {d: [o.code for o in orgs_as_of(party.zone.pk, d)] for d in (MARCH, JUNE)}
    assert "N1" not in codes[MARCH]
    assert "N1" in codes[JUNE]


def test_an_import_writes_periods_and_its_undoing_takes_them_back(db):
    from honglian.foundation.sheets import actions as sheets
    from honglian.foundation.sheets.api import import_file
    from honglian.kit.actor import Actor
    from tests.foundation.places import make_zone
    from tests.foundation.sheets.files import csv_bytes

    by = Actor.system(make_zone().pk, channel="cli")
    heads = ("党组织名称", "党组织编码", "组织类别", "上级党组织", "书记")

    def bring(*rows):
        return import_file(
            by=by, ledger_code="orgs", source=csv_bytes([heads, *rows]), name="台账.csv"
        )

    with clock.at(datetime(2026, 3, 1, 9, tzinfo=clock.CHINA)):
        bring(("甲党委", "A", "党委", "", "江承志"), ("乙支部", "B", "党支部", "甲党委", ""))
    before = orgs_as_of(by.zone_id, MARCH)
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=clock.CHINA)):
        batch = bring(
            ("丙总支", "C", "党总支", "甲党委", ""), ("乙支部", "B", "党支部", "丙总支", "")
        ).batch
    assert orgs_as_of(by.zone_id, MARCH) == before
    assert OrgPeriod.rows.filter(org__code="B").count() == 2
    with clock.at(datetime(2026, 6, 10, 15, tzinfo=clock.CHINA)):
        sheets.undo(batch_id=batch.pk, by=by)
    assert OrgPeriod.rows.filter(org__code="B").count() == 1
    assert [o.code for o in orgs_as_of(by.zone_id, JUNE)] == ["A", "B"]


def test_members_brought_in_by_a_file_get_their_periods(party):
    extra = add_member(party.branch, 40)
    MembershipPeriod.rows.all().delete()
    placing.keep_zone(party.zone.pk)
    assert MembershipPeriod.rows.filter(member=extra, starts_on=None).count() == 1
    PartyMember.rows.filter(pk=extra.pk).update(branch=party.other)
    placing.keep_zone(party.zone.pk)
    placing.keep_zone(party.zone.pk)
    periods = list(extra.periods.values_list("branch", "starts_on", "ends_on"))
    assert periods == [(party.branch.pk, None, TODAY), (party.other.pk, TODAY, None)]


def test_a_member_added_to_a_known_branch_changes_no_past_day(party):
    PartyMember.rows.update(created_at=datetime(2026, 2, 1, 9, tzinfo=clock.CHINA))
    before = picture(party, MARCH)
    fresh = add_member(party.branch, 50)
    MembershipPeriod.rows.filter(member=fresh).delete()
    placing.keep_zone(party.zone.pk)
    assert picture(party, MARCH) == before
    assert [p.starts_on for p in fresh.periods.all()] == [TODAY]

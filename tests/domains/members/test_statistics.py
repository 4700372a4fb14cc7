"""Members by the official groups: the groups add up, nobody counts twice, every number opens its members."""

import re
from datetime import date

import pytest

from honglian.domains.members import grouping
from honglian.domains.members.models import GroupedPeriod, PartyMember, TakingPart
from honglian.domains.members.placing import move
from honglian.domains.members.statistics.groups import DIMENSIONS, UNKNOWN, dimension
from honglian.domains.members.statistics.selectors import in_group, tables
from honglian.foundation.orgs.api import rebuild_closure
from honglian.kit import clock
from tests.domains.party import Party, add_member, add_org

from .lists import people

TODAY = date(2026, 11, 25)


def figures(actor, code: str, day: date = TODAY, org: int | None = None) -> dict[str, int]:
    _, found = tables(actor, day, org)
    table = next(t for t in found if t.dimension.code == code)
    return {row.name: row.count for row in table.rows}


def test_the_groups_of_every_dimension_add_up_to_1294(party):
    PartyMember.rows.filter(zone=party.zone).delete()
    people([party.branch, party.other], 1294)
    blank = list(PartyMember.rows.values_list("pk", flat=True)[:7])
    GroupedPeriod.rows.filter(member__in=blank).update(education="")
    total, found = tables(party.admin, TODAY)
    assert total == 1294
    assert len(found) == len(DIMENSIONS) == 7
    for table in found:
        assert table.sum == table.total == 1294, table.dimension.name
    assert figures(party.admin, "education")["未登记"] == 7


def test_every_number_opens_just_its_members(party):
    people([party.branch, party.other], 90)
    _, found = tables(party.admin, TODAY)
    for table in found:
        seen: set[int] = set()
        for row in table.rows:
            got = set(
                in_group(party.admin, table.dimension, row.code, TODAY).values_list("pk", flat=True)
            )
            assert len(got) == row.count, (table.dimension.name, row.name)
            assert not got & seen
            seen |= got
        assert len(seen) == table.total


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(1996, 12, 31), "30岁及以下"), (date(1996, 1, 1), "30岁及以下"),
        (date(1995, 12, 31), "31—35岁"), (date(1991, 1, 1), "31—35岁"),
        (date(1965, 12, 31), "61岁及以上"), (date(1966, 1, 1), "56—60岁"),
    ],
)  # fmt: skip
def test_ages_are_full_years_on_the_last_of_december(party, born, group):
    PartyMember.rows.filter(zone=party.zone).delete()
    add_member(party.branch, 50)
    PartyMember.rows.filter(zone=party.zone).update(birth_date=born)
    counted = {k: v for k, v in figures(party.admin, "age").items() if v}
    assert counted == {group: 1}


@pytest.mark.parametrize(
    ("joined", "group"),
    [
        (date(1949, 9, 30), "before1949"), (date(1949, 10, 1), "to1978"),
        (date(1978, 12, 18), "to2012"), (date(2012, 11, 7), "to2012"),
        (date(2012, 11, 8), "since2012"),
    ],
)  # fmt: skip
def test_periods_of_joining_take_their_first_day(party, joined, group):
    PartyMember.rows.filter(zone=party.zone).update(joined_on=joined)
    found = dimension("joined")
    assert in_group(party.admin, found, group, TODAY).count() == 10
    assert in_group(party.admin, found, UNKNOWN, TODAY).count() == 0


def test_somebody_in_a_functional_branch_as_well_counts_once(party):
    extra = add_org(party.zone, "D8", "机电产业链党支部", "functional_branch", party.committee)
    rebuild_closure(party.zone.pk)
    before = tables(party.admin, TODAY)[0]
    TakingPart.rows.create(org=extra, member=party.members[0], starts_on=date(2026, 1, 1))
    total, found = tables(party.admin, TODAY)
    assert total == before == 10
    assert all(t.sum == 10 for t in found)
    assert tables(party.admin, TODAY, extra.pk)[0] == 0


def test_figures_of_a_past_day_stay_when_members_move_later(party: Party):
    day = date(2026, 6, 1)
    assert tables(party.admin, day, party.branch.pk)[0] == 10
    move(party.members[0], to=party.other, on=date(2026, 9, 1))
    PartyMember.rows.filter(pk=party.members[1].pk).update(full_on=date(2026, 8, 1))
    assert tables(party.admin, day, party.branch.pk)[0] == 10
    assert tables(party.admin, TODAY, party.branch.pk)[0] == 9
    assert figures(party.admin, "category", day) == {"正式党员": 8, "预备党员": 2}


def test_a_later_diploma_and_a_later_post_change_no_past_day(party: Party):
    day, before = date(2026, 6, 1), figures(party.admin, "education", date(2026, 6, 1))
    occupations = figures(party.admin, "occupation", day)
    member = PartyMember.rows.get(pk=party.members[0].pk)
    member.education, member.occupation = "14", "离退休人员"
    member.save()
    assert figures(party.admin, "education", day) == before
    assert figures(party.admin, "occupation", day) == occupations
    later = clock.today()
    assert figures(party.admin, "education", later)["研究生"] == before.get("研究生", 0) + 1
    assert figures(party.admin, "occupation", later)["离退休人员"] == 1
    dimension_, code = dimension("education"), "postgraduate"
    assert list(in_group(party.admin, dimension_, code, later)) == [member]
    assert member not in in_group(party.admin, dimension_, code, day)


def test_the_same_holds_for_a_change_by_ledger(party: Party):
    day, before = date(2026, 6, 1), figures(party.admin, "education", date(2026, 6, 1))
    PartyMember.rows.filter(pk=party.members[0].pk).update(education="14")
    grouping.keep_zone(party.zone.pk)
    assert figures(party.admin, "education", day) == before
    assert figures(party.admin, "education", clock.today()) != before
    PartyMember.rows.filter(pk=party.members[0].pk).update(education=party.members[0].education)
    grouping.keep_zone(party.zone.pk)
    assert GroupedPeriod.rows.filter(member=party.members[0]).count() == 1


def test_who_left_is_not_counted_and_the_scope_holds(party):
    PartyMember.rows.get(pk=party.members[0].pk)
    party.members[0].standing = "deceased"
    party.members[0].save(since=date(2026, 5, 1))
    assert tables(party.secretary, TODAY)[0] == 9
    assert tables(party.neighbour, TODAY)[0] == 0
    assert tables(party.staff, TODAY)[0] == 9


def test_the_page_opens_its_numbers_and_goes_out_as_a_sheet(party):
    client = party.browser("secretary")
    page = client.get("/members/statistics/")
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("党员总数 10 名") == 7
    url = re.search(r'href="(/members/statistics/sex/1/[^"]*)"', text).group(1)
    assert client.get(url.replace("&amp;", "&")).status_code == 200
    assert client.get("/members/statistics/sex/9/").status_code == 404
    assert client.get(f"/members/statistics/?org={party.other.pk + 99}").status_code == 404
    assert "已按今天统计" in client.get("/members/statistics/?day=2031-01-01").content.decode()
    assert client.post("/members/statistics/").status_code == 403
    sheet = party.browser("admin").post("/members/statistics/")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")

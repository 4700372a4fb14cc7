"""The ledger of members: what the ID number says, what the dates say, what stays secret."""

from datetime import date

import pytest
from django.db import connection

from honglian.algo.standards import id_card
from honglian.domains.members.models import PartyMember
from honglian.foundation.orgs.models import PartyOrg
from honglian.foundation.sheets.models import ImportChange
from tests.foundation.sheets.bringing import bring, counts, machine, sentences, zone
from tests.foundation.sheets.files import csv_bytes

__all__ = ["bring", "machine", "zone"]

ROW = {
    "姓名": "张三",
    "性别": "男",
    "民族": "汉族",
    "出生日期": "1990-03-07",
    "公民身份号码": "421200199003071236",
    "学历": "本科",
    "人员类别": "正式党员",
    "所在党支部": "楚能党支部",
    "加入党组织日期": "2015-06-20",
    "转为正式党员日期": "2016-06-20",
    "联系手机": "13812345678",
    "是否失联": "否",
    "失联日期": "",
    "备注": "",
}


def number(born: str, sequence: int) -> str:
    first = f"421200{born}{sequence:03d}"
    return first + id_card.check_character(first)


@pytest.fixture
def branch(zone) -> PartyOrg:
    return PartyOrg.rows.create(zone=zone, code="DZZ-3", name="楚能党支部", type="branch")


@pytest.fixture
def roster(bring, branch):
    """Import one member with these cells instead of the usual ones."""

    def roster(*rows, **kwargs):
        rows = [{**ROW, **row} for row in rows or [{}]]
        content = csv_bytes([list(ROW), *(list(row.values()) for row in rows)])
        return bring(content, "members", **kwargs)

    return roster


def test_a_member_comes_in_once(roster, branch):
    assert counts(roster()) == (1, 0, 0, 0)
    member = PartyMember.rows.get()
    assert (member.branch, member.id_no, member.gender) == (branch, "421200199003071236", "1")
    assert (member.education, member.category, member.standing) == ("20", "formal", "normal")
    assert counts(roster()) == (0, 0, 1, 0)


def test_a_blank_category_is_an_error_and_never_a_full_member(roster):
    outcome = roster({"人员类别": ""}, good_rows=True)
    assert sentences(outcome) == ["第 2 行 人员类别：没有填，人员类别是必填项，请补上"]
    assert PartyMember.rows.count() == 0


WRONG = {
    "check digit": ({"公民身份号码": "421200199003071235"}, "公民身份号码", "校验位不对，应为 6"),
    "sex": ({"性别": "女"}, "性别", "与身份号码（男）不一致"),
    "birth": ({"出生日期": "1991-03-07"}, "出生日期", "与身份号码中的 1990-03-07 不一致"),
    "no full date": ({"转为正式党员日期": ""}, "转为正式党员日期", "正式党员必须有转正日期"),
    "too early": ({"人员类别": "预备党员"}, "转为正式党员日期", "预备党员还没有转正日期"),
    "order": ({"转为正式党员日期": "2014-06-20"}, "转为正式党员日期", "早于加入党组织日期"),
    "minor": ({"加入党组织日期": "2008-03-06"}, "加入党组织日期", "未满 18 周岁"),
    "branch": ({"所在党支部": "没有的支部"}, "所在党支部", "没有找到党组织“没有的支部”"),
    "lost": ({"是否失联": "是"}, "失联日期", "失联的党员要填失联日期"),
    "not lost": ({"失联日期": "2024-01-01"}, "是否失联", "“是否失联”应为“是”"),
    "future": ({"转为正式党员日期": "2099-01-01"}, "转为正式党员日期", "晚于今天"),
    "category": ({"人员类别": "积极分子"}, "人员类别", "不在可选范围内"),
}


@pytest.mark.parametrize(("cells", "header", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_true_is_named(roster, cells, header, said):
    outcome = roster(cells)
    found = [p for p in outcome.problems if p.header == header]
    assert any(said in p.message for p in found), sentences(outcome)
    assert PartyMember.rows.count() == 0


def test_exactly_eighteen_is_old_enough(roster):
    assert counts(roster({"加入党组织日期": "2008-03-07"})) == (1, 0, 0, 0)


def test_the_archive_may_overrule_the_birth_date(roster):
    outcome = roster({"出生日期": "1991-03-07", "备注": "出生日期以档案为准"})
    assert counts(outcome) == (1, 0, 0, 0)
    assert PartyMember.rows.get().birth_date == date(1991, 3, 7)


def test_sex_and_birth_date_come_from_the_number(roster):
    roster({"性别": "", "出生日期": ""})
    member = PartyMember.rows.get()
    assert (member.gender, member.birth_date) == ("1", date(1990, 3, 7))


def test_nothing_personal_is_stored_in_clear(roster):
    roster()
    roster({"联系手机": "13987654321"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no, mobile FROM members_partymember")
        stored = "".join(cursor.fetchone())
    packs = str(list(ImportChange.objects.values("before", "after")))
    for secret in ("421200199003071236", "13812345678", "13987654321"):
        assert secret not in stored + packs


def test_two_rows_of_one_person_name_each_other(roster):
    outcome = roster({}, {"姓名": "张三丰"})
    assert sentences(outcome)[0] == "第 2 行 公民身份号码：与第 3 行重复，请只保留一行"


def test_one_person_in_two_branches_is_named_with_both_and_stays_out(roster, branch):
    PartyOrg.rows.create(zone=branch.zone, code="DZZ-4", name="骆驼党支部", type="branch")
    outcome = roster({}, {"所在党支部": "骆驼党支部"})
    assert not outcome.written
    said = [s for s in sentences(outcome) if "只编入一个支部" in s]
    assert len(said) == 2
    assert all("楚能党支部" in s and "骆驼党支部" in s for s in said)
    assert not PartyMember.rows.exists()


def test_many_members_in_one_file(roster):
    rows = [{"姓名": f"张{n}", "公民身份号码": number("19900307", 2 * n + 1)} for n in range(50)]
    assert counts(roster(*rows)) == (50, 0, 0, 0)
    rows[7]["学历"] = "硕士"
    assert counts(roster(*rows)) == (0, 1, 49, 0)

"""The ledger of members away (LD04) both ways."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from honglian.domains.members.floating.sheets import COLUMNS, FloatingSheet
from honglian.domains.members.models import FloatingStay, PartyMember
from honglian.foundation.orgs.models import PartyOrg
from honglian.foundation.sheets.actions import undo
from honglian.foundation.sheets.api import export_ledger, import_file
from honglian.foundation.sheets.models import ImportBatch
from tests.domains.party import add_member
from tests.foundation.sheets.bringing import bring, counts, machine, sentences, zone
from tests.foundation.sheets.files import csv_bytes

__all__ = ["bring", "machine", "zone"]

OFFICIAL = (
    "序号、姓名、性别、身份证号(脱敏)、正式组织关系所在支部、流动类型、流出日期、外出地点、外出从业、流入党组织、联系人、"
    "联系频次(次/季)、最近联系日期、参加组织生活次数、党费交纳至、组织关系是否应转、返回日期、备注"
).split("、")
ROW = {
    "姓名": "党员01", "正式组织关系所在支部": "楚能党支部", "流动类型": "外出务工经商",
    "流出日期": "2026-05-01", "外出地点": "广东东莞", "流入党组织": "", "返回日期": "", "备注": "",
}  # fmt: skip


@pytest.fixture
def ledger(bring, zone):
    branch = PartyOrg.rows.create(zone=zone, code="DZZ-3", name="楚能党支部", type="branch")
    add_member(branch, 1)

    def ledger(*rows, **kwargs):
        rows = [{**ROW, **row} for row in rows or [{}]]
        content = csv_bytes([list(ROW), *(list(row.values()) for row in rows)])
        return bring(content, "floating", **kwargs)

    return ledger


def test_the_headers_are_the_official_ones():
    assert [c.header for c in COLUMNS] == OFFICIAL


def test_a_stay_comes_in_once_and_ends(ledger):
    assert counts(ledger()) == (1, 0, 0, 0)
    stay, member = FloatingStay.rows.get(), PartyMember.rows.get(name="党员01")
    assert (stay.member, stay.state, member.floating) == (member, "registered", "out")
    assert counts(ledger()) == (0, 0, 1, 0)
    assert counts(ledger({"返回日期": "2026-11-20"})) == (0, 1, 0, 0)
    stay.refresh_from_db()
    member.refresh_from_db()
    assert (stay.state, stay.back_on, member.floating) == (
        "returned", date(2026, 11, 20), "returned",
    )  # fmt: skip


def test_somebody_from_elsewhere(ledger):
    row = {"姓名": "甘愿", "正式组织关系所在支部": "荆州某村党支部", "流入党组织": "楚能党支部"}
    assert counts(ledger(row)) == (1, 0, 0, 0)
    stay = FloatingStay.rows.get()
    assert (stay.member, stay.host_branch.name, stay.state) == (None, "楚能党支部", "reported")


WRONG = {
    "order": ({"返回日期": "2026-04-30"}, "返回日期 2026-04-30 早于流出日期 2026-05-01"),
    "before joining": ({"流出日期": "2015-01-01"}, "早于加入党组织的 2015-07-01"),
    "nobody": ({"姓名": "没有此人"}, "花名册里没有“没有此人”"),
    "no side": ({"正式组织关系所在支部": "别处支部"}, "都不是本区的党组织"),
    "same": ({"流入党组织": "楚能党支部"}, "FL-03"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(ledger, case):
    row, words = WRONG[case]
    outcome = ledger(row, good_rows=True)
    assert any(words in s for s in sentences(outcome)), sentences(outcome)
    assert not FloatingStay.rows.exists()


def test_nobody_is_away_twice(ledger):
    ledger()
    outcome = ledger({"流出日期": "2026-08-01"}, good_rows=True)
    assert any("已登记 2026-05-01 流出" in s for s in sentences(outcome))


def test_a_batch_is_taken_back(ledger, machine):
    ledger()
    undo(batch_id=ImportBatch.rows.latest("pk").pk, by=machine)
    assert not FloatingStay.rows.exists()
    assert PartyMember.rows.get(name="党员01").floating == "none"


def test_it_goes_out_as_it_came_in(ledger, machine):
    ledger()
    out = export_ledger(sheet=FloatingSheet(), by=machine, purpose="核对")
    rows = list(load_workbook(BytesIO(out.content)).active.iter_rows(values_only=True))
    head = next(r for r in rows if r[1] == "姓名")
    line = dict(zip(head, next(r for r in rows if r[1] == "党员01"), strict=True))
    assert line["组织关系是否应转"] == "是"
    assert "*" in line["身份证号(脱敏)"]
    again = import_file(by=machine, ledger_code="floating", source=out.content, name="流动.xlsx")
    assert (sentences(again), counts(again)) == ([], (0, 0, 1, 0))

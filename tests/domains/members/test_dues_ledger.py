"""The ledger of dues (LD07) both ways: in, corrected, taken back, out again."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from honglian.algo.standards import id_card
from honglian.domains.members.dues.sheets import COLUMNS, DuesSheet
from honglian.domains.members.models import DuesBase, DuesPayment, PartyMember
from honglian.foundation.orgs.models import PartyOrg
from honglian.foundation.sheets.actions import undo
from honglian.foundation.sheets.api import export_ledger, import_file
from honglian.foundation.sheets.models import ImportBatch
from honglian.kit.fields import blind_index
from tests.domains.party import add_member
from tests.foundation.sheets.bringing import bring, counts, machine, sentences, zone
from tests.foundation.sheets.files import csv_bytes

__all__ = ["bring", "machine", "zone"]

OFFICIAL = (
    "序号、姓名、党费类别、计算基数(元)、比例、月应交(元)、1月、2月、3月、4月、5月、6月、7月、8月、9月、10月、"
    "11月、12月、全年应交、全年实交、欠交月数、备注"
).split("、")
ROW = {
    "姓名": "党员01", "党费类别": "按月领取工资", "计算基数(元)": "5001", "月应交(元)": "",
    "1月": "75.02", "2月": "75.02", "3月": "", "备注": "", "公民身份号码": "",
}  # fmt: skip


@pytest.fixture
def branch(zone) -> PartyOrg:
    branch = PartyOrg.rows.create(zone=zone, code="DZZ-3", name="楚能党支部", type="branch")
    for number in (1, 2):
        member = add_member(branch, number)
        body = f"42999919900101{number:03d}"
        member.id_no = body + id_card.check_character(body)
        member.id_no_index = blind_index(member.id_no)
        member.save()
    return branch


@pytest.fixture
def ledger(bring, branch):
    def ledger(*rows, **kwargs):
        rows = [{**ROW, **row} for row in rows or [{}]]
        content = csv_bytes([list(ROW), *(list(row.values()) for row in rows)])
        return bring(content, "dues", **kwargs)

    return ledger


def test_the_headers_are_the_official_ones():
    assert [c.header for c in COLUMNS][: len(OFFICIAL)] == OFFICIAL


def test_a_year_comes_in_once(ledger):
    assert counts(ledger()) == (1, 0, 0, 0)
    row = DuesBase.rows.get()
    assert (row.rate, row.due, row.agreed) == (
        Decimal("0.0150"),
        Decimal("75.02"),
        Decimal("75.02"),
    )
    paid = dict(DuesPayment.rows.values_list("month__month", "amount"))
    assert paid == {1: Decimal("75.02"), 2: Decimal("75.02")}
    assert PartyMember.rows.get(name="党员01").dues_monthly == Decimal("75.02")
    assert counts(ledger()) == (0, 0, 1, 0)


def test_more_months_and_a_corrected_one(ledger):
    ledger()
    assert counts(ledger({"2月": "70", "3月": "75.02", "1月": ""})) == (0, 1, 0, 0)
    paid = dict(DuesPayment.rows.values_list("month__month", "amount"))
    assert paid == {1: Decimal("75.02"), 2: Decimal("70"), 3: Decimal("75.02")}


WRONG = {
    "nobody": ({"姓名": "没有此人"}, "花名册里没有“没有此人”"),
    "less": ({"月应交(元)": "5"}, "请填写上一级党委的批准文号（写在备注里，DUE-03）"),
    "no base": ({"计算基数(元)": ""}, "请填计算基数"),
    "no category": ({"党费类别": ""}, "请填党费类别"),
    "number": ({"公民身份号码": "421200199003071236"}, "花名册里没有这个身份号码"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(ledger, case):
    row, words = WRONG[case]
    outcome = ledger(row, good_rows=True)
    assert any(words in s for s in sentences(outcome)), sentences(outcome)
    assert DuesBase.rows.count() == DuesPayment.rows.count() == 0


def test_months_before_joining_are_wrong(ledger):
    PartyMember.rows.filter(name="党员01").update(joined_on=date(2026, 2, 9))
    outcome = ledger(good_rows=True)
    assert any("1月" in s and "DUE-01" in s for s in sentences(outcome))


def test_two_of_one_name_are_told_apart(ledger, branch):
    other = PartyOrg.rows.create(zone=branch.zone, code="DZZ-4", name="骆驼党支部", type="branch")
    add_member(other, 9, name="党员01")
    outcome = ledger(good_rows=True)
    assert any("有 2 名党员都叫“党员01”" in s for s in sentences(outcome))


def test_a_change_within_the_year_says_why(ledger):
    ledger()
    outcome = ledger({"计算基数(元)": "12000"}, good_rows=True)
    assert any("DUE-07" in s for s in sentences(outcome))
    assert counts(ledger({"计算基数(元)": "12000", "备注": "调岗"})) == (0, 1, 0, 0)
    assert DuesBase.rows.get().agreed == Decimal("240.00")


def test_a_batch_is_taken_back(ledger, machine):
    ledger()
    batch = ImportBatch.rows.filter(ledger="dues").latest("pk")
    undo(batch_id=batch.pk, by=machine)
    assert DuesBase.rows.count() == DuesPayment.rows.count() == 0
    assert PartyMember.rows.get(name="党员01").dues_monthly is None


def test_it_goes_out_as_it_came_in(ledger, machine):
    ledger({}, {"姓名": "党员02", "计算基数(元)": "3000", "1月": "", "2月": ""})
    out = export_ledger(sheet=DuesSheet(), by=machine, purpose="年终核对", full=True)
    sheet = load_workbook(BytesIO(out.content)).active
    rows = [r for r in sheet.iter_rows(values_only=True) if r[1] in ("姓名", "党员01", "党员02")]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["比例"], first["月应交(元)"], first["全年实交"]) == ("1.5%", 75.02, 150.04)
    assert first["2月"] == 75.02
    again = import_file(by=machine, ledger_code="dues", source=out.content, name="党费.xlsx")
    assert (sentences(again), counts(again)) == ([], (0, 0, 2, 0))

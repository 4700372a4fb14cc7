"""The ledger of pledges: one primary instructor an enterprise, handed over, never two."""

from datetime import date

import pytest

from honglian.domains.enterprises.models import ContactPledge, Instructor
from honglian.foundation.sheets import actions
from honglian.foundation.sheets.api import LEDGERS, export_ledger
from tests.foundation.places import make_department
from tests.foundation.sheets.bringing import bring, counts, machine, sentences, zone
from tests.foundation.sheets.files import code, csv_bytes, enterprises

__all__ = ["bring", "machine", "zone"]

HEADERS = ("统一社会信用代码", "党建指导员", "指导员编号", "责任部门", "起始日期", "走访频次要求")


@pytest.fixture
def pledges(bring, zone):
    """Import rows (code, instructor, number, department, start, visits)."""
    bring(csv_bytes(enterprises(1, 2)))
    make_department(zone, "test_a", "甲局")
    make_department(zone, "test_b", "乙局")

    def pledges(*rows, headers=HEADERS, **kwargs):
        return bring(csv_bytes([headers, *rows]), "pledges", **kwargs)

    return pledges


FIRST = (code(1), "李四", "", "甲局", "2025-03-01", "2")


def present(number: int) -> ContactPledge:
    return ContactPledge.rows.get(
        enterprise__uscc=code(number), kind="primary", ends_on__isnull=True
    )


def test_a_pledge_brings_its_instructor(pledges):
    assert counts(pledges(FIRST)) == (1, 0, 0, 0)
    pledge = present(1)
    assert (pledge.instructor.name, pledge.instructor.code) == ("李四", "ZDY-XIANGYANG-001")
    assert pledge.instructor.department.name == "甲局"
    assert (pledge.starts_on, pledge.visits_per_month) == (date(2025, 3, 1), 2)
    assert counts(pledges(FIRST)) == (0, 0, 1, 0)


def test_one_instructor_may_guide_several(pledges):
    outcome = pledges(FIRST, (code(2), *FIRST[1:]))
    assert counts(outcome) == (2, 0, 0, 0)
    assert Instructor.rows.count() == 1


def test_another_instructor_takes_over(pledges, machine):
    pledges(FIRST)
    outcome = pledges((code(1), "王五", "", "乙局", "2026-01-01", ""))
    assert counts(outcome) == (0, 1, 0, 0)
    old = ContactPledge.rows.get(ends_on__isnull=False)
    assert (old.instructor.name, old.ends_on, old.handed_to.name) == (
        "李四",
        date(2026, 1, 1),
        "王五",
    )
    assert present(1).instructor.name == "王五"
    assert present(1).starts_on == date(2026, 1, 1)
    undone = actions.undo(batch_id=outcome.batch.pk, by=machine)
    assert undone.kept == []
    assert present(1).instructor.name == "李四"
    assert not Instructor.rows.filter(name="王五").exists()


def test_a_handover_may_not_lie_before_the_present_pledge(pledges):
    pledges(FIRST)
    outcome = pledges((code(1), "王五", "", "", "2024-01-01", ""))
    assert "早于现任的起始日期 2025-03-01" in sentences(outcome)[0]
    assert present(1).instructor.name == "李四"


def test_two_primaries_in_one_file_are_refused(pledges):
    outcome = pledges(FIRST, (code(1), "王五", "", "", "", ""))
    assert "与第 3 行重复" in sentences(outcome)[0]
    assert ContactPledge.rows.count() == 0


def test_deputies_and_leaders_stand_beside_the_primary(pledges):
    headers = (*HEADERS, "类型")
    rows = [
        (*FIRST, "主指导员"),
        (code(1), "王五", "", "", "", "", "协助指导员"),
        (code(1), "江承志", "", "", "", "", "包保领导"),
    ]
    assert counts(pledges(*rows, headers=headers)) == (3, 0, 0, 0)
    assert counts(pledges(*rows, headers=headers)) == (0, 0, 3, 0)


def test_enterprises_may_be_named(pledges):
    headers = ("企业名称", "党建指导员")
    assert counts(pledges(("襄阳第2机电有限公司", "李四"), headers=headers)) == (1, 0, 0, 0)
    outcome = pledges(("没有的公司", "李四"), headers=headers)
    assert "没有找到企业“没有的公司”，请先在企业库里登记" in sentences(outcome)[0]


def test_name_and_code_must_mean_the_same_enterprise(pledges):
    headers = ("企业名称", "统一社会信用代码", "党建指导员")
    outcome = pledges(("襄阳第2机电有限公司", code(1), "李四"), headers=headers)
    assert "名称与代码不是同一家企业" in sentences(outcome)[0]


def test_equal_names_are_told_apart_by_number_or_department(pledges):
    since = "2025-01-01"
    pledges((code(1), "李四", "Z1", "甲局", since, ""), (code(2), "李四", "Z2", "乙局", since, ""))
    assert "有几名指导员都叫李四" in sentences(pledges((code(1), "李四", "", "", "", "")))[0]
    outcome = pledges((code(1), "李四", "", "乙局", "2026-01-01", ""))
    assert counts(outcome) == (0, 1, 0, 0)
    assert present(1).instructor.code == "Z2"


def test_a_number_belongs_to_one_person(pledges):
    pledges((code(1), "李四", "Z1", "", "", ""))
    outcome = pledges((code(2), "王五", "Z1", "", "", ""))
    assert "编号 Z1 是李四，不是王五" in sentences(outcome)[0]


def test_facts_of_the_instructor_change_without_a_handover(pledges):
    pledges(FIRST)
    outcome = pledges((code(1), "李四", "", "乙局", "", "4"))
    assert counts(outcome) == (0, 1, 0, 0)
    assert ContactPledge.rows.count() == 1
    assert present(1).instructor.department.name == "乙局"
    assert present(1).visits_per_month == 4


def leaders(number: int) -> list[tuple[str, bool]]:
    rows = ContactPledge.rows.filter(enterprise__uscc=code(number), kind="leader").order_by("pk")
    return [(row.instructor.name, row.ends_on is None) for row in rows]


def test_a_leader_stands_in_the_same_row_as_the_instructor(pledges, machine):
    headers = ("统一社会信用代码", "包保领导", "党建指导员")
    assert counts(pledges((code(1), "江承志", "李四"), headers=headers)) == (1, 0, 0, 0)
    assert leaders(1) == [("江承志", True)]
    assert present(1).instructor.name == "李四"
    assert counts(pledges((code(1), "江承志", "李四"), headers=headers)) == (0, 0, 1, 0)
    outcome = pledges((code(1), "许静宜、江承志", "李四"), headers=headers)
    assert outcome.preview["changed"][0]["fields"] == [["包保领导", "江承志", "许静宜、江承志"]]
    outcome = pledges((code(1), "许静宜", "李四"), headers=headers)
    assert leaders(1) == [("江承志", False), ("许静宜", True)]
    actions.undo(batch_id=outcome.batch.pk, by=machine)
    assert leaders(1) == [("江承志", True), ("许静宜", True)]
    assert counts(pledges((code(1), "", "李四"), headers=headers)) == (0, 0, 1, 0)


def test_a_leader_alone_is_a_pledge_of_its_own(pledges):
    headers = ("统一社会信用代码", "包保领导", "党建指导员")
    assert counts(pledges((code(1), "江承志", ""), headers=headers)) == (1, 0, 0, 0)
    assert leaders(1) == [("江承志", True)]
    assert counts(pledges((code(1), "江承志", ""), headers=headers)) == (0, 0, 1, 0)


def test_pledges_go_out_and_come_back_unchanged(pledges, bring, machine):
    headers = ("统一社会信用代码", "包保领导", "党建指导员")
    pledges((code(1), "江承志", "李四"), (code(2), "许静宜", ""), headers=headers)
    out = export_ledger(sheet=LEDGERS["pledges"], by=machine, purpose="核对", full=True)
    assert counts(bring(out.content, "pledges")) == (0, 0, 2, 0)

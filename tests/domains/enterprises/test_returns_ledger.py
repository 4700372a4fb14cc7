"""The ledger of reported figures: fills the returns that were asked for, with the page's own checks."""

from datetime import date

import pytest

from honglian.domains.enterprises.models import Collection, Enterprise, Return
from honglian.domains.enterprises.reporting import actions as reporting
from honglian.domains.enterprises.reporting.sheet import period_of
from honglian.foundation.access.api import actor_for
from honglian.foundation.orgs.api import Department
from honglian.foundation.sheets import actions
from honglian.foundation.sheets.api import open_ledgers
from honglian.foundation.workflow.models import WorkItem
from tests.foundation.places import make_grant, make_user
from tests.foundation.sheets.bringing import bring, counts, machine, sentences, zone
from tests.foundation.sheets.files import code, csv_bytes, enterprises

__all__ = ["bring", "machine", "zone"]

HEADERS = (
    "期别",
    "统一社会信用代码",
    "期末从业人员(人)",
    "营业收入(万元)",
    "利润总额(万元)",
    "说明",
)


@pytest.fixture
def figures(bring, zone, machine):
    """Two enterprises asked for 2025; returns a function that brings rows in."""
    bring(csv_bytes(enterprises(1, 2, 3)))
    Enterprise.rows.filter(zone=zone, uscc__in=[code(1), code(2)]).update(is_key=True)
    reporting.open_collection(year=2025, month=0, due_on=date(2099, 1, 1), wanted="key", by=machine)

    def figures(*rows, **kwargs):
        return bring(csv_bytes([HEADERS, *rows]), "returns", **kwargs)

    return figures


def test_rows_fill_returns_and_clear_the_desks(figures):
    rows = (
        ("2025", code(1), "120", "5,000.5", "-30", ""),
        ("2025年", code(2), "80", "0.5亿元", "12", ""),
    )
    assert counts(figures(*rows)) == (0, 2, 0, 0)
    first, second = Return.rows.order_by("enterprise__uscc")
    assert (first.state, first.employees, float(first.revenue), first.profit) == (
        "filled", 120, 5000.5, -30,
    )  # fmt: skip
    assert second.revenue == 5000
    assert not WorkItem.rows.filter(kind="enterprises.return").exclude(expected="").exists()
    assert counts(figures(*rows)) == (0, 0, 2, 0)


def test_what_is_wrong_is_told_in_its_row_and_nothing_is_written(figures):
    outcome = figures(
        ("2025", code(1), "120", "-5", "", ""),
        ("2024", code(1), "120", "5", "", ""),
        ("去年", code(2), "120", "5", "", ""),
        ("2025", code(3), "120", "5", "", ""),
        ("2025", code(2), "", "5", "", ""),
    )
    assert counts(outcome)[3] == 5
    text = "\n".join(sentences(outcome))
    for words in (
        "还没有开始收集",
        "看不懂这个期别",
        "不在2025 年的填报范围里",
        "请填期末从业人员",
    ):
        assert words in text
    assert not Return.rows.filter(state="filled").exists()


def test_a_jump_wants_its_reason_in_the_file_too(figures, machine, zone):
    figures(("2025", code(1), "100", "5000", "", ""), ("2025", code(2), "80", "300", "", ""))
    reporting.check(return_ids=list(Return.rows.values_list("pk", flat=True)), by=machine)
    reporting.open_collection(year=2024, month=0, due_on=date(2099, 1, 1), wanted="key", by=machine)
    Collection.rows.filter(year=2024).update(year=2026)
    outcome = figures(("2026", code(1), "100", "9000", "", ""))
    assert "增长 80.0%" in "\n".join(sentences(outcome))
    assert counts(figures(("2026", code(1), "100", "9000", "", "并购一家")))[1] == 1
    checked = figures(("2025", code(1), "100", "5001", "", "改数"))
    assert "已审核" in "\n".join(sentences(checked))


def test_an_undone_batch_asks_again(figures, machine):
    outcome = figures(("2025", code(1), "120", "5000", "", ""))
    actions.undo(batch_id=outcome.batch.pk, by=machine)
    found = Return.rows.get(enterprise__uscc=code(1))
    assert (found.state, found.revenue) == ("waiting", None)
    line = WorkItem.rows.get(kind="enterprises.return", object_id=found.pk)
    assert (line.expected, line.holder_enterprise_id) == ("填报", found.enterprise_id)


def test_the_ledger_is_there_for_the_department_that_collects_only(zone):
    found = {}
    for name in ("econ", "finance"):
        department = Department.rows.get(zone=zone, code=name)
        grant = make_grant(zone, make_user(zone, name), "dept_worker", "department", department.pk)
        codes = [s.code for s in open_ledgers(actor_for(grant, name=name))]
        found[name] = "returns" in codes
    assert found == {"econ": True, "finance": False}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", (2025, 0)), ("2025年", (2025, 0)), ("2025-09", (2025, 9)), ("2025年9月", (2025, 9)),
        ("2025年1—9月", (2025, 9)), ("2025.12", (2025, 12)), ("25年", None), ("2025-13", None),
    ],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(text, period):
    assert period_of(text) == period

"""LD12 both ways, and the demonstration's two years of hazards: every percentage is computed."""

from datetime import date
from random import Random

import pytest

from honglian.demo import hazards as story
from honglian.domains.visits.hazards import yearly
from honglian.domains.visits.hazards.models import Hazard
from honglian.foundation.sheets.actions import undo
from honglian.foundation.sheets.api import LEDGERS, export_ledger, import_file
from honglian.foundation.sheets.models import ImportBatch
from honglian.foundation.workflow.models import WorkItem
from tests.foundation.sheets.bringing import counts, sentences

from .conftest import enterprise

OFFICIAL = (
    "隐患编号 企业名称 所属网格 排查日期 排查人 排查方式 隐患部位 隐患描述 隐患类别 隐患等级 判定依据 整改措施 "
    "整改责任人 整改资金(万元) 整改期限 应急预案 整改完成日期 复查日期 复查人 复查结论 是否挂牌督办 销号日期 备注"
).split()
ROW = {
    "隐患编号": "YH-1", "企业名称": "第1厂", "排查日期": "2026-03-02", "隐患部位": "配电箱",
    "隐患描述": "没有接地", "隐患类别": "安全生产", "隐患等级": "一般", "判定依据": "YB-01",
}  # fmt: skip


def bring(place, *rows):
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(heads), *(",".join(str(r.get(h, "")) for h in heads) for r in rows)]
    content = "\n".join(lines).encode("utf-8-sig")
    return import_file(by=place.desk, ledger_code="hazards", source=content, name="隐患.csv")


def test_the_headers_are_the_official_ones():
    assert [c.header for c in LEDGERS["hazards"].columns] == OFFICIAL


def test_history_comes_in_and_goes_back_out(place):
    closed = ROW | {
        "隐患编号": "YH-2", "整改措施": "接地", "整改完成日期": "2026-03-04", "复查日期": "2026-03-05",
        "复查人": "钱安", "销号日期": "2026-03-05",
    }  # fmt: skip
    outcome = bring(place, ROW, closed)
    assert (counts(outcome), sentences(outcome)) == ((2, 0, 0, 0), [])
    one, two = Hazard.rows.order_by("number")
    assert (one.state, two.state, two.level) == ("graded", "closed", "ordinary")
    assert "第三条" in one.basis_text
    assert WorkItem.rows.get(kind="visits.hazard").holder_enterprise_id == place.firm.pk
    out = export_ledger(sheet=LEDGERS["hazards"], by=place.desk, purpose="核对")
    again = import_file(by=place.desk, ledger_code="hazards", source=out.content, name="隐患.xlsx")
    assert (counts(again), sentences(again)) == ((0, 0, 2, 0), [])
    undo(batch_id=ImportBatch.rows.earliest("pk").pk, by=place.desk)
    assert not Hazard.rows.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"判定依据": ""}, "HZ-01"),
        ({"隐患等级": "重大"}, "不能据此判“重大”"),
        ({"判定依据": "YB-99"}, "没有代码为 YB-99"),
        ({"销号日期": "2026-03-09"}, "请填复查人"),
        ({"整改责任人": "钱安", "复查人": "钱安"}, "HZ-05"),
        ({"整改完成日期": "2026-03-01"}, "早于前一步"),
    ],
    ids=["no-clause", "wrong-clause", "unknown", "nobody-checked", "same-person", "order"],
)
def test_a_row_that_breaks_a_rule_is_named(place, more, words):
    outcome = bring(place, ROW | more)
    assert counts(outcome)[0] == 0
    assert words in "".join(sentences(outcome))


def test_the_demonstration_gives_the_published_percentages_from_its_records(place):
    for number in range(3, 24):
        enterprise(place.zone, number)
    rows = story.play_ledger(place.zone, Random(7), ("周大勇", "吴小军"))
    assert rows == 41 + 1000 + 22 + 294
    for basis, level in (("GM-Q01", "serious"), ("YB-01", "ordinary"), ("YB-02", "ordinary")):
        last = Hazard.rows.create(
            zone=place.zone, number=f"L{basis}", enterprise=place.firm, source="department",
            department_id=place.safety.department_id, domain="safety", part="x", description="x",
            found_on=date(2026, 11, 2), found_by="x", level=level, basis=basis,
        )  # fmt: skip
    span = yearly.Span(date(2026, 1, 1), date(2026, 11, 4))
    lines = {line.code: line for line in yearly.compare(place.desk, span).lines}
    assert (lines["serious"].before, lines["serious"].now) == (41, 23)
    assert round(lines["serious"].change * 100, 1) == -43.9
    assert round(lines["ordinary"].change * 100, 1) == -70.4
    assert yearly.compare(place.desk, span).leaving
    last.delete()
    fewer = {line.code: line for line in yearly.compare(place.desk, span).lines}
    assert round(fewer["ordinary"].change * 100, 1) == -70.5

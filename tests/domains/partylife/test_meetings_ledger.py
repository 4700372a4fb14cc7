"""LD05 both ways: the rules of the page hold in the file, and a known record is not rewritten."""

from datetime import date

import pytest

from honglian.domains.partylife.meetings import actions
from honglian.domains.partylife.models import Meeting
from honglian.foundation.sheets.actions import undo
from honglian.foundation.sheets.api import LEDGERS, export_ledger, import_file
from honglian.foundation.sheets.models import ImportBatch
from honglian.foundation.workflow.api import desk
from honglian.foundation.workflow.models import WorkItem
from tests.domains.partylife.test_meetings import minuted, planned
from tests.foundation.sheets.bringing import counts, sentences

OFFICIAL = (
    "序号 党组织 会议类型 会议主题 召开时间 地点 主持人 记录人 应到人数 实到人数 缺席人员及原因 "
    "主要议程 决议/成效 与业务融合事项 附件 审核状态"
).split()
ROW = {
    "党组织": "东风机电党支部", "会议类型": "主题党日", "会议主题": "攻关焊点虚焊", "召开时间": "2026-10-20",
    "地点": "总装车间", "主持人": "江承志", "记录人": "党员02", "应到人数": "10", "实到人数": "9",
    "缺席人员及原因": "党员03（出差）", "主要议程": "看现场", "决议/成效": "改夹具",
}  # fmt: skip


def bring(party, *rows):
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(heads), *(",".join(str(r.get(h, "")) for h in heads) for r in rows)]
    content = "\n".join(lines).encode("utf-8-sig")
    return import_file(by=party.admin, ledger_code="meetings", source=content, name="台账.csv")


def test_the_headers_are_the_official_ones():
    assert [c.header for c in LEDGERS["meetings"].columns][: len(OFFICIAL)] == OFFICIAL


def test_past_rows_come_in_confirmed_and_a_day_ahead_is_a_plan(party):
    plan = {"党组织": "东风机电党支部", "会议类型": "党员大会", "会议主题": "年终总结",
            "召开时间": "2026-12-20"}  # fmt: skip
    waiting = ROW | {"会议主题": "安全大检查", "审核状态": "待审核"}
    outcome = bring(party, ROW, plan, waiting)
    assert (counts(outcome), sentences(outcome)) == ((3, 0, 0, 0), [])
    done, ahead, unread = Meeting.rows.order_by("pk")
    assert (done.number, done.state, done.held_on) == (
        "HY202600001",
        "confirmed",
        date(2026, 10, 20),
    )
    assert (done.item, done.late) == (None, False)
    assert (ahead.state, ahead.kind, ahead.held_on) == ("planned", "member_meeting", None)
    assert unread.state == "minuted"
    titles = set(desk(party.secretary).values_list("title", flat=True))
    assert titles == {"支部党员大会：年终总结", "主题党日：安全大检查"}
    assert bring(party, ROW, plan, waiting).counts["unchanged"] == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"实到人数": "11"}, "LR-03"),
        ({"缺席人员及原因": ""}, "LR-03"),
        ({"主持人": "", "主要议程": ""}, "主持人、议程"),
        ({"应到人数": ""}, "应到和实到人数"),
        ({"会议类型": "联欢会"}, "不在可选范围内"),
        ({"党组织": "高新区企业党委"}, "没有自己的党员"),
        ({"会议类型": "党小组会"}, "没有这个党小组"),
        ({"召开时间": "2026-12-20"}, "会还没有开"),
        ({"审核状态": "已取消"}, "不能是“已取消”"),
        ({"会议类型": "党课", "业务主题": "攻关"}, "只有主题党日"),
        ({"记录日期": "2026-10-19"}, "早于召开时间"),
        ({"编号": "HY202699999"}, "新的会议请把编号留空"),
    ],
)  # fmt: skip
def test_a_row_against_the_rules_is_named_and_nothing_is_written(party, change, said):
    outcome = bring(party, ROW | change)
    assert counts(outcome) == (0, 0, 0, 1)
    assert any(said in words for words in sentences(outcome)), sentences(outcome)
    assert not Meeting.rows.exists()


def test_a_late_record_of_the_ledger_is_marked(party):
    bring(party, ROW | {"记录日期": "2026-10-28"})
    assert Meeting.rows.get().late


def test_a_spreadsheet_changes_an_arrangement_but_no_roll_and_no_confirmed_record(party):
    meeting = planned(party)
    row = {"编号": meeting.number, "党组织": "东风机电党支部", "会议类型": "支部党员大会",
           "会议主题": meeting.topic, "召开时间": f"{meeting.planned_on}", "地点": "食堂"}  # fmt: skip
    assert counts(bring(party, row)) == (0, 1, 0, 0)
    assert Meeting.rows.get(pk=meeting.pk).place == "食堂"
    done = minuted(party)
    actions.confirm(meeting_id=done.pk, by=party.secretary)
    same = row | {"编号": done.number, "地点": ""}
    assert "实到人数不能用表格改" in sentences(bring(party, same | {"实到人数": "3"}))[0]
    assert "内容不能再改" in sentences(bring(party, same | {"地点": "食堂"}))[0]


def test_out_and_in_again_changes_nothing(party):
    minuted(party, "theme_party_day", decisions=["改夹具", "列入工艺"],
            business={"topic_kind": "quality", "problem": "虚焊"})  # fmt: skip
    bring(party, ROW)
    planned(party)
    book = export_ledger(sheet=LEDGERS["meetings"], by=party.admin, purpose="核对")
    assert book.rows == 3
    again = import_file(
        by=party.admin, ledger_code="meetings", source=book.content, name="台账.xlsx"
    )
    assert (counts(again), sentences(again)) == ((0, 0, 3, 0), [])


def test_an_import_can_be_taken_back(party):
    bring(party, ROW, ROW | {"会议主题": "再来", "审核状态": "待审核"})
    batch = ImportBatch.rows.get()
    undo(batch_id=batch.pk, by=party.admin)
    assert not Meeting.rows.exists()
    assert not WorkItem.rows.filter(kind="partylife.meeting").exists()

"""LD06 both ways: the rules of the page hold in the file, and nothing is signed off by a spreadsheet."""

from datetime import date

import pytest

from honglian.domains.partylife.models import LookBack, RectifyItem
from honglian.domains.partylife.rectify import actions
from honglian.foundation.sheets.actions import undo
from honglian.foundation.sheets.api import LEDGERS, export_ledger, import_file
from honglian.foundation.sheets.models import ImportBatch
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.errors import Refusal
from tests.domains.party import add_member
from tests.domains.partylife.test_rectify import applied, fresh, registered
from tests.foundation.sheets.bringing import counts, sentences

OFFICIAL = (
    "序号 党组织/党员姓名 问题类别 具体问题 问题来源 整改措施 整改类型(立行立改/限期/长期) 责任人 "
    "整改期限 目前进展 佐证材料 申请销号日期 核查人 核查结论 销号日期 回头看日期 是否反弹 备注"
).split()
ROW = {
    "党组织/党员姓名": "党员02",
    "问题类别": "作风",
    "具体问题": "开会多、跑现场少",
    "问题来源": "组织生活会",
    "整改措施": "每周一天在现场，写进工作日志",
    "整改类型(立行立改/限期/长期)": "限期",
    "责任人": "党员02",
    "整改期限": "2026-12-20",
}


def bring(party, *rows):
    heads = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(heads), *(",".join(str(r.get(h, "")) for h in heads) for r in rows)]
    content = "\n".join(lines).encode("utf-8-sig")
    return import_file(by=party.admin, ledger_code="rectify", source=content, name="整改台账.csv")


def test_the_headers_are_the_official_ones():
    assert [c.header for c in LEDGERS["rectify"].columns][: len(OFFICIAL)] == OFFICIAL


def test_new_rows_come_in_with_a_number_and_a_place_on_the_desk(party):
    team = ROW | {
        "党组织/党员姓名": "东风机电党支部",
        "具体问题": "支委会议而不决",
        "责任人": "党员03",
    }
    outcome = bring(party, ROW, team)
    assert (counts(outcome), sentences(outcome)) == ((2, 0, 0, 0), [])
    one, two = RectifyItem.rows.order_by("pk")
    assert (one.number, one.owner_kind, one.state) == ("ZG2026D2001", "member", "in_progress")
    assert (two.owner_kind, two.member) == ("team", None)
    line = WorkItem.rows.get(kind="partylife.rectifyitem", object_id=one.pk)
    assert line.holder_user_id == party.users["secretary"].pk
    assert bring(party, ROW, team).counts["unchanged"] == 2


def test_history_comes_along_with_the_same_rules(party):
    done = ROW | {
        "登记日期": "2026-06-01", "整改期限": "2026-07-01", "佐证材料": "照片3张",
        "申请销号日期": "2026-06-20", "核查人": "专干", "核查结论": "属实", "销号日期": "2026-06-25",
        "回头看日期": "2026-09-26", "是否反弹": "否",
    }  # fmt: skip
    assert counts(bring(party, done)) == (1, 0, 0, 0)
    item = RectifyItem.rows.get()
    assert (item.state, item.closed_on) == ("lookback", date(2026, 6, 25))
    looks = LookBack.objects.filter(item=item).values_list("months", "held")
    assert list(looks) == [(3, True), (6, None)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"核查人": "党员02", "销号日期": "2026-11-20", "佐证材料": "照片"}, "RF-02"),
        ({"核查人": "专干", "销号日期": "2026-11-20"}, "RF-01"),
        (
            {"整改类型(立行立改/限期/长期)": "长期", "销号日期": "2026-11-20", "核查人": "专干", "佐证材料": "照片"},
            "RF-03",
        ),
        ({"整改期限": "2027-12-20"}, "RF-04"),
        ({"整改期限": ""}, "请填整改期限"),
        ({"责任人": ""}, "请填责任人"),
        ({"党组织/党员姓名": "查无此人"}, "没有找到叫“查无此人”的党组织或党员"),
        ({"编号": "ZG2026X001"}, "新事项请把编号留空"),
        ({"是否反弹": "是"}, "还没有销号，谈不上反弹"),
        ({"登记日期": "2026-11-21", "申请销号日期": "2026-11-20", "佐证材料": "照片"}, "早于前一步"),
    ],
)  # fmt: skip
def test_a_row_against_the_rules_is_named_and_nothing_is_written(party, change, said):
    base = {"登记日期": "2026-11-01"} | ROW
    outcome = bring(party, base | change)
    assert counts(outcome) == (0, 0, 0, 1)
    assert any(said in words for words in sentences(outcome)), sentences(outcome)
    assert not RectifyItem.rows.exists()


def test_people_of_the_same_name_need_their_branch(party):
    add_member(party.other, 50, name="党员02")
    assert "有 2 名党员叫“党员02”" in sentences(bring(party, ROW))[0]
    assert counts(bring(party, ROW | {"所在党支部": "西山食品党支部"})) == (1, 0, 0, 0)
    assert RectifyItem.rows.get().branch == party.other


def test_a_spreadsheet_signs_nothing_off(party):
    item = applied(party)
    row = {
        "编号": item.number, "党组织/党员姓名": "党员01", "具体问题": item.issue, "问题类别": "作风",
        "整改类型(立行立改/限期/长期)": "立行立改", "核查人": "专干", "销号日期": "2026-11-25",
    }  # fmt: skip
    outcome = bring(party, row)
    assert counts(outcome) == (0, 0, 0, 1)
    assert "请在事项页面办理" in sentences(outcome)[0]
    assert fresh(item).state == "apply_close"


def test_what_is_in_work_may_be_changed_by_the_file(party):
    item = registered(party)
    row = {
        "编号": item.number, "党组织/党员姓名": "党员01", "具体问题": item.issue, "问题类别": "作风",
        "整改类型(立行立改/限期/长期)": "立行立改", "整改期限": "2026-12-01", "目前进展": "去了两次班组",
    }  # fmt: skip
    assert counts(bring(party, row)) == (0, 1, 0, 0)
    assert fresh(item).progress == "去了两次班组"
    assert fresh(item).item.due_at.date() == date(2026, 12, 1)


def test_what_goes_out_comes_in_unchanged(party):
    registered(party, issue="一")
    item = applied(party, issue="二")
    actions.sign_off(item_id=item.pk, text="属实", by=party.staff)
    back = applied(party, issue="三")
    actions.send_back(item_id=back.pk, text="不到位", by=party.staff)
    out = export_ledger(sheet=LEDGERS["rectify"], by=party.admin, purpose="核对")
    again = import_file(by=party.admin, ledger_code="rectify", source=out.content, name="台账.xlsx")
    assert (counts(again), sentences(again)) == ((0, 0, 3, 0), [])


def test_an_import_can_be_taken_back_whole(party):
    kept = registered(party)
    bring(party, ROW)
    batch = ImportBatch.rows.latest("pk")
    undo(batch_id=batch.pk, by=party.admin)
    assert list(RectifyItem.rows.all()) == [kept]
    assert WorkItem.rows.filter(kind="partylife.rectifyitem").count() == 1


def test_only_the_zones_office_brings_a_ledger_in(party):
    with pytest.raises(Refusal):
        import_file(by=party.secretary, ledger_code="rectify", source=b"a", name="x.csv")

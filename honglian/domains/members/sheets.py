"""党员花名册 (LD02): checked against the ID number, the branch and the order of dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from honglian.algo.hanzi import search_tokens
from honglian.algo.standards import id_card, mask_address, mask_id_no, mask_mobile
from honglian.foundation.orgs import directories
from honglian.foundation.sheets.api import Derived, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.columns import Column
from honglian.foundation.sheets.kinds import (
    Choice,
    Day,
    Flag,
    IdNumber,
    Mobile,
    Money,
    Reference,
    Text,
    Words,
)
from honglian.kit.fields import blind_index

from . import grouping, placing
from .codes import DUES_CATEGORY, EDUCATION, ETHNICITY, OCCUPATIONS
from .models import GroupedPeriod, MembershipPeriod, PartyMember

ADULT = 18  # 党章第一条: applicants are eighteen
SEX = (("1", "男"), ("2", "女"))
SEX_CODE = {word: code for code, word in SEX}
ARCHIVE = "档案"  # the note says that the archive, not the ID number, gives the birth date

_EDUCATION_WORDS = {
    "博士": "11", "硕士": "14", "研究生": "10", "本科": "20", "大学": "20", "大学本科": "20",
    "大专": "30", "专科": "30", "大学专科": "30", "中专": "40", "中职": "40", "技校": "40",
    "高中": "60", "普通高中": "60", "初中": "70", "小学": "80",
}  # fmt: skip

COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column("name", "姓名", Text(32), synonyms=("党员姓名",), required=True, example="张示例"),
    Column(
        "gender",
        "性别",
        Choice(SEX, {"男性": "1", "女性": "2"}),
        help="留空时按身份号码填",
    ),
    Column(
        "ethnicity",
        "民族",
        Choice(
            tuple(ETHNICITY.items()),
            {word.removesuffix("族"): code for code, word in ETHNICITY.items()},
        ),
        required=True,
        example="汉族",
    ),
    Column(
        "birth_date",
        "出生日期",
        Day(),
        synonyms=("出生年月日", "出生年月"),
        help="留空时按身份号码填；与身份号码不同而以档案为准的，在备注里写明“以档案为准”",
    ),
    Column(
        "id_no",
        "公民身份号码",
        IdNumber(),
        synonyms=("身份证号", "身份证号码", "身份证", "身份号码"),
        required=True,
        mask=mask_id_no,
        width=22,
        help="18 位；同一号码再次导入就是修改",
    ),
    Column(
        "education",
        "学历",
        Choice(tuple(EDUCATION.items()), _EDUCATION_WORDS),
        synonyms=("文化程度", "最高学历"),
    ),
    Column("degree", "学位", Text(16)),
    Column(
        "category",
        "人员类别",
        Choice(PartyMember.Category.choices, {"正式": "formal", "预备": "probationary"}),
        synonyms=("党员类别",),
        required=True,
        help="正式党员或预备党员，不能留空",
        example="正式党员",
    ),
    Column(
        "branch_id",
        "所在党支部",
        Reference("orgs", offered=False),
        synonyms=("党支部", "所在支部", "所属党支部", "所在党组织", "所属党组织"),
        required=True,
        width=28,
        help="党组织名称或编码，须先在党组织台账里登记",
        example="示例机电党支部",
    ),
    Column(
        "joined_on",
        "加入党组织日期",
        Day(),
        synonyms=("入党日期", "入党时间", "加入中共组织日期"),
        required=True,
        help="支部大会通过为预备党员之日",
        example="2015-06-20",
    ),
    Column(
        "full_on",
        "转为正式党员日期",
        Day(),
        synonyms=("转正日期", "转正时间"),
        help="正式党员必填，预备党员不填",
        example="2016-06-20",
    ),
    Column("occupation", "工作岗位", Words(32, offered=OCCUPATIONS), synonyms=("岗位", "职业")),
    Column("party_post", "党内职务", Text(32)),
    Column(
        "mobile",
        "联系手机",
        Mobile(),
        synonyms=("手机", "手机号", "手机号码", "联系电话", "移动电话"),
        mask=mask_mobile,
    ),
    Column("phone", "固定电话", Text(32)),
    Column(
        "address", "家庭住址", Text(200), synonyms=("住址", "现居住地"), mask=mask_address, width=30
    ),
    Column(
        "standing",
        "党籍状态",
        Choice(PartyMember.Standing.choices),
        default=PartyMember.Standing.NORMAL.value,
    ),
    Column(
        "floating",
        "是否流动党员",
        Choice(PartyMember.Floating.choices, {"是": "out", "否": "none"}),
        synonyms=("流动党员", "流动状态"),
        default=PartyMember.Floating.NONE.value,
    ),
    Column("flow_to", "外出流向", Text(64)),
    Column("is_lost", "是否失联", Flag(), synonyms=("失联",), default=False),
    Column("lost_on", "失联日期", Day(), help="失联的必填"),
    Column("dues_category", "党费类别", Choice(tuple(DUES_CATEGORY.items()))),
    Column(
        "dues_monthly",
        "月交纳额",
        Money(digits=9, unit="元"),
        synonyms=("月交党费", "月应交"),
        help="单位：元",
    ),
    Column("note", "备注", Text(200)),
)


class MemberSheet(Sheet):
    code = "members"
    app = "members"
    title = "党员花名册"
    official = "LD02"
    noun = "党员"
    intro = "从全国党员管理信息系统导出的名单可以直接导入；本系统只存工作要用的内容，敏感项加密。"
    model = PartyMember
    key = "id_no"
    key_stored = "id_no_index"
    columns = COLUMNS
    personal = True
    belongings = (MembershipPeriod, GroupedPeriod)
    derived = (
        Derived(("search",), ("name",), lambda name: (search_tokens(name),)),
        Derived(("id_no_index",), ("id_no",), lambda number: (blind_index(number),)),
    )

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {"orgs": directories.organisations(zone_id)}

    def keys(self, run: Run) -> list[Any]:
        return [blind_index(number) or None for number in run.values["id_no"]]

    def label(self, run: Run, index: int) -> str:
        return run.column("name")[index] or f"第 {run.line(index)} 行"

    def check(self, run: Run) -> None:
        check_branches(run)
        for index in range(len(run)):
            row = Row(run, index)
            check_identity(row)
            _check_dates(row)
            _check_lost(row)

    def new_values(self, run: Run, indexes: Sequence[int]) -> dict[str, Any]:
        """Sex and birth date of new members come from the number where the cells are blank."""
        values = super().new_values(run, indexes)
        cards = [id_card.parse(number, today=run.today) for number in values["id_no"]]
        blank = [None] * len(cards)
        genders, births = values.get("gender", blank), values.get("birth_date", blank)
        values["gender"] = [g or SEX_CODE[c.sex] for g, c in zip(genders, cards, strict=True)]
        values["birth_date"] = [b or c.birth_date for b, c in zip(births, cards, strict=True)]
        return values

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Where each member belongs from today on, and what it is counted by."""
        self.after_undo(run.zone_id)

    def after_undo(self, zone_id: int) -> None:
        placing.keep_zone(zone_id)
        grouping.keep_zone(zone_id)


class Row:
    """One data row by field name, with its place for problems."""

    def __init__(self, run: Run, index: int) -> None:
        self.run, self.index = run, index

    def __getitem__(self, name: str) -> Any:
        return self.run.column(name)[self.index]

    def problem(self, name: str, message: str) -> None:
        self.run.problem(self.index, name, message)


def check_branches(run: Run) -> None:
    """Nobody stands in two branches (党员教育管理工作条例 第25条): all rows of such a person say so."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, number in enumerate(run.column("id_no")):
        if number:
            places[number].append(index)
    branches, shown = run.column("branch_id"), run.sheet.column("branch_id").kind.show
    for indexes in places.values():
        found = {branches[i] for i in indexes} - {None}
        if len(found) < 2:
            continue
        names = "、".join(f"第 {run.line(i)} 行“{shown(branches[i], run)}”" for i in indexes)
        for index in indexes:
            run.problem(
                index,
                "branch_id",
                f"同一名党员编在两个支部：{names}。每名党员只编入一个支部"
                "（党员教育管理工作条例第二十五条），请核对后只留一行",
            )


def check_identity(row: Row) -> None:
    """Sex and birth date agree with the number."""
    if not row["id_no"]:
        return
    card = id_card.parse(row["id_no"], today=row.run.today)
    sex = dict(SEX).get(row["gender"])
    born = None if ARCHIVE in row["note"] else row["birth_date"]
    for name, facts in (("birth_date", {"birth_date": born}), ("gender", {"sex": sex})):
        for sentence in id_card.disagreements(card, **facts):
            row.problem(name, sentence)


def _check_dates(row: Row) -> None:
    joined, full, born = row["joined_on"], row["full_on"], _birth(row)
    if (
        row["category"] == PartyMember.Category.FORMAL
        and full is None
        and not _named(row, "full_on")
    ):
        row.problem("full_on", "正式党员必须有转正日期，请补上；还没有转正的，人员类别应为预备党员")
    if row["category"] == PartyMember.Category.PROBATIONARY and full is not None:
        row.problem("full_on", "预备党员还没有转正日期；已经转正的，人员类别应为正式党员")
    if joined and full and full < joined:
        row.problem("full_on", f"转正日期 {full} 早于加入党组织日期 {joined}，请核对")
    if joined and born and _years(born, joined) < ADULT:
        row.problem(
            "joined_on", f"加入党组织时未满 {ADULT} 周岁（出生日期 {born}），请核对两个日期"
        )


def _check_lost(row: Row) -> None:
    if row["is_lost"] and row["lost_on"] is None and not _named(row, "lost_on"):
        row.problem("lost_on", "失联的党员要填失联日期，请补上")
    if row["lost_on"] and not row["is_lost"]:
        row.problem("is_lost", "填了失联日期，“是否失联”应为“是”，请核对")


def _named(row: Row, name: str) -> bool:
    """Whether a cell of this field is already known to be unreadable."""
    column = row.run.headers.fields.get(name)
    return any(p.column == column for p in row.run.bad.get(row.index, ()))


def _birth(row: Row) -> date | None:
    if row["birth_date"] or not row["id_no"]:
        return row["birth_date"]
    return id_card.parse(row["id_no"], today=row.run.today).birth_date


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

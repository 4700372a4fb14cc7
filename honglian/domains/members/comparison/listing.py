"""The list of comparisons, and of the differences of one."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from honglian.algo.standards import mask_address, mask_id_no, mask_mobile
from honglian.ui.lists import BoolFilter, BulkAction, ChoiceFilter, Column, DateRangeFilter, Listing

from .deciding import options
from .models import Comparison, Difference
from .sheet import NATIONAL
from .states import ABSENCE, ANSWERS, COMPARISON

MASKS = {"id_no": mask_id_no, "mobile": mask_mobile, "address": mask_address}
DIFFERENT = "（遮盖处不同）"
FIELDS = [(c.field, c.header) for c in NATIONAL.columns if c.imported and c.field != "note"]


class ComparisonListing(Listing):
    key = "comparisons"
    noun = "名单比对"
    unit = "次"
    search = ("file_name",)
    search_hint = "文件名"
    export_permission = "members.export"
    empty_hint = "从全国党员管理信息系统导出名单，在这里与本区登记比对；比对不改动任何党员。"
    columns = (
        Column(
            "file_name",
            "名单",
            link=lambda c: reverse("members:comparison", args=[c.pk]),
            on_card="title",
        ),
        Column("taken_on", "导出日期", sort="taken_on"),
        Column("scope", "范围", value=lambda c: c.scope_org.name if c.scope_org else "全区"),
        Column("rows", "名单人数", value=lambda c: c.counts.get("rows"), align="end"),
        Column("same", "一致", value=lambda c: c.counts.get("same"), align="end"),
        Column("differs", "内容不同", value=lambda c: c.counts.get("differs"), align="end"),
        Column("new", "新增", value=lambda c: c.counts.get("new"), align="end"),
        Column("gone", "名单里没有", value=lambda c: c.counts.get("gone"), align="end"),
        Column(
            "state",
            "状态",
            template="members/_proposal_state.html",
            export=lambda c: c.get_state_display(),
        ),
        Column("made_by", "比对人", default=False),
    )
    filters = (
        ChoiceFilter(key="state", label="状态", choices=COMPARISON.choices()),
        DateRangeFilter(key="taken", label="导出日期", lookup="taken_on", primary=False),
    )


def ours(row: Difference, *, full: bool = False) -> str:
    return _shown(row, row.ours, full)


def theirs(row: Difference, *, full: bool = False) -> str:
    """What the list says; of a new person the particulars that place them."""
    if row.kind == Difference.Kind.NEW:
        cells = json.loads(row.theirs)
        branch = row.theirs_branch.name if row.theirs_branch else ""
        number = cells.get("id_no", "")
        parts = (number if full else mask_id_no(number), cells.get("category"), branch)
        return "，".join(filter(None, parts))
    if row.kind == Difference.Kind.GONE:
        return "没有此人"
    text = _shown(row, row.theirs, full)
    hidden = not full and row.field in MASKS and row.ours and text == _shown(row, row.ours, full)
    return text + DIFFERENT if hidden else text


def _shown(row: Difference, text: str, full: bool) -> str:
    mask = MASKS.get(row.field)
    return mask(text) if mask and text and not full else text


def field_name(row: Difference) -> str:
    return NATIONAL.column(row.field).header if row.field else row.get_kind_display()


def outcome(row: Difference) -> str:
    """How a decided difference stands."""
    if row.question == "answered":
        said = dict(ANSWERS).get(row.answer, "")
        return f"支部答复：{said}" + (f"（{row.answer_text}）" if row.answer_text else "")
    if row.question:
        return ABSENCE.state(row.question).name
    if row.batch_id:
        undone = row.batch.status == row.batch.Status.UNDONE
        return "已执行，后来撤销" if undone else "已执行"
    return ""


class DifferenceListing(Listing):
    """``full`` shows personal values; the view has put that on record."""

    key = "differences"
    noun = "差异"
    unit = "项"
    search = ("name",)
    search_hint = "姓名"
    export_permission = "members.export"
    empty_why = "这份名单与我方登记没有差异。"
    empty_hint = "可以结束这次比对，比对结果留作核对记录。"
    columns = (
        Column(
            "name",
            "姓名",
            sort="name",
            link=lambda d: (
                reverse("members:member", args=[d.member_id])
                if d.member_id
                else reverse("members:comparison", args=[d.comparison_id]) + f"?q={d.name}"
            ),
            on_card="title",
        ),
        Column("branch", "所在党支部", value="branch.name"),
        Column("field", "项目", value=field_name),
        Column("ours", "我方", value=ours),
        Column("theirs", "名单", value=theirs),
        Column("note", "说明", value=lambda d: "；".join(filter(None, (d.note, outcome(d))))),
        Column("line", "名单行号", sort="line", default=False, align="end"),
        Column(
            "decision",
            "裁定",
            template="members/_decide.html",
            value=lambda d: options(d),
            export=lambda d: d.get_decision_display(),
        ),
    )
    filters = (
        ChoiceFilter(key="kind", label="结果", choices=Difference.Kind.choices),
        ChoiceFilter(key="field", label="项目", choices=FIELDS),
        ChoiceFilter(
            key="decision",
            label="裁定",
            choices=[("none", "未裁定"), *Difference.Decision.choices[1:]],
            lookup=lambda rows, v: rows.filter(decision="" if v == "none" else v),
        ),
        BoolFilter(
            key="blank", label="我方空白", lookup="ours_blank", yes="是", no="否", primary=False
        ),
    )
    orderings = (("pk", "名单次序"), ("name", "姓名"))

    def __init__(self, request: HttpRequest, rows: QuerySet, comparison: Comparison) -> None:
        super().__init__(request, rows)
        self.bulk = _bulk(comparison) if comparison.state == "open" else ()


def _bulk(comparison: Comparison) -> tuple[BulkAction, ...]:
    def button(label: str, decision: str) -> BulkAction:
        url = reverse("members:compare_decide", args=[comparison.pk, decision])
        return BulkAction(label, url, permission="members.import")

    return (
        button("用名单的", "theirs"),
        button("保留我方", "ours"),
        button("请支部核实", "ask"),
    )


def revealed(rows: list[Difference]) -> list[dict[str, Any]]:
    """Personal fields in full, for the page that says so."""
    return [
        {
            "row": d,
            "item": field_name(d),
            "ours": ours(d, full=True),
            "theirs": theirs(d, full=True),
        }
        for d in rows
    ]

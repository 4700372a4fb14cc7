"""The list of department items."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.orgs.api import Department
from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing

from . import selectors
from .models import ListItem
from .states import ITEM

KINDS = (
    ("promised", "承诺的"),
    ("open", "在办"),
    ("soon", "一周内到期"),
    ("late", "已超期"),
    ("done", "已完成"),
    ("in_time", "按时完成"),
)


def _departments(actor):
    rows = Department.rows.filter(zone_id=actor.zone_id).order_by("pk")
    return list(rows.values_list("pk", "name"))


def _kind(rows, kind):
    timed = {
        "soon": selectors.soon_q,
        "late": selectors.late_q,
        "in_time": selectors.in_time_q,
    }
    return rows.filter(timed[kind]() if kind in timed else selectors.COUNTED[kind])


class ItemListing(Listing):
    key = "lists"
    noun = "清单事项"
    unit = "项"
    search = ("title", "number", "enterprise__name", "leader")
    search_hint = "事项、编号、企业或责任领导"
    export_permission = "lists.export"
    empty_hint = "把包保走访、敲门行动里答应的事列入部门清单，也可以在“台账导入导出”里整批导入。"
    columns = (
        Column(
            "title", "事项", link=lambda i: reverse("cases:list_item", args=[i.pk]), on_card="title"
        ),
        Column("state", "状态", value="shown_state.name", template="cases/campaigns/_state.html"),
        Column("department", "责任部门", value="department.name"),
        Column("leader", "责任领导"),
        Column("enterprise", "企业", value="enterprise.name"),
        Column("promised_on", "承诺日期", sort="promised_on", default=False),
        Column("due_on", "完成期限", sort="due_on"),
        Column("done_on", "完成日期"),
        Column("source", "来源", value="get_source_display", default=False),
        Column("promise", "承诺措施", default=False),
        Column("number", "编号", default=False),
    )
    filters = (
        ChoiceFilter(key="kind", label="进度", lookup=_kind, choices=KINDS),
        ChoiceFilter(
            key="department", label="责任部门", lookup="department_id", choices=_departments
        ),
        ChoiceFilter(key="state", label="状态", choices=ITEM.choices(), primary=False),
        ChoiceFilter(key="source", label="来源", choices=ListItem.Source.choices, primary=False),
        DateRangeFilter(key="due", label="完成期限", lookup="due_on", primary=False),
    )
    orderings = (("due_on", "先到期"), ("-pk", "最近列入"))

"""The list of rectification items."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing, TextFilter

from . import selectors
from .models import RectifyItem
from .states import RECTIFY


def _which(rows, wanted):
    return selectors.NARROW[wanted][1](rows)


def _looked(item: RectifyItem) -> date | None:
    """The last look back, else the next planned one."""
    looks = list(item.looks.all())
    done = [look.looked_on for look in looks if look.looked_on]
    return done[-1] if done else next((look.planned_on for look in looks), None)


class RectifyListing(Listing):
    key = "rectify"
    noun = "整改事项"
    unit = "条"
    search = ("number", "issue", "owner_name", "responsible")
    search_hint = "编号、问题、姓名"
    export_permission = "partylife.export"
    empty_hint = "组织生活会、民主评议查出的问题，点“登记问题”列入台账。"
    columns = [
        Column(
            "issue",
            "具体问题",
            link=lambda i: reverse("partylife:rectify_item", args=[i.pk]),
            on_card="title",
        ),
        Column("owner_name", "党组织/党员姓名"),
        Column("branch", "所在党支部", value="branch.name", default=False),
        Column("number", "编号", sort="number"),
        Column("state", "状态", template="partylife/_rectify_state.html", value="state_info.name"),
        Column(
            "due_on",
            "整改期限",
            sort="due_on",
            template="partylife/_rectify_due.html",
        ),
        Column("kind", "整改类型", value="get_kind_display"),
        Column("responsible", "责任人"),
        Column("category", "问题类别", value="get_category_display", default=False),
        Column("source", "问题来源", value="get_source_display", default=False),
        Column("measure", "整改措施", default=False),
        Column("progress", "目前进展", default=False),
        Column("evidence", "佐证材料", default=False),
        Column("applied_on", "申请销号日期", sort="applied_on", default=False),
        Column("verifier", "核查人", default=False),
        Column("verdict", "核查结论", default=False),
        Column("closed_on", "销号日期", sort="closed_on", default=False),
        Column("looked", "回头看日期", value=_looked, default=False),
        Column("rebounded", "是否反弹", default=False),
        Column("returned", "退回次数", sort="returned", align="end", default=False),
        Column("opened_on", "登记日期", sort="opened_on", default=False),
    ]
    filters = [
        ChoiceFilter(
            key="which",
            label="范围",
            lookup=_which,
            choices=[(code, name) for code, (name, _) in selectors.NARROW.items()],
        ),
        ChoiceFilter(key="state", label="状态", choices=RECTIFY.choices(), multiple=True),
        ChoiceFilter(key="kind", label="整改类型", choices=RectifyItem.Kind.choices),
        ChoiceFilter(
            key="source", label="问题来源", choices=RectifyItem.Source.choices, primary=False
        ),
        ChoiceFilter(
            key="category", label="问题类别", choices=RectifyItem.Category.choices, primary=False
        ),
        TextFilter(key="branch", label="党支部", lookup="branch__name", primary=False),
        DateRangeFilter(key="opened", label="登记日期", lookup="opened_on", primary=False),
        DateRangeFilter(key="due", label="整改期限", lookup="due_on", primary=False),
    ]
    orderings = [
        ("due_on", "先到期的在前"),
        ("-opened_on", "最近登记"),
        ("-returned", "退回次数多的在前"),
    ]

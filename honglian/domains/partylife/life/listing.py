"""The list of life meetings."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing, TextFilter

from ..rectify.states import SIGNED_OFF
from .states import LIFE


def with_counts(rows):
    """Each with how many problems it put into the ledger and how many of them are signed off."""
    return rows.annotate(
        raised=Count("items", filter=~Q(items__state="dropped")),
        done=Count("items", filter=Q(items__state__in=SIGNED_OFF)),
    )


class LifeListing(Listing):
    key = "life"
    noun = "组织生活会"
    unit = "次"
    search = ("theme", "branch__name")
    search_hint = "主题或党支部"
    export_permission = "partylife.export"
    empty_hint = "每个党支部每年至少开一次，一般在第四季度；点“准备组织生活会”开始。"
    columns = [
        Column(
            "theme",
            "会议主题",
            link=lambda m: reverse("partylife:life_meeting", args=[m.pk]),
            on_card="title",
        ),
        Column("branch", "党支部", value="branch.name"),
        Column("state", "状态", template="partylife/_state.html", value="state_info.name"),
        Column("planned_on", "计划日期", sort="planned_on"),
        Column("held_on", "召开日期", sort="held_on"),
        Column("host_name", "主持人"),
        Column("raised", "列入台账", align="end"),
        Column("done", "其中已销号", align="end"),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=LIFE.choices()),
        TextFilter(key="branch", label="党支部", lookup="branch__name"),
        DateRangeFilter(key="held", label="召开日期", lookup="held_on"),
    ]
    orderings = [("-planned_on", "最近的在前"), ("branch__name", "党支部")]

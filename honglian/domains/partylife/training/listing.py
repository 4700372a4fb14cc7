"""The list of trainings."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing

from .models import Training
from .states import TRAINING


class TrainingListing(Listing):
    key = "trainings"
    noun = "培训交流"
    unit = "次"
    search = ("topic", "org__name", "speaker")
    search_hint = "主题、党组织、主讲"
    export_permission = "partylife.export"
    empty_hint = "看“需要什么培训”，按支部的真实短板安排。"
    columns = [
        Column(
            "topic",
            "主题",
            link=lambda t: reverse("partylife:training", args=[t.pk]),
            on_card="title",
        ),
        Column("kind", "形式", value="get_kind_display"),
        Column("audience", "对象", value="get_audience_display"),
        Column("on", "日期", sort="on"),
        Column("org", "举办的党组织", value="org.name"),
        Column("state", "状态", template="partylife/_state.html", value="state_info.name"),
        Column("place", "地点", default=False),
        Column("speaker", "主讲或牵头", default=False),
        Column("people", "参加人员", default=False),
        Column("agreed", "商定的事", default=False),
    ]
    filters = [
        ChoiceFilter(key="kind", label="形式", choices=Training.Kind.choices),
        ChoiceFilter(key="audience", label="对象", choices=Training.Audience.choices),
        ChoiceFilter(key="state", label="状态", choices=TRAINING.choices()),
        DateRangeFilter(key="on", label="日期", primary=False),
    ]
    orderings = [("-on", "最近的在前"), ("on", "最早的在前")]

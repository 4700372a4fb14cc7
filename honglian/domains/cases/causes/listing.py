"""The list of common causes."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.zones.api import config_of
from honglian.ui.lists import ChoiceFilter, Column, Listing

from .states import CAUSE


def _categories(actor):
    return [(c.code, c.name) for c in config_of(actor.zone_id).categories]


class CauseListing(Listing):
    key = "causes"
    noun = "共性问题"
    unit = "类"
    export_permission = "cases.export"
    empty_hint = "系统每周把一年里的诉求放在一起比，几家企业反复说的同一件事会出现在这里。"
    columns = [
        Column(
            "title", "问题", link=lambda c: reverse("cases:cause", args=[c.pk]), on_card="title"
        ),
        Column("state", "状态", value="shown_state.name", template="cases/_cause_state.html"),
        Column("size", "诉求", sort="size", align="end"),
        Column("enterprises", "企业", sort="enterprises", align="end"),
        Column("recent", "近 90 天", sort="recent", align="end"),
        Column("words", "共同的说法", value=lambda c: "、".join(c.words), default=False),
        Column("chain", "产业链", value="chain.short_name", default=False),
        Column("department", "责任部门", value="department.name"),
        Column("due_on", "完成期限", sort="due_on"),
        Column("found_at", "发现时间", sort="found_at", default=False),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=CAUSE.choices(), multiple=True),
        ChoiceFilter(key="category", label="类别", choices=_categories),
    ]
    orderings = [("-size", "件数多的在前"), ("-recent", "近来多的在前"), ("-found_at", "最近发现")]

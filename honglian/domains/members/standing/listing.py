"""The list of matters of standing."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, Listing

from .kinds import KINDS
from .states import MATTER


class MatterListing(Listing):
    key = "standing"
    noun = "党籍事项"
    unit = "件"
    search = ("member__name", "branch__name")
    search_hint = "姓名或党支部"
    export_permission = "members.export"
    empty_hint = "在党员页上点“党籍事项”提出；规则不到日子的提不了。"
    columns = [
        Column(
            "member", "姓名", value="member.name",
            link=lambda m: reverse("members:matter", args=[m.pk]), on_card="title",
        ),
        Column("kind", "事项", value="get_kind_display"),
        Column("branch", "党支部", value="branch.name"),
        Column(
            "state", "状态", template="members/_matter_state.html",
            export=lambda m: m.get_state_display(),
        ),
        Column("opened_on", "提出日期", sort="opened_on"),
        Column("decided_on", "决定日期"),
        Column("ends_on", "限期改正到"),
        Column("paper_no", "批复文号", default=False),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(key="state", label="状态", choices=MATTER.choices()),
        ChoiceFilter(key="kind", label="事项", choices=[(k.code, k.name) for k in KINDS.values()]),
    ]
    orderings = [("-pk", "最近提出"), ("opened_on", "最早提出")]

"""The list of members away; its sheet is ledger LD04 with the headers of the official one."""

from __future__ import annotations

from django.urls import reverse

from honglian.algo.standards import mask_id_no
from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing

from ..dues.selectors import paid_to
from . import selectors
from .models import FloatingStay
from .states import FLOATING


def _paid(stay: FloatingStay) -> str:
    month = paid_to(stay.member) if stay.member else None
    return f"{month:%Y年%m月}" if month else ""


def _side(rows, wanted):
    return rows.filter(home_branch__isnull=wanted == "in")


class StayListing(Listing):
    key = "floating"
    noun = "流动党员台账"
    unit = "名"
    search = ("name", "place", "home_name", "host_name")
    search_hint = "姓名、地点、党组织"
    export_permission = "members.export"
    empty_hint = "在党员页上点“登记流出”；外地党员来报到的点“登记流入”。"
    columns = [
        Column(
            "name", "姓名", sort="name", link=lambda s: reverse("members:stay", args=[s.pk]),
            on_card="title",
        ),
        Column("gender", "性别", value="get_gender_display", default=False),
        Column(
            "id_no", "身份证号(脱敏)", default=False,
            value=lambda s: mask_id_no(s.member.id_no) if s.member else "",
        ),
        Column("home_name", "正式组织关系所在支部"),
        Column("kind", "流动类型", value="get_kind_display"),
        Column("left_on", "流出日期", sort="left_on"),
        Column("place", "外出地点"),
        Column("job", "外出从业", default=False),
        Column("host_name", "流入党组织"),
        Column("contact_name", "联系人", default=False),
        Column("times_a_quarter", "联系频次(次/季)", default=False),
        Column("last_contact", "最近联系日期", value="last_contact"),
        Column("attended", "参加组织生活次数", default=False),
        Column("dues_to", "党费交纳至", value=_paid, default=False),
        Column(
            "should_move", "组织关系是否应转",
            value=lambda s: "是" if selectors.should_transfer(s) else "否",
        ),
        Column("back_on", "返回日期", default=False),
        Column("note", "备注", default=False),
        Column(
            "state", "状态", template="members/_stay_state.html",
            export=lambda s: s.get_state_display(),
        ),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(key="state", label="状态", choices=FLOATING.choices(), multiple=True),
        ChoiceFilter(
            key="side", label="方向", lookup=_side, choices=[("out", "流出"), ("in", "流入")]
        ),
        ChoiceFilter(
            key="kind", label="流动类型", choices=FloatingStay.Kind.choices, primary=False
        ),
        DateRangeFilter(key="left", label="流出日期", lookup="left_on", primary=False),
    ]
    orderings = [("-pk", "最近登记"), ("left_on", "流出最早"), ("name", "姓名")]

    @property
    def ledger_cols(self) -> str:
        """All columns of LD04, for the address of its export."""
        return ",".join(c.key for c in self.columns if c.key != "state")

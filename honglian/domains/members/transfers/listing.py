"""The list of transfers."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import ChoiceFilter, Column, DateRangeFilter, Listing

from .models import Transfer
from .states import TRANSFER


class TransferListing(Listing):
    key = "transfers"
    noun = "组织关系转接台账"
    unit = "件"
    search = ("name", "from_name", "to_name", "letter_no")
    search_hint = "姓名、党组织、介绍信编号"
    export_permission = "members.export"
    empty_hint = "在党员页上点“申请转接”，或登记区外转来的介绍信。"
    columns = [
        Column(
            "name",
            "姓名",
            sort="name",
            link=lambda t: reverse("members:transfer", args=[t.pk]),
            on_card="title",
        ),
        Column("direction", "方向", value="get_direction_display"),
        Column("from_name", "转出党组织"),
        Column("to_name", "转入党组织"),
        Column(
            "state",
            "状态",
            template="members/_transfer_state.html",
            export=lambda t: t.get_state_display(),
        ),
        Column("applied_on", "申请日期", sort="applied_on"),
        Column("letter_no", "介绍信编号"),
        Column("issued_on", "开出日期", default=False),
        Column("valid_until", "有效期至"),
        Column("received_on", "报到日期", default=False),
        Column("completed_on", "接收日期"),
        Column("receipt_no", "回执编号", default=False),
        Column("closed_because", "办结说明", default=False),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=TRANSFER.choices(), multiple=True),
        ChoiceFilter(key="direction", label="方向", choices=Transfer.Direction.choices),
        DateRangeFilter(key="applied", label="申请日期", lookup="applied_on", primary=False),
    ]
    orderings = [("-pk", "最近申请"), ("name", "姓名")]

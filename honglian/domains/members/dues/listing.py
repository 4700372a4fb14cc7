"""The list of payments: its sheet is the list of receipts."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing

from ..models import DuesPayment


def _branches(actor):
    from .selectors import branches

    return [(b.pk, b.name) for b in branches(actor)]


def _voided(rows, wanted):
    return rows.filter(voided=wanted)


def _standing(row: DuesPayment) -> str:
    if row.voided:
        return f"已作废：{row.voided_because}"
    if row.kind == DuesPayment.Kind.GIFT:
        return f"已于 {row.passed_on} 上缴" if row.passed_on else "待上缴"
    return ""


class PaymentListing(Listing):
    key = "dues_payments"
    noun = "党费收据"
    unit = "条"
    search = ("member__name", "receipt")
    search_hint = "姓名或收据编号"
    export_permission = "members.dues"
    empty_hint = "在支部的党费页上登记交纳后会出现在这里。"
    columns = [
        Column(
            "receipt",
            "收据编号",
            value=lambda p: p.receipt or "台账导入",
            link=lambda p: reverse("members:dues_receipt", args=[p.pk]),
        ),
        Column("member", "姓名", value="member.name", on_card="title"),
        Column("branch", "党支部", value="branch.name"),
        Column("kind", "类型", value="get_kind_display"),
        Column("month", "所属月份", value=lambda p: f"{p.month:%Y年%m月}"),
        Column("amount", "金额（元）", align="end"),
        Column("paid_on", "交纳日期"),
        Column("standing", "情况", value=_standing),
        Column("excuse", "说明", default=False),
        Column("entered_by", "登记人", default=False),
    ]
    filters = [
        ChoiceFilter(key="branch", label="党支部", lookup="branch_id", choices=_branches),
        ChoiceFilter(key="kind", label="类型", choices=DuesPayment.Kind.choices),
        BoolFilter(key="voided", label="作废", lookup=_voided, yes="已作废", no="有效"),
        DateRangeFilter(key="month", label="所属月份", lookup="month", primary=False),
        DateRangeFilter(key="paid", label="交纳日期", lookup="paid_on", primary=False),
    ]
    orderings = [("-pk", "最近登记"), ("-month", "月份")]

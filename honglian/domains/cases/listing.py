"""The list of whistles."""

from __future__ import annotations

from django.urls import reverse

from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import Chain, config_of
from honglian.ui.lists import BoolFilter, BulkAction, ChoiceFilter, Column, DateRangeFilter, Listing

from . import rates, selectors
from .models import Case, Order
from .papers.kinds import KINDS
from .states import CASE, GONE


def _categories(actor):
    return [*((c.code, c.name) for c in config_of(actor.zone_id).categories), ("none", "未分类")]


def _levels(actor):
    return [(x.code, x.name) for x in config_of(actor.zone_id).cases.levels]


def _departments(actor):
    rows = Department.rows.filter(zone_id=actor.zone_id).order_by("id")
    return list(rows.values_list("pk", "name"))


def _leads(actor):
    return [*_departments(actor), ("none", "还没有派单")]


def _chains(actor):
    return [(c.pk, c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


def _category(rows, code):
    return rows.filter(category="" if code == "none" else code)


def _lead(rows, pk):
    return rows.filter(lead_id=None if pk == "none" else pk)


def _involved(rows, department):
    orders = Order.rows.filter(department_id=department).exclude(state__in=GONE)
    return rows.filter(pk__in=orders.values("case"))


def _overdue(rows, wanted):
    late = selectors.overdue_q()
    return rows.filter(late) if wanted else rows.exclude(late)


def _valid(rows, wanted):
    return rates.valid(rows) if wanted else rates.excluded(rows)


def _contacted(rows, wanted):
    return rows.filter(rates.CONTACTED) if wanted else rows.exclude(rates.CONTACTED)


def _solved(rows, wanted):
    return rows.filter(rates.SOLVED) if wanted else rows.exclude(rates.SOLVED)


def _reopened(rows, wanted):
    return rows.filter(reopened__gt=0) if wanted else rows.filter(reopened=0)


def _supervised(rows, wanted):
    return rows.filter(supervision__gt=0) if wanted else rows.filter(supervision=0)


class CaseListing(Listing):
    key = "cases"
    noun = "诉求"
    unit = "件"
    search = selectors.find
    search_hint = "编号、标题、企业名称、拼音或首字母"
    export_permission = "cases.export"
    empty_hint = "企业、指导员、网格员或热线吹哨以后，会出现在这里。"
    columns = [
        Column(
            "title",
            "诉求",
            link=lambda c: reverse("cases:detail", args=[c.number]),
            on_card="title",
        ),
        Column("enterprise", "企业", value="enterprise_name"),
        Column("state", "状态", value="shown_state.name", template="cases/_state.html"),
        Column("level", "等级", value="level_name"),
        Column("lead", "主办", value="lead.short_name"),
        Column("due_at", "时限", template="cases/_due.html", sort="due_at"),
        Column("number", "编号"),
        Column("created_at", "吹哨时间", sort="created_at"),
        Column("chain", "产业链", value="chain.short_name", default=False),
        Column("channel", "渠道", value="get_channel_display", default=False),
        Column("satisfaction", "满意度", value="get_satisfaction_display", default=False),
        Column("outcome", "办结类型", value="get_outcome_display", default=False),
        Column("reopened", "重办次数", align="end", default=False),
        Column("supervision", "督办级别", align="end", default=False),
        Column("replied_at", "办结时间", default=False),
        Column("closed_at", "归档时间", default=False),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=CASE.choices(), multiple=True),
        BoolFilter(key="overdue", label="超期", lookup=_overdue, yes="已超期", no="未超期"),
        ChoiceFilter(key="category", label="类别", lookup=_category, choices=_categories),
        ChoiceFilter(key="lead", label="主办部门", lookup=_lead, choices=_leads),
        DateRangeFilter(key="created", label="吹哨日期", lookup="created_at"),
        ChoiceFilter(key="level", label="等级", choices=_levels, primary=False),
        ChoiceFilter(
            key="department",
            label="参与部门",
            lookup=_involved,
            choices=_departments,
            primary=False,
        ),
        ChoiceFilter(
            key="chain", label="产业链", lookup="chain_id", choices=_chains, primary=False
        ),
        ChoiceFilter(key="channel", label="渠道", choices=Case.Channel.choices, primary=False),
        ChoiceFilter(
            key="satisfaction",
            label="满意度",
            choices=Case.Satisfaction.choices,
            multiple=True,
            primary=False,
        ),
        BoolFilter(
            key="valid",
            label="三率口径",
            lookup=_valid,
            yes="有效回访",
            no="已答复但不计入",
            primary=False,
        ),
        BoolFilter(
            key="contacted",
            label="响应",
            lookup=_contacted,
            yes="部门联系过",
            no="没有联系过",
            primary=False,
        ),
        BoolFilter(
            key="solved", label="解决", lookup=_solved, yes="已解决", no="未解决", primary=False
        ),
        BoolFilter(
            key="reopened",
            label="重办",
            lookup=_reopened,
            yes="重办过",
            no="没有",
            primary=False,
        ),
        BoolFilter(
            key="supervised",
            label="督办",
            lookup=_supervised,
            yes="督办中",
            no="没有",
            primary=False,
        ),
    ]
    orderings = [
        ("-created_at", "最近吹哨"),
        ("due_at", "先到期的在前"),
        ("-replied_at", "最近办结"),
    ]

    @property
    def bulk_actions(self):
        offered = [
            BulkAction(
                "批量签收", reverse("cases:bulk_sign") + "?of=cases", "cases.handle", "checks"
            ),
            BulkAction("派给一个部门", reverse("cases:bulk_dispatch"), "cases.dispatch", "send"),
        ]
        offered += [
            BulkAction("生成单据", reverse("cases:papers"), kind.permission, "file-text")
            for kind in KINDS.values()
            if self.actor is not None and self.actor.can(kind.permission)
        ][:1]
        return [a for a in offered if self.actor is not None and self.actor.can(a.permission)]

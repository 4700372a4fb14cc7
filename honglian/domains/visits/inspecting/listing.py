"""Lists of joint visits, inspections and requests."""

from __future__ import annotations

from django.urls import reverse

from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing, TextFilter

from .models import Inspection, VisitRequest, Why
from .states import INSPECTION, REQUEST, VISIT


class VisitListing(Listing):
    key = "visits"
    noun = "上门"
    unit = "次"
    search = ("number", "enterprise__name", "team")
    search_hint = "编号、企业、人员"
    export_permission = "hazards.export"
    empty_hint = "部门提出入企需求，企业服务中心排定一个月后出现在这里。"
    columns = (
        Column("enterprise", "企业", value="enterprise.name", link=lambda v: reverse("visits:visit", args=[v.pk]), on_card="title"),
        Column("planned_on", "上门日期", sort="planned_on"),
        Column("starts_at", "到达", value=lambda v: f"{v.starts_at:%H:%M}" if v.starts_at else ""),
        Column("team", "人员"),
        Column("state", "状态", template="visits/_state.html", value="state_info.name"),
        Column("rating", "企业评价", align="end", value=lambda v: f"{v.rating} 分" if v.rating else ""),
        Column("number", "编号", default=False),
        Column("reason", "为什么这样排", default=False),
        Column("done_on", "实际上门", sort="done_on", default=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter(key="state", label="状态", choices=VISIT.choices(), multiple=True),
        DateRangeFilter(key="day", label="上门日期", lookup="planned_on"),
        BoolFilter(
            key="made", label="已上门", lookup=lambda rows, v: rows.filter(done_on__isnull=not v),
            yes="是", no="否", primary=False,
        ),
        TextFilter(key="firm", label="企业", lookup="enterprise__name", primary=False),
    )  # fmt: skip
    orderings = (("-planned_on", "日期近的在前"), ("planned_on", "日期早的在前"))


class InspectionListing(Listing):
    key = "inspections"
    noun = "检查"
    unit = "次"
    search = ("number", "purpose", "enterprise__name")
    search_hint = "编号、内容、企业"
    export_permission = "hazards.export"
    empty_hint = "有检查权的部门提出检查计划，批准后执行。"
    columns = (
        Column("purpose", "检查内容", link=lambda i: reverse("visits:inspection", args=[i.pk]), on_card="title"),
        Column("enterprise", "企业", value="enterprise.name"),
        Column("department", "部门", value="department.name"),
        Column("planned_on", "计划日期", sort="planned_on"),
        Column("state", "状态", template="visits/_state.html", value="state_info.name"),
        Column("outcome", "结果", value="get_outcome_display"),
        Column("rating", "企业评价", align="end", value=lambda i: f"{i.rating} 分" if i.rating else ""),
        Column("number", "编号", default=False),
        Column("kind", "类型", value="get_kind_display", default=False),
        Column("why", "缘由", value="get_why_display", default=False),
        Column("approval_no", "审批表编号", default=False),
        Column("notice_no", "通知书编号", default=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter(key="state", label="状态", choices=INSPECTION.choices(), multiple=True),
        ChoiceFilter(key="kind", label="类型", choices=Inspection.Kind.choices),
        ChoiceFilter(key="why", label="缘由", choices=Why.choices, primary=False),
        DateRangeFilter(key="day", label="计划日期", lookup="planned_on"),
        TextFilter(key="firm", label="企业", lookup="enterprise__name", primary=False),
    )
    orderings = (("-planned_on", "日期近的在前"),)


class RequestListing(Listing):
    key = "visit-requests"
    noun = "入企需求"
    unit = "项"
    search = ("purpose", "enterprise__name")
    search_hint = "内容、企业"
    export_permission = "hazards.export"
    empty_hint = "点“提出需求”，写明去哪家、哪个月、做什么；系统会把同一家企业的需求并成一次上门。"
    columns = (
        Column("purpose", "做什么", link=lambda r: reverse("visits:request", args=[r.pk]), on_card="title"),
        Column("enterprise", "企业", value="enterprise.name"),
        Column("department", "部门", value="department.name"),
        Column("kind", "性质", value="get_kind_display"),
        Column("when", "什么时候"),
        Column("state", "状态", template="visits/_state.html", value="state_info.name"),
        Column("visit", "并入", value="visit.number", default=False),
        Column("note", "说明", default=False),
    )  # fmt: skip
    filters = (
        ChoiceFilter(key="state", label="状态", choices=REQUEST.choices(), multiple=True),
        ChoiceFilter(key="kind", label="性质", choices=VisitRequest.Kind.choices),
        ChoiceFilter(key="month", label="月份", choices=[(n, f"{n} 月") for n in range(1, 13)]),
        BoolFilter(
            key="placed", label="已并入上门", lookup=lambda rows, v: rows.filter(visit__isnull=not v),
            yes="是", no="否",
        ),
    )  # fmt: skip
    orderings = (("-pk", "最近提出"),)

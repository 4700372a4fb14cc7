"""My desk (待办): one list over all kinds of work, by due time, with what is expected of me."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.ui.lists import BulkAction, ChoiceFilter, Column, Listing

KINDS = [
    ("cases.case", "诉求"),
    ("cases.order", "工单"),
    ("cases.ask", "延期和异议"),
    ("grids.gridevent", "网格事项"),
    ("enterprises.promise", "承诺"),
    ("visits.jointvisit", "上门"),
    ("visits.inspection", "行政检查"),
    ("visits.hazard", "隐患"),
    ("members.development", "发展党员"),
    ("partylife.rectifyitem", "整改"),
    ("partylife.supervision", "整改督办"),
    ("partylife.lifemeeting", "组织生活会"),
    ("partylife.appraisal", "民主评议"),
    ("partylife.appraisalfollowup", "评议后续"),
    ("partylife.training", "培训交流"),
    ("indicators.indicatorversion", "指标口径"),
]


def _when(rows, wanted):
    now = clock.now()
    tonight = _end_of_today(now)
    match wanted:
        case "overdue":
            return rows.filter(due_at__lt=now)
        case "today":
            return rows.filter(due_at__gte=now, due_at__lte=tonight)
        case "week":
            return rows.filter(due_at__gt=tonight, due_at__lte=tonight + timedelta(days=7))
        case _:
            return rows.filter(Q(due_at__isnull=True) | Q(due_at__gt=tonight + timedelta(days=7)))


def _end_of_today(now: datetime) -> datetime:
    return clock.local(now).replace(hour=23, minute=59, second=59, microsecond=0)


class DeskListing(Listing):
    key = "desk"
    noun = "待办"
    unit = "件"
    search = ["number", "title"]
    search_hint = "编号或标题"
    empty_why = "现在没有等您办的事。"
    empty_hint = "新的事会按时限排在这里，也会进消息。"
    columns = [
        Column("title", "事项", link=lambda i: i.url, on_card="title"),
        Column("number", "编号"),
        Column("expected", "要我做什么"),
        Column("state", "状态", template="web/_item_state.html", value="state_name"),
        Column("due_at", "时限", template="web/_item_due.html", sort="due_at"),
        Column("kind", "种类", value=lambda i: dict(KINDS).get(i.kind, i.kind), default=False),
        Column("opened_at", "到手时间", sort="opened_at", default=False),
    ]
    filters = [
        ChoiceFilter(
            key="when",
            label="时限",
            lookup=_when,
            choices=[
                ("overdue", "已超期"),
                ("today", "今天到期"),
                ("week", "七天内"),
                ("later", "更晚或无时限"),
            ],
        ),
        ChoiceFilter(key="kind", label="种类", choices=KINDS),
    ]
    orderings = [("due_at", "先到期的在前"), ("-opened_at", "最近到手")]

    @property
    def bulk_actions(self):
        sign = BulkAction("批量签收", reverse("cases:bulk_sign"), "cases.handle", "checks")
        return [sign] if self.actor and self.actor.can("cases.handle") else []


@signed_in()
def desk(request: HttpRequest) -> HttpResponse:
    rows = WorkItem.objects.held_by(request.actor)
    now, tonight = clock.now(), _end_of_today(clock.now())
    counts = rows.aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        today=Count("pk", filter=Q(due_at__gte=now, due_at__lte=tonight)),
    )
    return DeskListing(request, rows).respond(
        "web/desk.html",
        {"title": "我的待办", "counts": counts},
        on_export=lambda n: record(
            by=request.actor, verb="desk.export", target_kind="workflow.workitem", note=f"{n} 行"
        ),
    )

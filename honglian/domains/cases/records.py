"""What figures may be counted over: whistles and the departments' orders."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from honglian.analytics.api import Column, Feed, Kind, Limit, RecordType, register
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.records import categories, chains
from honglian.kit.actor import Actor, ScopeKind

from .models import Case, Order

DOMAIN = "吹哨报到"
# Numbers are drawn before their transaction ends, so a little is read twice.
OVERLAP = 1_000


def _mark(zone_id: int) -> list[int]:
    last = WorkEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    return [last, Case.rows.filter(zone_id=zone_id).aggregate(last=Max("pk"))["last"] or 0]


def _since(rows: QuerySet, mark: list[int]) -> QuerySet:
    """Every step of a case leaves an event at its root; what has no item yet is new."""
    event, case = (max(0, n - OVERLAP) for n in mark)
    moved = WorkEvent.objects.filter(pk__gt=event).values("root_id")
    return rows.filter(Q(item_id__in=moved) | Q(pk__gt=case))


def _scope(actor: Actor) -> Limit:
    match actor.scope.kind:
        case ScopeKind.CHAIN:
            own = ("reporter", (actor.user_id,)) if actor.user_id else ("reporter", ())
            return [("chain", actor.scope.ids), own]
        case ScopeKind.ENTERPRISE:
            return [("enterprise", actor.scope.ids)]
    rows = Case.objects.listed_for(actor).order_by().values_list("pk", flat=True)
    return [("pk", tuple(rows))]


def _departments(zone_id: int) -> dict[int, str]:
    return dict(Department.rows.filter(zone_id=zone_id).values_list("pk", "name"))


def declare() -> None:
    register(_cases())
    register(_orders())


def _cases() -> RecordType:
    return RecordType(
        "cases.case",
        "企业诉求",
        "件",
        DOMAIN,
        (
            Column("enterprise", "企业", Kind.ID, "enterprise_id"),
            Column("chain", "产业链", Kind.ID, "chain_id", chains),
            Column("channel", "诉求渠道", choices=dict(Case.Channel.choices)),
            Column("category", "诉求类别", choices=categories),
            Column("level", "等级"),
            Column("state", "状态", choices=dict(Case._meta.get_field("state").choices)),
            Column("outcome", "办结类型", choices=dict(Case.Outcome.choices)),
            Column("satisfaction", "满意度", choices=dict(Case.Satisfaction.choices)),
            Column("contacted", "部门联系过", Kind.FLAG, "was_contacted"),
            Column("solved", "企业确认解决", Kind.FLAG, "was_solved"),
            Column("lead", "主办部门", Kind.ID, "lead_id", _departments),
            Column("reporter", "登记账号", Kind.ID, "reporter_user_id"),
            Column("supervision", "督办级别", Kind.NUMBER),
            Column("reopened", "重办次数", Kind.NUMBER),
            Column("created", "登记时间", Kind.MOMENT, "created_at"),
            Column("dispatched", "派单时间", Kind.MOMENT, "dispatched_at"),
            Column("replied", "办结时间", Kind.MOMENT, "replied_at"),
            Column("closed", "归档时间", Kind.MOMENT, "closed_at"),
        ),
        model=Case,
        feed=Feed(_mark, _since),
        scope=_scope,
        url=lambda row: reverse("cases:detail", args=[row.number]),
    )


def _orders() -> RecordType:
    return RecordType(
        "cases.order",
        "部门工单",
        "件",
        DOMAIN,
        (
            Column("case", "诉求", Kind.ID, "case_id"),
            Column("department", "承办部门", Kind.ID, "department_id", _departments),
            Column("role", "主办/协办", choices=dict(Order.Role.choices)),
            Column("state", "状态", choices=dict(Order._meta.get_field("state").choices)),
            Column("outcome", "办结类型", choices=dict(Case.Outcome.choices)),
            Column("dispatched", "派单时间", Kind.MOMENT, "dispatched_at"),
            Column("signed", "签收时间", Kind.MOMENT, "signed_at"),
            Column("contacted", "联系企业时间", Kind.MOMENT, "contacted_at"),
            Column("replied", "答复时间", Kind.MOMENT, "replied_at"),
        ),
        model=Order,
        title=lambda row: f"{row.case.number} {row.department.name}",
        url=lambda row: reverse("cases:detail", args=[row.case.number]),
    )

"""What figures may be counted over: hazards, visits, inspections, and which enterprises were looked at."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from honglian.analytics.api import Column, Kind, RecordType, register
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.records import chains

from .hazards.models import Hazard, Level
from .inspecting.models import Inspection, JointVisit

DOMAIN = "联合体检"
NEVER = date(1900, 1, 1)
FIRM = (
    Column("enterprise", "企业", Kind.ID, "enterprise_id"),
    Column("chain", "产业链", Kind.ID, "enterprise__chain_id", chains),
)


def _departments(zone_id: int) -> dict[int, str]:
    return dict(Department.rows.filter(zone_id=zone_id).values_list("pk", "name"))


def declare() -> None:
    register(_hazards())
    register(_visits())
    register(_inspections())
    register(_looked_at())


def _hazards() -> RecordType:
    return RecordType(
        "visits.hazard",
        "隐患",
        "处",
        DOMAIN,
        (
            *FIRM,
            Column("level", "隐患等级", choices=dict(Level.choices)),
            Column("domain", "隐患类别", choices=dict(Hazard.Domain.choices)),
            Column("source", "来源", choices=dict(Hazard.Source.choices)),
            Column("state", "状态", choices=dict(Hazard._meta.get_field("state").choices)),
            Column("department", "部门", Kind.ID, "department_id", _departments),
            Column("found", "排查日期", Kind.DATE, "found_on"),
            Column("due", "整改期限", Kind.DATE, "due_on"),
            Column("closed", "销号日期", Kind.DATE, "closed_on"),
            Column("listed", "挂牌日期", Kind.DATE, "listed_on"),
            Column("recurs", "再发", Kind.FLAG, "recurs_id", make=bool),
            Column("money", "整改资金", Kind.MONEY, unit="万元"),
        ),
        model=Hazard,
        url=lambda row: reverse("visits:hazard", args=[row.pk]),
    )


def _visits() -> RecordType:
    return RecordType(
        "visits.visit",
        "联合上门",
        "次",
        DOMAIN,
        (
            *FIRM,
            Column("state", "状态", choices=dict(JointVisit._meta.get_field("state").choices)),
            Column("planned", "计划上门日期", Kind.DATE, "planned_on"),
            Column("done", "实际上门日期", Kind.DATE, "done_on"),
        ),
        model=JointVisit,
        title=lambda row: f"{row.enterprise.name} {row.done_on or row.planned_on}",
        url=lambda row: reverse("visits:visit", args=[row.pk]),
    )


def _inspections() -> RecordType:
    return RecordType(
        "visits.inspection",
        "行政检查",
        "次",
        DOMAIN,
        (
            *FIRM,
            Column("kind", "检查类型", choices=dict(Inspection.Kind.choices)),
            Column("state", "状态", choices=dict(Inspection._meta.get_field("state").choices)),
            Column("department", "部门", Kind.ID, "department_id", _departments),
            Column("planned", "计划日期", Kind.DATE, "planned_on"),
            Column("entered", "扫码入企时间", Kind.MOMENT, "entered_at"),
        ),
        model=Inspection,
        title=lambda row: f"{row.enterprise.name} {row.planned_on}",
        url=lambda row: reverse("visits:inspection", args=[row.pk]),
    )


def _last(rows: QuerySet, field: str) -> Coalesce:
    found = rows.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    last = Subquery(found.annotate(last=Max(field)).values("last"), output_field=DateField())
    return Coalesce(last, Value(NEVER), output_field=DateField())


def _looks(zone_id: int) -> QuerySet:
    """Each enterprise with the day somebody last looked: a hazard, a visit or an inspection."""
    return Enterprise.rows.filter(zone_id=zone_id).annotate(
        looked_on=Greatest(
            _last(Hazard.rows.exclude(state="dropped"), "found_on"),
            _last(JointVisit.rows.filter(done_on__isnull=False), "done_on"),
            _last(Inspection.rows.filter(entered_at__isnull=False), "planned_on"),
        )
    )


def _looked_at() -> RecordType:
    return RecordType(
        "visits.enterprise",
        "企业（按最近一次排查）",
        "家",
        DOMAIN,
        (
            Column("chain", "产业链", Kind.ID, "chain_id", chains),
            Column("in_park", "园区企业", Kind.FLAG, "is_in_park"),
            Column("key", "重点企业", Kind.FLAG, "is_key"),
            Column("status", "状态", choices=dict(Enterprise.Status.choices)),
            Column(
                "looked", "最近排查日期", Kind.DATE, "looked_on",
                make=lambda day: None if day == NEVER else day,
            ),
        ),
        model=Enterprise,
        rows=_looks,
        url=lambda row: reverse("enterprises:detail", args=[row.pk]),
    )  # fmt: skip

"""What figures may be counted over: enterprises, their guides, what was promised to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse

from honglian.analytics.api import CENTS, Column, Feed, Kind, Limit, RecordType, register
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.records import chains
from honglian.kit.actor import Actor, ScopeKind

from .models import ContactLog, ContactPledge, Enterprise, Instructor, Return
from .reporting.items import ITEMS
from .reporting.states import COLLECTION, RETURN

DOMAIN = "企业"
FIGURES = "enterprises.figures"
OVERLAP = timedelta(minutes=10)  # a transaction may end after a later one began


def _mark(zone_id: int) -> str | None:
    last = Enterprise.rows.filter(zone_id=zone_id).aggregate(last=Max("updated_at"))["last"]
    return last.isoformat() if last else None


def _since(rows: QuerySet, mark: str | None) -> QuerySet:
    return rows.filter(updated_at__gte=datetime.fromisoformat(mark) - OVERLAP) if mark else rows


def _scope(column: str) -> Any:
    """Columns by which a chain or an enterprise is told; other scopes ask for the rows themselves."""

    def limit(actor: Actor) -> Limit:
        match actor.scope.kind:
            case ScopeKind.CHAIN:
                return [("chain", actor.scope.ids)]
            case ScopeKind.ENTERPRISE:
                return [(column, actor.scope.ids)]
            case ScopeKind.DEPARTMENT:
                return None
        seen = Enterprise.objects.visible_to(actor).order_by().values_list("pk", flat=True)
        return [(column, tuple(seen))]

    return limit


def departments(zone_id: int) -> dict[int, str]:
    return dict(Department.rows.filter(zone_id=zone_id).values_list("pk", "name"))


def declare() -> None:
    register(_enterprises())
    register(_pledges())
    register(_instructors())
    register(_promises())
    register(_returns())


def _money(name: str, label: str) -> Column:
    return Column(name, label, Kind.MONEY, unit="万元", permission=FIGURES)


def _enterprises() -> RecordType:
    return RecordType(
        "enterprises.enterprise",
        "企业（经营主体）",
        "家",
        DOMAIN,
        (
            Column("chain", "产业链", Kind.ID, "chain_id", chains),
            Column("role", "链上角色", field="chain_role", choices=dict(Enterprise.Role.choices)),
            Column("size", "企业规模", choices=dict(Enterprise.Size.choices)),
            Column("four_above", "四上", choices=dict(Enterprise.FourAbove.choices)),
            Column("status", "状态", choices=dict(Enterprise.Status.choices)),
            Column("coverage", "党组织覆盖类别", choices=dict(Enterprise.Coverage.choices)),
            Column("park", "所在园区"),
            Column("industry", "行业小类代码", field="industry_code"),
            Column("key", "重点企业", Kind.FLAG, "is_key"),
            Column("in_park", "园区企业", Kind.FLAG, "is_in_park"),
            Column("founded", "成立日期", Kind.DATE, "founded_on"),
            Column("listed_above", "入规日期", Kind.DATE, "listed_above_on"),
            Column("employees", "从业人员数", Kind.NUMBER, unit="人"),
            Column("formal_members", "党员数", Kind.NUMBER, unit="名"),
            _money("revenue", "营业收入"),
            _money("output", "工业总产值"),
            _money("tax", "上缴税收"),
            _money("rd_spend", "研发费用"),
        ),
        model=Enterprise,
        feed=Feed(_mark, _since),
        scope=_scope("pk"),
        url=lambda row: reverse("enterprises:detail", args=[row.pk]),
    )


def _pledges() -> RecordType:
    return RecordType(
        "enterprises.pledge",
        "包保",
        "条",
        DOMAIN,
        (
            Column("enterprise", "企业", Kind.ID, "enterprise_id"),
            Column("instructor", "指导员", Kind.ID, "instructor_id"),
            Column("kind", "类型", choices=dict(ContactPledge.Kind.choices)),
            Column("chain", "产业链", Kind.ID, "enterprise__chain_id", chains),
            Column("key", "重点企业", Kind.FLAG, "enterprise__is_key"),
            Column("department", "指导员部门", Kind.ID, "instructor__department_id", departments),
            Column("starts", "起", Kind.DATE, "starts_on"),
            Column("ends", "止", Kind.DATE, "ends_on"),
        ),
        model=ContactPledge,
        title=lambda row: f"{row.instructor.name} 包保 {row.enterprise.name}",
        url=lambda row: reverse("enterprises:detail", args=[row.enterprise_id]),
    )


def _instructors() -> RecordType:
    return RecordType(
        "enterprises.instructor",
        "党建指导员",
        "名",
        DOMAIN,
        (
            Column("department", "部门", Kind.ID, "department_id", departments),
            Column("capacity", "最多包保企业数", Kind.NUMBER),
            Column("left", "离任日期", Kind.DATE, "left_on"),
        ),
        model=Instructor,
        url=lambda row: reverse("enterprises:instructor", args=[row.pk]),
    )


def _promises() -> RecordType:
    return RecordType(
        "enterprises.contact",
        "联系记录",
        "次",
        DOMAIN,
        (
            Column("enterprise", "企业", Kind.ID, "enterprise_id"),
            Column("chain", "产业链", Kind.ID, "enterprise__chain_id", chains),
            Column("way", "方式", choices=dict(ContactLog.Way.choices)),
            Column("happened", "日期", Kind.DATE, "happened_on"),
            Column("promised", "有答应的事", Kind.FLAG, "promise", make=bool),
            Column("promise_due", "答应的期限", Kind.DATE, "promise_due_on"),
            Column("promise_done", "兑现日期", Kind.DATE, "promise_done_on"),
            Column("promise_withdrawn", "撤回日期", Kind.DATE, "promise_withdrawn_on"),
        ),
        model=ContactLog,
        title=lambda row: f"{row.enterprise.name}（{row.happened_on}）",
        url=lambda row: reverse("enterprises:detail", args=[row.enterprise_id]),
    )


def _returns() -> RecordType:
    """Reported figures; count the published ones of whole years or of one month, never both."""
    figures = [
        _money(i.code, i.name)
        if i.unit == "万元"
        else Column(
            i.code,
            i.name,
            Kind.MONEY if i.unit in CENTS else Kind.NUMBER,
            unit=i.unit,
            permission=FIGURES,
        )
        for i in ITEMS
    ]
    return RecordType(
        "enterprises.return",
        "企业经营数据",
        "份",
        DOMAIN,
        (
            Column("enterprise", "企业", Kind.ID, "enterprise_id"),
            Column("chain", "产业链", Kind.ID, "enterprise__chain_id", chains),
            Column(
                "four_above", "四上", field="enterprise__four_above",
                choices=dict(Enterprise.FourAbove.choices),
            ),
            Column("year", "年", Kind.NUMBER, "collection__year"),
            Column("month", "月（0 为全年）", Kind.NUMBER, "collection__month"),
            Column("ends", "期末", Kind.DATE, "collection__ends_on"),
            Column(
                "period_state", "收集状态", field="collection__state",
                choices=dict(COLLECTION.choices()),
            ),
            Column("state", "状态", choices=dict(RETURN.choices())),
            *figures,
        ),
        model=Return,
        title=lambda row: f"{row.enterprise.name} {row.collection}",
        url=lambda row: reverse("enterprises:return", args=[row.pk]),
    )  # fmt: skip

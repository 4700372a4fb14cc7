"""The list of grid events; its export carries the columns of the official ledger (LD10)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.format import moment
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing

from ..models import Grid, GridEvent
from .matters import grouped, matter_name
from .states import EVENT

NONE = "none"


def _grids(actor: Actor) -> list[tuple[str, str]]:
    rows = Grid.objects.visible_to(actor)
    return [*((str(g.pk), g.name) for g in rows), (NONE, "没有网格")]


def _grid(rows: QuerySet, wanted: str) -> QuerySet:
    return rows.filter(grid=None if wanted == NONE else int(wanted))


def _matters(actor: Actor) -> list[tuple[str, str]]:
    return [(code, f"{topic} · {name}") for topic, found in grouped() for code, name in found]


def _overdue(rows: QuerySet, wanted: bool) -> QuerySet:
    late = Q(state__in=EVENT.open_states, due_at__lt=clock.now())
    return rows.filter(late) if wanted else rows.exclude(late)


def _open(rows: QuerySet, wanted: bool) -> QuerySet:
    done = {"state__in": ("closed", "invalid")}
    return rows.exclude(**done) if wanted else rows.filter(**done)


class EventListing(Listing):
    key = "grid-events"
    noun = "事项"
    unit = "件"
    search = ("number", "text", "enterprise__name")
    search_hint = "编号、企业或内容"
    export_permission = "grids.export"
    empty_hint = "网格员走访时看到、听到的事，点“上报”就会出现在这里。"
    columns = [
        Column("text", "事项", link=lambda e: reverse("grids:event", args=[e.pk]), on_card="title",
               show=lambda v: v if len(v) <= 40 else f"{v[:40]}…"),
        Column("number", "事件编号", default=False),
        Column("grid_code", "网格编码", value="grid.code", default=False),
        Column("grid", "网格", value="grid.name"),
        Column("enterprise", "企业", value="enterprise.name"),
        Column("topic", "事项大类", value="get_topic_display"),
        Column("matter", "事项小类", value=lambda e: matter_name(e.matter)),
        Column("state", "状态", template="grids/_event_state.html", value=lambda e: e.state_info.name),
        Column("due_at", "时限", template="grids/_event_due.html", sort="due_at"),
        Column("reporter", "采集人", value="reporter_name"),
        Column("collected_at", "采集时间", sort="collected_at", show=moment),
        Column("spot", "自处置或上报", value=lambda e: "自处置" if e.on_the_spot else "上报", default=False),
        Column("dispatched_at", "分拨时间", show=moment, default=False),
        Column("department", "承办单位", value="department.name"),
        Column("place", "位置", default=False),
        Column("outcome", "处置结果", default=False),
        Column("verifier", "核查人", value="verifier_name", default=False),
        Column("case", "吹哨编号", value="case_number", default=False),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(key="topic", label="大类", choices=GridEvent.Topic.choices, multiple=True),
        ChoiceFilter(key="state", label="状态", choices=EVENT.choices(), multiple=True),
        ChoiceFilter(key="grid", label="网格", choices=_grids, lookup=_grid),
        BoolFilter(key="open", label="是否办完", lookup=_open, yes="在办", no="已办完"),
        BoolFilter(key="overdue", label="超期", lookup=_overdue, yes="已超期", no="没有超期"),
        ChoiceFilter(key="matter", label="小类", choices=_matters, primary=False),
        DateRangeFilter(key="collected", label="采集时间", lookup="collected_at", primary=False),
        BoolFilter(key="spot", label="当场办好", lookup="on_the_spot", yes="当场办好", no="上报", primary=False),
        BoolFilter(
            key="cased", label="转吹哨", yes="已转", no="没有转", primary=False,
            lookup=lambda rows, wanted: rows.exclude(case_number="") if wanted else rows.filter(case_number=""),
        ),
    ]  # fmt: skip
    orderings = [("-collected_at", "最近上报"), ("due_at", "先到期的在前")]

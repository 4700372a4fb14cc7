"""The lists of grids and of the enterprises in and outside of them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.api import Chain
from honglian.kit import clock, search
from honglian.kit.actor import Actor
from honglian.ui.lists import BoolFilter, Bound, ChoiceFilter, Column, Listing, TextFilter

from .models import Grid, Placement
from .touches import last_touch

NONE = "none"


def day_of(text: str) -> date | None:
    """The day of an address; None for what is no date."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 1950 <= day.year <= clock.today().year + 5 else None


class DayFilter(TextFilter):
    """As of which day; the view has gone back there, this keeps it in the address."""

    def bind(self, rows: QuerySet, query: QueryDict, actor: Actor | None) -> tuple[QuerySet, Bound]:
        text = query.get(self.key, "").strip()[:20]
        day = day_of(text)
        words = f"截至 {day:%Y-%m-%d}" if day else ""
        error = (
            f"日期“{text}”不对，请写成 2026-03-31 这样；现在显示的是今天。"
            if text and not day
            else ""
        )
        return rows, Bound(self, {self.key: text}, [], words, error)


def chains(actor: Actor) -> list[tuple[str, str]]:
    return [(str(c.pk), c.short_name) for c in Chain.objects.filter(zone_id=actor.zone_id)]


def grids_in_force(actor: Actor) -> list[tuple[str, str]]:
    rows = Grid.objects.visible_to(actor).in_force()
    return [(str(g.pk), g.name) for g in rows]


class GridListing(Listing):
    key = "grids"
    noun = "网格"
    unit = "个"
    search = ("code", "name")
    search_hint = "网格编码或名称"
    export_permission = "grids.export"
    empty_hint = "设立第一个网格：在地图上画范围，或按产业链、按名单划定。"
    columns = [
        Column("name", "网格", sort="name", link=lambda g: reverse("grids:grid", args=[g.pk]), on_card="title"),
        Column("code", "编码", sort="code"),
        Column("chain", "产业链", value="chain.short_name"),
        Column("basis", "怎样划定", value="get_basis_display", default=False),
        Column("lead", "网格长", value=lambda g: g.lead_name or "还没有"),
        Column("members", "网格员", value=lambda g: g.members or 0, align="end"),
        Column("firms", "企业", value=lambda g: g.firms or 0, align="end"),
        Column("open_events", "在办事项", value=lambda g: g.open_events or 0, align="end"),
        Column("late_events", "已超期", value=lambda g: g.late_events or 0, align="end"),
        Column("starts_on", "启用日期", sort="starts_on", default=False),
        Column("ends_on", "停用日期", default=False),
        Column("phone", "监督电话", default=False),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(key="chain", label="产业链", choices=chains),
        ChoiceFilter(key="basis", label="怎样划定", choices=Grid.Basis.choices),
        DayFilter(key="on", label="截至日期", placeholder="今天，或 2026-03-31"),
    ]
    orderings = [("code", "编码"), ("name", "名称")]


def _in_grid(rows: QuerySet, wanted: str) -> QuerySet:
    return rows.filter(grid_id=None if wanted == NONE else int(wanted))


def _grid_choices(actor: Actor) -> list[tuple[str, str]]:
    return [*grids_in_force(actor), (NONE, "没有网格")]


def _placed_how(rows: QuerySet, wanted: str) -> QuerySet:
    return rows.filter(how=wanted)


def advice(row: Enterprise) -> str:
    """The next step for an enterprise, in a colleague's words."""
    if row.grid_id is None:
        if row.longitude is None or row.latitude is None:
            return "补登经纬度，或手工划入网格"
        return "在所有网格之外：调整网格范围，或手工划入"
    return "" if row.touched else "久未联系：网格员上门或打一次电话"


def _touch(row: Enterprise) -> str:
    found = last_touch(row)
    return f"{found[0]:%Y-%m-%d} {found[1]}" if found else "没有记录"


class PlacedListing(Listing):
    """Park enterprises with the grid of a day, the last contact, and what to do next."""

    key = "grid-enterprises"
    noun = "企业"
    unit = "家"
    search = staticmethod(search.search)
    search_hint = "企业名称、信用代码、拼音或首字母"
    export_permission = "grids.export"
    empty_why = "没有符合条件的企业。"
    empty_hint = "园区企业会按坐标自动归入网格；没有列出的，请先在企业库标明是园区企业。"
    columns = [
        Column("name", "企业名称", sort="name", link=lambda e: reverse("enterprises:detail", args=[e.pk]), on_card="title"),
        Column("grid", "网格", value=lambda e: e.grid_name or "没有网格"),
        Column("how", "怎样归入", value=lambda e: Placement.How(e.how).label if e.how else ""),
        Column("reason", "理由", value="place_reason", default=False),
        Column("chain", "产业链", value="chain.short_name"),
        Column("is_key", "重点", show=lambda v: "重点" if v else ""),
        Column("last", "最近联系", value=_touch),
        Column("advice", "下一步", value=advice),
        Column("act", "办理", template="grids/_act.html", value="pk", export=False),
    ]  # fmt: skip
    filters = [
        ChoiceFilter(key="grid", label="网格", choices=_grid_choices, lookup=_in_grid),
        BoolFilter(
            key="covered", label="有没有网格", yes="已归入", no="没有网格",
            lookup=lambda rows, wanted: rows.filter(grid_id__isnull=not wanted),
        ),
        BoolFilter(
            key="stale", label="久未联系", yes="是", no="否",
            lookup=lambda rows, wanted: rows.filter(touched=not wanted),
        ),
        ChoiceFilter(key="how", label="怎样归入", choices=Placement.How.choices, lookup=_placed_how, primary=False),
        ChoiceFilter(key="chain", label="产业链", choices=chains, primary=False),
        BoolFilter(key="key", label="重点企业", lookup="is_key", yes="重点", no="一般", primary=False),
        BoolFilter(
            key="point", label="经纬度", yes="已登记", no="没有登记", primary=False,
            lookup=lambda rows, wanted: rows.filter(longitude__isnull=not wanted),
        ),
        DayFilter(key="on", label="截至日期", placeholder="今天，或 2026-03-31", primary=False),
    ]  # fmt: skip
    orderings = [("name", "名称"), ("-pk", "最近登记")]

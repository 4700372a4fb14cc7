"""Grids: the list, one grid, its facts and its area."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import State
from honglian.ui.answering import answer

from .. import actions, placing, selectors
from ..forms import AreaForm, CloseForm, GridForm
from ..listing import GridListing, day_of
from ..models import Grid
from ..reporting.matters import topics

HOME = "产业网格"
EDIT = "grids.edit"
FORCE, ENDED = State("in_force", "在用", "done"), State("ended", "已停用", "stopped")
COMING = State("coming", "未启用", "waiting")


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME, reverse("grids:index")), *more]


@signed_in("grids.view")
def index(request: HttpRequest) -> HttpResponse:
    """All grids of a day, with the figures that say what is missing."""
    actor = request.actor
    day = day_of(request.GET.get("on", ""))

    def log(count: int) -> None:
        record(by=actor, verb="grids.list_export", target_kind="grids.grid", note=f"{count} 个网格")

    context = {
        "title": HOME,
        "intro": "每家园区企业属一个网格，网格长牵头、网格员联系；范围在地图上画，不够清楚的手工划入。",
        "figures": figures(actor),
        "stale_days": selectors.stale_days(actor),
        "may_edit": actor.can(EDIT),
        "may_plan": actor.can("grids.plan"),
        "may_report": actor.can("grids.report"),
        "empty_url": reverse("grids:new") if actor.can(EDIT) else "",
        "empty_action": "设立网格",
    }
    return GridListing(request, selectors.grids(actor, day)).respond(
        "grids/index.html", context, on_export=log
    )


def figures(actor: Actor) -> list[dict[str, Any]]:
    """Each number opens what it counts."""
    firms, events = reverse("grids:enterprises"), reverse("grids:events")
    days = selectors.stale_days(actor)
    placed = selectors.placed(actor)
    return [
        {"value": placed.filter(grid_id__isnull=False).count(), "label": "已归入网格", "unit": "家",
         "url": f"{firms}?covered=1"},
        {"value": selectors.uncovered(actor).count(), "label": "没有网格", "unit": "家",
         "url": f"{firms}?covered=0", "tone": "overdue"},
        {"value": selectors.stale(actor).count(), "label": f"超过 {days} 天没有联系", "unit": "家",
         "url": f"{firms}?covered=1&stale=1", "tone": "soon"},
        {"value": selectors.events(actor).filter(state__in=selectors.OPEN).count(), "label": "在办事项",
         "unit": "件", "url": f"{events}?open=1"},
        {"value": selectors.events(actor).filter(selectors.overdue_q()).count(), "label": "已超期",
         "unit": "件", "url": f"{events}?overdue=1", "tone": "overdue"},
    ]  # fmt: skip


@signed_in("grids.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One grid as of a day: people, figures, duties, matters, map."""
    actor, grid = request.actor, selectors.grid(request.actor, pk)
    day = day_of(request.GET.get("on", "")) or clock.today()
    stats = selectors.stats(actor, grid)
    context = {
        "title": grid.name,
        "subtitle": grid.code,
        "grid": grid,
        "state": _state(grid),
        "crumbs": crumbs(),
        "on": day,
        "is_today": day == clock.today(),
        "people": selectors.people_on(grid, day),
        "past": selectors.past_people(grid),
        "stats": _figures(grid, stats, selectors.stale_days(actor)),
        "warnings": selectors.warnings(grid, stats.firms) if grid.is_in_force else [],
        "topics": topics(),
        "has_area": pk in placing.areas_on(grid.zone_id, day),
        "fact_pairs": _facts(grid),
        "events_open": selectors.events(actor)
        .filter(grid=grid, state__in=selectors.OPEN)
        .order_by("due_at")[:8],
        "may_edit": actor.can(EDIT) and grid.ends_on is None,
        "may_report": actor.can("grids.report"),
    }
    return render(request, "grids/grid.html", context)


def _state(grid: Grid) -> State:
    if grid.is_in_force:
        return FORCE
    return COMING if grid.starts_on > clock.today() else ENDED


def _figures(grid: Grid, stats: selectors.Stats, days: int) -> list[dict[str, Any]]:
    firms = f"{reverse('grids:enterprises')}?grid={grid.pk}"
    events = f"{reverse('grids:events')}?grid={grid.pk}"
    year = f"{events}&collected_from={clock.today().year}-01-01"
    return [
        {"value": stats.firms, "label": "企业", "unit": "家", "url": firms},
        {"value": stats.stale, "label": f"超过 {days} 天没有联系", "unit": "家",
         "url": f"{firms}&stale=1", "tone": "soon"},
        {"value": stats.open, "label": "在办事项", "unit": "件", "url": f"{events}&open=1"},
        {"value": stats.late, "label": "已超期", "unit": "件", "url": f"{events}&overdue=1",
         "tone": "overdue"},
        {"value": stats.year, "label": "今年上报", "unit": "件", "url": year},
        {"value": stats.on_the_spot, "label": "当场办好", "unit": "件", "url": f"{year}&spot=1"},
        {"value": stats.cased, "label": "转吹哨", "unit": "件", "url": f"{year}&cased=1"},
        {"value": stats.closed, "label": "已结案", "unit": "件", "url": f"{year}&state=closed"},
    ]  # fmt: skip


def _facts(grid: Grid) -> list[tuple[str, object]]:
    pairs = [
        ("怎样划定", grid.get_basis_display()),
        ("产业链", grid.chain.name if grid.chain else "跨链"),
        ("牵头党组织", grid.org.name if grid.org else ""),
        ("监督电话", grid.phone),
        ("社区网格码", grid.gb_code),
        ("启用日期", f"{grid.starts_on:%Y-%m-%d}"),
        ("停用日期", f"{grid.ends_on:%Y-%m-%d}" if grid.ends_on else ""),
        ("备注", grid.note),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in(EDIT)
@once
def new(request: HttpRequest) -> HttpResponse:
    form = GridForm(
        request.POST or None, actor=request.actor, fresh=True, initial={"starts_on": clock.today()}
    )

    def act() -> str:
        grid = actions.create(by=request.actor, **form.cleaned_data)
        messages.success(request, f"已设立{grid.name}。")
        name = "grids:area" if grid.basis == Grid.Basis.AREA else "grids:grid"
        return reverse(name, args=[grid.pk])

    context = {
        "title": "设立网格",
        "intro": "先写基本情况；按范围划定的，下一步在地图上画。",
        "submit": "设立",
        "cancel_url": reverse("grids:index"),
        "crumbs": crumbs(),
    }
    return answer(request, form, act, context)


@signed_in(EDIT)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    grid = selectors.grid(request.actor, pk)
    names = ("name", "basis", "chain_id", "org_id", "duty", "phone", "gb_code", "note")
    initial = {name: getattr(grid, name) for name in names}
    form = GridForm(request.POST or None, actor=request.actor, fresh=False, initial=initial)

    def act() -> str:
        actions.change(grid_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已保存，企业归属已重新核对。")
        return reverse("grids:grid", args=[pk])

    return answer(request, form, act, _form_context(grid, f"修改：{grid.name}", "保存"))


@signed_in(EDIT)
@once
def area(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the area on the map, paste or upload it."""
    grid = selectors.grid(request.actor, pk)
    now = placing.areas_on(grid.zone_id, clock.today()).get(pk)
    initial = {"area": json.dumps(now) if now else ""}
    form = AreaForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> str:
        actions.set_area(grid_id=pk, area=form.cleaned_data["area"], by=request.actor)
        messages.success(request, "范围已保存，企业归属已重新核对。")
        return reverse("grids:grid", args=[pk])

    context = _form_context(grid, f"划定范围：{grid.name}", "保存范围") | {
        "intro": "在地图上依次点出边界，点错的可以撤销、拖动。别的网格画成灰色，不能重叠；保存前会检查。",
        "data_url": f"{reverse('grids:map_data')}?draw={pk}",
        "bounds": config_of(grid.zone_id).grids.bounds,
    }
    return answer(request, form, act, context, "grids/area.html")


@signed_in(EDIT)
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    grid = selectors.grid(request.actor, pk)
    form = CloseForm(request.POST or None, initial={"on": clock.today()})

    def act() -> str:
        actions.close(grid_id=pk, by=request.actor, on=form.cleaned_data["on"])
        messages.success(request, f"{grid.name}已停用，历史都还在。")
        return reverse("grids:grid", args=[pk])

    context = _form_context(grid, f"停用：{grid.name}", "停用") | {
        "intro": "停用后企业按坐标、产业链重新归入别的网格，归不进的列入“没有网格”。"
    }
    return answer(request, form, act, context)


def _form_context(grid: Grid, title: str, submit: str) -> dict[str, Any]:
    back = reverse("grids:grid", args=[grid.pk])
    return {
        "title": title,
        "submit": submit,
        "cancel_url": back,
        "crumbs": crumbs((grid.name, back)),
        "grid": grid,
    }

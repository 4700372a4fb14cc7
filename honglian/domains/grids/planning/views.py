"""Plans of a division: earlier ones, a new one, one beside today's on the map, decided by a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.ui.answering import answer
from honglian.ui.format import percent

from .. import selectors
from ..models import Grid, Placement
from ..placing import areas_on, to_place
from ..views.mapping import area_row, letters
from . import actions
from .forms import WORTH, NothingForm, PlanForm, RefuseForm
from .models import GridPlan
from .states import PERMISSION, PLAN

HOME = "网格划分方案"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("产业网格", reverse("grids:index")), (HOME, reverse("grids:plans")), *more]


def _plan(request: HttpRequest, pk: int) -> GridPlan:
    return get_object_or_404(GridPlan.objects.visible_to(request.actor), pk=pk)


@signed_in("grids.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = GridPlan.objects.visible_to(request.actor)
    context = {
        "title": HOME,
        "plans": [(p, PLAN.state(p.state)) for p in rows[:50]],
        "crumbs": _crumbs()[:1],
        "may_plan": request.actor.can(PERMISSION),
    }
    return render(request, "grids/plans.html", context)


@signed_in(PERMISSION)
@once
def new(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None)

    def act() -> str:
        made = actions.plan(limits=form.cleaned_data, by=request.actor)
        return reverse("grids:plan", args=[made.pk])

    context = {
        "title": "算一个划分方案",
        "intro": "每个网格连成一片，工作量和风险尽量均衡、路程短、少变动。手工划入的企业不动。"
        "只是建议，采用不采用由人定。",
        "submit": "开始算",
        "cancel_url": reverse("grids:plans"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("grids.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    words = dict(WORTH)
    names = {"load": "工作量均衡", "risk": "风险均衡", "way": "路程短", "keep": "少变动"}
    grids = dict(Grid.rows.filter(zone_id=found.zone_id).values_list("pk", "name"))
    context = {
        "title": f"{HOME} {found.pk}",
        "subtitle": f"{found.made_at:%Y-%m-%d} {found.made_by}",
        "plan": found,
        "state": PLAN.state(found.state),
        "crumbs": _crumbs(),
        "limits": [
            f"{names[k]}：{words.get(str(found.limits[k]), found.limits[k])}" for k in names
        ],
        "summary": found.summary,
        "spread": [percent(found.summary[when]["spread"]) for when in ("today", "plan")],
        "moves": [
            (m, grids.get(m["from"], "没有网格"), grids.get(m["to"], "")) for m in found.moves
        ],
        "signs": {one["grid"].pk: one for one in letters(request.actor)},
        "data_url": reverse("grids:plan_data", args=[pk]),
        "may_decide": request.actor.can(PERMISSION) and found.state == PLAN.initial,
        "days": selectors.stale_days(request.actor),
    }
    return render(request, "grids/plan.html", context)


@signed_in("grids.view")
def data(request: HttpRequest, pk: int) -> JsonResponse:
    """As the map's data, with the planned grid's place as the eighth value of a point."""
    found, actor = _plan(request, pk), request.actor
    shown = letters(actor)
    places = {one["grid"].pk: n for n, one in enumerate(shown)}
    planned = {m["id"]: (m["from"], m["to"]) for m in found.moves}
    areas = areas_on(found.zone_id, found.made_at.date())
    rows = to_place().filter(zone_id=found.zone_id, longitude__isnull=False, latitude__isnull=False)
    homes = dict(
        Placement.rows.filter(zone_id=found.zone_id, ends_on=None).values_list("enterprise", "grid")
    )
    points = []
    for east, north, name, firm, key in rows.values_list(
        "longitude", "latitude", "name", "pk", "is_key"
    ):
        before, after = planned.get(firm, (homes.get(firm), homes.get(firm)))
        at = [places.get(before, -1), 1, int(key), places.get(after, -1)]
        points.append([round(east, 5), round(north, 5), name, firm, *at])
    rows_of_grids: list[dict[str, Any]] = [area_row(one, areas, "") for one in shown]
    return JsonResponse(
        {"grids": rows_of_grids, "points": points}, json_dumps_params={"ensure_ascii": False}
    )


@signed_in(PERMISSION)
@once
def turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take it up, or leave it with the reason."""
    found = _plan(request, pk)
    if verb not in ("accept", "refuse"):
        raise Http404(verb)
    form = (NothingForm if verb == "accept" else RefuseForm)(
        request.POST if request.method == "POST" else None
    )
    back = reverse("grids:plan", args=[pk])

    def act() -> str:
        if verb == "accept":
            actions.accept(plan_id=pk, by=request.actor)
            messages.success(request, f"已采用，{len(found.moves)} 家企业从今天起属新的网格。")
        else:
            actions.refuse(plan_id=pk, by=request.actor, **form.cleaned_data)
            messages.success(request, "已记下不采用的原因。")
        return back

    name = "采用方案" if verb == "accept" else "不采用方案"
    context = {
        "title": f"{name} {pk}",
        "intro": f"{len(found.moves)} 家企业从今天起划到新的网格，以前的归属仍查得到；以后可逐家撤销。"
        if verb == "accept"
        else "",
        "submit": name,
        "cancel_url": back,
        "crumbs": _crumbs((f"方案 {pk}", back)),
    }
    return answer(request, form, act, context)

"""Who serves in a grid: assign, hand over, relieve."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.ui.answering import answer

from .. import actions, selectors
from ..forms import DutyForm, HandOverForm, RelieveForm
from ..models import Grid, GridDuty
from .grids import EDIT, crumbs


@signed_in(EDIT)
@once
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    grid = selectors.grid(request.actor, pk)
    form = DutyForm(request.POST or None, actor=request.actor, initial={"starts_on": clock.today()})

    def act() -> str:
        duty = actions.assign(grid_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"已任用{duty.get_kind_display()}{duty.person_name}。")
        return reverse("grids:grid", args=[pk])

    back = reverse("grids:grid", args=[pk])
    context = {
        "title": f"任用人员：{grid.name}",
        "intro": "一个网格一名网格长；网格员一般由企业党组织书记、党员骨干兼任。姓名和公示电话会对外公示。",
        "submit": "任用",
        "cancel_url": back,
        "crumbs": crumbs((grid.name, back)),
    }
    return answer(request, form, act, context)


def _duty(actor: Actor, pk: int) -> GridDuty:
    rows = GridDuty.rows.filter(grid__in=Grid.objects.visible_to(actor).values("pk"))
    return get_object_or_404(rows.select_related("grid"), pk=pk)


@signed_in(EDIT)
@once
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for the person is shown first, and goes to the successor."""
    duty = _duty(request.actor, pk)
    form = HandOverForm(
        request.POST or None, actor=request.actor,
        initial={"on": clock.today(), "phone": duty.phone},
    )  # fmt: skip

    def act() -> str:
        new = actions.hand_over(duty_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"已交接给{new.person_name}，在办的事一并移交。")
        return reverse("grids:grid", args=[duty.grid_id])

    back = reverse("grids:grid", args=[duty.grid_id])
    context = {
        "title": f"交接：{duty.get_kind_display()}{duty.person_name}",
        "intro": f"{duty.grid.name}。接手人从交接日期起到任，下面在办的事转到接手人的待办。",
        "submit": "交接",
        "cancel_url": back,
        "crumbs": crumbs((duty.grid.name, back)),
        "items": selectors.open_items(duty).order_by("due_at"),
    }
    return answer(request, form, act, context, "grids/hand_over.html")


@signed_in(EDIT)
@once
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _duty(request.actor, pk)
    form = RelieveForm(request.POST or None, initial={"on": clock.today()})

    def act() -> str:
        actions.relieve(duty_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"{duty.person_name}已离任，记录保留。")
        return reverse("grids:grid", args=[duty.grid_id])

    back = reverse("grids:grid", args=[duty.grid_id])
    context = {
        "title": f"离任：{duty.get_kind_display()}{duty.person_name}",
        "intro": "手上还有在办的事时请用“交接”。",
        "submit": "离任",
        "cancel_url": back,
        "crumbs": crumbs((duty.grid.name, back)),
    }
    return answer(request, form, act, context)

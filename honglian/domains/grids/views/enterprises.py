"""Enterprises and their grids: covered or not, in touch or not, placed by hand."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import BooleanField, Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.ui.answering import answer

from .. import actions, placing, selectors
from ..forms import PlaceForm
from ..listing import PlacedListing, day_of
from ..touches import touched_q
from .grids import EDIT, crumbs


@signed_in("grids.view")
def listed(request: HttpRequest) -> HttpResponse:
    """The list behind the figures of coverage and of contact."""
    actor = request.actor
    days = selectors.stale_days(actor)
    rows = selectors.placed(actor, day_of(request.GET.get("on", "")))
    rows = selectors.with_touch(rows).annotate(
        touched=Case(When(touched_q(days), then=True), default=False, output_field=BooleanField()),
    )

    def log(count: int) -> None:
        record(
            by=actor, verb="grids.list_export", target_kind="enterprises", note=f"{count} 家企业"
        )

    context = {
        "title": "企业和网格",
        "intro": f"每家园区企业属哪个网格、最近一次联系是哪天；超过 {days} 天没有走访、电话或上报的算久未联系。",
        "crumbs": crumbs(),
        "may_edit": actor.can(EDIT),
        "may_report": actor.can("grids.report"),
    }
    return PlacedListing(request, rows).respond("grids/enterprises.html", context, on_export=log)


@signed_in(EDIT)
@once
def place(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(Enterprise.objects.visible_to(request.actor), pk=pk)
    now = placing.grids_of([pk]).get(pk)
    form = PlaceForm(
        request.POST or None, actor=request.actor, initial={"grid_id": now.pk if now else None}
    )

    def act() -> str:
        made = actions.place(enterprise_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, f"{firm.name}已划入{made.grid.name}，理由已留存。")
        return reverse("enterprises:detail", args=[pk])

    standing = f"现在属{now.name}。" if now else "现在没有网格。"
    context = {
        "title": f"划入网格：{firm.name}",
        "intro": f"{standing}手工划入优先于坐标和产业链，直到撤销；以前的归属仍查得到。",
        "submit": "划入",
        "cancel_url": reverse("enterprises:detail", args=[pk]),
        "crumbs": crumbs(("企业和网格", reverse("grids:enterprises"))),
    }
    return answer(request, form, act, context)


@signed_in(EDIT)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    firm = actions.release(enterprise_id=pk, by=request.actor)
    now = placing.grids_of([pk]).get(pk)
    messages.success(
        request,
        f"已撤销手工划入，{firm.name}按坐标和产业链属{now.name if now else '不到任何网格'}。",
    )
    return redirect("enterprises:detail", pk)

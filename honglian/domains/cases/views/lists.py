"""The list, and what is done to several of its rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.ui.lists import selected_ids

from .. import actions, selectors
from ..forms import _departments
from ..listing import CaseListing
from ..models import Order

MOST_AT_ONCE = 200
SHOWN_REFUSALS = 5


@signed_in("cases.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = CaseListing(request, selectors.listed(request.actor))

    def on_export(count: int) -> None:
        note = f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="cases.export", target_kind="cases", note=note)

    return listing.respond("cases/index.html", {"title": "企业吹哨"}, on_export=on_export)


@signed_in("cases.supervise")
def supervision(request: HttpRequest) -> HttpResponse:
    """What the rules propose to supervise (领域手册 E.5), with the reason; a person decides."""
    found = selectors.supervision_proposals(request.actor)
    context = {
        "title": "督办建议",
        "crumbs": [("企业吹哨", reverse("cases:index"))],
        "proposals": found[:MOST_AT_ONCE],
    }
    return render(request, "cases/supervision.html", context)


@signed_in("cases.handle")
@require_POST
def bulk_sign(request: HttpRequest) -> HttpResponse:
    """Sign the ticked ones that wait for my department; ticked on my desk or in the list."""
    numbers = _ticked_numbers(request)
    done = _each(request, numbers, lambda number: actions.sign(number=number, by=request.actor))
    _tell(request, "签收", done)
    return redirect("cases:index" if request.GET.get("of") == "cases" else "web:desk")


def _ticked_numbers(request: HttpRequest) -> list[str]:
    ids = selected_ids(request)[:MOST_AT_ONCE]
    if request.GET.get("of") == "cases":
        return list(
            selectors.cases(request.actor).filter(pk__in=ids).values_list("number", flat=True)
        )
    items = WorkItem.objects.held_by(request.actor).filter(pk__in=ids, kind="cases.order")
    orders = Order.objects.visible_to(request.actor).filter(item__in=items.values("pk"))
    return list(orders.values_list("case__number", flat=True))


def _each(
    request: HttpRequest, numbers: Iterable[str], act: Callable[[str], object]
) -> tuple[int, list[str]]:
    """Each for itself: one refusal does not stop the others."""
    done, refused = 0, []
    for number in numbers:
        try:
            act(number)
            done += 1
        except Refusal as no:
            refused.append(f"{number}：{no.message}")
        except Http404:
            refused.append(f"{number}：没有您部门的工单。")
    return done, refused


def _tell(request: HttpRequest, verb: str, result: tuple[int, list[str]]) -> None:
    done, refused = result
    if done:
        messages.success(request, f"已{verb} {done} 件。")
    for line in refused[:SHOWN_REFUSALS]:
        messages.warning(request, line)
    if len(refused) > SHOWN_REFUSALS:
        messages.warning(request, f"还有 {len(refused) - SHOWN_REFUSALS} 件没有{verb}。")
    if not done and not refused:
        messages.warning(request, f"没有可以{verb}的，请先勾选。")


class BulkDispatchForm(forms.Form):
    lead = forms.ChoiceField(label="派给")
    note = forms.CharField(label="派单说明", max_length=500, required=False)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "请选择部门"), *_departments(actor.zone_id)]


@signed_in("cases.dispatch")
@require_POST
def bulk_dispatch(request: HttpRequest) -> HttpResponse:
    """Several cases to one department: asks which, then dispatches each for itself."""
    ids = selected_ids(request)[:MOST_AT_ONCE]
    rows = selectors.cases(request.actor).filter(pk__in=ids)
    if not ids:
        messages.warning(request, "没有勾选诉求，请先勾选。")
        return redirect("cases:index")
    form = BulkDispatchForm(request.POST if "lead" in request.POST else None, actor=request.actor)
    if form.is_valid():
        done = _each(
            request,
            rows.values_list("number", flat=True),
            lambda number: actions.dispatch(number=number, by=request.actor, **form.cleaned_data),
        )
        _tell(request, "派单", done)
        return redirect("cases:index")
    context = {
        "title": "批量派单",
        "question": f"把勾选的 {len(ids)} 件诉求派给同一个部门：",
        "consequences": list(rows.values_list("title", flat=True)[:10]),
        "form": form,
        "ids": ids,
        "submit": "派单",
    }
    return render(request, "cases/bulk_dispatch.html", context)

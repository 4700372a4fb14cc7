"""Forms: one act on an organisation each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from ... import selectors
from .. import actions
from ..forms import ApplyForm, TemporaryForm
from ..states import DECIDE, ORGANISE, table_of
from ..turns import TURNS


@signed_in("orgs.view")
@once
def turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of the state table on one organisation."""
    spec = TURNS[verb]
    request.actor.require(spec.permission)
    found = selectors.organisation(request.actor, pk)
    table_of(found.type).apply(found.status, verb)
    form = spec.form(request.POST or None, actor=request.actor, org=found)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            spec.act(org_id=pk, by=request.actor, **form.facts())
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, spec.said)
            return redirect("members:org", pk)
    back = reverse("members:org", args=[pk])
    context = {
        "title": f"{spec.title}：{found.name}",
        "intro": spec.intro,
        "form": form,
        "refusal": refusal,
        "submit": spec.title,
        "cancel_url": back,
        "crumbs": [("党组织", reverse("members:orgs")), (found.name, back)],
    }
    return _answered(request, context)


@signed_in(ORGANISE)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Apply for a new organisation; an address may bring what is known already (a proposal's units)."""
    form = ApplyForm(request.POST or None, initial=request.GET.dict(), actor=request.actor)
    context = {
        "title": "申请成立党组织",
        "intro": "够不够条件按《支部工作条例》等核对；批复由上级另一人登记，一般不超过 1 个月。",
        "form": form,
        "submit": "提交申请",
        "cancel_url": reverse("members:set_ups"),
        "crumbs": [("组织设立和调整", reverse("members:set_ups"))],
    }
    return _created(request, form, actions.apply_to_found, "申请已登记，等上级批复。", context)


@signed_in(DECIDE)
@once
def new_temporary(request: HttpRequest) -> HttpResponse:
    """Set up a temporary organisation on a project."""
    form = TemporaryForm(request.POST or None, actor=request.actor)
    context = {
        "title": "指定成立临时党组织",
        "intro": "为执行任务临时组建、党员组织关系不转接的；不发展党员、不收党费，随任务结束撤销（支部条例第八条）。",
        "form": form,
        "submit": "指定成立",
        "cancel_url": reverse("members:temporary"),
        "crumbs": [("临时党组织", reverse("members:temporary"))],
    }
    return _created(request, form, actions.appoint_temporary, "已成立，请登记参加的党员。", context)


def _created(
    request: HttpRequest, form: Any, act: Any, said: str, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = act(by=request.actor, **form.facts())
        except NotAllowed:
            raise
        except Refusal as no:
            context["refusal"] = beside(form, no)
        else:
            messages.success(request, said)
            return redirect("members:org", made.pk)
    return _answered(request, context)


def _answered(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    wrong = context["form"].errors or context.get("refusal")
    return render(request, "ui/form.html", context, status=422 if wrong else 200)

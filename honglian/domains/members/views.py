"""Pages of organisations and members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import actions, selectors
from .around import around
from .completeness.items import missing_items
from .forms import AppointForm
from .listing import MemberListing, OrgListing
from .models import PartyMember
from .particulars import of_the_zone, official


def _export_log(request: HttpRequest, what: str):
    def log(count: int) -> None:
        note = f"导出 {count} 行（脱敏），条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb=f"{what}.export", target_kind=what, note=note)

    return log


@signed_in("orgs.view")
def orgs(request: HttpRequest) -> HttpResponse:
    return OrgListing(request, selectors.organisations(request.actor)).respond(
        "members/orgs.html", {"title": "党组织"}, on_export=_export_log(request, "orgs")
    )


@signed_in("orgs.edit")
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.organisation(request.actor, pk)
    form = AppointForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        department = data.pop("department")
        try:
            actions.appoint(
                org_id=pk,
                department_id=department.pk if department else None,
                by=request.actor,
                **data,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已登记任职。")
            return redirect("members:org", pk=pk)
    context = {
        "title": f"登记任职：{found.name}",
        "intro": "一人可以兼任几个组织的职务；新任书记登记后，原书记同日免去。",
        "form": form,
        "submit": "登记",
        "cancel_url": reverse("members:org", args=[pk]),
    }
    return render(request, "ui/form.html", context)


@signed_in("orgs.edit")
@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = actions.end_post(post_id=pk, by=request.actor)
    messages.success(request, f"已免去{post.person_name}的职务。")
    return redirect("members:org", pk=post.org_id)


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    return MemberListing(request, selectors.members(request.actor)).respond(
        context={"title": "党员"}, on_export=_export_log(request, "members")
    )


@signed_in("members.view")
def member(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.member(request.actor, pk)
    return render(
        request, "members/member.html", _member_context(request.actor, found, revealed=False)
    )


@signed_in("members.reveal")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    found = actions.reveal(member_id=pk, by=request.actor)
    response = render(
        request, "members/member.html", _member_context(request.actor, found, revealed=True)
    )
    response["Cache-Control"] = "no-store"
    return response


def _member_context(actor: Actor, m: PartyMember, *, revealed: bool) -> dict:
    return {
        "title": m.name,
        "member": m,
        "revealed": revealed,
        "around": around(actor, m),
        "missing": missing_items(m),
        "zone_pairs": of_the_zone(m),
        "crumbs": [
            ("党员", reverse("members:index")),
            (m.branch.name, reverse("members:org", args=[m.branch_id])),
        ],
        "fact_pairs": official(m, revealed=revealed),
    }

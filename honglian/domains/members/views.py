"""Pages of organisations and members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.algo.standards import mask_id_no, mask_mobile
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import actions, selectors
from .around import around
from .codes import EDUCATION, ETHNICITY
from .forms import AppointForm
from .listing import MemberListing, OrgListing
from .models import PartyMember


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
    def personal(value: str, mask) -> str:
        return value if revealed or not value else mask(value)

    return {
        "title": m.name,
        "member": m,
        "revealed": revealed,
        "around": around(actor, m),
        "crumbs": [
            ("党员", reverse("members:index")),
            (m.branch.name, reverse("members:org", args=[m.branch_id])),
        ],
        "fact_pairs": [
            ("所在党支部", m.branch.name),
            ("人员类别", m.get_category_display()),
            ("性别", m.get_gender_display()),
            ("民族", ETHNICITY.get(m.ethnicity, m.ethnicity)),
            ("出生日期", f"{m.birth_date:%Y-%m-%d}"),
            ("学历", EDUCATION.get(m.education, m.education)),
            ("公民身份号码", personal(m.id_no, mask_id_no)),
            ("联系手机", personal(m.mobile, mask_mobile)),
            ("家庭住址", personal(m.address, lambda _: "已登记（未显示）")),
            ("加入党组织日期", f"{m.joined_on:%Y-%m-%d}"),
            ("转为正式党员日期", m.full_on and f"{m.full_on:%Y-%m-%d}"),
            ("工作岗位", m.occupation),
            ("党内职务", m.party_post),
            ("党籍状态", m.get_standing_display()),
            ("流动情况", m.get_floating_display()),
            ("月交纳党费", None if m.dues_monthly is None else f"{m.dues_monthly} 元"),
        ],
    }

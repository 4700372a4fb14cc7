"""Covers, ties, promises taken back, handing over and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import answer, beside

from ... import actions as registry_actions
from ... import selectors as registry
from ...forms import WithdrawForm
from ...models import ContactLog
from .. import actions, selectors
from ..forms import ConflictForm, CoverForm, HandOverForm, LeaveForm, present
from ..opening import open_of
from ..suggesting import successors
from .people import crumbs, may_arrange


@signed_in("pledges.view")
@once
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave of one instructor and who stands in."""
    found = get_object_or_404(registry.instructors(request.actor), pk=pk)
    if request.actor.user_id != found.user_id or found.user_id is None:
        request.actor.require("pledges.edit")
    form = CoverForm(request.POST or None, zone_id=found.zone_id)
    here = reverse("enterprises:instructor", args=[pk])

    def act() -> str:
        data = form.cleaned_data
        actions.cover_leave(
            absent_id=pk, cover_id=data["cover"].pk, starts_on=data["starts_on"],
            until=data["until"], why=data["why"], by=request.actor,
        )  # fmt: skip
        messages.success(request, f"已登记，由{data['cover'].name}代班，到期自动结束。")
        return here

    context = {
        "title": f"请假代班：{found.name}",
        "intro": "代班期间，他的企业和没兑现的承诺同时出现在代班人的“我的企业”和待办里。",
        "submit": "登记",
        "cancel_url": here,
        "crumbs": crumbs((found.name, here)),
    }
    return answer(request, form, act, context)


@signed_in("pledges.view")
@require_POST
@once
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.covers(request.actor), pk=pk)
    actions.call_off_cover(cover_id=pk, by=request.actor)
    messages.success(request, "代班已提前结束。")
    return redirect("enterprises:instructor", found.absent_id)


@signed_in("pledges.edit")
@once
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie that keeps somebody from ever guiding an enterprise."""
    found = get_object_or_404(registry.instructors(request.actor), pk=pk)
    form = ConflictForm(request.POST or None, actor=request.actor)
    here = reverse("enterprises:instructor", args=[pk])

    def act() -> str:
        data = form.cleaned_data
        actions.declare_conflict(
            instructor_id=pk, enterprise_id=data["enterprise"].pk, why=data["why"], by=request.actor
        )
        messages.success(request, "已登记回避，分配时不会配这一对。")
        return here

    context = {
        "title": f"登记回避：{found.name}",
        "intro": "有利害关系的不得包保；登记后，手工指定和分配方案都会拦住。",
        "submit": "登记",
        "cancel_url": here,
        "crumbs": crumbs((found.name, here)),
    }
    return answer(request, form, act, context)


@signed_in("pledges.edit")
@require_POST
@once
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    found = actions.lift_conflict(conflict_id=pk, by=request.actor)
    messages.success(request, "回避已解除，记录保留。")
    return redirect("enterprises:instructor", found.instructor_id)


@signed_in("enterprises.view")
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a promise back, with the reason."""
    actor = request.actor
    if not (actor.can("pledges.log") or actor.can("pledges.edit")):
        actor.require("pledges.log")
    rows = ContactLog.objects.visible_to(actor).exclude(promise="")
    found = get_object_or_404(rows.select_related("enterprise"), pk=pk)
    form = WithdrawForm(request.POST or None)
    here = reverse("enterprises:detail", args=[found.enterprise_id])

    def act() -> str:
        registry_actions.withdraw_promise(entry_id=pk, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, "已撤回，原因写在承诺旁边。")
        return here

    context = {
        "title": f"撤回承诺：{found.promise}",
        "intro": f"答应{found.enterprise.name}的事办不到，写明原因再撤回；记录保留。",
        "submit": "撤回",
        "cancel_url": here,
        "crumbs": [(found.enterprise.name, here)],
    }
    return answer(request, form, act, context)


@signed_in("pledges.edit")
@once
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """What is open with somebody who leaves, and to whom it goes."""
    found = get_object_or_404(registry.instructors(request.actor), pk=pk)
    if not may_arrange(request.actor):
        raise NotAllowed("离任和移交由党群工作部办理，请联系他们。")
    open_ = open_of(found, clock.today())
    people = [(p.pk, _offered(p)) for p in present(found.zone_id).exclude(pk=found.pk)]
    lines = list(open_.lines())
    proposed = successors(found, open_) if request.method == "GET" else {}
    form = HandOverForm(request.POST or None, lines=lines, people=people, proposed=proposed)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.hand_over(
                instructor_id=pk, to=form.to(), day=form.cleaned_data["day"], by=request.actor
            )
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"已移交 {count} 项。")
            return redirect("enterprises:instructor_leave", pk)
    return _leave_page(request, found, form, LeaveForm(), refusal, open_)


def _offered(person) -> str:
    where = person.skills or person.unit
    return f"{person.name}（{where}）" if where else f"{person.name}（{person.code}）"


@signed_in("pledges.edit")
@require_POST
@once
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step; refused while something stays open."""
    found = get_object_or_404(registry.instructors(request.actor), pk=pk)
    form, refusal = LeaveForm(request.POST), None
    if form.is_valid():
        try:
            actions.leave(instructor_id=pk, on=form.cleaned_data["on"], by=request.actor)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"{found.name}已办离任。如要停用其账号，请安全管理员办理。")
            return redirect("enterprises:instructor", pk)
    open_ = open_of(found, clock.today())
    people = [(p.pk, _offered(p)) for p in present(found.zone_id).exclude(pk=found.pk)]
    hand = HandOverForm(lines=list(open_.lines()), people=people, proposed=successors(found, open_))
    return _leave_page(request, found, hand, form, refusal, open_)


def _leave_page(request, found, form, leave_form, refusal, open_) -> HttpResponse:
    here = reverse("enterprises:instructor", args=[found.pk])
    wrong = bool(form.errors or leave_form.errors or refusal)
    context = {
        "title": f"移交和离任：{found.name}",
        "instructor": found,
        "form": form,
        "leave_form": leave_form,
        "refusal": refusal,
        "open": open_,
        "crumbs": crumbs((found.name, here)),
        "cancel_url": here,
    }
    return render(
        request, "enterprises/instructor_leave.html", context, status=422 if wrong else 200
    )


@signed_in("pledges.edit")
@require_POST
@once
def back(request: HttpRequest, pk: int) -> HttpResponse:
    actions.come_back(instructor_id=pk, by=request.actor)
    messages.success(request, "已复任，可以重新包保企业。")
    return redirect("enterprises:instructor", pk)

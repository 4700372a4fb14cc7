"""Pages of life meetings; what was said has a page of its own, for those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor, ScopeKind

from ..answering import answer
from . import actions, forms, selectors
from .listing import LifeListing, with_counts
from .models import READ, STEPS, Criticism, LifeMeeting
from .states import LIFE

NAMES = {t.verb: t.name for t in LIFE.transitions}


@signed_in("rectify.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"导出组织生活会 {count} 行"
        record(by=request.actor, verb="partylife.export", target_kind="life", note=note)

    context = {
        "title": "组织生活会",
        "intro": "会前准备、会上批评和自我批评、会后列账整改；下一次会从上一次的整改清单开始。",
        "may_edit": request.actor.can("partylife.edit"),
    }
    rows = with_counts(selectors.meetings(request.actor))
    return LifeListing(request, rows).respond("partylife/life.html", context, on_export=log)


@signed_in("rectify.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.meeting(request.actor, pk)
    return render(request, "partylife/life_meeting.html", page(request.actor, found))


def page(actor: Actor, found: LifeMeeting) -> dict[str, Any]:
    inside = actor.ids(ScopeKind.ORG) == (found.branch_id,)
    said = selectors.said(found)
    return {
        "title": found.theme,
        "subtitle": f"{found.branch.name} · {found.held_on or found.planned_on:%Y-%m-%d}",
        "meeting": found,
        "state": found.state_info,
        "crumbs": [("组织生活会", reverse("partylife:life"))],
        "holder": found.item.holder_name if found.item and not found.item.closed_at else "",
        "due_at": found.item.due_at if found.item else None,
        "preparation": selectors.preparation(found),
        "carried": selectors.carried_over(actor, found),
        "problems": selectors.problems(actor, found),
        "absent": [s for s in found.seats.all() if not s.present],
        "said": said,
        "findings": said.findings if inside else [],
        "concerns": actor.can(READ) and inside and selectors.concerns(actor, found),
        "may_edit": actor.can("partylife.edit"),
        "fact_pairs": _facts(found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in (timeline(found.item_id, internal=True) if found.item_id else [])
        ],
    }


def _facts(found: LifeMeeting) -> list[tuple[str, Any]]:
    pairs = [
        ("党支部", found.branch.name),
        ("计划召开", f"{found.planned_on:%Y-%m-%d}"),
        ("召开日期", found.held_on and f"{found.held_on:%Y-%m-%d}"),
        ("地点", found.place),
        ("主持人", found.host_name),
        ("参会党员", f"{found.seats.count()} 名"),
        ("准备不全的说明", found.missing_because),
    ]
    return [(label, value) for label, value in pairs if value]


def _context(found: LifeMeeting, title: str, submit: str, intro: str = "") -> dict[str, Any]:
    back = reverse("partylife:life_meeting", args=[found.pk])
    return {
        "title": title,
        "intro": intro,
        "submit": submit,
        "cancel_url": back,
        "crumbs": [("组织生活会", reverse("partylife:life")), (found.theme, back)],
    }


@signed_in("partylife.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = forms.PlanForm(request.POST or None, actor=request.actor)

    def act() -> str:
        found = actions.plan(by=request.actor, **form.facts())
        messages.success(request, "已开始准备，请逐项登记会前准备。")
        return reverse("partylife:life_meeting", args=[found.pk])

    context = {
        "title": "准备组织生活会",
        "submit": "开始准备",
        "cancel_url": reverse("partylife:life"),
        "crumbs": [("组织生活会", reverse("partylife:life"))],
    }
    return answer(request, form, act, context)


@signed_in("partylife.edit")
@once
def prepare(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    found = selectors.meeting(request.actor, pk)
    if code not in STEPS:
        raise Http404(code)
    known = found.preparations.filter(step=code).first()
    initial = {"done_on": known.done_on, "text": known.text} if known else {}
    form = forms.PrepareForm(request.POST or None, initial=initial)

    def act() -> str:
        actions.prepare(meeting_id=pk, step=code, by=request.actor, **form.cleaned_data)
        messages.success(request, f"已登记“{STEPS[code]}”。")
        return reverse("partylife:life_meeting", args=[pk])

    return answer(request, form, act, _context(found, STEPS[code], "登记"))


def _form(
    request: HttpRequest, found: LifeMeeting, verb: str
) -> tuple[django_forms.Form, Callable]:
    """The form of a step and its action as a function of the form."""
    data, by = request.POST or None, request.actor
    form: django_forms.Form
    if verb == "hold":
        form = forms.HoldForm(data, meeting=found)
        return form, lambda: actions.hold(meeting_id=found.pk, by=by, **form.facts())
    if verb == "raise":
        form = forms.RaiseForm(data, meeting=found, said=_said(request, found))
        return form, lambda: actions.raise_problem(meeting_id=found.pk, by=by, **form.facts())
    if verb == "settle":
        form = forms.SettleForm(data)
        return form, lambda: actions.settle(meeting_id=found.pk, by=by, **form.cleaned_data)
    form = forms.WhyForm(data)
    return form, lambda: actions.cancel(meeting_id=found.pk, by=by, **form.cleaned_data)


def _said(request: HttpRequest, found: LifeMeeting) -> Criticism | None:
    """The criticism that a problem comes from, if this person may read it."""
    wanted = request.GET.get("from", "")
    if not wanted.isdigit():
        return None
    rows = Criticism.objects.visible_to(request.actor).filter(meeting=found)
    return get_object_or_404(rows, pk=int(wanted))


@signed_in("partylife.edit")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Hold, cancel, put a problem into the ledger, or say that all are in it."""
    found = selectors.meeting(request.actor, pk)
    form, run = _form(request, found, verb)

    def act() -> str:
        run()
        messages.success(request, f"已办理：{NAMES[verb]}。")
        return reverse("partylife:life_meeting", args=[pk])

    return answer(request, form, act, _context(found, NAMES[verb], NAMES[verb]))


def _for_those_concerned(request: HttpRequest, pk: int) -> LifeMeeting:
    found = selectors.meeting(request.actor, pk)
    inside = request.actor.ids(ScopeKind.ORG) == (found.branch_id,)
    if not inside or not selectors.concerns(request.actor, found):
        raise Http404
    return found


@signed_in(READ)
def criticisms(request: HttpRequest, pk: int) -> HttpResponse:
    """What concerns this person; reading it is on record."""
    found = _for_those_concerned(request, pk)
    rows = actions.read_criticisms(meeting_id=pk, by=request.actor)
    context = {
        **_context(found, "批评和自我批评", ""),
        "meeting": found,
        "rows": rows,
        "host": selectors.is_host(request.actor, found),
        "may_note": found.state == "held",
        "may_raise": found.state == "held" and request.actor.can("partylife.edit"),
    }
    return render(request, "partylife/criticisms.html", context)


@signed_in(READ)
@once
def criticise(request: HttpRequest, pk: int) -> HttpResponse:
    found, by = _for_those_concerned(request, pk), request.actor
    host = selectors.is_host(by, found)
    form = forms.CriticiseForm(request.POST or None, meeting=found, actor=by, host=host)

    def act() -> str:
        actions.criticise(meeting_id=pk, by=by, **form.facts())
        messages.success(request, "已记下，只有说的人、被说的人和主持人能看。")
        return reverse("partylife:criticisms", args=[pk])

    intro = "内容加密保存，只有说的人、被说的人和主持人能看；每次查看都留记录。"
    return answer(request, form, act, _context(found, "记一条批评或自我批评", "记下", intro))

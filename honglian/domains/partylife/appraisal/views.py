"""Pages of the yearly appraisal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..answering import answer
from . import actions, forms, selectors
from .listing import AppraisalListing, GradeListing, MissingListing
from .models import Appraisal, Grade


def _log(request: HttpRequest, what: str):
    def log(count: int) -> None:
        note = f"导出{what} {count} 行"
        record(by=request.actor, verb="partylife.export", target_kind="appraisal", note=note)

    return log


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdigit() and len(text) == 4 else clock.today().year


@signed_in("rectify.view")
def index(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    context = {
        "title": "民主评议党员",
        "intro": "自评、互评、测评在会上进行，支部评定以后把等次登记在这里；优秀不超过党员总数的三分之一。",
        "year": year,
        "figures": selectors.figures(request.actor, year),
        "may_edit": request.actor.can("partylife.edit"),
    }
    rows = selectors.appraisals(request.actor)
    return AppraisalListing(request, rows).respond(
        "partylife/appraisals.html", context, on_export=_log(request, "民主评议")
    )


@signed_in("rectify.view")
def grades(request: HttpRequest) -> HttpResponse:
    context = {"title": "评议等次", "crumbs": [("民主评议党员", reverse("partylife:appraisals"))]}
    rows = selectors.grades(request.actor)
    return GradeListing(request, rows).respond(
        "ui/list.html", context, on_export=_log(request, "评议等次")
    )


@signed_in("rectify.view")
def missing(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    context = {
        "title": f"{year} 年还没评定的党支部",
        "intro": "民主评议每年进行 1 次；功能型党支部不单独进行。",
        "crumbs": [("民主评议党员", reverse("partylife:appraisals"))],
    }
    rows = selectors.branches_without(request.actor, year)
    return MissingListing(request, rows).respond(
        "ui/list.html", context, on_export=_log(request, "还没评定的党支部")
    )


@signed_in("rectify.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.appraisal(request.actor, pk)
    return render(request, "partylife/appraisal.html", page(request.actor, found))


def page(actor: Actor, found: Appraisal) -> dict[str, Any]:
    rows = list(found.grades.select_related("follow_up"))
    open_ = found.item and not found.item.closed_at
    events = timeline(found.item_id, internal=True) if found.item_id else []
    return {
        "title": f"{found.branch.name} {found.year} 年民主评议",
        "appraisal": found,
        "state": found.state_info,
        "crumbs": [("民主评议党员", reverse("partylife:appraisals"))],
        "holder": found.item.holder_name if open_ else "",
        "due_at": found.item.due_at if open_ else None,
        "groups": _groups(rows),
        "most": len(rows) // 3,
        "summary": selectors.summary(rows),
        "follows": [(r, r.follow_up) for r in rows if _follow(r)],
        "may_edit": actor.can("partylife.edit"),
        "fact_pairs": _facts(found, len(rows)),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
    }


def _groups(rows: list) -> list[tuple[str, list]]:
    """Members by grade; those on probation and those without a grade apart."""
    found = [(label, [r for r in rows if r.grade == code]) for code, label in Grade.choices]
    found.append(("还没有等次", [r for r in rows if not r.grade and not r.probationary]))
    found.append(("预备党员（不评定等次）", [r for r in rows if r.probationary]))
    return [(label, some) for label, some in found if some]


def _follow(row) -> bool:
    return hasattr(row, "follow_up") and row.follow_up.state != "void"


def _facts(found: Appraisal, count: int) -> list[tuple[str, Any]]:
    ballots = None
    if found.ballots_given is not None:
        ballots = f"发出 {found.ballots_given} 张，收回 {found.ballots_back or 0} 张"
    pairs = [
        ("党支部", found.branch.name),
        ("评议日期", f"{found.held_on:%Y-%m-%d}"),
        ("参加党员", f"{count} 名"),
        ("测评票", ballots),
        ("组织生活会", found.life_meeting and str(found.life_meeting)),
        ("评定登记人", found.concluded_by),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("partylife.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = forms.BeginForm(request.POST or None, actor=request.actor)

    def act() -> str:
        found = actions.begin(by=request.actor, **form.facts())
        messages.success(request, "已登记评议，请逐人登记支部评定的等次。")
        return reverse("partylife:appraisal_step", args=[found.pk, "grade"])

    context = {
        "title": "登记民主评议",
        "intro": "开完会再登记。",
        "submit": "下一步：登记等次",
        "cancel_url": reverse("partylife:appraisals"),
        "crumbs": [("民主评议党员", reverse("partylife:appraisals"))],
    }
    return answer(request, form, act, context)


@signed_in("partylife.edit")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Enter grades, conclude, or correct."""
    found, by, data = selectors.appraisal(request.actor, pk), request.actor, request.POST or None
    back = reverse("partylife:appraisal", args=[pk])
    if verb == "grade":
        form: Any = forms.GradesForm(data, appraisal=found)
        title, said = "登记等次", "已保存等次。"
    elif verb == "conclude":
        form, title, said = forms.NothingForm(data), "评定完成", "已评定完成。"
    else:
        form, title, said = forms.WhyForm(data), "更正评议", "可以更正等次了。"

    def act() -> str:
        if verb == "grade":
            actions.grade(appraisal_id=pk, grades=form.grades(), by=by)
        elif verb == "conclude":
            actions.conclude(appraisal_id=pk, by=by)
        else:
            actions.reopen(appraisal_id=pk, by=by, **form.cleaned_data)
        messages.success(request, said)
        return back

    rows = list(found.grades.all())
    context = {
        "title": title,
        "intro": f"{found.branch.name} {found.year} 年度，共 {len(rows)} 名党员，优秀最多 {len(rows) // 3} 名；"
        "预备党员参加评议但不评定等次。",
        "submit": title,
        "cancel_url": back,
        "crumbs": [("民主评议党员", reverse("partylife:appraisals")), (found.branch.name, back)],
    }
    return answer(request, form, act, context)


@signed_in("partylife.edit")
@once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What the branch decided about a low grade."""
    follow = selectors.follow_up(request.actor, pk)
    form = forms.DecideForm(request.POST or None)
    found = follow.grade.appraisal
    back = reverse("partylife:appraisal", args=[found.pk])

    def act() -> str:
        actions.decide(follow_up_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已登记支部意见。")
        return back

    context = {
        "title": f"{follow.get_kind_display()}：{follow.grade.name}",
        "intro": "系统只提请研究，怎么办由支部开会决定；把会议的意见记在这里。",
        "submit": "登记",
        "cancel_url": back,
        "crumbs": [("民主评议党员", reverse("partylife:appraisals")), (found.branch.name, back)],
    }
    return answer(request, form, act, context)

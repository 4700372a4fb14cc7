"""The planner of joint branches: ask, watch, judge; one proposal; accept, change, refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import find_item, once, timeline
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK
from honglian.ui.answering import beside
from honglian.ui.lists import selected_ids

from .. import actions, planning, selectors
from ..computing import effect
from ..forms import ChangeForm, PlanForm, ReasonForm, SetUpForm
from ..models import JointPlan, JointProposal
from ..showing import effect_rows, limit_words
from ..states import PLAN, PROPOSAL

HOME = "两个覆盖"
PLANS = "联合组建方案"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME, reverse("coverage:index")), (PLANS, reverse("coverage:plans")), *more]


@signed_in("coverage.view")
def index(request: HttpRequest) -> HttpResponse:
    """Earlier plans, the newest first."""
    rows = selectors.plans(request.actor).annotate(
        proposed=Count("proposals"),
        accepted=Count("proposals", filter=Q(proposals__state__in=["accepted", "set_up"])),
    )
    context = {
        "title": PLANS,
        "plans": [(row, limit_words(row.limits)) for row in rows[:50]],
        "crumbs": _crumbs()[:1],
        "may_plan": request.actor.can(PLAN),
    }
    return render(request, "coverage/plans.html", context)


@signed_in(PLAN)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Choose the limits; the plan is computed at once or by a job."""
    form = PlanForm(request.POST or None, zone_id=request.actor.zone_id)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(limits=form.limits(), by=request.actor)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            return redirect("coverage:plan", made.pk)
    context = {
        "title": "算一个联合组建方案",
        "intro": f"没有党组织、正式党员不足 {planning.LEAST_FULL} 名的企业，邻近、相近的联合成立党支部"
        f"（{planning.WHERE_FROM}）。先让覆盖的企业最多，再让支部少、路近、同链。",
        "form": form,
        "refusal": refusal,
        "found": planning.candidates(request.actor),
        "submit": "开始算",
        "cancel_url": reverse("coverage:plans"),
        "crumbs": _crumbs(),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "coverage/plan_new.html", context, status=status)


@signed_in("coverage.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(selectors.plans(request.actor), pk=pk)
    return render(request, "coverage/plan.html", _plan_context(request.actor, plan))


def _plan_context(actor: Actor, plan: JointPlan) -> dict[str, Any]:
    ready = plan.state == JointPlan.State.READY
    found = list(selectors.proposals(actor).filter(plan=plan)) if ready else []
    open_ = [p for p in found if p.state == PROPOSAL.initial]
    units = plan.limits["most_units"]
    rule = BOOK.find("ORG-005", clock.today(), type_code="joint_branch", units=units)
    return {
        "title": f"{PLANS} {plan.pk}",
        "plan": plan,
        "crumbs": _crumbs(),
        "limits": limit_words(plan.limits),
        "summary": plan.summary,
        "among": f"可联合的共 {plan.summary.get('candidates', 0):,} 家",
        "effect": effect_rows(plan.summary.get("effect", {})),
        "proposals": [(p, PROPOSAL.state(p.state)) for p in found],
        "open_count": len(open_),
        "warning": rule.sentence if rule else "",
        "may_plan": actor.can(PLAN),
        **_progress(plan),
    }


def _progress(plan: JointPlan) -> dict[str, Any]:
    states = {JointPlan.State.READY: "done", JointPlan.State.FAILED: "failed"}
    return {
        "progress": {
            "url": reverse("coverage:plan_progress", args=[plan.pk]),
            "label": PLANS,
            "done": plan.done,
            "total": plan.total,
            "state": states.get(JointPlan.State(plan.state), "running"),
            "message": plan.error,
            "result_url": reverse("coverage:plan", args=[plan.pk]),
        }
    }


@signed_in("coverage.view")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar while a job computes; polled by the page, a whole page without scripts."""
    plan = get_object_or_404(selectors.plans(request.actor), pk=pk)
    if not request.htmx:
        return redirect("coverage:plan", pk)
    return render(request, "ui/_progress.html", _progress(plan)["progress"])


@signed_in(PLAN)
@require_POST
@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up the ticked proposals, or all that are still open."""
    plan = get_object_or_404(selectors.plans(request.actor), pk=pk)
    rows = selectors.proposals(request.actor).filter(plan=plan)
    if "all" in request.POST:
        wanted = list(rows.filter(state=PROPOSAL.initial).values_list("pk", flat=True))
    else:
        wanted = list(rows.filter(pk__in=selected_ids(request)).values_list("pk", flat=True))
    try:
        taken = actions.accept(proposal_ids=wanted, by=request.actor)
    except NotAllowed:
        raise
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, f"已采纳 {len(taken)} 条，转党群工作部办理设立。")
    return redirect("coverage:plan", pk)


@signed_in("coverage.view")
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.proposals(request.actor), pk=pk)
    actor = request.actor
    item = find_item(actions.ITEM, found.pk) if found.state != PROPOSAL.initial else None
    events = timeline(item.pk, internal=True) if item else []
    asked = found.state in ("proposed", "accepted")
    context = {
        "title": found.name,
        "subtitle": f"{len(found.units)} 个单位 · 正式党员 {found.full} 名 · 党员 {found.members} 名",
        "proposal": found,
        "state": PROPOSAL.state(found.state),
        "holder": item.holder_name if item and found.state == "accepted" else "",
        "crumbs": _crumbs(
            (f"方案 {found.plan_id}", reverse("coverage:plan", args=[found.plan_id]))
        ),
        "effect": effect_rows(effect(actor, found.unit_ids)) if asked else [],
        "fact_pairs": _facts(found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
        "may_plan": actor.can(PLAN),
        "apply_url": _application(found),
    }
    return render(request, "coverage/proposal.html", context)


def _application(found: JointProposal) -> str:
    """The form of a set-up application with everything that the proposal knows."""
    known = {
        "type_code": "joint_branch",
        "name": found.name,
        "formal": found.full,
        "probationary": found.members - found.full,
        "units": "\n".join(unit["name"] for unit in found.units),
        "unit_uscc": found.units[0]["uscc"],
    }
    return f"{reverse('members:org_new')}?{urlencode(known)}"


def _facts(found: JointProposal) -> list[tuple[str, Any]]:
    pairs = [
        ("产业链", found.chain.name if found.chain else "跨链"),
        ("最远两家", planning.metres(found.widest)),
        ("已成立", found.org.name if found.org else None),
        ("处理人", found.decided_by),
        ("处理说明", found.why),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in(PLAN)
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or remove enterprises by hand."""
    found = get_object_or_404(selectors.proposals(request.actor), pk=pk)
    form = ChangeForm(
        request.POST or None, offered=_offered(found), initial={"units": found.unit_ids}
    )

    def act(data: dict[str, Any]) -> None:
        actions.change(
            proposal_id=pk, unit_ids=data["units"], reason=data["reason"], by=request.actor
        )

    intro = "勾选的企业联合成立一个党支部；列出的是本条的企业和方案里没有编入支部的企业。"
    return _form(request, found, form, act, "调整联合的企业", "保存", intro)


def _offered(found: JointProposal) -> list[tuple[int, str]]:
    mine = [(u["id"], f"{u['name']}（正式党员 {u['full']} 名）") for u in found.units]
    left = [(one["id"], one["name"]) for one in found.plan.summary.get("left", [])]
    refused = found.plan.proposals.filter(state="refused").values_list("units", flat=True)
    free = [(u["id"], u["name"]) for units in refused for u in units]
    return list(dict([*left, *free, *mine]).items())[::-1]


@signed_in(PLAN)
@once
def set_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the organisation that came of it."""
    found = get_object_or_404(selectors.proposals(request.actor), pk=pk)
    form = SetUpForm(request.POST or None, actor=request.actor)

    def act(data: dict[str, Any]) -> None:
        actions.set_up(proposal_id=pk, org_id=data["org"].pk, by=request.actor)

    return _form(request, found, form, act, "登记已设立", "登记", "")


TURNS = {"refuse": ("不采纳", actions.refuse), "drop": ("不再设立", actions.drop)}


@signed_in(PLAN)
@once
def turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Refuse, or drop what was accepted; both with the reason."""
    found = get_object_or_404(selectors.proposals(request.actor), pk=pk)
    name, action = TURNS[verb]

    def act(data: dict[str, Any]) -> None:
        action(proposal_id=found.pk, reason=data["reason"], by=request.actor)

    intro = "这些企业仍可编入以后的方案。"
    return _form(request, found, ReasonForm(request.POST or None), act, name, name, intro)


def _form(
    request: HttpRequest,
    found: JointProposal,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    name: str,
    submit: str,
    intro: str,
) -> HttpResponse:
    refusal = None
    here = reverse("coverage:proposal", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"{name}：已登记。")
            return redirect(here)
    context = {
        "title": f"{name}：{found.name}",
        "intro": intro,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "cancel_url": here,
        "crumbs": _crumbs((found.name, here)),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)

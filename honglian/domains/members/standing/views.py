"""Pages of standing: matters, one matter with its steps, lost contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from .. import selectors as members
from ..development.forms import ReasonForm
from ..models import StandingMatter
from ..pages import events_of
from . import actions, selectors
from .forms import DecideForm, FinishForm, FoundForm, LostForm, OpenForm, StepForm
from .kinds import KINDS
from .listing import MatterListing
from .states import MATTER


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("党籍事项", reverse("members:matters")), *more]


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"党籍事项 {count} 件"
        record(by=request.actor, verb="members.export", target_kind="standing", note=note)

    context = {
        "title": "党籍事项",
        "intro": "失联、停止党籍、限期改正、除名等：系统只按规则提醒和把关，由组织研究决定。",
        "lost": list(selectors.lost(request.actor)[:50]),
        "today": clock.today(),
    }
    return MatterListing(request, selectors.matters(request.actor)).respond(
        "members/matters.html", context, on_export=log
    )


@signed_in("members.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.matter(request.actor, pk)
    kind, done = KINDS[found.kind], {s.name: s for s in found.steps.all()}
    left = [name for name in kind.steps if name not in done]
    going, actor = found.state == "going", request.actor
    context = {
        "title": f"{kind.name}：{found.member.name}",
        "subtitle": found.branch.name,
        "matter": found,
        "kind": kind,
        "state": MATTER.state(found.state),
        "holder": found.item.holder_name if found.item and not found.item.closed_at else "",
        "due_at": found.item.due_at if found.item else None,
        "crumbs": _crumbs(),
        "steps": [(no, name, done.get(name)) for no, name in enumerate(kind.steps)],
        "next_step": kind.steps.index(left[0]) if left and going else None,
        "may_act": actor.can("members.standing"),
        "may_decide": going
        and not left
        and actor.can("members.standing")
        and (kind.branch_decides or actor.can("members.decide")),
        "waits_above": going and not left and not kind.branch_decides,
        "rules": selectors.rules_of(kind),
        "fact_pairs": _facts(found),
        "events": events_of(found.item),
    }
    return render(request, "members/matter.html", context)


def _facts(found: StandingMatter) -> list[tuple[str, Any]]:
    def day(value):
        return value and f"{value:%Y-%m-%d}"

    pairs = [
        ("党员", found.member.name),
        ("现在的党籍状态", found.member.get_standing_display()),
        ("提出日期", day(found.opened_on)),
        ("失联日期", day(found.member.lost_on)),
        ("查找的方式和结果", found.searched),
        ("决定日期", day(found.decided_on)),
        ("作出决定的组织", found.body),
        ("批复文号", found.paper_no),
        ("限期改正到", day(found.ends_on)),
        ("结果", found.outcome),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("members.standing")
@once
def open_matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a matter up; opened from the member's page."""
    member = members.member(request.actor, pk)
    form = OpenForm(request.POST or None, kinds=selectors.kinds_for(member))

    def act(facts: dict) -> StandingMatter:
        return actions.open_matter(member_id=pk, by=request.actor, **facts)

    intro = f"{member.branch.name}，现在的党籍状态：{member.get_standing_display()}。"
    return _form(request, form, act, f"党籍事项：{member.name}", intro, "提出", _member(pk))


def _member(pk: int) -> str:
    return reverse("members:member", args=[pk])


@signed_in("members.standing")
@once
def lost(request: HttpRequest, pk: int) -> HttpResponse:
    """Register that contact is lost, or that it is there again."""
    member = members.member(request.actor, pk)
    form = (FoundForm if member.is_lost else LostForm)(request.POST or None)
    action = actions.mark_found if member.is_lost else actions.mark_lost

    def act(facts: dict) -> None:
        action(member_id=pk, by=request.actor, **facts)

    title = f"{'登记已联系上' if member.is_lost else '登记失联'}：{member.name}"
    intro = "失去联系满 6 个月、多方查找仍无下落的，才能研究停止党籍。"
    return _form(request, form, act, title, intro, "登记", _member(pk))


@signed_in("members.standing")
@once
def step(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """One step of the procedure."""
    found = selectors.matter(request.actor, pk)
    steps = KINDS[found.kind].steps
    name = steps[no] if 0 <= no < len(steps) else ""
    form = StepForm(request.POST or None, name=name, matter=found)

    def act(facts: dict) -> None:
        actions.add_step(matter_id=pk, name=name, by=request.actor, **facts)

    return _form(request, form, act, f"{name or '步骤'}：{found}", "", "登记", _page(pk))


def _page(pk: int) -> str:
    return reverse("members:matter", args=[pk])


@signed_in("members.standing")
@once
def turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The decision, the appraisal after the time to mend, or giving the matter up."""
    found = selectors.matter(request.actor, pk)
    forms: dict[str, Callable[[], Form]] = {
        "decide": lambda: DecideForm(request.POST or None, matter=found),
        "finish": lambda: FinishForm(request.POST or None),
        "withdraw": lambda: ReasonForm(request.POST or None),
    }
    if verb not in forms:
        raise Http404(verb)
    name, action = {
        "decide": ("登记决定", actions.decide),
        "finish": ("登记评议", actions.finish),
        "withdraw": ("撤销", actions.withdraw),
    }[verb]

    def act(facts: dict) -> None:
        action(matter_id=pk, by=request.actor, **facts)

    intro = KINDS[found.kind].hint
    return _form(request, forms[verb](), act, f"{name}：{found}", intro, name, _page(pk))


def _form(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict], StandingMatter | None],
    title: str,
    intro: str,
    submit: str,
    back: str,
) -> HttpResponse:
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = act(dict(form.cleaned_data))
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, "已登记。")
            return redirect(_page(made.pk) if made is not None else back)
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "cancel_url": back,
        "crumbs": _crumbs(),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)

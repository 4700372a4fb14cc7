"""Pages of development: list by stage, one person's 25 steps, a form per step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from . import actions, selectors
from .forms import ReasonForm, StartForm, StepForm, step_of
from .listing import DevelopmentListing
from .models import Development
from .plan import STAGES, VERSIONS
from .states import DEVELOPMENT


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = DevelopmentListing(request, selectors.developments(request.actor))

    def log(count: int) -> None:
        record(
            by=request.actor,
            verb="members.export",
            target_kind="development",
            note=f"发展党员台账 {count} 行",
        )

    context = {
        "title": "发展党员",
        "intro": "每一步最早、最晚哪一天，系统按当时的细则算好；不到日子的登记不上。",
        "stages": selectors.by_stage(request.actor),
        "empty_url": reverse("members:development_new"),
        "empty_action": "登记入党申请",
    }
    return listing.respond("members/developments.html", context, on_export=log)


@signed_in("members.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.development(request.actor, pk)
    return render(request, "members/development.html", _context(request.actor, found))


def _context(actor: Actor, found: Development) -> dict:
    rows = selectors.rows(found)
    groups = [(STAGES[code], [r for r in rows if r.step.stage == code]) for code in STAGES]
    events = timeline(found.item_id, internal=True) if found.item_id else []
    return {
        "title": found.name,
        "subtitle": f"{found.branch.name} · {found.stage_name}",
        "development": found,
        "state": DEVELOPMENT.state(found.state),
        "crumbs": [("发展党员", reverse("members:developments"))],
        "holder": found.item.holder_name if found.item and found.state == "going" else "",
        "due_at": found.item.due_at if found.item else None,
        "groups": groups,
        "warnings": selectors.warnings(found),
        "review": selectors.next_review(found),
        "fact_pairs": _facts(found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
        "may_develop": actor.can("members.develop"),
        "may_decide": actor.can("members.decide"),
        "versions": VERSIONS,
    }


def _facts(found: Development) -> list[tuple[str, object]]:
    taken = found.taken
    pairs = [
        ("所在支部", found.branch.name),
        ("性别", found.get_gender_display()),
        ("出生日期", f"{found.birth_date:%Y-%m-%d}"),
        ("积极分子起算", taken.get(3) and f"{taken[3]:%Y-%m-%d}"),
        ("预备期起算", taken.get(15) and f"{taken[15]:%Y-%m-%d}"),
        ("延长预备期", found.extension_months and f"{found.extension_months} 个月"),
        ("终止原因", found.stopped_because),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("members.develop")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST or None, actor=request.actor)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            found = actions.start(branch_id=data.pop("branch").pk, by=request.actor, **data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"已登记{found.name}的入党申请。")
            return redirect("members:development", found.pk)
    context = {
        "title": "登记入党申请",
        "intro": "第 1 步：收到本人书面申请。",
        "form": form,
        "refusal": refusal,
        "submit": "登记",
        "cancel_url": reverse("members:developments"),
        "crumbs": [("发展党员", reverse("members:developments"))],
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)


@signed_in("members.develop")
@once
def step(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """Enter one step: the form asks what the step needs and says when it may lawfully be."""
    found, wanted = selectors.development(request.actor, pk), step_of(no)
    if wanted is None:
        raise Http404(no)
    form = StepForm(request.POST or None, step=wanted)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_step(development_id=pk, no=no, by=request.actor, **form.facts())
        except NotAllowed:
            raise
        except Refusal as no_:
            refusal = beside(form, no_)
        else:
            messages.success(request, f"已登记“{wanted.title}”。")
            return redirect("members:development", pk)
    row = selectors.rows(found)[no - 1]
    context = {
        "title": f"第 {no} 步：{wanted.title}",
        "intro": f"{found.name}（{found.branch.name}）。{wanted.hint}。",
        "row": row,
        "form": form,
        "refusal": refusal,
        "submit": "登记",
        "cancel_url": reverse("members:development", args=[pk]),
        "crumbs": [
            ("发展党员", reverse("members:developments")),
            (found.name, reverse("members:development", args=[pk])),
        ],
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "members/development_step.html", context, status=status)


TURNS = {
    "stop": ("终止发展", actions.stop, "已终止，已有记录保留。"),
    "resume": ("恢复发展", actions.resume, "已恢复。"),
}


@signed_in("members.develop")
@once
def turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Stop or go on, with the reason."""
    found, (title, act, said) = selectors.development(request.actor, pk), TURNS[verb]
    return _with_reason(request, found, f"{title}：{found.name}", {}, act, said)


@signed_in("members.develop")
@once
def withdraw(request: HttpRequest, pk: int, step_id: int) -> HttpResponse:
    """Take a wrong entry back."""
    found = selectors.development(request.actor, pk)
    keys = {"step_id": step_id}
    return _with_reason(
        request,
        found,
        "撤回登记有误的一步",
        keys,
        actions.withdraw_step,
        "已撤回，原记录保留备查。",
    )


def _with_reason(
    request: HttpRequest, found: Development, title: str, keys: dict, act, said: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            act(
                development_id=found.pk,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                **keys,
            )
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, said)
            return redirect("members:development", found.pk)
    context = {
        "title": title,
        "form": form,
        "refusal": refusal,
        "submit": "确定",
        "cancel_url": reverse("members:development", args=[found.pk]),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)

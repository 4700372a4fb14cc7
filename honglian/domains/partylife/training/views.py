"""Pages of trainings and of what branches need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import once, timeline
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..answering import answer
from . import actions, forms, gaps
from .listing import TrainingListing
from .models import Training


def _trainings(actor: Actor):
    return Training.objects.visible_to(actor).select_related("org", "item")


@signed_in("rectify.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"导出培训交流 {count} 行"
        record(by=request.actor, verb="partylife.export", target_kind="training", note=note)

    context = {
        "title": "培训交流",
        "intro": "培训班、读书班、书记讲党课、党建经验交流：记主题和商定的事，不记学时、不积分、不打卡。",
        "may_edit": request.actor.can("partylife.edit"),
    }
    listing = TrainingListing(request, _trainings(request.actor))
    return listing.respond("partylife/trainings.html", context, on_export=log)


@signed_in("rectify.view")
def needs(request: HttpRequest) -> HttpResponse:
    """What branches lack, with reasons: a proposal; a person arranges."""
    context = {
        "title": "需要什么培训",
        "needs": gaps.needs(request.actor),
        "crumbs": [("培训交流", reverse("partylife:trainings"))],
        "may_edit": request.actor.can("partylife.edit"),
    }
    return render(request, "partylife/training_needs.html", context)


@signed_in("rectify.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_trainings(request.actor), pk=pk)
    return render(request, "partylife/training.html", page(request.actor, found))


def page(actor: Actor, found: Training) -> dict[str, Any]:
    files = attachments_of(found, internal=True)
    own = PartyOrg.objects.visible_to(actor).filter(pk=found.org_id).exists()
    open_ = found.item and not found.item.closed_at
    days = f"{found.on:%Y-%m-%d}" + (f" 至 {found.until:%Y-%m-%d}" if found.until else "")
    pairs = [
        ("举办的党组织", found.org.name),
        ("形式", found.get_kind_display()),
        ("对象", found.get_audience_display()),
        ("日期", days),
        ("地点", found.place),
        ("主讲或牵头", found.speaker),
        ("参加人员", found.people),
    ]
    return {
        "title": found.topic,
        "subtitle": f"{found.get_kind_display()} · {found.org.name}",
        "training": found,
        "state": found.state_info,
        "crumbs": [("培训交流", reverse("partylife:trainings"))],
        "holder": found.item.holder_name if open_ else "",
        "due_at": found.item.due_at if open_ else None,
        "orgs": [row.org for row in found.orgs.select_related("org")],
        "files": files,
        "may_edit": own and actor.can("partylife.edit"),
        "fact_pairs": [(label, value) for label, value in pairs if value],
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in (timeline(found.item_id, internal=True) if found.item_id else [])
        ],
    }


@signed_in("partylife.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Arrange one; ``?need=`` fills in what a gap asks for."""
    wanted = gaps.need(request.actor, request.GET.get("need", ""))
    form = forms.ArrangeForm(
        request.POST or None, request.FILES or None, actor=request.actor, need=wanted
    )

    def act() -> str:
        found = actions.arrange(by=request.actor, **form.facts())
        messages.success(request, "已安排。办完请登记商定的事。")
        return reverse("partylife:training", args=[found.pk])

    context = {
        "title": "安排培训交流",
        "submit": "安排",
        "cancel_url": reverse("partylife:trainings"),
        "crumbs": [("培训交流", reverse("partylife:trainings"))],
    }
    return answer(request, form, act, context)


@signed_in("partylife.edit")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Hold or cancel."""
    found, data = get_object_or_404(_trainings(request.actor), pk=pk), request.POST or None
    back = reverse("partylife:training", args=[pk])
    if verb == "hold":
        day = min(found.on, clock.today())
        form: Any = forms.HoldForm(data, request.FILES or None, initial={"held_on": day})
        title, said = "登记举办", "已登记。"
    else:
        form, title, said = forms.WhyForm(data), "取消", "已取消。"

    def act() -> str:
        run = actions.hold if verb == "hold" else actions.cancel
        run(training_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, said)
        return back

    context = {
        "title": title,
        "intro": found.topic,
        "submit": title,
        "cancel_url": back,
        "crumbs": [("培训交流", reverse("partylife:trainings")), (found.topic, back)],
    }
    return answer(request, form, act, context)

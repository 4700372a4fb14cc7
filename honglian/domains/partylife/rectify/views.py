"""Pages of the rectification ledger: list with figures, one item, a form a step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor

from ..answering import answer
from . import actions, selectors
from .forms import RegisterForm
from .listing import RectifyListing
from .models import RectifyItem
from .states import SIGNED_OFF
from .steps import STEPS, main_verb, offered, why_not

TONES = {"pass": "done", "return": "overdue", "rebound": "overdue", "escalate": "overdue"}


@signed_in("rectify.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = selectors.items(request.actor).prefetch_related("looks")

    def log(count: int) -> None:
        note = f"导出整改事项 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="partylife.export", target_kind="rectify", note=note)

    context = {
        "title": "整改台账",
        "intro": "查出什么问题、怎么改、什么时候改完，一条一条记清楚；销号要由另一个人核查。",
        "figures": selectors.figures(request.actor),
        "days": selectors.average_days(request.actor),
        "may_edit": request.actor.can("partylife.edit"),
        "may_import": request.actor.can("rectify.import"),
        "may_sheet": request.actor.can("rectify.export"),
    }
    return RectifyListing(request, rows).respond("partylife/rectify.html", context, on_export=log)


@signed_in("rectify.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.item(request.actor, pk)
    return render(request, "partylife/rectify_item.html", page(request.actor, found))


def page(actor: Actor, found: RectifyItem) -> dict[str, Any]:
    files = attachments_of(found, internal=True)
    steps = [
        (s, reverse("partylife:rectify_step", args=[found.pk, s.verb]), s.verb == main_verb(found))
        for s in offered(actor, found)
    ]
    working = found.state not in (*SIGNED_OFF, "dropped")
    line = found.item
    return {
        "title": found.issue,
        "subtitle": f"{found.number} · {found.branch.name}",
        "item": found,
        "state": found.state_info,
        "crumbs": [("整改台账", reverse("partylife:rectify"))],
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and working else None,
        "steps": steps,
        "why_not": why_not(actor, found),
        "looks": list(found.looks.all()),
        "reopened": RectifyItem.objects.visible_to(actor).filter(reopens=found).first(),
        "loose_files": [f for f in files if f.event_id is None],
        "fact_pairs": _facts(found),
        "events": events(found, files),
    }


def events(found: RectifyItem, files: list) -> list[dict[str, Any]]:
    if not found.item_id:
        return []
    by_event: dict[int | None, list[tuple[str, str]]] = {}
    for one in files:
        by_event.setdefault(one.event_id, []).append((one.name, one.get_absolute_url()))
    return [
        {
            "at": e.at,
            "title": e.name,
            "actor_name": e.actor_name,
            "text": e.text,
            "tone": TONES.get(e.verb, ""),
            "files": by_event.get(e.pk, []),
        }
        for e in timeline(found.item_id, internal=True)
    ]


def _facts(found: RectifyItem) -> list[tuple[str, Any]]:
    pairs = [
        ("整改主体", f"{found.owner_name}（{found.get_owner_kind_display()}）"),
        ("问题来源", found.get_source_display()),
        ("问题类别", found.get_category_display()),
        ("整改类型", found.get_kind_display()),
        ("责任人", found.responsible),
        ("督办人", found.supervisor),
        ("登记日期", f"{found.opened_on:%Y-%m-%d}"),
        ("整改期限", found.due_on and f"{found.due_on:%Y-%m-%d}"),
        ("退回次数", found.returned),
        ("申请销号", found.applied_on and f"{found.applied_on:%Y-%m-%d} {found.applied_by}"),
        ("核查人", found.verifier),
        ("核查结论", found.verdict),
        ("销号日期", found.closed_on and f"{found.closed_on:%Y-%m-%d}"),
        ("备注", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("partylife.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None, actor=request.actor)

    def act() -> str:
        item = actions.register(by=request.actor, **form.facts())
        messages.success(request, f"已列入整改台账，编号 {item.number}。")
        return reverse("partylife:rectify_item", args=[item.pk])

    context = {
        "title": "登记问题",
        "intro": "查出什么问题、怎么改、什么时候改完。",
        "submit": "列入台账",
        "cancel_url": reverse("partylife:rectify"),
        "crumbs": [("整改台账", reverse("partylife:rectify"))],
    }
    return answer(request, form, act, context)


@signed_in("rectify.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step on an item. The action itself asks for the permission of its step."""
    found, wanted = selectors.item(request.actor, pk), STEPS.get(verb)
    if wanted is None:
        raise Http404(verb)
    request.actor.require(wanted.permission)
    form = wanted.form(request.POST or None, request.FILES or None, item=found)

    def act() -> str:
        item = wanted.act(item_id=pk, by=request.actor, **form.facts())
        reopened = item.pk != found.pk
        said = f"问题反弹，已重新开启一件：{item.number}。" if reopened else wanted.said
        messages.success(request, said)
        return reverse("partylife:rectify_item", args=[item.pk])

    back = reverse("partylife:rectify_item", args=[pk])
    context = {
        "title": wanted.name,
        "intro": f"{found.owner_name}：{found.issue} {wanted.intro}",
        "submit": wanted.name,
        "cancel_url": back,
        "crumbs": [("整改台账", reverse("partylife:rectify")), (found.number, back)],
    }
    return answer(request, form, act, context)

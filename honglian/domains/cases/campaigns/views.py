"""Pages of campaigns: the organiser's, the leader's week, and the visitor's on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.algo.standards import mask_mobile
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once, timeline
from honglian.kit import clock
from honglian.ui.answering import answer
from honglian.ui.offline import filled_in, offline_form, offline_page

from . import actions, forms, selectors
from .listing import CampaignListing, IssueListing, TargetListing
from .models import Campaign, Target
from .rights import may_tell
from .states import CAMPAIGN, TARGET

CRUMB = ("敲门行动", "cases:campaigns")


def _crumbs(campaign: Campaign | None = None) -> list[tuple[str, str]]:
    found = [(CRUMB[0], reverse(CRUMB[1]))]
    if campaign:
        found.append((campaign.name, reverse("cases:campaign", args=[campaign.pk])))
    return found


def _log(request: HttpRequest, what: str) -> Callable[[int], None]:
    def log(count: int) -> None:
        note = f"{what} {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="campaigns.export", target_kind=actions.KIND, note=note)

    return log


@signed_in("campaigns.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = CampaignListing(request, selectors.campaigns(request.actor))
    context = {
        "title": "敲门行动",
        "intro": "定一份企业名单，分给走访人，逐家上门问需；问题转成诉求盯办到底。",
    }
    return listing.respond(
        "cases/campaigns/index.html", context, on_export=_log(request, "敲门行动")
    )


@signed_in("campaigns.edit")
@once
def plan(request: HttpRequest) -> HttpResponse:
    form = forms.PlanForm(request.POST or None, actor=request.actor)

    def act() -> str:
        made = actions.plan(by=request.actor, **form.values())
        messages.success(request, "已拟好。看一看符合条件的企业，再定下名单。")
        return reverse("cases:campaign", args=[made.pk])

    context = {
        "title": "拟一次敲门行动",
        "intro": "先选企业范围；定下名单以后，名单就不再随企业库变动。",
        "submit": "拟定",
        "cancel_url": reverse("cases:campaigns"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("campaigns.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.campaign(request.actor, pk)
    events = timeline(found.item_id, internal=True) if found.item_id else []
    draft = found.state == "draft"
    context: dict[str, Any] = {
        "title": found.name,
        "subtitle": f"{found.number} · {found.definition}",
        "crumbs": _crumbs(),
        "campaign": found,
        "state": found.shown_state,
        "holder": found.organiser if not found.shown_state.final else "",
        "due_at": found.item.due_at if found.item else None,
        "moves": [m for m in CAMPAIGN.moves_from(found.state, request.actor) if m.verb != "add"],
        "rounds": selectors.rounds(request.actor, found),
        "newcomers": selectors.newcomers(request.actor, found),
        "preview": _preview(request, found) if draft else None,
        "fact_pairs": _facts(found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
    }
    return render(request, "cases/campaigns/detail.html", context)


SHOWN = 30


def _preview(request: HttpRequest, found: Campaign) -> dict[str, Any]:
    rows = selectors.choosing.matching(request.actor, found.wanted)
    return {"count": rows.count(), "rows": list(rows[:SHOWN])}


def _facts(found: Campaign) -> list[tuple[str, object]]:
    pairs = [
        ("目的", found.purpose),
        ("名单口径", found.definition),
        ("定名单日期", found.frozen_on),
        ("开始", found.starts_on),
        ("截止", found.ends_on),
        ("组织人", found.organiser),
        ("结果", found.result),
    ]
    return [(label, value) for label, value in pairs if value]


STEPS: dict[str, tuple[type, str]] = {
    "assign": (forms.AssignForm, "已分给走访人，他们的待办里已经看得到。"),
    "add": (forms.AddForm, "已补进名单，并标明是后补进的。"),
    "close": (forms.CloseForm, "行动已结束。"),
    "cancel": (forms.ReasonForm, "已取消。"),
    "freeze": (forms.forms.Form, "名单已定下。接下来分给走访人。"),
}
NEEDS_CAMPAIGN = ("assign", "add")


@signed_in("campaigns.edit")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.campaign(request.actor, pk)
    if verb not in STEPS:
        raise Http404(verb)
    back = reverse("cases:campaign", args=[pk])
    if not CAMPAIGN.allows(found.state, verb) and request.method == "GET":
        messages.warning(request, f"目前是“{found.shown_state.name}”，不能这样做。")
        return redirect(back)
    kind, said = STEPS[verb]
    more = {"actor": request.actor, "campaign": found} if verb in NEEDS_CAMPAIGN else {}
    form = kind(request.POST if request.method == "POST" else None, **more)

    def act() -> str:
        values = form.values() if verb != "freeze" else {}
        left = getattr(actions, verb)(campaign_id=pk, by=request.actor, **values)
        messages.success(request, said)
        if verb == "assign" and left:
            messages.warning(request, f"还有 {left} 家没有走访人，请换一种分法接着分。")
        return back

    move = next(m for m in CAMPAIGN.transitions if m.verb == verb)
    context = {
        "title": f"{move.name}：{found.name}",
        "submit": move.name,
        "cancel_url": back,
        "crumbs": _crumbs(found),
    }
    if verb == "freeze":
        count = selectors.choosing.matching(request.actor, found.wanted).count()
        context |= {
            "question": f"按“{found.definition}”定下今天的名单，共 {count} 家。",
            "consequences": [
                "名单不再随企业库变动",
                "以后才符合条件的企业会列出来，由您决定补不补",
            ],
        }
        return answer(request, form, act, context, "ui/confirm.html")
    return answer(request, form, act, context)


@signed_in("campaigns.view")
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.campaign(request.actor, pk)
    listing = TargetListing(request, selectors.targets(request.actor, found))
    intro = f"名单按“{found.definition}”定于 {found.frozen_on}。" if found.frozen_on else ""
    context = {"title": f"名单：{found.name}", "intro": intro, "crumbs": _crumbs(found)}
    return listing.respond("ui/list.html", context, on_export=_log(request, "走访名单"))


@signed_in("campaigns.view")
def issues(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.campaign(request.actor, pk)
    listing = IssueListing(request, selectors.issues(request.actor, found))
    context = {"title": f"听到的问题：{found.name}", "crumbs": _crumbs(found)}
    return listing.respond("ui/list.html", context, on_export=_log(request, "走访问题"))


@signed_in("campaigns.view")
def weekly(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's week. ``?week=`` any day of it; a day that is none means this week."""
    found = selectors.campaign(request.actor, pk)
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = clock.today()
    if not 2000 <= day.year <= 2200:
        day = clock.today()
    context = selectors.weekly(request.actor, found, day) | {
        "title": f"周报：{found.name}",
        "crumbs": _crumbs(found),
        "campaign": found,
        "rounds": selectors.rounds(request.actor, found),
    }
    return render(request, "cases/campaigns/weekly.html", context)


# ---- The visitor


@signed_in("campaigns.visit")
@offline_page
def my_visits(request: HttpRequest) -> HttpResponse:
    """My doors and what I still watch; this page and its forms may be taken along on a phone."""
    rows = list(selectors.my_targets(request.actor))
    context = {
        "title": "我的走访",
        "open": [t for t in rows if t.state != "visited"],
        "done": [t for t in rows if t.state == "visited"],
        "watched": list(selectors.my_issues(request.actor)),
    }
    return render(request, "cases/campaigns/mine.html", context)


@signed_in("campaigns.view")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise of a list: what was told from its door, photos, and what came of the problems."""
    found = selectors.target(request.actor, pk)
    tells = may_tell(found, request.actor) and found.campaign.state == "running"
    context = {
        "title": found.enterprise_name,
        "subtitle": found.campaign.name,
        "crumbs": _crumbs(found.campaign),
        "target": found,
        "state": found.shown_state,
        "holder": found.round.name if found.round and not found.shown_state.final else "",
        "moves": _moves(found, request) if tells else [],
        "knocks": selectors.knocks(found),
        "attachments": attachments_of(found, internal=True),
        "fact_pairs": _about(found),
    }
    return render(request, "cases/campaigns/visit.html", context)


def _moves(found: Target, request: HttpRequest) -> list[Any]:
    return list(TARGET.moves_from(found.state, request.actor))


def _about(found: Target) -> list[tuple[str, object]]:
    firm = found.enterprise
    pairs = [
        ("产业链", found.chain_name),
        ("园区", found.park),
        ("地址", firm.address or firm.registered_address),
        ("联系人", firm.contact_name),
        ("联系电话", mask_mobile(firm.contact_mobile) if firm.contact_mobile else ""),
        ("走访人", found.round.name if found.round else ""),
        ("补进名单", f"{found.added_on}，{found.added_why}" if found.added_on else ""),
        ("移出原因" if found.state == "dropped" else "没走成", found.get_why_display()),
        ("说明", found.why_text),
    ]
    return [(label, value) for label, value in pairs if value]


TELLS: dict[str, tuple[type, str]] = {
    "visit": (forms.VisitForm, "已记下走访。"),
    "supplement": (forms.VisitForm, "已补充。"),
    "miss": (forms.MissForm, "已记下没走成的原因。"),
}


@signed_in("campaigns.visit")
@offline_form
@once
def tell(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Visited, not visited, something to add: filled in at the door, also without a network."""
    found = selectors.target(request.actor, pk)
    if verb not in TELLS:
        raise Http404(verb)
    kind, said = TELLS[verb]
    form = kind(request.POST or None, request.FILES or None)

    def act() -> str:
        values = form.values()
        when = filled_in(request)
        told = actions.Told(
            when.at, when.remark, request.POST.get("once", ""), values.pop("visited_on")
        )
        getattr(actions, verb)(target_id=pk, told=told, by=request.actor, **values)
        count = len(values.get("needs", ()))
        messages.success(request, said + (f"{count} 件问题已转成诉求。" if count else ""))
        return reverse("cases:my_visits") if _is_mine(found, request) else _page(found)

    move = next(m for m in TARGET.transitions if m.verb == verb)
    context = {
        "title": f"{move.name}：{found.enterprise_name}",
        "submit": move.name,
        "cancel_url": reverse("cases:my_visits") if _is_mine(found, request) else _page(found),
        "crumbs": [("我的走访", reverse("cases:my_visits"))],
        "target": found,
        "other": "miss" if verb == "visit" else "visit" if verb == "miss" else "",
        "place": found.enterprise.address or found.enterprise.registered_address,
    }
    return answer(request, form, act, context, "cases/campaigns/tell.html")


def _is_mine(found: Target, request: HttpRequest) -> bool:
    return found.round is not None and found.round.user_id == request.actor.user_id


def _page(found: Target) -> str:
    return reverse("cases:visit", args=[found.pk])


@signed_in("campaigns.edit")
@once
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.target(request.actor, pk)
    form = forms.ReasonForm(request.POST or None)

    def act() -> str:
        actions.drop(target_id=pk, by=request.actor, **form.values())
        messages.success(request, "已移出名单，原因留着。")
        return _page(found)

    context = {
        "title": f"移出名单：{found.enterprise_name}",
        "submit": "移出名单",
        "cancel_url": _page(found),
        "crumbs": _crumbs(found.campaign),
    }
    return answer(request, form, act, context)

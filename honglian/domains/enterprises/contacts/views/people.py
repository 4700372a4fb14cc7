"""Those who keep contact: how it stands, who they are, one of them, what he knows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.ui.answering import answer

from ... import selectors as registry
from ...models import ContactLog
from .. import actions, selectors
from ..figures import figures
from ..forms import InstructorForm
from ..listing import CoverListing, InstructorListing, standing

HOME = "包保联系"


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (HOME, reverse("enterprises:contacts")),
        ("指导员", reverse("enterprises:instructors")),
        *more,
    ]


def _log(request: HttpRequest, what: str):
    def log(count: int) -> None:
        note = f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb=f"{what}.export", target_kind=what, note=note)

    return log


@signed_in("pledges.view")
def overview(request: HttpRequest) -> HttpResponse:
    """How contact with enterprises stands; every figure opens its records."""
    actor = request.actor
    context = {
        "title": HOME,
        "figures": figures(actor),
        "days": config_of(actor.zone_id or 0).contacts.stale_days,
        "may_assign": may_arrange(actor),
        "zone_wide": actor.scope.kind == ScopeKind.ZONE,
        "mine": actor.scope.kind == ScopeKind.PLEDGE,
    }
    return render(request, "enterprises/contacts.html", context)


def may_arrange(actor: Actor) -> bool:
    """Plans, handovers and leaving concern the whole zone."""
    return actor.can("pledges.edit") and actor.scope.kind == ScopeKind.ZONE


@signed_in("pledges.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = selectors.people(request.actor).prefetch_related("chains")
    return InstructorListing(request, rows).respond(
        "ui/list.html",
        {"title": "指导员和包保领导", "crumbs": crumbs()[:1]},
        on_export=_log(request, "instructors"),
    )


@signed_in("pledges.view")
def covers(request: HttpRequest) -> HttpResponse:
    return CoverListing(request, selectors.covers(request.actor)).respond(
        context={
            "title": "请假和代班",
            "intro": "代班期间，企业和没兑现的承诺同时出现在代班人那里；到期自动结束，不用交还。",
            "crumbs": crumbs()[:1],
        },
        on_export=_log(request, "instructors"),
    )


@signed_in("pledges.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: enterprises, promises, covers, ties."""
    actor = request.actor
    found = get_object_or_404(selectors.people(actor).prefetch_related("chains"), pk=pk)
    promises = ContactLog.objects.visible_to(actor).filter(keeper=found).exclude(promise="")
    covers = selectors.covers(actor)
    context = {
        "title": found.name,
        "subtitle": " · ".join(filter(None, (str(found.department or found.unit), found.post))),
        "instructor": found,
        "standing_words": standing(found),
        "crumbs": crumbs(),
        "pledges": selectors.pledges_now(found),
        "promises": sorted(
            promises.select_related("enterprise"),
            key=lambda e: (e.promise_code != "open", e.promise_due_on or e.happened_on),
        )[:50],
        "covers": [*covers.filter(absent=found)[:5], *covers.filter(cover=found)[:5]],
        "conflicts": selectors.conflicts(actor).filter(instructor=found),
        "fact_pairs": _facts(found),
        "may_edit": actor.can("pledges.edit"),
        "may_arrange": may_arrange(actor),
        "is_me": actor.user_id is not None and actor.user_id == found.user_id,
        "limit": selectors.stale_since(found.zone_id),
    }
    return render(request, "enterprises/instructor.html", context)


def _facts(found) -> list[tuple[str, object]]:
    place = None
    if found.longitude is not None:
        place = f"{found.longitude:.4f}，{found.latitude:.4f}"
    return [
        ("编号", found.code),
        ("包保", f"{found.load} 家，上限 {found.capacity} 家"),
        ("专长", found.skills),
        ("熟悉的产业链", "、".join(c.short_name for c in found.chains.all()) or "没有登记"),
        ("办公地点", place or "没有登记"),
        ("离任日期", found.left_on and f"{found.left_on:%Y-%m-%d}"),
    ]


@signed_in("pledges.edit")
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the planner knows of somebody."""
    found = get_object_or_404(registry.instructors(request.actor), pk=pk)
    form = InstructorForm(request.POST or None, instance=found, zone_id=found.zone_id)
    here = reverse("enterprises:instructor", args=[pk])

    def act() -> str:
        data = dict(form.cleaned_data)
        actions.update_instructor(instructor_id=pk, by=request.actor, **data)
        messages.success(request, "已保存。")
        return here

    context = {
        "title": f"档案：{found.name}",
        "intro": "算分配方案时用到：懂哪条链、有什么专长、在哪里办公、最多包保几家。",
        "submit": "保存",
        "cancel_url": here,
        "crumbs": crumbs((found.name, here)),
    }
    return answer(request, form, act, context)


@signed_in("pledges.log")
def mine(request: HttpRequest) -> HttpResponse:
    """An instructor's day: what is due, whom I have not seen for long, one tap to note a contact."""
    actor, today = request.actor, clock.today()
    pledges = list(selectors.my_enterprises(actor))
    promises = registry.promises(actor).order_by("promise_due_on", "pk")
    firms = [p.enterprise_id for p in pledges]
    due: dict[int, list[ContactLog]] = {}
    for entry in promises.filter(enterprise__in=firms):
        due.setdefault(entry.enterprise_id, []).append(entry)
    me = registry.instructor_of(actor)
    rows = [
        {
            "pledge": p,
            "last": p.last,
            "stale": p.last is None or p.last < selectors.stale_since(actor.zone_id or 0),
            "days": (today - p.last).days if p.last else None,
            "promises": due.get(p.enterprise_id, []),
            "for": "" if me and p.instructor_id == me.pk else p.instructor.name,
        }
        for p in pledges
    ]
    rows.sort(key=lambda row: (not row["promises"], not row["stale"]))
    context = {
        "title": "我的企业",
        "rows": rows,
        "promised": sum(len(found) for found in due.values()),
        "stale": sum(row["stale"] for row in rows),
        "me": me,
        "covers": [c for c in selectors.covers(actor) if c.is_on],
    }
    return render(request, "enterprises/mine.html", context)

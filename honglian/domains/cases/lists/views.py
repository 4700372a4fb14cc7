"""Pages of department lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor
from honglian.kit.states import Transition
from honglian.ui.answering import answer

from . import actions, forms, selectors
from .desk import KIND
from .listing import ItemListing
from .models import ListItem
from .states import ITEM

CRUMB = ("部门清单", "cases:lists")


def _crumbs() -> list[tuple[str, str]]:
    return [(CRUMB[0], reverse(CRUMB[1]))]


@signed_in("lists.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = ItemListing(request, selectors.items(request.actor))

    def log(count: int) -> None:
        note = f"{count} 项，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="lists.export_page", target_kind=KIND, note=note)

    context = {"title": "部门清单", "intro": "各部门承诺办的事：谁负责、什么时候完成、完成了没有。"}
    return listing.respond("cases/lists/index.html", context, on_export=log)


@signed_in("lists.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = forms.AddForm(request.POST or None, actor=request.actor)

    def act() -> str:
        made = actions.add(by=request.actor, **form.values())
        messages.success(request, "已列入清单，责任部门的待办里看得到。")
        return reverse("cases:list_item", args=[made.pk])

    context = {
        "title": "列入部门清单",
        "submit": "列入",
        "cancel_url": reverse(CRUMB[1]),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("lists.view")
def departments(request: HttpRequest) -> HttpResponse:
    """By department; every number opens its items."""
    context = {
        "title": "各部门清单进度",
        "crumbs": _crumbs(),
        "rows": selectors.by_department(request.actor),
    }
    return render(request, "cases/lists/departments.html", context)


@signed_in("lists.edit")
def doubles(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "可能重复的事项",
        "crumbs": _crumbs(),
        "pairs": selectors.suggested(request.actor),
    }
    return render(request, "cases/lists/doubles.html", context)


@signed_in("lists.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.item(request.actor, pk)
    events = timeline(found.item_id, internal=True) if found.item_id else []
    context = {
        "title": found.title,
        "subtitle": found.number,
        "crumbs": _crumbs(),
        "found": found,
        "state": found.shown_state,
        "holder": found.department.name if found.state == "open" else "",
        "due_at": found.item.due_at if found.item else None,
        "moves": _moves(found, request.actor),
        "merged": list(found.merged.select_related("department")),
        "fact_pairs": _facts(found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
    }
    return render(request, "cases/lists/detail.html", context)


def _moves(found: ListItem, actor: Actor) -> list[Transition]:
    """Who helps sees the item and has nothing to press."""
    if actor.department_id and actor.department_id != found.department_id:
        return []
    return [m for m in ITEM.moves_from(found.state) if _may(m, actor)]


def _may(move: Transition, actor: Actor) -> bool:
    return actor.can(move.permission) or (move.verb == "finish" and actor.can("lists.edit"))


def _facts(found: ListItem) -> list[tuple[str, object]]:
    helping = "、".join(d.name for d in found.helpers.all())
    pairs = [
        ("责任部门", found.department.name),
        ("责任领导", found.leader),
        ("协助部门", helping),
        ("企业", found.enterprise.name if found.enterprise else ""),
        ("承诺措施", found.promise),
        ("来源", found.get_source_display()),
        ("承诺日期", found.promised_on),
        ("完成期限", found.due_on),
        ("完成日期", found.done_on),
        ("移出原因" if found.state == "cancelled" else "完成情况", found.result),
        ("备注", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


STEPS: dict[str, tuple[type[forms.ItemForm], str]] = {
    "finish": (forms.FinishForm, "已办结。"),
    "change": (forms.ChangeForm, "已调整。"),
    "merge": (forms.MergeForm, "已合并，原来的部门在那一项里协助。"),
    "cancel": (forms.CancelForm, "已移出清单。"),
}


@signed_in("lists.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.item(request.actor, pk)
    if verb not in STEPS:
        raise Http404(verb)
    move = next(m for m in ITEM.transitions if m.verb == verb)
    if not _may(move, request.actor):
        request.actor.require(move.permission)
    back = reverse("cases:list_item", args=[pk])
    if not ITEM.allows(found.state, verb) and request.method == "GET":
        messages.warning(request, f"目前是“{found.shown_state.name}”，不能“{move.name}”。")
        return redirect(back)
    kind, said = STEPS[verb]
    initial = {"into": request.GET.get("into", "")[:24]} if verb == "merge" else {}
    form = kind(request.POST or None, actor=request.actor, found=found, initial=initial)

    def act() -> str:
        getattr(actions, verb)(item_id=pk, by=request.actor, **form.values())
        messages.success(request, said)
        return back

    context = {
        "title": f"{move.name}：{found.title}",
        "submit": move.name,
        "cancel_url": back,
        "crumbs": [*_crumbs(), (found.number, back)],
    }
    return answer(request, form, act, context)

"""Pages of reported figures: periods, one period with its returns, one return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import find_item, once, timeline
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import answer
from honglian.ui.format import number
from honglian.ui.lists import selected_ids

from . import actions, selectors
from .desk import KIND
from .forms import CollectionForm, QueryForm, ReturnForm, RevisionForm, WhyForm
from .items import BY_CODE, ITEMS
from .listing import ReturnListing
from .models import Collection, Return, collects

HOME = ("经营数据", "enterprises:collections")


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(HOME[0], reverse(HOME[1])), *more]


def _may_collect(request: HttpRequest) -> bool:
    return request.actor.can("enterprises.collect") and collects(request.actor)


@signed_in("enterprises.returns")
def index(request: HttpRequest) -> HttpResponse:
    """Periods for who collects; own returns for an enterprise."""
    actor = request.actor
    own = selectors.returns(actor) if actor.enterprise_id else None
    context = {
        "title": HOME[0],
        "intro": "产值、营收、税收、用工等一期报一次：企业填、部门审、锁定后发布；以后的更正留痕。",
        "collections": selectors.collections(actor) if own is None else (),
        "own": own.order_by("-collection__year", "-collection__month") if own is not None else None,
        "may_collect": _may_collect(request),
        "is_outside": not collects(actor),
    }
    return render(request, "enterprises/collections.html", context)


@signed_in("enterprises.collect")
@once
def new(request: HttpRequest) -> HttpResponse:
    if not collects(request.actor):
        raise NotAllowed("经营数据由本区指定的部门收集，您的部门没有这项职责。")
    form = CollectionForm(request.POST or None)

    def act() -> str:
        made = actions.open_collection(by=request.actor, **form.cleaned_data)
        messages.success(request, f"已请 {made.returns.count()} 家企业填报。")
        return reverse("enterprises:collection", args=[made.pk])

    context = {
        "title": "收集一期数据",
        "intro": "填报范围里在建、投产的企业各收到一条待办，已知的数会预填。",
        "submit": "开始收集",
        "cancel_url": reverse(HOME[1]),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("enterprises.returns")
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.collection(request.actor, pk)

    def log(count: int) -> None:
        note = f"{found}，{count} 家"
        record(by=request.actor, verb="returns.export", target=found, note=note)

    context = {
        "title": f"{found}经营数据",
        "collection": found,
        "crumbs": _crumbs(),
        "sums": selectors.sums(request.actor, found),
        "may_collect": _may_collect(request),
        "steps": _steps(found) if _may_collect(request) else (),
    }
    rows = selectors.returns(request.actor, found)
    return ReturnListing(request, rows).respond(
        "enterprises/collection.html", context, on_export=log
    )


def _steps(found: Collection) -> list[tuple[str, str]]:
    """(words, URL name) of what may be done with the whole period now."""
    return {
        "open": [("锁定", "enterprises:collection_lock")],
        "locked": [
            ("发布", "enterprises:collection_publish"),
            ("解锁", "enterprises:collection_unlock"),
        ],
    }.get(found.state, [])


@signed_in("enterprises.collect")
@require_POST
@once
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    found = actions.lock(collection_id=pk, by=request.actor)
    missing = found.returns.filter(state="missing").count()
    words = f"已锁定，{missing} 家没有报。" if missing else "已锁定，全部报齐。"
    messages.success(request, words)
    return redirect("enterprises:collection", pk=pk)


@signed_in("enterprises.collect")
@require_POST
@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    actions.publish(collection_id=pk, by=request.actor)
    messages.success(request, "已发布；企业库里的数同时更新，以后的更正会留下原数。")
    return redirect("enterprises:collection", pk=pk)


@signed_in("enterprises.collect")
@once
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.collection(request.actor, pk)
    form = WhyForm(request.POST or None)

    def act() -> str:
        actions.unlock(collection_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已解锁，没有报的企业可以补报。")
        return reverse("enterprises:collection", args=[pk])

    back = reverse("enterprises:collection", args=[pk])
    context = {
        "title": f"解锁：{found}",
        "submit": "解锁",
        "cancel_url": back,
        "crumbs": _crumbs((str(found), back)),
    }
    return answer(request, form, act, context)


@signed_in("enterprises.collect")
@require_POST
@once
def check(request: HttpRequest) -> HttpResponse:
    """Check the ticked returns; goes back to where they were ticked."""
    ids = selected_ids(request)
    first = selectors.returns(request.actor).filter(pk__in=ids).first()
    done = actions.check(return_ids=ids, by=request.actor)
    if not ids:
        messages.warning(request, "没有勾选企业。")
    else:
        left = len(ids) - done
        tail = f"，{left} 家没有填报或已审核，没有动" if left else ""
        messages.success(request, f"审核通过 {done} 家{tail}。")
    if first is None:
        return redirect(HOME[1])
    return redirect("enterprises:collection", pk=first.collection_id)


@signed_in("enterprises.returns")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.one_return(request.actor, pk)
    last_year, before = selectors.reference(found)
    item = find_item(KIND, found.pk)
    may_collect = _may_collect(request)
    context = {
        "title": found.enterprise.name,
        "subtitle": f"{found.collection}经营数据",
        "crumbs": _crumbs(_period_crumb(request, found)) if may_collect else _crumbs(),
        "found": found,
        "state": found.state_info,
        "lines": _lines(found, last_year, before),
        "revisions": _revisions(found),
        "events": _events(item),
        "may_fill": request.actor.can("enterprises.fill") and _may_fill(found),
        "may_query": may_collect and found.state in ("filled", "checked") and _is_open(found),
        "may_check": may_collect and found.state == "filled" and _is_open(found),
        "may_revise": may_collect and found.collection.state == "published",
        "due_at": item.due_at if item else None,
    }
    return render(request, "enterprises/return.html", context)


def _events(item: WorkItem | None) -> list[dict[str, Any]]:
    events = timeline(item.pk, internal=True) if item else []
    return [
        {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text} for e in events
    ]


def _period_crumb(request: HttpRequest, found: Return) -> tuple[str, str]:
    return str(found.collection), reverse("enterprises:collection", args=[found.collection_id])


def _is_open(found: Return) -> bool:
    return found.collection.state == "open"


def _may_fill(found: Return) -> bool:
    return _is_open(found) and found.state != "checked"


def _lines(found: Return, last_year, before) -> list[tuple[str, str, str, str, str]]:
    """(item, this period, same period last year, month before, what looked wrong)."""
    now = found.values

    def words(values, item):
        value = values.get(item.code)
        return "—" if value is None else number(value, item.places)

    return [
        (
            i.label,
            words(now, i),
            words(last_year, i),
            words(before, i),
            found.doubts.get(i.code, ""),
        )
        for i in ITEMS
    ]


def _revisions(found: Return) -> list[tuple[str, str, str, str, str, str]]:
    rows = []
    for r in found.revisions.order_by("-pk"):
        item = BY_CODE[r.item]
        pair = ["—" if v is None else number(v, item.places) for v in (r.before, r.after)]
        rows.append((item.label, *pair, r.why, r.by_name, f"{clock.local(r.at):%Y-%m-%d %H:%M}"))
    return rows


@signed_in("enterprises.fill")
@once
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.one_return(request.actor, pk)
    back = reverse("enterprises:return", args=[pk])
    if not _may_fill(found):
        raise Refusal(
            f"{found.collection}的这份报表是“{found.state_info.name}”，不能再填。要改请联系收集部门。"
        )
    form = ReturnForm(request.POST or None, found=found)

    def act() -> str:
        actions.fill(return_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已填报，审核以前还可以改。")
        return back

    month = f"1 月至 {found.collection.month} 月的累计数" if found.collection.month else "全年数"
    context = {
        "title": f"{found.collection}经营数据",
        "intro": f"{found.enterprise.name}：填{month}，从业人员填期末数；金额都用万元。",
        "found": found,
        "submit": "填报",
        "cancel_url": back,
        "crumbs": _crumbs((found.enterprise.name, back)),
    }
    return answer(request, form, act, context, "enterprises/return_fill.html")


@signed_in("enterprises.collect")
@once
def query(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.one_return(request.actor, pk)
    back = reverse("enterprises:return", args=[pk])
    form = QueryForm(request.POST or None, initial={"query": "；".join(found.doubts.values())})

    def act() -> str:
        actions.ask_again(return_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已退回，请企业核实。")
        return back

    context = {
        "title": f"退回核实：{found.enterprise.name}",
        "submit": "退回",
        "cancel_url": back,
        "crumbs": _crumbs(_period_crumb(request, found)),
    }
    return answer(request, form, act, context)


@signed_in("enterprises.collect")
@once
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.one_return(request.actor, pk)
    back = reverse("enterprises:return", args=[pk])
    form = RevisionForm(request.POST or None)

    def act() -> str:
        actions.revise(return_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, "已更正，原数留在更正记录里。")
        return back

    context = {
        "title": f"更正：{found.enterprise.name} {found.collection}",
        "intro": "已发布的数更正以后，原数、更正人和原因都查得到。",
        "submit": "更正",
        "cancel_url": back,
        "crumbs": _crumbs(_period_crumb(request, found)),
    }
    return answer(request, form, act, context)

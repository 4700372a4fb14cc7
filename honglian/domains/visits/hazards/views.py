"""Pages of hazards: list with figures, one hazard, its steps, year on year, and who needs a look."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.ui.answering import answer

from ..steps import buttons, events, offered, step_page
from . import actions, risk, selectors, yearly
from .forms import FindForm
from .listing import HazardListing
from .models import Hazard
from .states import HAZARD
from .steps import STEPS, main_verb

SHOWN = 100  # enterprises of the queue on one page


def _crumbs() -> list[tuple[str, str]]:
    return [("隐患", reverse("visits:hazards"))]


@signed_in("hazards.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        note = f"导出隐患 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="hazards.export", target_kind="visits.hazard", note=note)

    context = {
        "title": "隐患",
        "intro": "查出什么、按哪一条判的级、谁在什么时候前整改完、复查过没有。",
        "figures": selectors.figures(request.actor),
        "may_report": request.actor.can("hazards.report"),
        "may_import": request.actor.can("hazards.import"),
        "may_risk": request.actor.can("hazards.queue"),
    }
    rows = selectors.hazards(request.actor)
    return HazardListing(request, rows).respond("visits/hazards.html", context, on_export=log)


@signed_in("hazards.report")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Report a hazard; ``?enterprise=`` fills the enterprise in, ``?inspection=``/``?visit=`` join it."""
    firm = None
    wanted = request.GET.get("enterprise") or request.actor.enterprise_id
    if wanted:
        rows = Enterprise.objects.visible_to(request.actor)
        firm = get_object_or_404(rows, pk=int(wanted) if str(wanted).isdigit() else 0)
    form = FindForm(
        request.POST or None, request.FILES or None, thing=firm, actor=request.actor
    )  # fmt: skip
    joined = {
        f"{name}_id": int(request.GET[name])
        for name in ("inspection", "visit")
        if request.GET.get(name, "").isdigit()
    }

    def act() -> str:
        found = actions.find(by=request.actor, **form.facts(), **joined)
        messages.success(request, f"已上报，编号 {found.number}，由{found.department}判级。")
        return reverse("visits:hazard", args=[found.pk])

    context = {
        "title": "上报隐患",
        "intro": "写清在哪里、看到什么。判级、处理由有权的部门办。",
        "submit": "上报",
        "cancel_url": reverse("visits:hazards"),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("hazards.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.hazard(request.actor, pk)
    open_steps = offered(STEPS, HAZARD, found, request.actor)
    line = found.item
    recurred = Hazard.objects.visible_to(request.actor).filter(recurs=found)
    files = attachments_of(found, internal=True)
    context = {
        "title": f"{found.part}",
        "subtitle": f"{found.number} · {found.enterprise.name}",
        "hazard": found,
        "state": found.state_info,
        "crumbs": _crumbs(),
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and not line.closed_at else None,
        "buttons": buttons(open_steps, "visits:hazard_step", pk, main_verb(found)),
        "five": _five(found),
        "recurred": recurred,
        "attachments": files,
        "fact_pairs": _facts(found),
        "events": events(found),
    }
    return render(request, "visits/hazard.html", context)


def _five(found: Hazard) -> list[tuple[str, Any]]:
    money = f"{found.money:g} 万元" if found.money is not None else ""
    due = f"{found.due_on:%Y-%m-%d}" if found.due_on else ""
    return [
        ("措施", found.measure), ("责任", found.responsible), ("资金", money), ("时限", due),
        ("预案", found.emergency),
    ]  # fmt: skip


def _facts(found: Hazard) -> list[tuple[str, Any]]:
    pairs = [
        ("类别", found.get_domain_display()),
        ("来源", found.get_source_display()),
        ("排查", f"{found.found_on:%Y-%m-%d} {found.found_by}"),
        ("负责部门", found.department.name),
        ("判级", found.graded_on and f"{found.graded_on:%Y-%m-%d} {found.graded_by}"),
        ("报告", found.reported_on and f"{found.reported_on:%Y-%m-%d}"),
        ("申请复查", found.applied_on and f"{found.applied_on:%Y-%m-%d} {found.applied_by}"),
        ("复查", found.rechecked_on and f"{found.rechecked_on:%Y-%m-%d} {found.rechecked_by}"),
        ("复查结论", found.verdict),
        ("复查不通过", f"{found.returned} 次" if found.returned else ""),
        ("销号", found.closed_on and f"{found.closed_on:%Y-%m-%d}"),
        ("挂牌", found.listed_on and f"{found.listed_on:%Y-%m-%d} {found.listed_at}"),
        ("摘牌", found.delisted_on and f"{found.delisted_on:%Y-%m-%d}"),
        ("备注", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("hazards.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.hazard(request.actor, pk)
    back = reverse("visits:hazard", args=[pk])
    return step_page(
        request, STEPS, verb, found, argument="hazard_id", back=back,
        crumbs=[*_crumbs(), (found.number, back)],
    )  # fmt: skip


@signed_in("hazards.view")
def year(request: HttpRequest) -> HttpResponse:
    """Year on year, nominal and on the same set of enterprises, with who entered and who left."""
    today = clock.today()
    start, end = _day(request.GET.get("from")), _day(request.GET.get("to"))
    span = yearly.Span(start or date(today.year, 1, 1), end or today)
    error = ""
    if span.end < span.start:
        span, error = (
            yearly.Span(date(today.year, 1, 1), today),
            "结束日期早于开始日期，现在显示的是今年。",
        )
    found = yearly.compare(request.actor, span)
    at = reverse("visits:hazards")
    links = {
        line.code: [f"{at}?which={line.code}&found_from={s.start}&found_to={s.end}" for s in (found.now, found.before)]
        for line in found.lines
    }  # fmt: skip
    context = {
        "title": "隐患同比",
        "error": error,
        "found": found,
        "lines": [(line, *links[line.code]) for line in found.lines],
        "crumbs": _crumbs(),
    }
    return render(request, "visits/yearly.html", context)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@signed_in("hazards.queue")
def queue(request: HttpRequest) -> HttpResponse:
    rows = risk.queue(request.actor)
    context = {
        "title": "下一次先查谁",
        "intro": "按没有销号的隐患、逾期、再发、多久没有排查排序；分数是各条理由之和，由人决定去不去。",
        "crumbs": _crumbs(),
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
    }
    return render(request, "visits/risk.html", context)

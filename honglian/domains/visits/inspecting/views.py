"""Pages of joint visits, inspections, requests; officers and items; the enterprise's code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.ui.answering import answer

from ..hazards.models import Hazard
from ..steps import buttons, events, offered, step_page
from . import actions, codes, forms, gate, selectors
from .listing import InspectionListing, RequestListing, VisitListing
from .models import Inspection, JointVisit, VisitRequest
from .states import INSPECTION, REQUEST, VISIT
from .steps import INSPECTION_STEPS, MAIN, VISIT_MAIN, VISIT_STEPS


def _log(request: HttpRequest, what: str):
    def log(count: int) -> None:
        note = f"导出{what} {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="visits.export", target_kind="visits", note=note)

    return log


@signed_in("visits.view")
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "联合体检",
        "intro": "一次上门，几个部门一起去；服务走访和行政检查分开记。",
        "figures": selectors.figures(request.actor),
    }
    rows = selectors.visits(request.actor)
    return VisitListing(request, rows).respond(
        "visits/index.html", context, on_export=_log(request, "上门")
    )  # fmt: skip


@signed_in("visits.view")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.visit(request.actor, pk)
    steps = offered(VISIT_STEPS, VISIT, found, request.actor)
    line = found.item
    context = {
        "title": f"上门：{found.enterprise.name}",
        "subtitle": found.number,
        "visit": found,
        "state": found.state_info,
        "crumbs": [("联合体检", reverse("visits:index"))],
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and not line.closed_at else None,
        "buttons": buttons(steps, "visits:visit_step", pk, VISIT_MAIN.get(found.state, "")),
        "services": found.services.select_related("department"),
        "requests": selectors.requests(request.actor).filter(visit=found),
        "inspections": selectors.inspections(request.actor).filter(visit=found),
        "hazards": Hazard.objects.visible_to(request.actor).filter(visit=found),
        "fact_pairs": _visit_facts(found),
        "events": events(found),
    }
    return render(request, "visits/visit.html", context)


def _visit_facts(found: JointVisit) -> list[tuple[str, Any]]:
    arrive = f" {found.starts_at:%H:%M} 到达" if found.starts_at else ""
    pairs = [
        ("上门日期", f"{found.planned_on:%Y-%m-%d}{arrive}"),
        ("大约", f"{found.minutes} 分钟"),
        ("人员", found.team),
        ("为什么这样排", found.reason),
        ("实际上门", found.done_on and f"{found.done_on:%Y-%m-%d}"),
        ("企业评价", found.rating and f"{found.rating} 分"),
        ("企业的话", found.rating_text),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("visits.view")
@once
def visit_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.visit(request.actor, pk)
    back = reverse("visits:visit", args=[pk])
    crumbs = [("联合体检", reverse("visits:index")), (found.number, back)]
    return step_page(
        request, VISIT_STEPS, verb, found, argument="visit_id", back=back, crumbs=crumbs
    )  # fmt: skip


@signed_in("visits.view")
def inspections(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "title": "行政检查",
        "intro": "先批准、再通知、扫码入企、结果当场反馈；同一部门对同一企业一年不超过上限。",
        "may_plan": actor.can("visits.request"),
        "ending": list(selectors.ending(actor)) if actor.can("visits.request") else [],
    }
    rows = selectors.inspections(actor)
    return InspectionListing(request, rows).respond(
        "visits/inspections.html", context, on_export=_log(request, "行政检查")
    )  # fmt: skip


@signed_in("visits.view")
@once
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Whoever is no inspecting body is told so with the clause, before a form is shown."""
    actor = request.actor
    if actor.department_id is None:
        gate.check_subject(actor, None, clock.today())
    actor.require("visits.request")
    form = forms.InspectionForm(request.POST or None, thing=_firm(request), actor=actor)

    def act() -> str:
        found = actions.plan_inspection(by=actor, **form.facts())
        messages.success(request, f"已提出，编号 {found.number}，等另一个人批准。")
        return reverse("visits:inspection", args=[found.pk])

    context = {
        "title": "提出检查",
        "intro": "有检查权的部门、公布的事项、两名持证人员、不超年度上限，缺一项都不能保存。",
        "submit": "提出",
        "cancel_url": reverse("visits:inspections"),
        "crumbs": [("行政检查", reverse("visits:inspections"))],
    }
    return answer(request, form, act, context)


def _firm(request: HttpRequest) -> Enterprise | None:
    wanted = request.GET.get("enterprise", "")
    if not wanted.isdigit():
        return None
    return get_object_or_404(Enterprise.objects.visible_to(request.actor), pk=int(wanted))


@signed_in("visits.view")
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.inspection(request.actor, pk)
    steps = offered(INSPECTION_STEPS, INSPECTION, found, request.actor)
    line = found.item
    year, zone = found.planned_on.year, found.zone
    context = {
        "title": found.purpose,
        "subtitle": f"{found.number} · {found.enterprise.name}",
        "inspection": found,
        "state": found.state_info,
        "crumbs": [("行政检查", reverse("visits:inspections"))],
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and not line.closed_at else None,
        "buttons": buttons(steps, "visits:inspection_step", pk, MAIN.get(found.state, "")),
        "items": found.items.all(),
        "officers": [(o, o.certified_on(found.planned_on)) for o in found.officers.all()],
        "done": gate.made(found.department, found.enterprise, year),
        "cap": gate.cap_of(zone, found.department),
        "year": year,
        "hazards": Hazard.objects.visible_to(request.actor).filter(inspection=found),
        "fact_pairs": _facts(found),
        "events": events(found),
    }
    return render(request, "visits/inspection.html", context)


def _facts(found: Inspection) -> list[tuple[str, Any]]:
    pairs = [
        ("部门", found.department.name),
        ("检查类型", found.get_kind_display()),
        ("缘由", found.get_why_display()),
        ("批准文号", found.document),
        ("计划日期", f"{found.planned_on:%Y-%m-%d}"),
        ("审批表", found.approval_no and f"{found.approval_no}（{found.approved_by}）"),
        ("通知书", found.notice_no or found.notice_waived),
        ("扫码入企", found.entered_at and f"{clock.local(found.entered_at):%Y-%m-%d %H:%M}"),
        ("出示证件", found.shown),
        ("企业评价", found.rating and f"{found.rating} 分"),
        ("企业的话", found.rating_text),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("visits.view")
@once
def inspection_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selectors.inspection(request.actor, pk)
    if verb in INSPECTION_STEPS and verb not in ("answer", "rate"):
        gate.check_subject(request.actor, found.department, clock.today())
    back = reverse("visits:inspection", args=[pk])
    crumbs = [("行政检查", reverse("visits:inspections")), (found.number, back)]
    return step_page(
        request, INSPECTION_STEPS, verb, found, argument="inspection_id", back=back, crumbs=crumbs
    )  # fmt: skip


@signed_in("visits.request")
def requests(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "入企需求",
        "intro": "部门先提出本月、本年要去哪些企业做什么，系统合并成一次上门。",
        "may_file": request.actor.department_id is not None,
    }
    rows = selectors.requests(request.actor)
    return RequestListing(request, rows).respond(
        "visits/requests.html", context, on_export=_log(request, "入企需求")
    )  # fmt: skip


@signed_in("visits.request")
@once
def request_new(request: HttpRequest) -> HttpResponse:
    form = forms.RequestForm(request.POST or None, thing=_firm(request), actor=request.actor)

    def act() -> str:
        found = actions.file_request(by=request.actor, **form.facts())
        messages.success(request, "已提出，排期时会与其他部门的需求合并。")
        return reverse("visits:request", args=[found.pk])

    context = {
        "title": "提出入企需求",
        "intro": "行政检查在提出时就核对主体、事项和年度上限。",
        "submit": "提出",
        "cancel_url": reverse("visits:requests"),
        "crumbs": [("入企需求", reverse("visits:requests"))],
    }
    return answer(request, form, act, context)


@signed_in("visits.request")
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.requests(request.actor), pk=pk)
    context = {
        "title": found.purpose,
        "subtitle": f"{found.enterprise.name} · {found.department.name}",
        "request_row": found,
        "state": found.state_info,
        "crumbs": [("入企需求", reverse("visits:requests"))],
        "items": found.items.all(),
        "turns": [
            (t.name, t.verb) for t in REQUEST.moves_from(found.state, request.actor)
            if t.verb in TURNS
        ],
        "fact_pairs": _request_facts(found),
        "events": [],
    }  # fmt: skip
    return render(request, "visits/request.html", context)


def _request_facts(found: VisitRequest) -> list[tuple[str, Any]]:
    pairs = [
        ("性质", found.get_kind_display()),
        ("什么时候", found.when),
        ("大约", f"{found.minutes} 分钟"),
        ("检查缘由", found.get_why_display() if found.kind == "inspection" else ""),
        ("批准文号", found.document),
        ("提出人", f"{found.filed_by} {found.filed_on:%Y-%m-%d}"),
        ("说明", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


TURNS = {"drop": actions.drop_request, "object": actions.object_to}


@signed_in("visits.request")
@once
def request_turn(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Withdraw a request, or object to where it was put."""
    found = get_object_or_404(selectors.requests(request.actor), pk=pk)
    name = next(t.name for t in REQUEST.transitions if t.verb == verb)
    form = forms.TextForm(request.POST or None, thing=found, actor=request.actor)
    back = reverse("visits:request", args=[pk])

    def act() -> str:
        TURNS[verb](request_id=pk, by=request.actor, **form.facts())
        messages.success(request, f"{name}：已登记。")
        return back

    context = {"title": name, "submit": name, "cancel_url": back, "crumbs": [("入企需求", reverse("visits:requests"))]}  # fmt: skip
    return answer(request, form, act, context)


@signed_in("visits.request")
def catalogue(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    context = {
        "title": "执法人员和检查事项",
        "officers": [(o, o.certified_on(today), o.away_on(today)) for o in selectors.officers(request.actor)],
        "items": selectors.items(request.actor),
        "may_edit": request.actor.department_id is not None,
        "crumbs": [("行政检查", reverse("visits:inspections"))],
    }  # fmt: skip
    return render(request, "visits/catalogue.html", context)


@signed_in("visits.request")
@once
def officer_new(request: HttpRequest) -> HttpResponse:
    form = forms.OfficerForm(request.POST or None, actor=request.actor)
    return _add(request, form, actions.add_officer, "登记执法人员")


@signed_in("visits.request")
@once
def item_new(request: HttpRequest) -> HttpResponse:
    form = forms.ItemForm(request.POST or None, actor=request.actor)
    return _add(request, form, actions.add_item, "登记检查事项")


def _add(request: HttpRequest, form: forms.StepForm, action: Any, title: str) -> HttpResponse:
    back = reverse("visits:catalogue")

    def act() -> str:
        action(by=request.actor, **form.facts())
        messages.success(request, "已登记。")
        return back

    context = {
        "title": title,
        "submit": "登记",
        "cancel_url": back,
        "crumbs": [("执法人员和检查事项", back)],
    }
    return answer(request, form, act, context)


@signed_in("visits.request")
@once
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew the certificate, or say from when until when somebody is away."""
    found = get_object_or_404(selectors.officers(request.actor), pk=pk)
    form = forms.AwayForm(request.POST or None, thing=found, actor=request.actor)
    back = reverse("visits:catalogue")

    def act() -> str:
        given = form.facts()
        valid_to = given.pop("valid_to")
        if valid_to != found.valid_to:
            actions.renew_officer(officer_id=pk, valid_to=valid_to, by=request.actor)
        actions.mark_away(officer_id=pk, by=request.actor, **given)
        messages.success(request, "已保存。")
        return back

    context = {
        "title": found.name,
        "submit": "保存",
        "cancel_url": back,
        "crumbs": [("执法人员和检查事项", back)],
    }
    return answer(request, form, act, context)


@signed_in("visits.answer")
def code(request: HttpRequest) -> HttpResponse:
    """The own code, to be printed and hung at the gate; a post makes a new one."""
    firm = get_object_or_404(
        Enterprise.objects.visible_to(request.actor), pk=request.actor.enterprise_id
    )
    if request.method == "POST":
        actions.renew_code(by=request.actor)
        messages.success(request, "已换新码，请换下门口的旧码。")
        return redirect("visits:code")
    found = codes.code_of(firm)
    text = codes.text_of(found)
    address = request.build_absolute_uri(reverse("visits:scanned", args=[text]))
    context = {
        "title": "企业码", "enterprise": firm, "code": found, "text": text,
        "picture": codes.picture(address),
    }  # fmt: skip
    return render(request, "visits/code.html", context)


@signed_in("visits.view")
def scanned(request: HttpRequest, text: str) -> HttpResponse:
    """Where the printed code leads: the officer's inspections that wait at this enterprise."""
    found = codes.read(text, request.actor.zone_id)
    waiting = selectors.inspections(request.actor).filter(
        state="noticed", officers__user_id=request.actor.user_id
    )
    firm = found.enterprise
    context = {
        "title": firm.name if firm else "企业码",
        "enterprise": firm,
        "text": text,
        "here": [i for i in waiting if firm and i.enterprise_id == firm.pk],
        "elsewhere": [i for i in waiting if firm and i.enterprise_id != firm.pk],
        "may_inspect": request.actor.can("visits.inspect"),
    }
    return render(request, "visits/scanned.html", context, status=200 if firm else 422)

"""Pages of enterprises: list, the 360° page, contacts and promises."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.algo.standards import mask_mobile
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit import slots
from honglian.kit.errors import Refusal
from honglian.ui.format import money

from . import actions, selectors
from .forms import ContactLogForm, EnterpriseForm, PledgeForm
from .listing import EnterpriseListing, PledgeListing, PromiseListing
from .models import ContactLog, ContactPledge, Enterprise


def _export_log(request: HttpRequest, what: str):
    def log(count: int) -> None:
        record(
            by=request.actor,
            verb=f"{what}.export",
            target_kind=what,
            note=f"导出 {count} 行，条件：{request.GET.urlencode() or '无'}",
        )

    return log


@signed_in("enterprises.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = EnterpriseListing(request, selectors.enterprises(request.actor))
    return listing.respond(
        "enterprises/index.html",
        {"title": "企业"},
        on_export=_export_log(request, "enterprises"),
    )


@signed_in("enterprises.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The 360° page: what the zone knows, who answers for it, and what domains add."""
    actor = request.actor
    enterprise = selectors.enterprise(actor, pk)
    context = {
        "title": enterprise.name,
        "enterprise": enterprise,
        "crumbs": [("企业", reverse("enterprises:index"))],
        "fact_pairs": _facts(enterprise),
        "pledges": selectors.pledges_of(actor, enterprise),
        "log": selectors.contact_log(actor, enterprise)[:20],
        "promises": selectors.promises_to(actor, enterprise),
        "panels": slots.panels("enterprises.detail", actor, enterprise),
        "masked_mobile": mask_mobile(enterprise.contact_mobile)
        if enterprise.contact_mobile
        else "",
        "figures": _figures(actor, enterprise),
        "may_reveal": any(map(actor.can, actions.REVEALERS)),
    }
    return render(request, "enterprises/detail.html", context)


def _facts(e: Enterprise) -> list[tuple[str, object]]:
    capital = money(e.capital, "万元")
    if e.capital is not None and e.capital_currency != "CNY":
        capital = f"{e.capital:,.2f} 万{e.capital_currency}（未折算）"
    return [
        ("统一社会信用代码", e.uscc),
        ("状态", e.get_status_display()),
        ("成立日期", e.founded_on and f"{e.founded_on:%Y-%m-%d}"),
        ("法定代表人", e.legal_person),
        ("注册资本", capital),
        ("企业规模", e.get_size_display()),
        ("四上", e.get_four_above_display()),
        ("主营产品", e.products),
        ("需要的专长", e.needs),
        ("经营地址", e.address or e.registered_address),
        ("资质荣誉", e.honours),
    ]


def _figures(actor, e: Enterprise) -> list[tuple[str, str]]:
    """Operating figures, only for roles that may see them (领域手册 H.6: L4)."""
    if not actor.can("enterprises.figures"):
        return []
    return [
        ("从业人员", f"{e.employees:,} 人" if e.employees is not None else "—"),
        ("营业收入", money(e.revenue, "万元")),
        ("工业总产值", money(e.output, "万元")),
        ("上缴税收", money(e.tax, "万元")),
        ("研发费用", money(e.rd_spend, "万元")),
    ]


@signed_in("enterprises.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = selectors.enterprise(request.actor, pk)
    form = EnterpriseForm(request.POST or None, instance=enterprise, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        actions.update(enterprise_id=pk, by=request.actor, **form.changes())
        messages.success(request, "已保存。")
        return redirect("enterprises:detail", pk=pk)
    context = {
        "title": f"修改：{enterprise.name}",
        "form": form,
        "submit": "保存",
        "cancel_url": reverse("enterprises:detail", args=[pk]),
    }
    return render(request, "ui/form.html", context)


@signed_in("pledges.edit")
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = selectors.enterprise(request.actor, pk)
    form = PledgeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new = actions.pledge(
                enterprise_id=pk,
                instructor_id=data["instructor"].pk,
                kind=data["kind"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已由 {new.instructor.name} 负责联系。")
            return redirect("enterprises:detail", pk=pk)
    context = {
        "title": f"指定联系人：{enterprise.name}",
        "intro": "新的主指导员会接替现任，交接记录保留。",
        "form": form,
        "submit": "指定",
        "cancel_url": reverse("enterprises:detail", args=[pk]),
    }
    return render(request, "ui/form.html", context)


@signed_in("enterprises.view")
def log_contact(request: HttpRequest, pk: int) -> HttpResponse:
    enterprise = selectors.enterprise(request.actor, pk)
    if not (request.actor.can("pledges.log") or request.actor.can("pledges.edit")):
        request.actor.require("pledges.log")
    form = ContactLogForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        instructor = selectors.instructor_of(request.actor)
        try:
            actions.log_contact(
                enterprise_id=pk,
                instructor_id=instructor.pk if instructor else None,
                by=request.actor,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已记下。")
            return redirect("enterprises:detail", pk=pk)
    context = {
        "title": f"记走访：{enterprise.name}",
        "form": form,
        "submit": "记下",
        "cancel_url": reverse("enterprises:detail", args=[pk]),
        "draft": f"contact-{pk}",
    }
    return render(request, "ui/form.html", context)


@signed_in("enterprises.view")
@require_POST
def keep_promise(request: HttpRequest, pk: int) -> HttpResponse:
    entry = actions.keep_promise(entry_id=pk, by=request.actor)
    messages.success(request, "已记为兑现。")
    return redirect("enterprises:detail", pk=entry.enterprise_id)


@signed_in("enterprises.view")
@require_POST
def reveal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the telephone once; nothing is cached and the look is on record."""
    number = actions.reveal_contact(enterprise_id=pk, by=request.actor)
    enterprise = selectors.enterprise(request.actor, pk)
    response = render(
        request,
        "enterprises/contact.html",
        {"title": "联系电话", "enterprise": enterprise, "number": number},
    )
    response["Cache-Control"] = "no-store"
    return response


@signed_in("enterprises.view")
def pledges(request: HttpRequest) -> HttpResponse:
    rows = ContactPledge.objects.visible_to(request.actor)
    rows = rows.select_related("enterprise", "instructor__department")
    return PledgeListing(request, rows).respond(
        context={
            "title": "包保联系",
            "intro": "谁负责联系哪家企业；每家企业有且只有一名主指导员。",
        },
        on_export=_export_log(request, "pledges"),
    )


@signed_in("pledges.view")
def promises(request: HttpRequest) -> HttpResponse:
    rows = ContactLog.objects.visible_to(request.actor).exclude(promise="")
    return PromiseListing(request, rows.select_related("enterprise", "keeper")).respond(
        context={
            "title": "答应企业的事",
            "intro": "走访时作出的承诺，按期限排列；换了人的，由接手的人兑现。",
        },
        on_export=_export_log(request, "promises"),
    )

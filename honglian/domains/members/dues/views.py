"""Pages of dues: branches, the grid of a branch's year, payments, receipts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from .. import selectors as members
from ..development.forms import ReasonForm
from ..models import DuesBase, DuesPayment, PartyMember
from . import actions, selectors
from .brackets import TABLE
from .forms import BaseForm, CollectForm, GiftForm, PassOnForm, PayForm
from .listing import PaymentListing
from .months import NONE, NOT_YET, OWED, PART, first_of


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("党费", reverse("members:dues")), *more]


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdigit() and len(text) == 4 else clock.today().year
    return min(max(year, 2008), clock.today().year + 1)


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    """All branches with what came in; a branch's own secretary goes straight to the grid."""
    year, orgs = _year(request), selectors.branches(request.actor)
    if len(orgs) == 1:
        return redirect("members:dues_branch", orgs[0].pk)
    sums = selectors.sums(request.actor, year)
    context = {
        "title": f"{year} 年党费",
        "intro": "年初核定一次，按月登记；连续 3 个月没交的黄色提醒，6 个月的红色，由支部研究。",
        "sums": sums,
        "year": year,
        "years": [clock.today().year - 1, clock.today().year],
        "behind": sum(s.behind for s in sums),
        "without_base": sum(s.without_base for s in sums),
        "collected": sum((s.collected for s in sums), Decimal(0)),
        "source": TABLE.source,
    }
    return render(request, "members/dues.html", context)


@signed_in("members.view")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """Member × month for one branch."""
    org, year = selectors.branch(request.actor, pk), _year(request)
    lines = selectors.grid(org, year)
    today = clock.today()
    owed_now = [x for x in lines if x.cells[today.month - 1].standing in (OWED, PART, NOT_YET)]
    context = {
        "title": f"{org.name} {year} 年党费",
        "org": org,
        "year": year,
        "years": [today.year - 1, today.year, today.year + 1],
        "lines": lines,
        "months": range(1, 13),
        "this_month": first_of(today),
        "to_collect": len(owed_now) if year == today.year else 0,
        "behind": sum(bool(x.tone) for x in lines),
        "without_base": sum(x.base is None for x in lines),
        "collected": sum((x.paid for x in lines), Decimal(0)),
        "may_collect": request.actor.can("members.dues"),
        "crumbs": _crumbs(),
    }
    return render(request, "members/dues_branch.html", context)


@signed_in("members.view")
def payments(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        record(
            by=request.actor,
            verb="members.export",
            target_kind="dues",
            note=f"党费收据 {count} 条",
        )

    context = {
        "title": "党费收据",
        "intro": "每次登记一个收据编号；可按月导出。",
        "crumbs": _crumbs(),
    }
    return PaymentListing(request, selectors.payments(request.actor)).respond(
        "members/dues_payments.html", context, on_export=log
    )


@signed_in("members.view")
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt with all its months, for the printer."""
    one = selectors.payment(request.actor, pk)
    rows = [one]
    if one.receipt:
        same = selectors.payments(request.actor).filter(receipt=one.receipt, member=one.member)
        rows = list(same.order_by("month"))
    context = {
        "title": f"党费收据 {one.receipt}".strip(),
        "payment": one,
        "rows": rows,
        "total": sum((r.amount for r in rows if not r.voided), Decimal(0)),
        "crumbs": _crumbs(("收据", reverse("members:dues_payments"))),
        "may_void": request.actor.can("members.dues"),
        "may_pass_on": request.actor.can("members.decide")
        and one.kind == DuesPayment.Kind.GIFT
        and one.passed_on is None
        and not one.voided,
    }
    return render(request, "members/dues_receipt.html", context)


@signed_in("members.dues")
@once
def set_base(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Settle one member's dues of a year."""
    member = members.member(request.actor, pk)
    before = DuesBase.rows.filter(member=member, year=year).first()
    form = BaseForm(request.POST or None, before=before)

    def act(facts: dict) -> str:
        row = actions.set_base(member_id=pk, year=year, by=request.actor, **facts)
        return f"已核定{member.name} {year} 年每月 {row.agreed} 元。"

    title = f"核定 {year} 年党费：{member.name}"
    return _form(request, form, act, title, member.branch, "核定", f"依据：{TABLE.source}。")


@signed_in("members.dues")
@once
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter one member's months."""
    member = members.member(request.actor, pk)
    month = _wanted_month(request, member)
    base = DuesBase.rows.filter(member=member, year=month.year).first()
    form = PayForm(request.POST or None, month=month, agreed=base.agreed if base else None)

    def act(facts: dict) -> str:
        rows = actions.pay(member_id=pk, branch_id=member.branch_id, by=request.actor, **facts)
        total = sum((r.amount for r in rows), Decimal(0))
        return f"已登记{member.name} {len(rows)} 个月 {total} 元，收据 {rows[0].receipt}。"

    intro = f"{member.branch.name}。可以一次登记几个月，预交的也登在这里。"
    return _form(request, form, act, f"登记党费：{member.name}", member.branch, "登记", intro)


def _wanted_month(request: HttpRequest, member: PartyMember) -> date:
    """The month asked for in the address, else the first one owed, else this month."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        owed = selectors.account(member).owed(clock.today())
        return owed[0].month if owed else first_of(clock.today())


@signed_in("members.dues")
@once
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a gift beyond the dues."""
    member = members.member(request.actor, pk)
    form = GiftForm(request.POST or None)

    def act(facts: dict) -> str:
        row, found = actions.give(
            member_id=pk, branch_id=member.branch_id, by=request.actor, **facts
        )
        said = f"已登记自愿多交 {row.amount} 元，收据 {row.receipt}。"
        return said + (found.sentence if found else "")

    intro = "自愿一次多交 1000 元以上的，全部上缴中央组织部。"
    title = f"自愿多交党费：{member.name}"
    return _form(request, form, act, title, member.branch, "登记", intro)


@signed_in("members.dues")
@once
def collect(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who paid this month."""
    org = selectors.branch(request.actor, pk)
    month = first_of(clock.today())
    lines = selectors.grid(org, month.year)
    people = [
        (x.member, x.base.agreed)
        for x in lines
        if x.base and x.cells[month.month - 1].standing not in (NONE,) and not _paid(x, month)
    ]
    form = CollectForm(request.POST or None, people=people)

    def act(facts: dict) -> str:
        count = actions.collect(
            branch_id=pk, month=month, member_ids=facts["members"], paid_on=facts["paid_on"],
            by=request.actor,
        )  # fmt: skip
        return f"已登记 {count} 名党员 {month:%m} 月的党费。"

    intro = "勾选已交的党员，按各自核定的数额登记。" if people else "本月都已登记，不用再填。"
    return _form(request, form, act, f"登记 {month:%m} 月党费：{org.name}", org, "登记", intro)


def _paid(line: selectors.Line, month: date) -> bool:
    return line.cells[month.month - 1].paid > 0


@signed_in("members.dues")
@once
def void(request: HttpRequest, pk: int) -> HttpResponse:
    row = selectors.payment(request.actor, pk)
    form = ReasonForm(request.POST or None)

    def act(facts: dict) -> str:
        actions.void(payment_id=pk, by=request.actor, **facts)
        return "已作废，原记录保留备查。"

    title = f"作废：{row.member.name} {row.month:%Y年%m月} {row.amount} 元"
    return _form(request, form, act, title, row.branch, "作废", "")


@signed_in("members.decide")
@once
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = selectors.payment(request.actor, pk)
    form = PassOnForm(request.POST or None)

    def act(facts: dict) -> str:
        actions.pass_on(payment_id=pk, by=request.actor, **facts)
        return "已登记上缴。"

    title = f"登记上缴：{row.member.name} 自愿多交 {row.amount} 元"
    return _form(request, form, act, title, row.branch, "登记", "")


def _form(
    request: HttpRequest, form, act, title: str, org: PartyOrg, submit: str, intro: str
) -> HttpResponse:
    """One form that calls ``act(cleaned data)`` and goes back to the branch's grid."""
    refusal = None
    back = reverse("members:dues_branch", args=[org.pk])
    if request.method == "POST" and form.is_valid():
        try:
            said = act(dict(form.cleaned_data))
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "cancel_url": back,
        "crumbs": _crumbs((org.name, back)),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)

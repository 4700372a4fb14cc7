"""Pages of transfers: the list, one transfer with its steps, and its letter for the printer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from .. import selectors as members
from ..pages import events_of
from . import actions, arriving, selectors
from .forms import ApplyForm, ArriveForm, StepForm
from .letter import letter_words
from .limits import letter_committee
from .listing import TransferListing
from .models import Transfer
from .states import TRANSFER, move_of

CRUMBS = ("组织关系转接", "members:transfers")


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(CRUMBS[0], reverse(CRUMBS[1])), *more]


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        record(
            by=request.actor,
            verb="members.export",
            target_kind="transfers",
            note=f"组织关系转接台账 {count} 行",
        )

    context = {
        "title": "组织关系转接",
        "intro": "对方接收之前，党员仍由原支部管理；接收之日起编入新支部。",
        "empty_url": reverse("members:index"),
        "empty_action": "去党员名单",
    }
    return TransferListing(request, selectors.transfers(request.actor)).respond(
        "members/transfers.html", context, on_export=log
    )


@signed_in("members.transfer")
@once
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """A member asks to be transferred; opened from the member's page."""
    member = members.member(request.actor, pk)
    form = ApplyForm(request.POST or None, actor=request.actor)
    refusal = None
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        branch = facts.pop("to_branch")
        try:
            found = actions.apply(
                member_id=pk,
                to_branch_id=branch.pk if branch else None,
                by=request.actor,
                **facts,
            )
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"已登记{member.name}的转接申请。")
            return redirect("members:transfer", found.pk)
    context = {
        "title": f"申请转接：{member.name}",
        "intro": f"现在的党支部：{member.branch.name}。",
        "form": form,
        "refusal": refusal,
        "submit": "提交申请",
        "cancel_url": reverse("members:member", args=[pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)


@signed_in("members.admit")
@once
def arrive(request: HttpRequest) -> HttpResponse:
    """Take in a letter from outside the zone."""
    form = ArriveForm(request.POST or None, actor=request.actor)
    refusal = None
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            found = arriving.arrive(
                to_branch_id=facts.pop("to_branch").pk, by=request.actor, **facts
            )
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"已登记{found.name}的介绍信。")
            return redirect("members:transfer", found.pk)
    context = {
        "title": "登记区外转来的介绍信",
        "intro": "核对介绍信和党员档案后照填；党委同意、支部接收之日编入支部。",
        "form": form,
        "refusal": refusal,
        "submit": "登记",
        "cancel_url": reverse("members:transfers"),
        "crumbs": _crumbs(),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)


@signed_in("members.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.transfer(request.actor, pk)
    open_item = next((i for i in (found.item_in, found.item) if i and i.expected), None)
    root = found.item or found.item_in
    going = not TRANSFER.state(found.state).final
    context = {
        "title": f"{found.name}的组织关系转接",
        "subtitle": f"{found.from_name} → {found.to_name}",
        "transfer": found,
        "state": TRANSFER.state(found.state),
        "crumbs": _crumbs(),
        "holder": open_item.holder_name if open_item and going else "",
        "due_at": open_item.due_at if open_item and going else None,
        "moves": selectors.moves(request.actor, found),
        "late": selectors.is_late(found),
        "fact_pairs": _facts(found),
        "events": events_of(root),
        "has_letter": bool(found.letter_no and found.from_branch_id),
    }
    return render(request, "members/transfer.html", context)


def _facts(found: Transfer) -> list[tuple[str, Any]]:
    pairs = [
        ("方向", found.get_direction_display()),
        ("转出党组织", found.from_name),
        ("转入党组织", found.to_name),
        ("转接原因", found.reason),
        ("新的工作单位", found.work_unit),
        *[(f"{what}日期", f"{day:%Y-%m-%d}") for what, day in found.days],
        ("介绍信", found.letter_no),
        ("开具党委", found.issuer_name),
        ("有效期至", found.valid_until and f"{found.valid_until:%Y-%m-%d}"),
        ("回执", found.receipt_no),
        ("说明", found.excuse),
        ("办结说明", found.closed_because),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("members.transfer")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of one's own side, with its day."""
    found = selectors.transfer(request.actor, pk)
    move = move_of(verb, found.state)
    if move is None:
        raise Http404(verb)
    request.actor.require(move.permission)
    if verb in ("issue", "reissue") and found.from_branch is None:
        raise Http404(verb)
    form = StepForm(request.POST or None, verb=verb, transfer=found)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.step(transfer_id=pk, verb=verb, by=request.actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, f"已登记“{move.name}”。")
            return redirect("members:transfer", pk)
    context = {
        "title": f"{move.name}：{found.name}",
        "intro": f"{found.from_name} → {found.to_name}。{move.why and move.why + '。'}",
        "form": form,
        "refusal": refusal,
        "submit": move.name,
        "cancel_url": reverse("members:transfer", args=[pk]),
        "crumbs": _crumbs((found.name, reverse("members:transfer", args=[pk]))),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)


@signed_in("members.transfer")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter for the printer: masked to look at; in full, and on record, to be signed.

    Only the committee that wrote it prints it in full.
    """
    found = selectors.transfer(request.actor, pk)
    if not found.letter_no or found.from_branch is None:
        raise Http404("no letter")
    full = request.method == "POST"
    if full:
        request.actor.require("members.admit")
        record(by=request.actor, verb="members.letter", target=found, note=found.letter_no)
    context = {
        "title": f"组织关系介绍信 {found.letter_no}",
        "transfer": found,
        "letter": letter_words(found, full=full),
        "full": full,
        "committee": found.issuer or letter_committee(found.from_branch),
        "crumbs": _crumbs((found.name, reverse("members:transfer", args=[pk]))),
    }
    response = render(request, "members/transfer_letter.html", context)
    response["Cache-Control"] = "no-store"
    return response

"""Pages of suggestions: the list, one with its article, and the branch's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside

from ..pages import events_of
from . import actions, selectors
from .forms import AnswerForm
from .listing import ProposalListing
from .models import Proposal
from .states import PROPOSAL

NEXT = {
    "DUE": ("看支部党费", "members:dues_branch", "branch_id"),
    "TR-": ("申请转接", "members:transfer_apply", "member_id"),
    "FL-": ("看流动党员", "members:member", "member_id"),
    "MB-": ("提出党籍事项", "members:standing_open", "member_id"),
}
VERBS = {"handle": "登记处理情况", "dismiss": "无需处理"}


@signed_in("members.view")
def index(request: HttpRequest) -> HttpResponse:
    def log(count: int) -> None:
        record(by=request.actor, verb="members.export", target_kind="proposals", note=f"{count} 件")

    context = {
        "title": "提请事项",
        "intro": "规则只提醒，不作决定：怎么办由支部研究后登记。",
    }
    return ProposalListing(request, selectors.proposals(request.actor)).respond(
        context=context, on_export=log
    )


@signed_in("members.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.proposal(request.actor, pk)
    going = found.state == "open"
    context = {
        "title": found.words,
        "subtitle": found.branch.name,
        "proposal": found,
        "rule": selectors.rule_of(found),
        "state": PROPOSAL.state(found.state),
        "holder": found.item.holder_name if found.item and going else "",
        "due_at": found.item.due_at if found.item and going else None,
        "crumbs": [("提请事项", reverse("members:proposals"))],
        "next": _next(found),
        "may_answer": going and request.actor.can("members.standing"),
        "fact_pairs": _facts(found),
        "events": events_of(found.item),
    }
    return render(request, "members/proposal.html", context)


def _next(found: Proposal) -> tuple[str, str]:
    name, url, key = NEXT[found.rule[:3]]
    return name, reverse(url, args=[getattr(found, key)])


def _facts(found: Proposal) -> list[tuple[str, object]]:
    pairs = [
        ("党员", found.member.name),
        ("党支部", found.branch.name),
        ("提出日期", f"{found.found_on:%Y-%m-%d}"),
        ("处理情况", found.answer),
        ("处理人", found.answered_by),
        ("处理日期", found.answered_on and f"{found.answered_on:%Y-%m-%d}"),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("members.standing")
@once
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What the branch did, or why nothing is needed."""
    found = selectors.proposal(request.actor, pk)
    if verb not in VERBS:
        raise Http404(verb)
    form = AnswerForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(proposal_id=pk, verb=verb, by=request.actor, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = beside(form, no)
        else:
            messages.success(request, "已登记。")
            return redirect("members:proposal", pk)
    context = {
        "title": VERBS[verb],
        "intro": f"{found.words}。",
        "form": form,
        "refusal": refusal,
        "submit": "登记",
        "cancel_url": reverse("members:proposal", args=[pk]),
        "crumbs": [("提请事项", reverse("members:proposals"))],
    }
    return render(request, "ui/form.html", context, status=422 if form.errors or refusal else 200)

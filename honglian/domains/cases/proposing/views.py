"""One tap takes the proposal as it was shown."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal

from .. import selectors
from ..models import Case
from .actions import take_proposal
from .actions import take_rule as by_rule


@signed_in("cases.dispatch")
@require_POST
@once
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Dispatch by the category that was shown; a refusal is said on the case's page."""
    return _take(request, number, take_proposal, "建议")


@signed_in("cases.dispatch")
@require_POST
@once
def take_rule(request: HttpRequest, number: str) -> HttpResponse:
    """Dispatch as the rules say; a refusal is said on the case's page."""
    return _take(request, number, by_rule, "规则")


def _take(request: HttpRequest, number: str, act: Callable[..., Case], by: str) -> HttpResponse:
    case = selectors.detail(request.actor, number)
    try:
        done = act(number=case.number, category=request.POST.get("category", ""), by=request.actor)
    except NotAllowed:
        raise
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, f"已按{by}派给{done.lead.name}。")
    return redirect("cases:detail", case.number)

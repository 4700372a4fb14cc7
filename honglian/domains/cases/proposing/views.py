"""One tap takes the proposal as it was shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal

from .. import selectors
from .actions import take_proposal


@signed_in("cases.dispatch")
@require_POST
@once
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Dispatch by the category that was shown; a refusal is said on the case's page."""
    case = selectors.detail(request.actor, number)
    try:
        done = take_proposal(
            number=case.number, category=request.POST.get("category", ""), by=request.actor
        )
    except NotAllowed:
        raise
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, f"已按建议派给{done.lead.name}。")
    return redirect("cases:detail", case.number)

"""What was told before, while a demand is being typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in

from .selectors import told_before

LONGEST = 5_000


@signed_in("cases.create")
@require_POST
def duplicates(request: HttpRequest) -> HttpResponse:
    """A fragment with demands that read alike; posted, so that no text stands in an address."""
    found = told_before(request.actor, request.POST.get("text", "")[:LONGEST])
    return render(request, "cases/_duplicates.html", {"alike": found})

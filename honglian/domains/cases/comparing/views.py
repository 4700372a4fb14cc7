"""The page that sets departments beside one another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.kit import clock

from ..selectors import start_of_day
from .forms import CompareForm
from .selectors import comparison


@signed_in("cockpit.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Departments by one of the three rates or their sum, over this year or a chosen period."""
    today = clock.today()
    first = {"rate": "overall", "since": f"{today.year}-01-01", "until": f"{today:%Y-%m-%d}"}
    form = CompareForm(first | {key: text for key, text in request.GET.items() if text})
    context: dict[str, Any] = {
        "title": "部门三率",
        "crumbs": [("企业吹哨", reverse("cases:index"))],
        "form": form,
        "asof": clock.now(),
    }
    if form.is_valid():
        asked = form.cleaned_data
        since = start_of_day(asked["since"])
        until = start_of_day(asked["until"] + timedelta(days=1))
        period = f"created_from={asked['since']:%Y-%m-%d}&created_to={asked['until']:%Y-%m-%d}"
        context |= {
            "found": comparison(request.actor, code=asked["rate"], since=since, until=until),
            "excluded_url": f"{reverse('cases:index')}?{period}&valid=0",
            "rate_name": dict(CompareForm.RATES)[asked["rate"]],
        }
    return render(request, "cases/compare.html", context)

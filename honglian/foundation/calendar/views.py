"""The page of the working calendar: what is announced, and entering a new year."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from honglian.foundation.access.api import signed_in
from honglian.kit import clock
from honglian.kit.errors import Refusal

from . import actions
from .forms import NoticeForm
from .models import CalendarYear, SpecialDay


@signed_in("calendar.edit")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One year with its stretches off and its make-up workdays; the years to choose from."""
    years = list(CalendarYear.objects.all())
    known = {row.year: row for row in years}
    today = clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    context = {
        "title": "工作日历",
        "year": year,
        "announced": known.get(year),
        "holidays": _holidays(year),
        "years": sorted({*known, today.year, today.year + 1}, reverse=True),
        "missing": [y for y in (today.year, today.year + 1) if y not in known],
    }
    return render(request, "calendar/index.html", context)


def _holidays(year: int) -> list[dict[str, object]]:
    """(name, days off, make-up workdays), in the order of the year."""
    found: dict[str, dict[str, list]] = defaultdict(lambda: {"off": [], "work": []})
    for row in SpecialDay.objects.filter(day__year=year):
        found[row.name]["off" if row.is_off else "work"].append(row.day)
    return [{"name": name, **days} for name, days in found.items()]


@signed_in("calendar.edit")
def announce(request: HttpRequest) -> HttpResponse:
    """Paste the notice, look at what changes, then enter it."""
    form = NoticeForm(request.POST or None, initial={"year": clock.today().year + 1})
    context = {
        "title": "录入放假安排",
        "intro": "录入后，受影响的未办结时限会按新日历重新计算。",
        "form": form,
        "crumbs": [("工作日历", reverse("calendar:index"))],
        "cancel_url": reverse("calendar:index"),
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if "confirm" in request.POST:
                changes = actions.announce(by=request.actor, **data)
                messages.success(
                    request, f"{data['year']} 年放假安排已录入，{len(changes)} 天有变化。"
                )
                return redirect(f"{reverse('calendar:index')}?year={data['year']}")
            days, changes = actions.preview(year=data["year"], text=data["text"], by=request.actor)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            context |= {"previewed": True, "days": days, "changes": changes}
    return render(request, "calendar/announce.html", context)

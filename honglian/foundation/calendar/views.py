"""The page of the working calendar: what is announced, and entering a new year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

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


@dataclass(frozen=True, slots=True)
class Stretch:
    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Holiday:
    """``off`` are stretches without work, ``work`` make-up workdays."""

    name: str
    off: list[Stretch]
    work: list[date]


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
        "years": range(today.year + 1, today.year - 4, -1),
        "earlier": [y for y in sorted(known, reverse=True) if y <= today.year - 4],
        "missing": [y for y in (today.year, today.year + 1) if y not in known],
    }
    return render(request, "calendar/index.html", context)


def _holidays(year: int) -> list[Holiday]:
    """Names in the order of the year, each with its stretches off and its make-up workdays."""
    found: dict[str, tuple[list[date], list[date]]] = defaultdict(lambda: ([], []))
    for row in SpecialDay.objects.filter(day__year=year):
        found[row.name][0 if row.is_off else 1].append(row.day)
    return [Holiday(name, stretches(off), work) for name, (off, work) in found.items()]


def stretches(days: list[date]) -> list[Stretch]:
    """Runs of days without a gap; ``days`` ascend."""
    found: list[Stretch] = []
    for day in days:
        if found and day - found[-1].last == timedelta(days=1):
            found[-1] = Stretch(found[-1].first, day)
        else:
            found.append(Stretch(day, day))
    return found


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

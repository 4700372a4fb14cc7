"""The charts of the cockpit: each answers the question in its title, each bar opens its records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.urls import reverse

from honglian.domains.cases import api as cases
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

Bar = dict[str, Any]
MONTHS = 12
MOST_BARS = 8


def _list(query: str) -> str:
    return f"{reverse('cases:index')}?{query}"


def overdue_by_department(actor: Actor) -> list[Bar]:
    """Cases past their limit by lead department, most first."""
    rows = cases.overdue(actor).values("lead_id", name=F("lead__short_name"), full=F("lead__name"))
    counted = rows.annotate(n=Count("pk")).order_by("-n", "lead_id")[:MOST_BARS]
    return [
        {
            "label": r["name"] or r["full"] or "还没有派单",
            "value": r["n"],
            "url": _list(f"overdue=1&lead={r['lead_id'] or 'none'}"),
            "tone": "overdue",
        }
        for r in counted
    ]


def by_month(actor: Actor) -> list[Bar]:
    """Cases reported in each of the last twelve months, oldest first, empty months included."""
    first = _months_back(clock.local(clock.now()), MONTHS - 1)
    rows = cases.cases(actor).filter(created_at__gte=first)
    rows = rows.annotate(month=TruncMonth("created_at", tzinfo=clock.CHINA)).values("month")
    counts = {r["month"].strftime("%Y-%m"): r["n"] for r in rows.annotate(n=Count("pk")).order_by()}
    return [_month_bar(_months_on(first, i), counts) for i in range(MONTHS)]


def _month_bar(month: datetime, counts: dict[str, int]) -> Bar:
    key = month.strftime("%Y-%m")
    following = _months_on(month, 1)
    last_day = datetime.fromtimestamp(following.timestamp() - 1, clock.CHINA)
    return {
        "label": f"{month.year}年{month.month}月" if month.month == 1 else f"{month.month}月",
        "value": counts.get(key, 0),
        "url": _list(f"created_from={month:%Y-%m-%d}&created_to={last_day:%Y-%m-%d}"),
    }


def _months_back(moment: datetime, months: int) -> datetime:
    return _months_on(moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0), -months)


def _months_on(first: datetime, months: int) -> datetime:
    index = first.year * 12 + first.month - 1 + months
    return first.replace(year=index // 12, month=index % 12 + 1)


def by_category(actor: Actor, year: int) -> list[Bar]:
    """This year's cases by kind of demand, most first."""
    names = {c.code: c.name for c in Zone.objects.get(pk=actor.zone_id).settings.categories}
    rows = cases.cases(actor).filter(created_at__gte=cases.start_of_year(year))
    counted = rows.values("category").annotate(n=Count("pk")).order_by("-n", "category")[:MOST_BARS]
    return [
        {
            "label": names.get(r["category"], "未分类"),
            "value": r["n"],
            "url": _list(f"created_from={year}-01-01&category={r['category'] or 'none'}"),
        }
        for r in counted
    ]

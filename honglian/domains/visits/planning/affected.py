"""Visits of an accepted plan whose crew has changed since: ill, on leave, a certificate that ended."""

from __future__ import annotations

from honglian.kit import clock

from ..inspecting.models import VisitRequest
from .building import skills_on
from .merging import need_of
from .models import MonthPlan, PlanEntry


def affected(plan: MonthPlan) -> list[PlanEntry]:
    rows = plan.entries.filter(visit__state="planned", day__gte=clock.today())
    rows = rows.select_related("crew", "enterprise", "visit")
    found = []
    for entry in rows.prefetch_related("crew__officers", "crew__departments"):
        requests = VisitRequest.rows.filter(visit=entry.visit)
        if {need_of(r) for r in requests} - skills_on(entry.crew, entry.day):
            found.append(entry)
    return found

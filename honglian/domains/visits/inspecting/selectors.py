"""Reads about requests, visits and inspections, always for an actor."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Inspection, JointVisit, Officer, PowerItem, VisitRequest

SOON = 60  # days before a certificate ends that people are told


def visits(actor: Actor) -> QuerySet[JointVisit]:
    return JointVisit.objects.visible_to(actor).select_related("enterprise", "zone", "item")


def visit(actor: Actor, pk: int) -> JointVisit:
    return get_object_or_404(visits(actor), pk=pk)


def inspections(actor: Actor) -> QuerySet[Inspection]:
    return Inspection.objects.visible_to(actor).select_related(
        "enterprise", "department", "zone", "item", "visit"
    )


def inspection(actor: Actor, pk: int) -> Inspection:
    return get_object_or_404(inspections(actor), pk=pk)


def requests(actor: Actor) -> QuerySet[VisitRequest]:
    return VisitRequest.objects.visible_to(actor).select_related(
        "enterprise", "department", "visit"
    )


def officers(actor: Actor) -> QuerySet[Officer]:
    return Officer.objects.visible_to(actor).select_related("department", "user")


def items(actor: Actor) -> QuerySet[PowerItem]:
    return PowerItem.objects.visible_to(actor).select_related("department")


def ending(actor: Actor) -> QuerySet[Officer]:
    """Officers whose certificate has ended or ends soon."""
    return officers(actor).filter(valid_to__lte=clock.today() + timedelta(SOON))


def figures(actor: Actor) -> list[dict]:
    """Visits of this year, and how many comings merging has saved."""
    year, at = clock.today().year, reverse("visits:index")
    rows = JointVisit.objects.visible_to(actor).filter(planned_on__year=year)
    rows = rows.exclude(state="cancelled")
    made = rows.filter(done_on__isnull=False)
    asked = rows.aggregate(n=Count("requests"))["n"]
    whole = rows.filter(requests__isnull=False).distinct().count()
    return [
        {"value": rows.filter(state="planned").count(), "label": "待上门", "url": f"{at}?state=planned", "note": ""},
        {"value": made.count(), "label": "今年已上门", "url": f"{at}?year={year}&made=1", "note": ""},
        {
            "value": asked - whole, "label": "今年少上门", "url": f"{reverse('visits:requests')}?placed=1",
            "note": f"{asked} 项需求并成 {whole} 次上门",
        },
    ]  # fmt: skip

"""Reads about appraisals, always for an actor."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.kit.actor import Actor

from ..meetings.selectors import branches as owing
from ..rectify.selectors import Figure
from .models import Appraisal, AppraisalFollowUp, AppraisalGrade, Grade


def appraisals(actor: Actor) -> QuerySet[Appraisal]:
    """Each with how many members have each grade."""
    rows = Appraisal.objects.visible_to(actor).select_related("branch", "item")
    counts = {code: Count("grades", filter=Q(grades__grade=code)) for code in Grade.values}
    return rows.annotate(members=Count("grades"), **counts)


def appraisal(actor: Actor, pk: int) -> Appraisal:
    return get_object_or_404(appraisals(actor).select_related("life_meeting"), pk=pk)


def grades(actor: Actor) -> QuerySet[AppraisalGrade]:
    """Grades of concluded appraisals within scope."""
    visible = Appraisal.objects.visible_to(actor).filter(state="concluded")
    return AppraisalGrade.objects.filter(appraisal__in=visible).select_related("appraisal__branch")


def follow_up(actor: Actor, pk: int) -> AppraisalFollowUp:
    rows = AppraisalFollowUp.objects.filter(
        grade__appraisal__in=Appraisal.objects.visible_to(actor)
    )
    return get_object_or_404(rows.select_related("grade__appraisal__branch"), pk=pk)


def branches_without(actor: Actor, year: int) -> QuerySet:
    """Branches that owe organisation life and have not concluded an appraisal of the year."""
    done = Appraisal.objects.visible_to(actor).filter(year=year, state="concluded")
    return owing(actor).exclude(pk__in=done.values("branch"))


def figures(actor: Actor, year: int) -> list[Figure]:
    """A year's results; each number opens its records."""
    of_year = Appraisal.objects.visible_to(actor).filter(year=year, state="concluded")
    at, people = reverse("partylife:appraisals"), reverse("partylife:grades")
    rows = grades(actor).filter(appraisal__year=year)
    counts = dict(rows.order_by().values_list("grade").annotate(n=Count("pk")))
    found = [
        Figure("concluded", "已评定党支部", of_year.count(), f"{at}?year={year}&state=concluded",
               unit="个"),
        Figure("waiting", "还没评定", branches_without(actor, year).count(),
               f"{reverse('partylife:appraisals_missing')}?year={year}", tone="soon", unit="个"),
    ]  # fmt: skip
    for code, label in Grade.choices:
        url = f"{people}?year={year}&grade={code}"
        found.append(Figure(code, label, counts.get(code, 0), url, unit="名"))
    return found


def summary(rows: list[AppraisalGrade]) -> str:
    """How many members have each grade, in words."""
    counts = [(label, sum(r.grade == code for r in rows)) for code, label in Grade.choices]
    return "，".join(f"{label} {n} 名" for label, n in counts)

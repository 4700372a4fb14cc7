"""Reads about campaigns, the actor first; every figure comes with the address of its records."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import Grant
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import Case
from ..selectors import overdue_q
from ..states import CASE
from . import choosing
from .models import Campaign, Issue, Knock, Target

FINAL_CASES = tuple(s.code for s in CASE.states if s.final)
NEWCOMERS_SHOWN = 50
WHO_VISITS = ("leader", "org_admin", "grid_leader", "committee_staff", "grid_worker", "instructor", "dept_worker")  # fmt: skip


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """With how many enterprises are on the list and how many were visited or could not be."""
    rows = Campaign.objects.visible_to(actor)
    seen = Q(targets__in=Target.objects.visible_to(actor))
    return rows.annotate(
        size=Count("targets", filter=seen & ~Q(targets__state="dropped"), distinct=True),
        visited=Count("targets", filter=seen & Q(targets__state="visited"), distinct=True),
        missed=Count("targets", filter=seen & Q(targets__state="missed"), distinct=True),
        left=Count("targets", filter=seen & Q(targets__state="waiting"), distinct=True),
    )


def campaign(actor: Actor, pk: int) -> Campaign:
    return get_object_or_404(campaigns(actor).select_related("item"), pk=pk)


def targets(actor: Actor, found: Campaign | None = None) -> QuerySet[Target]:
    rows = Target.objects.visible_to(actor).select_related("round", "campaign")
    heard = Count("issues", distinct=True)
    return (rows if found is None else rows.filter(campaign=found)).annotate(heard=heard)


def target(actor: Actor, pk: int) -> Target:
    rows = targets(actor).select_related("enterprise", "campaign__item", "round")
    return get_object_or_404(rows, pk=pk)


def issues(actor: Actor, found: Campaign) -> QuerySet[Issue]:
    rows = Issue.objects.visible_to(actor).filter(target__campaign=found)
    return rows.select_related("target__round", "case__lead")


def heard_as(actor: Actor, case_id: int) -> Issue | None:
    """The visit on which a demand was heard, for those who may see it."""
    rows = Issue.objects.visible_to(actor).filter(case=case_id)
    return rows.select_related("target__campaign").first()


def my_targets(actor: Actor) -> QuerySet[Target]:
    """What this person is to call on in running campaigns, still open ones first, neighbours together."""
    rows = targets(actor).filter(round__user_id=actor.user_id, campaign__state="running")
    rows = rows.exclude(state="dropped").select_related("enterprise")
    return rows.order_by("campaign__ends_on", "campaign", "park", "chain_name", "enterprise_name")


def my_issues(actor: Actor) -> QuerySet[Issue]:
    """Demands from this person's visits that are still open (盯办), the next due first."""
    rows = Issue.objects.visible_to(actor).filter(target__round__user_id=actor.user_id)
    rows = rows.filter(case__isnull=False).exclude(case__state__in=FINAL_CASES)
    return rows.select_related("case__lead", "target__campaign").order_by("case__due_at", "pk")


def newcomers(actor: Actor, found: Campaign) -> list[Enterprise]:
    """Enterprises that match the filter today and are not on the frozen list."""
    if found.state != "running":
        return []
    known = Target.rows.filter(campaign=found, enterprise=OuterRef("pk"))
    rows = choosing.matching(actor, found.wanted).filter(~Exists(known))
    return list(rows[:NEWCOMERS_SHOWN])


def visitors(actor: Actor) -> list[tuple[int, str]]:
    """(user, name with role) of the zone's people who may visit."""
    rows = Grant.objects.in_force(clock.today()).unscoped("colleagues of the organiser's own zone")
    rows = rows.filter(zone_id=actor.zone_id, role__in=WHO_VISITS, user__is_active=True)
    found: dict[int, str] = {}
    for grant in rows.select_related("user").order_by("user__name", "pk"):
        found.setdefault(grant.user_id, f"{grant.user.name}（{grant.get_role_display()}）")
    return list(found.items())


def rounds(actor: Actor, found: Campaign) -> list[dict[str, Any]]:
    """Each visitor's share: how many, done, why not, what was heard and is late."""
    seen = Target.objects.visible_to(actor).filter(campaign=found).exclude(state="dropped")
    late = Q(issues__case__in=late_cases())
    rows = seen.values("round__user", "round__name").annotate(
        n=Count("pk", distinct=True),
        visited=Count("pk", filter=Q(state="visited"), distinct=True),
        missed=Count("pk", filter=Q(state="missed"), distinct=True),
        waiting=Count("pk", filter=Q(state="waiting"), distinct=True),
        heard=Count("issues", distinct=True),
        late=Count("issues", filter=late, distinct=True),
    )
    return [_share(found, row) for row in rows.order_by("-waiting", "round__name")]


def _share(found: Campaign, row: dict[str, Any]) -> dict[str, Any]:
    """One visitor's row; each figure opens its records."""
    who = {"visitor": row["round__user"] or 0}
    lists, told = "campaign_targets", "campaign_issues"
    cells = (
        (row["n"], _opens(lists, found, listed=1, **who)),
        *((row[s], _opens(lists, found, state=s, **who)) for s in ("visited", "missed", "waiting")),
        (row["heard"], _opens(told, found, **who)),
        (row["late"], _opens(told, found, kind="late", **who)),
    )
    return {
        "name": row["round__name"] or "还没有分",
        "cells": [{"value": value, "url": url} for value, url in cells],
    }


def late_cases() -> QuerySet[Case]:
    """By the cases' own rule; which of them an actor sees is said by the issues."""
    return Case.rows.filter(overdue_q())


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekly(actor: Actor, found: Campaign, day: date) -> dict[str, Any]:
    """The leader's page of one week: what was done, what not and why, what came of it."""
    monday, sunday = week_of(day)
    ends = datetime.combine(sunday + timedelta(days=1), time.min, clock.CHINA)
    begins = datetime.combine(monday, time.min, clock.CHINA)
    listed = Target.objects.visible_to(actor).filter(campaign=found).exclude(state="dropped")
    heard = issues(actor, found)
    this = Q(settled_at__gte=begins, settled_at__lt=ends)
    count = listed.aggregate(
        size=Count("pk"),
        visited=Count("pk", filter=Q(state="visited")),
        visited_now=Count("pk", filter=this & Q(state="visited")),
        missed=Count("pk", filter=Q(state="missed")),
        waiting=Count("pk", filter=Q(state="waiting")),
    )
    told = heard.aggregate(
        n=Count("pk"),
        now=Count("pk", filter=Q(found_at__gte=begins, found_at__lt=ends)),
        solved=Count("pk", filter=Q(solved=True)),
        open=Count("pk", filter=Q(case__isnull=False) & ~Q(case__state__in=FINAL_CASES)),
        closed=Count("pk", filter=Q(case__state__in=FINAL_CASES)),
        late=Count("pk", filter=Q(case__in=late_cases())),
    )
    return {
        "monday": monday,
        "sunday": sunday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7) if sunday < clock.today() else None,
        "visits": _visit_figures(found, count, monday, sunday),
        "heard": _issue_figures(found, told, monday, sunday),
        "whys": _whys(found, listed),
        "states": _states(found, heard),
        "days": _by_day(found, listed, this, monday),
    }


def _opens(name: str, found: Campaign, **query: Any) -> str:
    address = reverse(f"cases:{name}", args=[found.pk])
    return f"{address}?{urlencode(query)}" if query else address


def _visit_figures(found: Campaign, n: dict, monday: date, sunday: date) -> list[dict[str, Any]]:
    span = {"at_from": monday, "at_to": sunday}
    share = f"{n['visited'] / n['size']:.1%}" if n["size"] else "—"
    opens = lambda **query: _opens("campaign_targets", found, **query)  # noqa: E731
    return [
        _figure(n["size"], "名单上", opens(listed=1), "家"),
        _figure(n["visited"], "已走访", opens(state="visited"), "家", "done", f"占 {share}"),
        _figure(n["visited_now"], "其中本周", opens(state="visited", **span), "家"),
        _figure(n["missed"], "没走成", opens(state="missed"), "家", "soon"),
        _figure(n["waiting"], "还没去", opens(state="waiting"), "家"),
    ]


def _issue_figures(found: Campaign, n: dict, monday: date, sunday: date) -> list[dict[str, Any]]:
    opens = lambda **query: _opens("campaign_issues", found, **query)  # noqa: E731
    span = {"found_from": monday, "found_to": sunday}
    return [
        _figure(n["n"], "听到的问题", opens(), "件", note=f"本周 {n['now']} 件"),
        _figure(n["now"], "本周听到", opens(**span), "件"),
        _figure(n["solved"], "当场解决", opens(kind="solved"), "件", "done"),
        _figure(n["closed"], "诉求已办完", opens(kind="closed"), "件", "done"),
        _figure(n["open"], "诉求办理中", opens(kind="open"), "件"),
        _figure(n["late"], "诉求已超期", opens(kind="late"), "件", "overdue" if n["late"] else ""),
    ]


def _figure(
    value: int, label: str, url: str, unit: str, tone: str = "", note: str = ""
) -> dict[str, Any]:
    return {"value": value, "label": label, "url": url, "unit": unit, "tone": tone, "note": note}


def _whys(found: Campaign, listed: QuerySet[Target]) -> list[dict[str, Any]]:
    rows = listed.filter(state="missed").values("why").annotate(n=Count("pk")).order_by("-n")
    return [
        {
            "label": Target.Why(row["why"]).label,
            "value": row["n"],
            "url": _opens("campaign_targets", found, state="missed", why=row["why"]),
        }
        for row in rows
    ]


def _states(found: Campaign, heard: QuerySet[Issue]) -> list[dict[str, Any]]:
    rows = heard.filter(case__isnull=False).order_by().values("case__state")
    counts = {row["case__state"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return [
        {
            "label": state.name,
            "value": counts[state.code],
            "url": _opens("campaign_issues", found, state=state.code),
        }
        for state in CASE.states
        if state.code in counts
    ]


def _by_day(
    found: Campaign, listed: QuerySet[Target], this: Q, monday: date
) -> list[dict[str, Any]]:
    rows = listed.filter(this, state="visited").order_by()
    rows = rows.annotate(day=TruncDate("settled_at", tzinfo=clock.CHINA)).values("day")
    counts = {row["day"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    days = [monday + timedelta(days=i) for i in range(7)]
    return [
        {
            "label": f"周{'一二三四五六日'[i]}",
            "value": counts.get(day, 0),
            "url": _opens("campaign_targets", found, state="visited", at_from=day, at_to=day),
        }
        for i, day in enumerate(days)
    ]


def knocks(found: Target) -> list[Knock]:
    return list(found.knocks.prefetch_related("issues__case"))

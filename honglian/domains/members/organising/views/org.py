"""The page of one organisation, today or as it was on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.orgs.api import ORG_TYPES, OrgPeriod, PartyOrg
from honglian.foundation.zones.api import Chain
from honglian.kit import clock, slots
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.rules import Finding

from ... import placing, selectors
from ...models import PartyMember
from .. import terms, thresholds
from ..holding import leaders_on
from ..states import DECIDE, table_of
from ..turns import IN_SECTIONS, TURNS
from ._day import asked_day

SHOWN = 100


@signed_in("orgs.view")
def org(request: HttpRequest, pk: int) -> HttpResponse:
    actor, found = request.actor, selectors.organisation(request.actor, pk)
    day, problem = asked_day(request)
    past = day != clock.today()
    context = {
        "title": found.name,
        "org": found,
        "crumbs": [("党组织", reverse("members:orgs"))],
        "day": day,
        "is_past": past,
        "problem": problem,
        "posts": leaders_on([pk], day).get(pk, []),
        **_people(actor, found, day),
    }
    context |= _then(actor, found, day) if past else _now(actor, found)
    return render(request, "members/org.html", context)


def _people(actor: Actor, found: PartyOrg, day: date) -> dict[str, Any]:
    """Members of the branch that day; by name only those whom the actor may see today."""
    if not actor.can("members.view"):
        return {"member_count": None, "people": []}
    rows = placing.counted_on(found.zone_id, day).filter(branch=found)
    ids = list(rows.values_list("member_id", flat=True))
    seen = PartyMember.objects.visible_to(actor).filter(pk__in=ids).order_by("name", "pk")
    people = list(seen[:SHOWN])
    return {
        "member_count": len(ids),
        "people": people,
        "unnamed": len(ids) - seen.count(),
    }


def _now(actor: Actor, found: PartyOrg) -> dict[str, Any]:
    """Everything of today: what may be done, what is amiss, sections and the course of things."""
    table = table_of(found.type)
    known = {state.code for state in table.states}
    moves = list(table.moves_from(found.status, actor)) if found.status in known else []
    if found.pk in actor.ids(ScopeKind.ORG):  # its superior decides
        moves = [m for m in moves if m.permission != DECIDE]
    verbs = {m.verb for m in moves}
    children = selectors.organisations(actor).filter(parent=found).order_by("pk")
    return {
        "state": table.state(found.status) if found.status in known else None,
        "moves": [(m.verb, TURNS[m.verb].title) for m in moves if m.verb not in IN_SECTIONS],
        "verbs": verbs,
        "fact_pairs": _facts(found),
        "children": children[:200],
        "findings": _findings(actor, found),
        "term": terms.current_term(found),
        "term_level": terms.level(found.term_ends_on, clock.today()),
        "task": getattr(found, "task", None),
        "ties": found.ties.filter(ends_on=None),
        "participants": _participants(actor, found),
        "acts": found.acts.exclude(verb__in=IN_SECTIONS).order_by("-on", "-id")[:50],
        "periods": _periods(found),
        "panels": slots.panels("members.org", actor, found),
    }


def _periods(found: PartyOrg) -> list[tuple[OrgPeriod, str]]:
    """With the word of their status, latest first; nothing where there was only one."""
    rows = list(found.periods.order_by("-id"))
    return [(p, PartyOrg.Status(p.status).label) for p in rows] if len(rows) > 1 else []


def _participants(actor: Actor, found: PartyOrg) -> list:
    if not actor.can("members.view"):
        return []
    rows = found.participants.filter(ends_on=None).select_related("member__branch")
    return list(rows.order_by("pk"))


def _findings(actor: Actor, found: PartyOrg) -> list[Finding]:
    if found.status not in PartyOrg.STANDING or not actor.can("members.view"):
        return []
    checked = thresholds.checkup(actor, just=found.pk)
    return checked[0].findings if checked else []


def _facts(found: PartyOrg) -> list[tuple[str, object]]:
    return [
        ("党组织编码", found.code),
        ("类别", found.type_name),
        ("上级党组织", found.parent.name if found.parent else ""),
        ("所在单位", found.unit_name),
        ("组建方式", found.get_formation_display()),
        ("产业链", found.chain.name if found.chain else ""),
        ("成立日期", found.founded_on and f"{found.founded_on:%Y-%m-%d}"),
        ("批复文号", found.approval_no),
        ("本届届满日期", found.term_ends_on and f"{found.term_ends_on:%Y-%m-%d}"),
        ("状态", found.get_status_display()),
    ]


def _then(actor: Actor, found: PartyOrg, day: date) -> dict[str, Any]:
    """How the organisation was; what may be done belongs to today."""
    period = OrgPeriod.rows.filter(placing.held_on(day), org=found).first()
    unknown = period is not None and period.starts_on is None
    if period is None or (unknown and found.founded_on and found.founded_on > day):
        return {"absent": True, "fact_pairs": [], "children": []}
    visible = PartyOrg.objects.visible_to(actor)
    parent = visible.filter(pk=period.parent_id).first() if period.parent_id else None
    chain = Chain.objects.filter(pk=period.chain_id).first()
    below = OrgPeriod.rows.filter(
        placing.held_on(day), parent_id=found.pk, status__in=PartyOrg.STANDING, org__in=visible
    )
    return {
        "title": period.name,
        "fact_pairs": [
            ("类别", ORG_TYPES[period.type].name),
            ("上级党组织", parent.name if parent else ""),
            ("所在单位", period.unit_name),
            ("产业链", chain.name if chain else ""),
            ("本届届满日期", period.term_ends_on and f"{period.term_ends_on:%Y-%m-%d}"),
            ("状态", PartyOrg.Status(period.status).label),
        ],
        "children": [{"pk": p.org_id, "name": p.name} for p in below.order_by("org_id")],
    }

"""Reads about grids for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import held_on
from honglian.foundation.workflow.models import WorkItem
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK, Finding

from .models import Grid, GridDuty, GridEvent, Placement
from .reporting.selectors import same_matters
from .reporting.states import EVENT
from .touches import touched_q, with_last_touch

__all__ = [
    "OPEN",
    "Stats",
    "event",
    "events",
    "grid",
    "grids",
    "open_items",
    "overdue_q",
    "past_people",
    "people_on",
    "placed",
    "same_matters",
    "stale",
    "stale_days",
    "stats",
    "uncovered",
    "warnings",
    "with_touch",
]

OPEN = EVENT.open_states


def grids(actor: Actor, day: date | None = None) -> QuerySet[Grid]:
    """Grids in force on a day, with the lead's name, and counts of what this actor sees in them."""
    day = day or clock.today()
    seen = Enterprise.objects.visible_to(actor).filter(is_in_park=True)
    seen = seen.exclude(status=Enterprise.Status.CLOSED).values("pk")
    open_events = GridEvent.rows.filter(
        state__in=OPEN, pk__in=GridEvent.objects.visible_to(actor).values("pk")
    )
    lead = GridDuty.rows.filter(held_on(day), grid=OuterRef("pk"), kind=GridDuty.Kind.LEAD)
    rows = Grid.objects.visible_to(actor).in_force(day).select_related("chain", "org")
    return rows.annotate(
        lead_name=Subquery(lead.values("person_name")[:1]),
        firms=_count(Placement.rows.filter(held_on(day), enterprise__in=seen), "enterprise"),
        members=_count(GridDuty.rows.filter(held_on(day), kind=GridDuty.Kind.MEMBER), "pk"),
        open_events=_count(open_events, "pk"),
        late_events=_count(open_events.filter(due_at__lt=clock.now()), "pk"),
    )


def _count(rows: QuerySet, what: str) -> Subquery:
    grouped = rows.filter(grid=OuterRef("pk")).order_by().values("grid")
    return Subquery(grouped.annotate(n=Count(what)).values("n"))


def grid(actor: Actor, pk: int) -> Grid:
    return get_object_or_404(Grid.objects.visible_to(actor).select_related("chain", "org"), pk=pk)


def people_on(grid: Grid, day: date | None = None) -> list[GridDuty]:
    """Who serves in a grid on a day: lead, deputies, members, professionals."""
    order = list(GridDuty.Kind.values)
    rows = GridDuty.rows.filter(held_on(day or clock.today()), grid=grid)
    found = rows.select_related("user", "org", "department")
    return sorted(found, key=lambda d: (order.index(d.kind), d.pk))


def open_items(duty: GridDuty) -> QuerySet[WorkItem]:
    """Desk lines of this grid's events that wait for the person."""
    events = GridEvent.rows.filter(grid_id=duty.grid_id).values("item")
    rows = WorkItem.rows.filter(pk__in=events, closed_at=None)
    return rows.filter(holder_user_id=duty.user_id) if duty.user_id else rows.none()


def past_people(grid: Grid) -> list[GridDuty]:
    rows = GridDuty.rows.filter(grid=grid, ends_on__lte=clock.today())
    return list(rows.select_related("handed_to").order_by("-ends_on", "-pk"))


def placed(actor: Actor, day: date | None = None) -> QuerySet[Enterprise]:
    """Park enterprises within scope with ``grid_id``, ``grid_name``, ``how`` and ``place_reason`` of a day."""
    mine = Placement.rows.filter(held_on(day or clock.today()), enterprise=OuterRef("pk"))
    rows = Enterprise.objects.visible_to(actor).filter(is_in_park=True)
    rows = rows.exclude(status=Enterprise.Status.CLOSED).select_related("chain")
    return rows.annotate(
        grid_id=Subquery(mine.values("grid")[:1]),
        grid_code=Subquery(mine.values("grid__code")[:1]),
        grid_name=Subquery(mine.values("grid__name")[:1]),
        how=Subquery(mine.values("how")[:1]),
        place_reason=Subquery(mine.values("reason")[:1]),
    )


def uncovered(actor: Actor, day: date | None = None) -> QuerySet[Enterprise]:
    """Park enterprises that belong to no grid."""
    return placed(actor, day).filter(grid_id=None)


def stale_days(actor: Actor) -> int:
    return config_of(actor.zone_id).grids.stale_days if actor.zone_id else 30


def stale(actor: Actor, days: int | None = None) -> QuerySet[Enterprise]:
    """Enterprises of a grid that nobody was in touch with for so many days."""
    wanted = placed(actor).filter(grid_id__isnull=False)
    return wanted.filter(~touched_q(days or stale_days(actor)))


def with_touch(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    return with_last_touch(rows)


def events(actor: Actor) -> QuerySet[GridEvent]:
    rows = GridEvent.objects.visible_to(actor)
    return rows.select_related("enterprise", "grid", "department")


def event(actor: Actor, pk: int) -> GridEvent:
    return get_object_or_404(events(actor).select_related("item"), pk=pk)


def overdue_q() -> Q:
    return Q(state__in=OPEN, due_at__lt=clock.now())


@dataclass(frozen=True)
class Stats:
    """Figures of one grid; each opens the records it counts."""

    firms: int
    stale: int
    members: int
    open: int
    late: int
    year: int
    on_the_spot: int
    cased: int
    closed: int


def stats(actor: Actor, grid: Grid) -> Stats:
    """Seven small counts, all of what this actor may see."""
    firms = placed(actor).filter(grid_id=grid.pk)
    mine = GridEvent.objects.visible_to(actor).filter(grid=grid)
    year = mine.filter(collected_at__year=clock.today().year)
    counts = year.aggregate(
        year=Count("pk"),
        on_the_spot=Count("pk", filter=Q(on_the_spot=True)),
        cased=Count("pk", filter=~Q(case_number="")),
        closed=Count("pk", filter=Q(state="closed")),
    )
    return Stats(
        firms=firms.count(),
        stale=stale(actor).filter(grid_id=grid.pk).count(),
        members=sum(d.kind == GridDuty.Kind.MEMBER for d in people_on(grid)),
        open=mine.filter(state__in=OPEN).count(),
        late=mine.filter(overdue_q()).count(),
        **counts,
    )


def warnings(grid: Grid, firms: int) -> list[Finding]:
    """What is missing in a grid by its rules: hands, a lead."""
    today = clock.today()
    people = people_on(grid)
    members = sum(d.kind == GridDuty.Kind.MEMBER for d in people)
    leads = sum(d.kind == GridDuty.Kind.LEAD for d in people)
    most = config_of(grid.zone_id).grids.firms_per_member
    found = (
        BOOK.find("GRID-03", today, leads=leads),
        BOOK.find("GRID-02", today, firms=firms, members=members, most=most),
    )
    return [one for one in found if one is not None]

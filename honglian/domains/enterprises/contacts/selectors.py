"""Reads about those who keep contact."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import Conflict, ContactLog, ContactPledge, Enterprise, Instructor, LeaveCover
from ..validity import held_on
from .models import covering

PRIMARY = ContactPledge.Kind.PRIMARY


def people(actor: Actor, day: date | None = None) -> QuerySet[Instructor]:
    """Instructors in sight with their load of today: ``load`` primary, ``others`` helping, ``open``."""
    on = day or clock.today()
    now = held_on(on, "pledges__")
    open_ = Q(promises__promise_done_on__isnull=True, promises__promise_withdrawn_on__isnull=True)
    rows = Instructor.objects.visible_to(actor).select_related("department")
    return rows.annotate(
        load=Count("pledges", filter=now & Q(pledges__kind=PRIMARY), distinct=True),
        others=Count("pledges", filter=now & ~Q(pledges__kind=PRIMARY), distinct=True),
        open=Count("promises", filter=open_, distinct=True),
        is_away=Exists(LeaveCover.rows.filter(covering(on), absent=OuterRef("pk"))),
    )


def in_office(rows: QuerySet[Instructor], day: date | None = None) -> QuerySet[Instructor]:
    """Those who have not left by a day."""
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=day or clock.today()))


def guides(zone_id: int, day: date | None = None) -> QuerySet[Instructor]:
    """Instructors in office: not left, and not leaders who never guided as an instructor."""
    on = day or clock.today()
    mine = ContactPledge.rows.filter(instructor=OuterRef("pk"))
    leads = Exists(mine.filter(kind=ContactPledge.Kind.LEADER))
    guided = Exists(mine.exclude(kind=ContactPledge.Kind.LEADER))
    return in_office(Instructor.rows.filter(zone_id=zone_id), on).filter(~leads | guided)


def pledges_now(instructor: Instructor, day: date | None = None) -> QuerySet[ContactPledge]:
    """What somebody answers for today or will answer for."""
    on = day or clock.today()
    rows = ContactPledge.rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), instructor=instructor
    )
    rows = rows.select_related("enterprise__chain").annotate(
        last=Max("enterprise__contact_log__happened_on")
    )
    return rows.order_by("kind", F("last").asc(nulls_first=True), "pk")


def my_enterprises(actor: Actor) -> QuerySet[ContactPledge]:
    """Pledges of today of this person and of those he stands in for, longest without contact first."""
    day = clock.today()
    absent = LeaveCover.rows.filter(covering(day), cover__user_id=actor.user_id).values("absent")
    mine = Q(instructor__user_id=actor.user_id) | Q(instructor__in=absent)
    rows = ContactPledge.rows.filter(mine, held_on(day), zone_id=actor.zone_id)
    return (
        rows.select_related("enterprise__chain", "instructor")
        .annotate(last=Max("enterprise__contact_log__happened_on"))
        .order_by(F("last").asc(nulls_first=True), "pk")
    )


def stand_in_for(actor: Actor) -> list[int]:
    """Accounts whose promises lie on this actor's desk today."""
    if not (actor.can("pledges.log") or actor.role == "leader"):
        return []
    rows = LeaveCover.rows.filter(
        covering(clock.today()), zone_id=actor.zone_id, cover__user_id=actor.user_id,
        absent__user_id__isnull=False,
    )  # fmt: skip
    return list(rows.values_list("absent__user_id", flat=True))


def covers(actor: Actor) -> QuerySet[LeaveCover]:
    """Covers in sight, the newest first."""
    return LeaveCover.objects.visible_to(actor).select_related("absent", "cover")


def conflicts(actor: Actor) -> QuerySet[Conflict]:
    rows = Conflict.objects.visible_to(actor)
    return rows.select_related("instructor", "enterprise")


def stale_since(zone_id: int, day: date | None = None) -> date:
    """Who was last contacted before this day was not contacted for too long."""
    days = config_of(zone_id).contacts.stale_days
    return (day or clock.today()) - timedelta(days=days)


def out_of_touch(rows: QuerySet[Enterprise], zone_id: int) -> QuerySet[Enterprise]:
    """Guided enterprises without contact for too long; a new guide has that long to come by."""
    limit = stale_since(zone_id)
    recent = ContactLog.rows.filter(enterprise=OuterRef("pk"), happened_on__gte=limit)
    guided = ContactPledge.rows.filter(
        held_on(clock.today()), enterprise=OuterRef("pk"), kind=PRIMARY, starts_on__lt=limit
    )
    return rows.filter(Exists(guided), ~Exists(recent))


def in_touch(rows: QuerySet[Enterprise], zone_id: int) -> QuerySet[Enterprise]:
    return rows.exclude(pk__in=out_of_touch(rows, zone_id).values("pk"))


def overloaded(rows: QuerySet[Instructor]) -> QuerySet[Instructor]:
    """More enterprises than the person's own limit; of rows of :func:`people`."""
    return rows.filter(load__gt=F("capacity"))

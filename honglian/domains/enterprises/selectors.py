"""Reads about enterprises, always for an actor."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import ContactLog, ContactPledge, Enterprise, Instructor
from .validity import held_on


def enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """The registry as this actor sees it, with what a list row shows."""
    return Enterprise.objects.visible_to(actor).select_related("chain", "party_org")


def enterprise(actor: Actor, pk: int) -> Enterprise:
    """One enterprise within scope, else 404."""
    return get_object_or_404(enterprises(actor), pk=pk)


def with_instructor(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """Those that have a primary instructor today."""
    return rows.filter(Exists(_primary(OuterRef("pk"))))


def without_instructor(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    return rows.filter(~Exists(_primary(OuterRef("pk"))))


def _primary(enterprise_pk) -> QuerySet[ContactPledge]:
    return ContactPledge.rows.filter(
        held_on(clock.today()), enterprise=enterprise_pk, kind=ContactPledge.Kind.PRIMARY
    )


def covered_by_organisation(rows: QuerySet[Enterprise], *, attached: bool) -> QuerySet[Enterprise]:
    """组织覆盖: 单独 + 联合 (+ 挂靠 where the zone counts it), 领域手册 A.4."""
    kinds = [Enterprise.Coverage.SINGLE, Enterprise.Coverage.JOINT]
    return rows.filter(coverage__in=[*kinds, Enterprise.Coverage.ATTACHED] if attached else kinds)


def covered_by_work(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """工作覆盖: an organisation, an instructor or liaison, each counted once (A.4)."""
    return rows.filter(~Q(coverage=Enterprise.Coverage.NONE) | Exists(_primary(OuterRef("pk"))))


def coverage_base(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """The denominator of both coverages: operating enterprises of the park.

    Shells, stopped and struck-off enterprises are left out (A.4: 剔除僵尸、空壳、停产).
    """
    return rows.filter(
        is_in_park=True,
        status__in=[
            Enterprise.Status.OPERATING,
            Enterprise.Status.BUILDING,
            Enterprise.Status.PREPARING,
        ],
    )


def pledges_of(actor: Actor, enterprise: Enterprise) -> list[ContactPledge]:
    """Present and former contacts of an enterprise, present ones first."""
    rows = ContactPledge.objects.visible_to(actor).filter(enterprise=enterprise)
    return list(
        rows.select_related("instructor__department").order_by("-ends_on", "kind", "-starts_on")
    )


def contact_log(actor: Actor, enterprise: Enterprise) -> QuerySet[ContactLog]:
    rows = ContactLog.objects.visible_to(actor).filter(enterprise=enterprise)
    return rows.select_related("instructor")


def promises_to(actor: Actor, enterprise: Enterprise) -> list[ContactLog]:
    """Every promise ever made to an enterprise: open ones first, then the newest."""
    rows = ContactLog.objects.visible_to(actor).filter(enterprise=enterprise).exclude(promise="")
    found = list(rows.select_related("keeper"))
    return sorted(found, key=lambda e: (e.promise_code != "open", -e.happened_on.toordinal()))


def promises(actor: Actor) -> QuerySet[ContactLog]:
    """Promises that are not kept yet, the next due first."""
    rows = ContactLog.objects.visible_to(actor).exclude(promise="")
    rows = rows.filter(promise_done_on__isnull=True, promise_withdrawn_on__isnull=True)
    return rows.select_related("enterprise", "instructor")


def overdue_promises(actor: Actor, day: date | None = None) -> QuerySet[ContactLog]:
    return promises(actor).filter(promise_due_on__lt=day or clock.today())


def instructors(actor: Actor) -> QuerySet[Instructor]:
    return Instructor.objects.visible_to(actor).select_related("department")


def instructor_of(actor: Actor) -> Instructor | None:
    """The instructor that the signed-in person is, if any."""
    if actor.user_id is None:
        return None
    return Instructor.rows.filter(zone_id=actor.zone_id, user_id=actor.user_id).first()

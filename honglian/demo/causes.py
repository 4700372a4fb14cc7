"""Common causes found in the demo's year: one cured, one being cured, the rest waiting for a decision."""

from __future__ import annotations

from datetime import timedelta

from honglian.domains.cases.api import causes
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

MEASURES = (
    ("请责任部门逐家核实原因，拿出一次性解决办法，以后同类诉求按办法直接办理。", 60, 20),
    ("由责任部门牵头，每月一次集中对接，直到没有新的同类诉求为止。", 10, -20),
)


def play_causes(zone: Zone, leader: Actor, workers: dict[str, Actor]) -> int:
    """Look once, two months ago, and once today; returns how many causes there are."""
    now = clock.now()
    with clock.at(now - timedelta(days=60)):
        causes.keep_found(found=causes.look(zone.pk), by=Actor.system(zone.pk))
    largest = list(causes.causes(leader).order_by("-size", "pk")[: len(MEASURES)])
    for cause, (measure, ago, done) in zip(largest, MEASURES, strict=False):
        department = _department(zone, cause)
        with clock.at(now - timedelta(days=ago)):
            causes.take(
                cause_id=cause.pk,
                measure=measure,
                department=department.pk,
                due_on=(now + timedelta(days=30 - ago)).date(),
                by=leader,
            )
        if done > 0:
            with clock.at(now - timedelta(days=done)):
                causes.finish(
                    cause_id=cause.pk,
                    result="已开专场对接会，印发办事指南，并在企业服务窗口设专人。",
                    by=workers[department.code],
                )
    causes.keep_found(found=causes.look(zone.pk), by=Actor.system(zone.pk))
    return causes.causes(leader).count()


def _department(zone: Zone, cause: causes.CommonCause) -> Department:
    """The department that led most of the cause's cases."""
    leads = list(cause.cases.exclude(lead=None).values_list("lead_id", flat=True))
    most = max(set(leads), key=leads.count)
    return Department.rows.get(zone=zone, pk=most)

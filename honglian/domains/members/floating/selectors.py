"""Reads about members away from home, always for an actor."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from .models import FloatingStay
from .states import FLOATING


def stays(actor: Actor) -> QuerySet[FloatingStay]:
    """Stays that leave or reach a branch within scope, with their contacts."""
    rows = FloatingStay.objects.visible_to(actor)
    rows = rows.select_related("member", "home_branch", "host_branch", "item")
    return rows.prefetch_related("contacts")


def stay(actor: Actor, pk: int) -> FloatingStay:
    return get_object_or_404(stays(actor), pk=pk)


def stays_of_zone(zone_id: int) -> list[FloatingStay]:
    """All stays that go on, for the daily look at the rules."""
    rows = FloatingStay.rows.filter(zone_id=zone_id, state__in=FLOATING.open_states)
    return list(rows.select_related("member__branch").prefetch_related("contacts"))


def warnings(found: FloatingStay, today: date | None = None) -> list[str]:
    """What the rules say to this stay today, with their articles."""
    if FLOATING.state(found.state).final:
        return []
    today = today or clock.today()
    facts = {
        "TR-01": {"left": found.left_on, "fixed": found.is_settled, "today": today},
        "FL-02": {
            "registered": found.registered_on, "reported": found.reported_on, "today": today,
        },
        "FL-04": {"contact": found.last_contact, "today": today},
        "FL-05": {"kind": found.kind, "left": found.left_on, "today": today},
    }  # fmt: skip
    said = [BOOK.find(rule, today, name=found.name, **f) for rule, f in facts.items()]
    return [finding.sentence for finding in said if finding]


def should_transfer(found: FloatingStay, today: date | None = None) -> bool:
    """组织关系是否应转 of the ledger (TR-01)."""
    day = today or clock.today()
    return bool(
        BOOK.find(
            "TR-01", day, name=found.name, left=found.left_on, fixed=found.is_settled, today=day
        )
    )

"""Keeping the periods of organisations in step with their rows, and reading them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from honglian.kit import clock
from honglian.kit.errors import Refusal

from .models import PartyOrg
from .periods import FACTS, OrgPeriod, held_on

CHUNK = 500


@dataclass(frozen=True, slots=True)
class OrgThen:
    """One organisation as it was on a day; the names are those of :class:`PartyOrg`."""

    pk: int
    code: str
    name: str
    type: str
    parent_id: int | None
    chain_id: int | None
    unit_name: str
    unit_uscc: str
    formation: str
    status: str
    is_functional: bool
    term_ends_on: date | None

    @property
    def is_standing(self) -> bool:
        return self.status in PartyOrg.STANDING

    @property
    def in_unit(self) -> bool:
        """企业党组织: stands in a unit and is no functional one (领域手册 XN-P02)."""
        return bool(self.unit_name) and not self.is_functional


def keep(org: PartyOrg, since: date | None = None) -> None:
    """Note how an organisation stands from a day on (default: today). Called by its ``save``."""
    day = since or clock.today()
    if day > clock.today():
        raise Refusal("生效日期在今天之后，请到那天再登记。", field="on")
    last = OrgPeriod.rows.filter(org_id=org.pk, ends_on=None).first()
    if last is None:
        OrgPeriod.rows.create(org_id=org.pk, starts_on=_first(org, since), **_facts(org))
    elif last.facts != tuple(_facts(org).values()):
        _turn(last, org, day)


def _facts(org: PartyOrg) -> dict:
    return {name: getattr(org, name) for name in FACTS}


def _first(org: PartyOrg, since: date | None) -> date | None:
    """An organisation that was at work before it was entered has no known first day."""
    if since is not None:
        return since
    return None if org.status in PartyOrg.STANDING else clock.today()


def _turn(last: OrgPeriod, org: PartyOrg, day: date) -> None:
    """Close the open period on a day and open the next; a second change of a day replaces the first."""
    if last.starts_on is not None and day < last.starts_on:
        raise Refusal(
            f"“{org.name}”已有 {last.starts_on} 起的变动登记，生效日期不能早于它。", field="on"
        )
    facts = _facts(org)
    if last.starts_on != day:
        OrgPeriod.rows.filter(pk=last.pk).update(ends_on=day)
        OrgPeriod.rows.create(org_id=org.pk, starts_on=day, **facts)
        return
    before = OrgPeriod.rows.filter(org_id=org.pk, ends_on=day).first()
    if before is not None and before.facts == tuple(facts.values()):
        OrgPeriod.rows.filter(pk=last.pk).delete()
        OrgPeriod.rows.filter(pk=before.pk).update(ends_on=None)
    else:
        OrgPeriod.rows.filter(pk=last.pk).update(**facts)


def keep_zone(zone_id: int) -> None:
    """Bring all periods of a zone in step after rows were written in bulk (an import, its undoing).

    What the zone's first ledger names was there before, and so was what has a day of founding;
    anything else is there from the day it was entered, so that no past day changes.
    """
    opened = {p.org_id: p for p in OrgPeriod.rows.filter(org__zone_id=zone_id, ends_on=None)}
    fresh = []
    for org in PartyOrg.rows.filter(zone_id=zone_id).iterator(chunk_size=CHUNK):
        last = opened.get(org.pk)
        if last is None:
            since = clock.today() if opened and org.founded_on is None else None
            fresh.append(OrgPeriod(org_id=org.pk, starts_on=_first(org, since), **_facts(org)))
        elif last.facts != tuple(_facts(org).values()):
            _turn(last, org, clock.today())
    OrgPeriod.rows.bulk_create(fresh, batch_size=CHUNK)


def periods_on(zone_id: int, day: date):
    """The periods that hold on a day, one an organisation.

    Where the first day is not known, the day of founding decides.
    """
    founded = Q(org__founded_on__isnull=True) | Q(org__founded_on__lte=day)
    rows = OrgPeriod.rows.filter(held_on(day), org__zone_id=zone_id)
    return rows.filter(Q(starts_on__isnull=False) | founded)


def orgs_as_of(zone_id: int, day: date, *, only: Iterable[int] | None = None) -> list[OrgThen]:
    """The standing organisations of a zone as they were on a day, by primary key.

    One query; ``only`` narrows to these organisations (an actor's sight is today's, so the
    caller passes what the actor may see). Applications and dissolved ones are left out.
    """
    rows = periods_on(zone_id, day).filter(status__in=PartyOrg.STANDING).order_by("org_id")
    seen = None if only is None else set(only)
    names = ("org_id", "org__code", *FACTS)
    return [
        OrgThen(*values) for values in rows.values_list(*names) if seen is None or values[0] in seen
    ]

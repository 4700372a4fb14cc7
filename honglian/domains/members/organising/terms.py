"""When terms end, how loudly to say so, and the line on the desk (领域手册 A.2, ORG-010)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse

from honglian.algo.months import add_months
from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from ..desks import branch_holder
from .models import OrgTerm
from .states import TERM_WATCH

KIND = "members.org_term"
END_OF_DAY = time(18)


@dataclass(frozen=True)
class Level:
    """From so many days before the end; ``urgency`` as on the desk, 1 the most urgent."""

    code: str
    days: int
    urgency: int
    tone: str

    @property
    def name(self) -> str:
        return TERM_WATCH.state(self.code).name


LEVELS = (
    Level("over", -1, 1, "overdue"),
    Level("close", 30, 1, "overdue"),
    Level("near", 90, 2, "soon"),
    Level("soon", 180, 3, "new"),
)


def level(ends_on: date | None, today: date) -> Level | None:
    """How near a last day is; nothing when it is far or unknown."""
    if ends_on is None:
        return None
    left = (ends_on - today).days
    return next((one for one in LEVELS if left <= one.days), None)


def years_of(org_type: str, *, village: bool = False) -> int | None:
    kind = ORG_TYPES[org_type]
    return kind.village_years if village and kind.village_years else kind.term_years


def last_day(org_type: str, begins_on: date, *, village: bool = False) -> date | None:
    """The last day of a term that begins on a day (ORG-009); nothing for appointed bodies."""
    years = years_of(org_type, village=village)
    return None if years is None else add_months(begins_on, 12 * years)


def current_term(org: PartyOrg) -> OrgTerm | None:
    return org.terms.order_by("-id").first()


def term_of(org: PartyOrg) -> OrgTerm | None:
    """The present term; one known only from a ledger gets its row now."""
    found = current_term(org)
    if found is None and org.term_ends_on is not None:
        found = OrgTerm.rows.create(org=org, ends_on=org.term_ends_on)
    return found


def due(actor: Actor) -> QuerySet[PartyOrg]:
    """Standing organisations within scope whose term ends within 180 days or has ended."""
    limit = date.fromordinal(clock.today().toordinal() + LEVELS[-1].days)
    rows = PartyOrg.objects.visible_to(actor).filter(status__in=PartyOrg.STANDING)
    return rows.filter(term_ends_on__lte=limit).select_related("parent", "chain")


def sweep(zone_id: int) -> int:
    """Put terms that end soon on the desk and bring open lines up to date; returns how many are open.

    Safe to run again: a line is one an organisation, and its state follows from the day.
    """
    today, by = clock.today(), Actor.system(zone_id)
    limit = date.fromordinal(today.toordinal() + LEVELS[-1].days)
    rows = PartyOrg.rows.filter(
        zone_id=zone_id, status__in=PartyOrg.STANDING, term_ends_on__lte=limit
    )
    items = {i.object_id: i for i in WorkItem.rows.filter(zone_id=zone_id, kind=KIND)}
    count = 0
    for org in rows.order_by("pk"):
        count += 1
        _show(org, items.get(org.pk), today, by)
    return count


def _show(org: PartyOrg, item: WorkItem | None, today: date, by: Actor) -> None:
    assert org.term_ends_on is not None
    found = level(org.term_ends_on, today)
    assert found is not None
    shown = {
        "due_at": datetime.combine(org.term_ends_on, END_OF_DAY, clock.CHINA),
        "urgency": found.urgency,
        "expected": "登记换届" if found.code == "over" else "准备换届",
    }
    if item is None:
        item = open_item(
            kind=KIND,
            object_id=org.pk,
            table=TERM_WATCH,
            state=found.code,
            root=None,
            zone_id=org.zone_id,
            title=f"换届：{org.name}"[:200],
            url=reverse("members:org", args=[org.pk]),
            **shown,
            **branch_holder(org),
        )
    elif item.state == found.code and item.due_at == shown["due_at"]:
        return
    else:
        update_item(item, TERM_WATCH, found.code, **shown)
    said = BOOK.find("ORG-010", today, ends=org.term_ends_on, today=today)
    log(
        item,
        by=by,
        verb=found.code,
        name="换届提醒",
        after=found.code,
        text=said.sentence if said else "",
    )


def settle(org: PartyOrg, by: Actor, words: str) -> None:
    """The term has a new last day: close the line, or show it again where that day is near too."""
    item = find_item(KIND, org.pk)
    if item is None or item.closed_at is not None:
        return
    if level(org.term_ends_on, clock.today()) is not None and org.status in PartyOrg.STANDING:
        _show(org, item, clock.today(), by)
        return
    before = item.state
    update_item(item, TERM_WATCH, "renewed")
    log(item, by=by, verb="renew", name="换届或延期", before=before, after="renewed", text=words)

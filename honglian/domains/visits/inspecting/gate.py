"""The gate: whether an inspection may be planned at all (国办发〔2024〕54号, 领域手册 D.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.models import Zone
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed
from honglian.kit.rules import BOOK

from .models import Inspection, Officer, PowerItem, VisitRequest, Why
from .states import COUNTED


def check_subject(by: Actor, department: Department | None, on: date) -> None:
    """INS-01: who is no inspecting body may not plan, approve, open or file an inspection."""
    role = "dept_worker" if by.is_system else by.role
    powers = department.zone.settings.visits.powers if department else ()
    found = BOOK.find(
        "INS-01", on, role=role, power=department is not None and department.code in powers
    )  # fmt: skip
    if found:
        raise NotAllowed(found.sentence, hint="", source=found.rule.citation)


def check_items(items: Sequence[PowerItem], on: date) -> None:
    """INS-02: published items only."""
    unpublished = [i.name for i in items if i.published_on is None or i.published_on > on]
    BOOK.require(
        "INS-02", on, at="items", items=len(items), unpublished="、".join(unpublished)
    )  # fmt: skip


def check_officers(officers: Iterable[Officer], on: date) -> None:
    """INS-04-1 and INS-01-1: two of them, each with a certificate that holds that day."""
    found = list(officers)
    BOOK.require("INS-04-1", on, at="officers", officers=len(found))
    for officer in found:
        BOOK.require(
            "INS-01-1", on, at="officers", name=officer.name, valid_from=officer.valid_from,
            valid_to=officer.valid_to, on=on,
        )  # fmt: skip


def made(department: Department, enterprise: Enterprise, year: int) -> int:
    """Inspections of this department at this enterprise that count for the year."""
    rows = Inspection.rows.filter(
        department=department, enterprise=enterprise, planned_on__year=year, state__in=COUNTED
    )  # fmt: skip
    return rows.count()


def asked(department: Department, enterprise: Enterprise, year: int) -> int:
    """Ordinary inspections that are asked for and not yet an inspection of their own."""
    rows = VisitRequest.rows.filter(
        department=department, enterprise=enterprise, year=year, kind="inspection",
        why=Why.ORDINARY, state="filed",
    )  # fmt: skip
    return rows.count()


def cap_of(zone: Zone, department: Department) -> int:
    return zone.settings.visits.cap_of(department.code)


def check_cap(
    zone: Zone, department: Department, enterprise: Enterprise, *, year: int, why: str, on: date,
    document: str = "", waiting: int = 0,
) -> str:  # fmt: skip
    """INS-03 and INS-07; the warning of INS-03-1 is returned, so that it is kept with the record."""
    BOOK.require("INS-07", on, at="document", kind=why, document=document)
    done, cap = made(department, enterprise, year) + waiting, cap_of(zone, department)
    BOOK.require("INS-03", on, at="enterprise", done=done, cap=cap, why=why, year=year)
    found = BOOK.find("INS-03-1", on, done=done, cap=cap)
    return found.sentence if found else ""

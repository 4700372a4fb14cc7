"""What the rules say about somebody who is to lead a branch; nothing here writes."""

from __future__ import annotations

from datetime import date

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.rules import BOOK, Finding

from ..models import PartyMember
from .holding import secretary_elsewhere


def check_secretary(
    org: PartyOrg, name: str, on: date, excuse: str, *, is_namesake: bool
) -> list[Finding | None]:
    """One branch at a time (ORG-016), and a year as a full member (ORG-015).

    ``is_namesake`` says that the secretary elsewhere is another person of the same name. Who is
    no member on record here (sent by the superior) is not judged by ORG-015.
    """
    elsewhere = () if is_namesake else secretary_elsewhere(org, name, on)
    BOOK.require("ORG-016", on, at="secretary", name=name, elsewhere=elsewhere)
    rows = PartyMember.rows.filter(zone_id=org.zone_id, name=name)
    known = rows.filter(branch=org).first() or rows.first()
    if known is None:
        return []
    return [
        BOOK.require(
            "ORG-015", on, at="excuse", excuse=excuse, name=name, full_on=known.full_on, starts=on
        )
    ]

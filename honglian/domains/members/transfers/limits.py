"""Limits of a transfer and who may write letters, from data/transfers.toml."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path

from honglian.algo.months import add_months
from honglian.algo.workdays import Duration
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock

from ..rules.transfers import LETTER_MONTHS

_RAW = tomllib.loads((Path(__file__).parent.parent / "data" / "transfers.toml").read_text("utf-8"))
LETTER_DAYS: int = _RAW["letter_days"]
ENTITLED: tuple[str, ...] = tuple(_RAW["entitled"])
# State → how long the holder has, on the working calendar.
REVIEWS = {
    "out_branch": Duration.parse(_RAW["branch_review"]),
    "out_committee": Duration.parse(_RAW["committee_review"]),
    "in_committee": Duration.parse(_RAW["committee_review"]),
    "in_branch": Duration.parse(_RAW["accept"]),
}


def review_due(zone_id: int, state: str, start: date) -> datetime | None:
    """When the holder of this state should have acted, counted from the day after ``start``."""
    limit = REVIEWS.get(state)
    if limit is None:
        return None
    begun = datetime.combine(start, time(12), clock.CHINA)
    return calendar_for(zone_id).add_workdays(begun, limit.amount)


def usual_days(issued: date) -> int:
    """How many days a letter of this day is good for, never past the three months of TR-05."""
    return min(LETTER_DAYS, (add_months(issued, LETTER_MONTHS) - issued).days)


def committees_above(branch: PartyOrg) -> list[PartyOrg]:
    """The organisations above a branch, nearest first."""
    found, org = [], branch.parent
    while org is not None and len(found) < 16:
        found.append(org)
        org = org.parent
    return found


def entitled(org: PartyOrg) -> bool:
    return org.type in ENTITLED


def letter_committee(branch: PartyOrg) -> PartyOrg | None:
    """The nearest committee above that may write letters (TR-02)."""
    return next((org for org in committees_above(branch) if entitled(org)), None)

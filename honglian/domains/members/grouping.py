"""What members were counted by on past days: education and occupation, dated by their entry.

Kept apart from :mod:`.placing`, because a new diploma entered today must not stand in the way of a
transfer that took effect last week.
"""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import F, QuerySet

from honglian.foundation.orgs.api import held_on
from honglian.kit import clock

from .models import PartyMember
from .periods import GROUPED_BY, GroupedPeriod, MembershipPeriod

NEW_PERIODS = """
INSERT INTO members_groupedperiod (member_id, education, occupation)
SELECT m.id, m.education, m.occupation FROM members_partymember m
WHERE m.zone_id = %s
  AND NOT EXISTS (SELECT 1 FROM members_groupedperiod p WHERE p.member_id = m.id)
"""


def keep(member: PartyMember) -> None:
    """Note what a member is counted by from today on. Called by its ``save``."""
    last = GroupedPeriod.rows.filter(member_id=member.pk, ends_on=None).first()
    facts = {name: getattr(member, name) for name in GROUPED_BY}
    if last is None:
        GroupedPeriod.rows.create(member_id=member.pk, **facts)
    elif last.facts != tuple(facts.values()):
        _turn(last, facts, clock.today())


def keep_zone(zone_id: int) -> None:
    """Bring the periods of a zone in step after members were written in bulk."""
    with connection.cursor() as cursor:
        cursor.execute(NEW_PERIODS, [zone_id])
    apart = GroupedPeriod.rows.filter(ends_on=None, member__zone_id=zone_id).exclude(
        education=F("member__education"), occupation=F("member__occupation")
    )
    for last in apart.select_related("member"):
        _turn(last, {name: getattr(last.member, name) for name in GROUPED_BY}, clock.today())


def _turn(last: GroupedPeriod, facts: dict, day: date) -> None:
    """Close the open period on a day and open the next; a second change of a day replaces the first."""
    rows = GroupedPeriod.rows.filter(pk=last.pk)
    if last.starts_on != day:
        rows.update(ends_on=day)
        GroupedPeriod.rows.create(member_id=last.member_id, starts_on=day, **facts)
        return
    before = GroupedPeriod.rows.filter(member_id=last.member_id, ends_on=day).first()
    if before is not None and before.facts == tuple(facts.values()):
        rows.delete()
        GroupedPeriod.rows.filter(pk=before.pk).update(ends_on=None)
    else:
        rows.update(**facts)


def with_groups(periods: QuerySet[MembershipPeriod], day: date) -> QuerySet[MembershipPeriod]:
    """Membership periods with what their member was counted by on a day, under the same names."""
    joined = periods.filter(held_on(day, "member__grouped"))
    return joined.alias(**{name: F(f"member__grouped__{name}") for name in GROUPED_BY})

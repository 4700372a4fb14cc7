"""Where a member belongs, dated: one branch at a time (ORG-017), and who was where on a day.

Other rooms of this domain call :func:`move` and :func:`stand` inside their own actions, which
check who may and leave the audit entry; nothing else writes a member's branch or standing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg, held_on
from honglian.kit import clock
from honglian.kit.errors import Refusal

from .models import MembershipPeriod, PartyMember
from .periods import FACTS

# Members who count in statistics (领域手册 B.2): everybody whose membership goes on. Whoever is being
# looked for or has a time to mend is a member still.
COUNTED = (
    PartyMember.Standing.NORMAL,
    PartyMember.Standing.RESTORED,
    PartyMember.Standing.LOST_WATCH,
    PartyMember.Standing.RECTIFYING,
)

NEW_PERIODS = """
INSERT INTO members_membershipperiod (member_id, branch_id, standing)
SELECT m.id, m.branch_id, m.standing FROM members_partymember m
WHERE m.zone_id = %s
  AND NOT EXISTS (SELECT 1 FROM members_membershipperiod p WHERE p.member_id = m.id)
"""


def move(member: PartyMember, *, to: PartyOrg, on: date) -> PartyMember:
    """Place a member in another branch of the zone from a day on; that day counts there.

    Raises :class:`Refusal` for a body that keeps no members' affiliation, for the branch the
    member is in already, for a day in the future or before the last change.
    """
    if to.zone_id != member.zone_id:
        raise Refusal("另一个高新区的党组织不能直接转入，请办组织关系转接。", field="branch")
    if not keeps_members(to):
        raise Refusal(
            f"{to.name}是{ORG_TYPES[to.type].name}，党员的组织关系不转到那里，请选党员所在的支部。",
            field="branch",
        )
    if to.status not in PartyOrg.STANDING:
        raise Refusal(f"{to.name}目前是“{to.get_status_display()}”，不能转入党员。", field="branch")
    if member.branch_id == to.pk:
        raise Refusal(f"{member.name}已经在{to.name}，不用再转。", field="branch")
    member.branch = to
    member.save(update_fields=["branch", "updated_at"], since=on)
    return member


def stand(member: PartyMember, standing: str, *, on: date) -> PartyMember:
    """Give a member another standing (停止党籍, 已转出 …) from a day on."""
    if standing not in PartyMember.Standing.values:
        raise ValueError(standing)
    member.standing = standing
    member.save(update_fields=["standing", "updated_at"], since=on)
    return member


def keeps_members(org: PartyOrg) -> bool:
    """Whether affiliation may lie there: branches that are neither functional nor temporary."""
    kind = ORG_TYPES[org.type]
    return org.type.endswith("branch") and not kind.functional and not org.is_functional


def keep(member: PartyMember, since: date | None = None) -> None:
    """Note where a member stands from a day on (default: today). Called by its ``save``."""
    day = since or clock.today()
    if day > clock.today():
        raise Refusal("生效日期在今天之后，请到那天再登记。", field="on")
    facts = {name: getattr(member, name) for name in FACTS}
    last = MembershipPeriod.rows.filter(member_id=member.pk, ends_on=None).first()
    if last is None:
        MembershipPeriod.rows.create(member_id=member.pk, starts_on=since, **facts)
    elif last.facts != tuple(facts.values()):
        _turn(last, facts, day, member.name)


def _turn(last: MembershipPeriod, facts: dict, day: date, name: str) -> None:
    """Close the open period on a day and open the next; a second change of a day replaces the first."""
    if last.starts_on is not None and day < last.starts_on:
        raise Refusal(f"{name}已有 {last.starts_on} 起的变动登记，日期不能早于它。", field="on")
    rows = MembershipPeriod.rows.filter(pk=last.pk)
    if last.starts_on != day:
        rows.update(ends_on=day)
        MembershipPeriod.rows.create(member_id=last.member_id, starts_on=day, **facts)
        return
    before = MembershipPeriod.rows.filter(member_id=last.member_id, ends_on=day).first()
    if before is not None and before.facts == tuple(facts.values()):
        rows.delete()
        MembershipPeriod.rows.filter(pk=before.pk).update(ends_on=None)
    else:
        rows.update(**facts)


def keep_zone(zone_id: int) -> None:
    """Bring all periods of a zone in step after members were written in bulk.

    New members in one statement; the few that moved one by one. Members of a branch's first
    ledger were there before; who is added on a later day is there from that day, so that no
    past day changes.
    """
    last = MembershipPeriod.rows.aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(NEW_PERIODS, [zone_id])
    midnight = datetime.combine(clock.today(), time(), clock.CHINA)
    older = PartyMember.rows.filter(zone_id=zone_id, created_at__lt=midnight).order_by()
    # Asked apart: as part of the update PostgreSQL may look it up anew for every period.
    branches = list(older.values_list("branch_id", flat=True).distinct())
    MembershipPeriod.rows.filter(
        pk__gt=last, member__zone_id=zone_id, branch_id__in=branches
    ).update(starts_on=clock.today())
    apart = MembershipPeriod.rows.filter(ends_on=None, member__zone_id=zone_id).exclude(
        branch_id=F("member__branch_id"), standing=F("member__standing")
    )
    for last in apart.select_related("member"):
        facts = {name: getattr(last.member, name) for name in FACTS}
        _turn(last, facts, clock.today(), last.member.name)


def periods_on(zone_id: int, day: date) -> QuerySet[MembershipPeriod]:
    """One period a member on record that day, any standing."""
    known = Q(starts_on__isnull=False) | Q(member__joined_on__lte=day)
    rows = MembershipPeriod.rows.filter(held_on(day), member__zone_id=zone_id)
    return rows.filter(known, member__joined_on__lte=day)


def counted_on(zone_id: int, day: date) -> QuerySet[MembershipPeriod]:
    """Those who count that day; one row a member, so nobody is counted twice."""
    return periods_on(zone_id, day).filter(standing__in=COUNTED)


def formal_on(day: date) -> Q:
    """Of periods: those whose member was a full member on a day."""
    return Q(member__full_on__lte=day)


def sizes_on(
    zone_id: int, day: date, *, only: Collection[int] | None = None
) -> dict[int, tuple[int, int]]:
    """Branch → (full members, all members) who counted on a day; one query.

    ``only`` narrows it to some branches (a few: they are named in the query).
    """
    rows = counted_on(zone_id, day)
    if only is not None:
        rows = rows.filter(branch_id__in=only)
    found = rows.values("branch_id").annotate(
        formal=Count("pk", filter=formal_on(day)), everybody=Count("pk")
    )
    return {row["branch_id"]: (row["formal"], row["everybody"]) for row in found}

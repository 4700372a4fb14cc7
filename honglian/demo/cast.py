"""The people one can sign in as on the demo's login page."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.domains.enterprises.api import Enterprise, Instructor
from honglian.foundation.access.actions import grant
from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.accounts.actions import create_account
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.api import Department, PartyOrg
from honglian.foundation.zones.models import Chain, Zone
from honglian.kit.actor import Actor, ScopeKind

from .plan import ZonePlan


@dataclass(frozen=True)
class Part:
    """One member of the cast: account, name, and (role, scope kind, scope id) pairs."""

    username: str
    name: str
    grants: tuple[tuple[str, ScopeKind, int | None], ...]


def parts(plan: ZonePlan, zone: Zone) -> list[Part]:
    """Twelve roles, each with one person; the grid lead also serves as a grid member."""
    prefix = f"demo-{plan.prefix.lower()}"
    zone_wide = ScopeKind.ZONE
    upper = PartyOrg.rows.get(zone=zone, code=f"DZZ-{plan.prefix}-002")
    unit = PartyOrg.rows.filter(zone=zone, type="branch").order_by("pk").first()
    first = Enterprise.rows.filter(zone=zone, party_org=unit).first()
    found = [
        Part(f"{prefix}-leader", "周明远", (("leader", zone_wide, None),)),
        Part(f"{prefix}-org", "林晓棠", (("org_admin", zone_wide, None),)),
        Part(f"{prefix}-desk", "吴佩珊", (("dispatcher", zone_wide, None),)),
        Part(f"{prefix}-staff", "许静宜", (("committee_staff", ScopeKind.ORG, upper.pk),)),
    ]
    for chain, name in zip(
        Chain.objects.filter(zone=zone), ("陈立言", "罗志恒", "方以宁"), strict=False
    ):
        found.append(
            Part(f"{prefix}-grid-{chain.code}", name, (("grid_leader", ScopeKind.CHAIN, chain.pk),))
        )
    return [
        *found,
        Part(
            f"{prefix}-worker",
            "何守正",
            (
                ("grid_worker", ScopeKind.ORG, unit.pk),
                ("enterprise_user", ScopeKind.ENTERPRISE, first.pk),
            ),
        ),
        Part(f"{prefix}-guide", "顾念远", (("instructor", ScopeKind.PLEDGE, None),)),
        *_departments(prefix, zone),
        Part(f"{prefix}-firm", "丁秋实", (("enterprise_user", ScopeKind.ENTERPRISE, first.pk),)),
        Part(f"{prefix}-stat", "白若溪", (("stat_user", zone_wide, None),)),
        Part(f"{prefix}-sys", "秦怀安", (("sysadmin", ScopeKind.NONE, None),)),
        Part(f"{prefix}-sec", "尹慎行", (("secadmin", ScopeKind.NONE, None),)),
        Part(f"{prefix}-audit", "石可查", (("auditor", ScopeKind.NONE, None),)),
    ]


def _departments(prefix: str, zone: Zone) -> list[Part]:
    names = {"econ": "邹办之", "hr": "谭用工", "fire": "雷守平", "planning": "田有方"}
    rows = Department.rows.filter(zone=zone, code__in=names)
    return [
        Part(f"{prefix}-{d.code}", names[d.code], (("dept_worker", ScopeKind.DEPARTMENT, d.pk),))
        for d in rows
    ]


def engage(plan: ZonePlan, zone: Zone) -> dict[str, Actor]:
    """Create accounts and grants; returns one actor an account (its first grant)."""
    system = Actor.system(zone.pk, channel="cli")
    actors = {}
    for part in parts(plan, zone):
        user, _ = create_account(username=part.username, name=part.name, zone_id=zone.pk, by=system)
        rows = [
            grant(
                user_id=user.pk,
                role=role,
                scope_kind=kind,
                scope_id=scope_id,
                reason="演示",
                by=system,
            )
            for role, kind, scope_id in part.grants
        ]
        _introduce(user, rows[0], zone)
        actors[part.username] = actor_for(rows[0], name=user.name, channel="cli")
    return actors


def _introduce(user: User, row: Grant, zone: Zone) -> None:
    """The demo's people have no password to change, and the guide is a real instructor."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    if row.role == "instructor":
        first = Instructor.rows.filter(zone=zone, pledges__ends_on=None).order_by("pk").first()
        Instructor.rows.filter(pk=first.pk).update(user_id=user.pk, name=user.name)

"""The people one can sign in as on the demo's login page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from honglian.domains.enterprises.api import Enterprise, Instructor
from honglian.foundation.access.actions import grant
from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.accounts.actions import create_account
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.api import Department, PartyOrg
from honglian.foundation.zones.models import Chain, Zone
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from .plan import ZonePlan
from .upper import chain_secretaries

# Departments with a person on the login page; the others' accounts have passwords.
DESKS = ("econ", "hr", "fire", "planning")
# They held their roles in all the time that the demonstration tells of.
IN_OFFICE = timedelta(days=1200)


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
    who = iter(plan.cast)
    upper = PartyOrg.rows.get(zone=zone, code=f"DZZ-{plan.prefix}-002")
    unit = PartyOrg.rows.filter(zone=zone, type="branch").order_by("pk").first()
    first = Enterprise.rows.filter(zone=zone, party_org=unit).first()
    found = [
        Part(f"{prefix}-leader", next(who), (("leader", zone_wide, None),)),
        Part(f"{prefix}-org", next(who), (("org_admin", zone_wide, None),)),
        Part(f"{prefix}-desk", next(who), (("dispatcher", zone_wide, None),)),
        Part(f"{prefix}-staff", next(who), (("committee_staff", ScopeKind.ORG, upper.pk),)),
    ]
    chains = list(Chain.objects.filter(zone=zone))
    for chain, name in zip(chains, chain_secretaries(plan), strict=False):
        found.append(
            Part(f"{prefix}-grid-{chain.code}", name, (("grid_leader", ScopeKind.CHAIN, chain.pk),))
        )
    who = iter(plan.cast[7:])
    return [
        *found,
        Part(
            f"{prefix}-worker",
            next(who),
            (
                ("grid_worker", ScopeKind.ORG, unit.pk),
                ("enterprise_user", ScopeKind.ENTERPRISE, first.pk),
            ),
        ),
        Part(f"{prefix}-guide", next(who), (("instructor", ScopeKind.PLEDGE, None),)),
        *_departments(prefix, zone, [next(who) for _ in DESKS]),
        Part(f"{prefix}-firm", next(who), (("enterprise_user", ScopeKind.ENTERPRISE, first.pk),)),
        Part(f"{prefix}-stat", next(who), (("stat_user", zone_wide, None),)),
        Part(f"{prefix}-sys", next(who), (("sysadmin", ScopeKind.NONE, None),)),
        Part(f"{prefix}-sec", next(who), (("secadmin", ScopeKind.NONE, None),)),
        Part(f"{prefix}-audit", next(who), (("auditor", ScopeKind.NONE, None),)),
    ]


def _departments(prefix: str, zone: Zone, names: list[str]) -> list[Part]:
    rows = {d.code: d for d in Department.rows.filter(zone=zone, code__in=DESKS)}
    return [
        Part(f"{prefix}-{code}", name, (("dept_worker", ScopeKind.DEPARTMENT, rows[code].pk),))
        for code, name in zip(DESKS, names, strict=True)
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
                valid_from=clock.today() - IN_OFFICE,
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

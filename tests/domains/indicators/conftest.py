"""A zone with enterprises on two chains, whistles, members and pledges, as of one Wednesday."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from honglian.domains.cases.models import Case
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.domains.indicators import actions
from honglian.domains.indicators.tasks import bring_in_step
from honglian.domains.members.models import PartyMember
from honglian.foundation.access.api import actor_for
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.places import make_grant, make_user, make_zone

TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.CHINA)


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path):
    settings.HONGLIAN_ANALYTICS_DIR = tmp_path / "analytics"
    with clock.at(TODAY):
        yield


@dataclass
class Place:
    """The zone and its rows; ``step`` lets the figures see what was written."""

    zone: object
    firms: list
    cases: list
    orgs: list
    members: list
    pledges: list

    @property
    def system(self) -> Actor:
        return Actor.system(self.zone.pk)

    def step(self) -> None:
        bring_in_step(self.zone.pk)

    def actor(self, role: str, kind: str = "zone", scope_id: int | None = None) -> Actor:
        user = make_user(self.zone, f"{role}-{kind}-{scope_id}")
        return actor_for(make_grant(self.zone, user, role, kind, scope_id), name=user.name)


def _firm(zone, n: int, chain) -> Enterprise:
    return Enterprise.rows.create(
        zone=zone, uscc=f"91421200MA48INDI{n:02d}", name=f"第{n}厂", chain=chain, is_in_park=True,
        is_key=n % 2 == 0, status="stopped" if n == 7 else "operating", four_above="industry",
        founded_on=date(2015, 1, n + 1), tax=n * 10, revenue=n * 100,
        listed_above_on=[date(2024, 6, 1), date(2025, 3, 1), date(2025, 12, 31), None][n % 4],
    )  # fmt: skip


def _case(zone, n: int, firm) -> Case:
    created = TODAY - timedelta(days=37 * n, hours=n)
    done = n % 3 != 0
    return Case.rows.create(
        zone=zone, number=f"SQ2026000{n:03d}", enterprise=firm, enterprise_name=firm.name,
        chain=firm.chain, channel="hotline", level="L3", title=f"第{n}件", text="…",
        category="labor" if n % 2 else "finance", created_at=created,
        state="closed" if done else "created",
        outcome=["solved", "explained", "suspended"][n % 3] if done else "",
        satisfaction="satisfied" if n % 4 == 1 else "", was_solved=True if n % 4 == 1 else None,
        was_contacted=n % 5 != 0 if done else None,
        replied_at=created + timedelta(days=n % 6, hours=5) if done else None,
        closed_at=created + timedelta(days=9) if done else None,
    )  # fmt: skip


def _member(zone, org, n: int) -> PartyMember:
    return PartyMember.rows.create(
        zone=zone, branch=org, name=f"党员{n}", gender="1", ethnicity="01",
        birth_date=date(1980, 1, 1), id_no=f"42120219800101{n:04d}", id_no_index=f"m{n}",
        category="formal", joined_on=date(2010, 7, 1), full_on=date(2011, 7, 1),
        standing="transferred" if n == 5 else "normal",
    )  # fmt: skip


@pytest.fixture
def place(db) -> Place:
    zone = make_zone()
    fb, im, _ = zone.chains.all()
    firms = [_firm(zone, n, [fb, im, None][n % 3]) for n in range(1, 10)]
    cases = [_case(zone, n, firms[n % 9]) for n in range(1, 25)]
    orgs = [
        PartyOrg.rows.create(
            zone=zone, code=f"O{n}", name=f"第{n}党支部", type="branch", chain=[fb, im][n % 2],
            unit_name=f"第{n}厂" if n < 4 else "", founded_on=date(2020, 1, 1),
        )
        for n in range(1, 6)
    ]  # fmt: skip
    rebuild_closure(zone.pk)
    members = [_member(zone, orgs[n % 5], n) for n in range(1, 13)]
    guides = [Instructor.rows.create(zone=zone, code=f"Z{n}", name=f"指导员{n}") for n in range(3)]
    pledges = [
        ContactPledge.rows.create(
            zone=zone, enterprise=firm, instructor=guides[n % 3], starts_on=date(2026, 2, 1),
            ends_on=date(2026, 6, 1) if n == 2 else None,
        )
        for n, firm in enumerate(f for f in firms if f.is_key)
    ]  # fmt: skip
    actions.load_references(by=Actor.system(zone.pk))
    found = Place(zone, firms, cases, orgs, members, pledges)
    found.step()
    return found

"""The cast of a whistle: an enterprise on a chain, the dispatcher, three departments, a leader."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from honglian.algo.hanzi import search_tokens
from honglian.domains.cases import actions
from honglian.domains.cases.models import Case, Order
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.access.api import actor_for
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones.api import Chain, Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.places import make_grant, make_user, make_zone

# A Tuesday morning with a whole working week around it.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=clock.CHINA)


@dataclass
class Cast:
    """People and places of one zone."""

    zone: Zone
    enterprise: Enterprise
    dispatcher: Actor
    leader: Actor
    boss: Actor
    departments: dict[str, Actor]

    def works_in(self, code: str) -> Actor:
        if code not in self.departments:
            self.departments[code] = person(
                self.zone,
                "dept_worker",
                "department",
                department(self.zone, code).pk,
                f"{code}承办",
            )
        return self.departments[code]

    def report(self, text: str = "缺电工十名，下月投产", **more) -> Case:
        more = {"category": "tax", "by": self.boss} | more
        return actions.report(text=text, **more).case

    def dispatched(self, lead: str = "tax", co: tuple[str, ...] = (), **more) -> Case:
        case = self.report(**more)
        return actions.dispatch(number=case.number, lead=lead, co=co, by=self.dispatcher)

    def replied(self, **more) -> Case:
        case = self.dispatched(**more)
        actions.reply(number=case.number, text="已退税到账。", by=self.works_in("tax"))
        return again(case)


def again(row):
    """The row as it is stored now."""
    return type(row).rows.get(pk=row.pk)


def order_of(case: Case, code: str) -> Order:
    return Order.rows.filter(case=case, department__code=code).latest("id")


def department(zone: Zone, code: str) -> Department:
    found = Department.rows.filter(zone=zone, code=code).first()
    if found is None:
        config = next(d for d in zone.settings.departments if d.code == code)
        found = Department.rows.create(
            zone=zone, code=code, name=config.name, short_name=config.short_name
        )
    return found


def person(zone: Zone, role: str, kind: str, scope_id: int | None, name: str) -> Actor:
    user = make_user(zone, f"{role}-{scope_id or 0}-{zone.code}-{name}", name=name)
    return actor_for(make_grant(zone, user, role, kind, scope_id), name=name)


def make_cast(code: str = "xianning") -> Cast:
    zone = make_zone(code)
    for config in zone.settings.departments:
        department(zone, config.code)
    chain = Chain.objects.filter(zone=zone).first() or Chain.objects.create(
        zone=zone, code="fb", name="食品饮料", short_name="食品饮料"
    )
    name = "咸宁清泉食品有限公司"
    enterprise = Enterprise.rows.create(
        zone=zone, uscc="91421200MA48TEST01", name=name, chain=chain, search=search_tokens(name)
    )
    return Cast(
        zone=zone,
        enterprise=enterprise,
        dispatcher=person(zone, "dispatcher", "zone", None, "王敏"),
        leader=person(zone, "leader", "zone", None, "李书记"),
        boss=person(zone, "enterprise_user", "enterprise", enterprise.pk, "赵经理"),
        departments={},
    )


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def at() -> Callable[..., object]:
    """``with at(hours=3):`` runs as of that long after the morning."""

    def moment(**after: float):
        return clock.at(MORNING + timedelta(**after))

    return moment

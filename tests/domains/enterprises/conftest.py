"""A zone with two chains, an enterprise on each, and two instructors."""

from datetime import date

import pytest

from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.foundation.access.api import actor_for
from honglian.foundation.zones.api import Zone
from tests.foundation.places import make_actor, make_grant, make_user, make_zone


@pytest.fixture
def zone(db) -> Zone:
    return make_zone()


def firm(zone: Zone, number: int, chain: str) -> Enterprise:
    return Enterprise.rows.create(
        zone=zone,
        uscc=f"91421200MA48FIRM{number:02d}",
        name=f"第{number}新材料厂",
        chain=zone.chains.get(code=chain),
        contact_name="赵经理",
        contact_mobile="13907240001",
    )


@pytest.fixture
def enterprise(zone) -> Enterprise:
    return firm(zone, 1, "nm")


@pytest.fixture
def elsewhere(zone) -> Enterprise:
    """On another chain, guided by nobody."""
    return firm(zone, 2, "fb")


@pytest.fixture
def instructor(zone) -> Instructor:
    user = make_user(zone, "guide", name="顾念远")
    return Instructor.rows.create(zone=zone, code="Z1", name="顾念远", user=user)


@pytest.fixture
def other(zone) -> Instructor:
    return Instructor.rows.create(zone=zone, code="Z2", name="林深")


@pytest.fixture
def guide(zone, instructor, enterprise):
    """The instructor as an actor, bound to the first enterprise."""
    ContactPledge.rows.create(
        zone=zone, enterprise=enterprise, instructor=instructor, starts_on=date(2026, 1, 5)
    )
    return actor_for(make_grant(zone, instructor.user, "instructor", "pledge"), name="顾念远")


@pytest.fixture
def admin(zone):
    return make_actor(zone, "org_admin")

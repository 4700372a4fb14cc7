"""A zone with park enterprises of every sort of coverage, as of one Wednesday."""

from datetime import date, datetime

import pytest

from honglian.domains.coverage import periods
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from tests.foundation.places import make_actor, make_zone

TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.CHINA)
STEP = 0.009  # degrees of latitude; about one kilometre


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def admin(zone):
    return make_actor(zone, "org_admin")


def firm(zone, number: int, **fields) -> Enterprise:
    chain = fields.pop("chain", "nm")
    fields = {"is_in_park": True, "park": "永安园区", "size": "small"} | fields
    return Enterprise.rows.create(
        zone=zone,
        uscc=f"91421200MA48FIRM{number:02d}",
        name=f"第{number}新材料厂",
        chain=zone.chains.get(code=chain) if chain else None,
        **fields,
    )


def small_firms(zone, count: int, start: int = 20, **fields) -> list[Enterprise]:
    """Enterprises with one full member each, a few hundred metres apart, covered by nothing."""
    place = {"longitude": 114.3}
    return [
        firm(
            zone, n, formal_members=1, coverage="liaison",
            latitude=29.87 + (n - start) * STEP / 4, **(place | fields),
        )
        for n in range(start, start + count)
    ]  # fmt: skip


def branch(zone, code: str, uscc: str = "", kind: str = "branch", **fields) -> PartyOrg:
    fields = {
        "name": f"{code}党支部",
        "formation": "single",
        "founded_on": date(2019, 7, 1),
    } | fields
    return PartyOrg.rows.create(zone=zone, code=code, type=kind, unit_uscc=uscc, **fields)


@pytest.fixture
def mixed(zone) -> dict[str, Enterprise]:
    """Nine park enterprises: eight counted, one stopped."""
    instructor = Instructor.rows.create(zone=zone, code="Z1", name="顾念远")
    found = {
        "own": firm(zone, 1),
        "joint": firm(zone, 2, coverage="joint"),
        "attached": firm(zone, 3, coverage="attached", chain="fb"),
        "instructor": firm(zone, 4, coverage="instructor"),
        "liaison": firm(zone, 5, coverage="liaison", chain="im", formal_members=4),
        "blank": firm(zone, 6, coverage="none", park="", size=""),
        "guided": firm(zone, 7, coverage="none", chain=None),
        "gone": firm(zone, 8, coverage="single"),
        "stopped": firm(zone, 9, status="stopped", coverage="none"),
        "outside": firm(zone, 10, is_in_park=False, coverage="single"),
    }
    branch(zone, "D1", found["own"].uscc)
    found["gone"].party_org = branch(zone, "D9", status="dissolved")
    found["gone"].save()
    ContactPledge.rows.create(
        zone=zone, enterprise=found["guided"], instructor=instructor, starts_on=date(2026, 6, 1)
    )
    periods.keep_zone(zone.pk)
    return found

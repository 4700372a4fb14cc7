"""A small zone in which every figure of the cockpit has something to count."""

from datetime import date, timedelta

import pytest
from django.test import Client

from honglian.domains.cases import actions as cases
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.domains.members.models import PartyMember
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.fields import blind_index
from tests.foundation.places import make_actor, make_grant, make_user, make_zone


def org(zone: Zone, code: str, **fields) -> PartyOrg:
    fields = {"name": f"第{code}党支部", "type": "branch", "unit_name": f"第{code}厂"} | fields
    return PartyOrg.rows.create(zone=zone, code=code, **fields)


def member(branch: PartyOrg, number: int, **fields) -> PartyMember:
    id_no = f"4299991990010100{number:02d}"
    fields = {"standing": "normal", "name": f"党员{number}"} | fields
    return PartyMember.rows.create(
        zone=branch.zone,
        branch=branch,
        gender="1",
        ethnicity="01",
        birth_date=date(1990, 1, 1),
        id_no=id_no,
        id_no_index=blind_index(id_no),
        category="formal",
        joined_on=date(2015, 7, 1),
        full_on=date(2016, 7, 1),
        **fields,
    )


def firm(zone: Zone, number: int, **fields) -> Enterprise:
    fields = {"is_in_park": True, "chain": zone.chains.first()} | fields
    return Enterprise.rows.create(
        zone=zone, uscc=f"91421200MA48TEST{number:02d}", name=f"第{number}食品厂", **fields
    )


@pytest.fixture
def zone(db) -> Zone:
    """Two organisations in units, one functional; five enterprises; five cases in all states."""
    zone = make_zone()
    chain = zone.chains.first()
    top = org(zone, "A", type="working_committee", unit_name="")
    org(
        zone,
        "B",
        type="functional_branch",
        unit_name="",
        is_functional=True,
        parent=top,
        chain=chain,
    )
    near = org(zone, "C", parent=top, chain=chain, term_ends_on=clock.today() + timedelta(days=30))
    org(zone, "D", parent=top, unit_name="", status="dissolved")
    rebuild_closure(zone.pk)
    member(near, 1)
    member(near, 2)
    member(near, 3, standing="transferred")
    _enterprises(zone, near)
    _cases(zone)
    return zone


def _enterprises(zone: Zone, branch: PartyOrg) -> None:
    first = firm(zone, 1, is_key=True, coverage="single", party_org=branch)
    firm(zone, 2, is_key=True, coverage="none")
    firm(zone, 3, coverage="liaison")
    firm(zone, 4, status="closed")
    firm(zone, 5, is_in_park=False, coverage="joint")
    guide = Instructor.rows.create(zone=zone, code="Z1", name="顾念远")
    ContactPledge.rows.create(
        zone=zone, enterprise=first, instructor=guide, starts_on=date(2026, 1, 5)
    )


def _cases(zone: Zone) -> None:
    by = Actor.system(zone.pk)
    firms = list(Enterprise.rows.filter(zone=zone, is_in_park=True).order_by("pk"))
    numbers = [
        cases.report(
            text=f"第{i}件事请帮忙", enterprise_id=firms[i % 3].pk, category="tax", by=by
        ).case.number
        for i in range(5)
    ]
    cases.accept(number=numbers[1], by=by)
    for number in numbers[2:]:
        cases.dispatch(number=number, by=by)
        for order in _orders(number):
            if number != numbers[2]:
                cases.reply(
                    number=number, text="办好了。", order_id=order.pk, outcome="solved", by=by
                )
    cases.call_back(
        number=numbers[4],
        reached=True,
        contacted=True,
        solved=True,
        satisfaction="basically",
        by=by,
    )
    cases.close(number=numbers[4], by=by)


def _orders(number: str):
    from honglian.domains.cases.models import Order

    return list(Order.rows.filter(case__number=number))


@pytest.fixture
def leader(zone) -> Actor:
    return make_actor(zone, "leader")


@pytest.fixture
def browser(zone) -> Client:
    """Signed in as a leader of the zone."""
    user = make_user(zone, "boss", password_changed_at=clock.now())
    make_grant(zone, user, "leader")
    client = Client()
    assert (
        client.post("/login/", {"username": "boss", "password": "Worker-2026"}).status_code == 302
    )
    return client

"""Who sees which whistle: every scope, both forms of the query, both directions."""

import pytest

from honglian.domains.cases import actions
from honglian.domains.cases.models import Case, Order
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.foundation.zones.api import Chain
from tests.domains.cases.conftest import person


@pytest.fixture
def world(cast):
    """Our enterprise's case and another's, seen by everybody there is."""
    zone = cast.zone
    org = PartyOrg.rows.create(zone=zone, code="P1", name="清泉党支部", type="branch")
    rebuild_closure(zone.pk)
    Enterprise.rows.filter(pk=cast.enterprise.pk).update(party_org=org)
    other_chain = Chain.objects.filter(zone=zone).exclude(pk=cast.enterprise.chain_id).first()
    other = Enterprise.rows.create(zone=zone, uscc="OTHER", name="别家公司", chain=other_chain)
    guide = person(zone, "instructor", "pledge", None, "陈指导")
    ContactPledge.rows.create(
        zone=zone,
        enterprise=cast.enterprise,
        instructor=Instructor.rows.create(zone=zone, code="I1", name="陈", user_id=guide.user_id),
        starts_on="2026-01-01",
    )
    ours = cast.dispatched(lead="tax")
    theirs = cast.report(by=cast.dispatcher, enterprise_id=other.pk)
    actions.dispatch(number=theirs.number, lead="fire", co=["econ"], by=cast.dispatcher)
    seen = {
        "dispatcher": (cast.dispatcher, "both"),
        "leader": (cast.leader, "both"),
        "boss": (cast.boss, "ours"),
        "tax": (cast.works_in("tax"), "ours"),
        "fire": (cast.works_in("fire"), "theirs"),
        "econ": (cast.works_in("econ"), "theirs"),
        "hr": (cast.works_in("hr"), "none"),
        "guide": (guide, "ours"),
        "grid": (
            person(zone, "grid_leader", "chain", cast.enterprise.chain_id, "网格长"),
            "ours",
        ),
        "staff": (person(zone, "committee_staff", "org", org.pk, "专干"), "ours"),
        "statistician": (person(zone, "stat_user", "zone", None, "统计"), "none"),
        "auditor": (person(zone, "auditor", "none", None, "审计"), "none"),
    }
    return ours, theirs, seen


def numbers(rows):
    return set(rows.values_list("number", flat=True))


def test_every_scope_sees_its_cases_and_no_other(world):
    ours, theirs, seen = world
    wanted = {
        "both": {ours.number, theirs.number},
        "ours": {ours.number},
        "theirs": {theirs.number},
        "none": set(),
    }
    for name, (actor, which) in seen.items():
        assert numbers(Case.objects.visible_to(actor)) == wanted[which], name
        assert numbers(Case.objects.listed_for(actor)) == wanted[which], name
        one_by_one = {c.number for c in (ours, theirs) if Case.objects.sees(actor, c)}
        assert one_by_one == wanted[which], name
        orders = Order.objects.visible_to(actor).values_list("case__number", flat=True)
        assert set(orders) == wanted[which], name


def test_a_department_also_sees_what_its_person_reported(cast, world):
    _, theirs, _ = world
    clerk = cast.works_in("fire")
    own = cast.report(by=clerk, category="land")
    wanted = {own.number, theirs.number}
    assert numbers(Case.objects.visible_to(clerk)) == wanted
    assert numbers(Case.objects.listed_for(clerk)) == wanted


def test_after_the_instructor_left_the_cases_are_gone(world):
    ours, _, seen = world
    guide, _ = seen["guide"]
    ContactPledge.rows.update(ends_on="2026-11-01")
    assert numbers(Case.objects.visible_to(guide)) == set()
    assert ours.number

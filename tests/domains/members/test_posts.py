"""Posts: several for one person, one secretary at a time, and the tree they hang on."""

from datetime import date

import pytest

from honglian.domains.members import actions, selectors
from honglian.domains.members.organising.tree import forest
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.api import Department, PartyOrg, Post, rebuild_closure
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor, make_zone


@pytest.fixture
def two(db):
    """A committee with one branch below it, in Xiangyang."""
    zone = make_zone("xiangyang")
    upper = PartyOrg.rows.create(zone=zone, code="U", name="园区综合党委", type="committee")
    lower = PartyOrg.rows.create(
        zone=zone, code="L", name="第一党支部", type="branch", parent=upper
    )
    rebuild_closure(zone.pk)
    return zone, upper, lower


def test_a_department_head_sits_on_the_committee_too(two):
    zone, upper, lower = two
    admin = make_actor(zone, "org_admin")
    department = Department.rows.get(zone=zone, code="econ")
    first = actions.appoint(
        org_id=upper.pk,
        kind="committee",
        person_name="董经纶",
        department_id=department.pk,
        by=admin,
    )
    second = actions.appoint(org_id=lower.pk, kind="secretary", person_name="董经纶", by=admin)
    assert (first.is_primary, second.is_primary) == (True, False)
    assert first.department == department


def test_a_new_secretary_ends_the_present_one(two):
    zone, upper, _ = two
    admin = make_actor(zone, "org_admin")
    old = actions.appoint(
        org_id=upper.pk, kind="secretary", person_name="甲", starts_on=date(2024, 1, 1), by=admin
    )
    actions.appoint(
        org_id=upper.pk, kind="secretary", person_name="乙", starts_on=date(2026, 1, 1), by=admin
    )
    old.refresh_from_db()
    assert old.ends_on == date(2026, 1, 1)
    posts = selectors.secretaries([upper])[upper.pk]
    assert [p.person_name for p in posts] == ["乙"]


def test_the_same_post_twice_and_dates_out_of_order_are_refused(two):
    zone, upper, _ = two
    admin = make_actor(zone, "org_admin")
    post = actions.appoint(org_id=upper.pk, kind="deputy", person_name="丙", by=admin)
    with pytest.raises(Refusal, match="已经担任"):
        actions.appoint(org_id=upper.pk, kind="deputy", person_name="丙", by=admin)
    with pytest.raises(Refusal, match="早于任职日期"):
        actions.end_post(post_id=post.pk, ends_on=date(2020, 1, 1), by=admin)
    actions.end_post(post_id=post.pk, by=admin)
    assert Post.objects.get(pk=post.pk).ends_on is not None
    verbs = AuditEntry.rows.filter(zone_id=zone.pk).values_list("verb", flat=True)
    assert {"orgs.appoint", "orgs.end_post"} <= set(verbs)


def test_a_leader_appoints_nobody(two):
    zone, upper, _ = two
    with pytest.raises(NotAllowed):
        actions.appoint(
            org_id=upper.pk, kind="deputy", person_name="丁", by=make_actor(zone, "leader")
        )


def test_the_tree_counts_from_below_and_stops_at_the_scope(two):
    zone, upper, lower = two
    whole = forest(make_actor(zone, "org_admin"), clock.today()).roots
    assert [(n.org.pk, [c.org.pk for c in n.children]) for n in whole] == [(upper.pk, [lower.pk])]
    part = forest(make_actor(zone, "committee_staff", "org", lower.pk), clock.today()).roots
    assert [n.org.pk for n in part] == [lower.pk]

"""Statements composed once write and read what the framework's own would."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.accounts.models import User
from honglian.foundation.workflow.models import Sequence
from honglian.foundation.zones.models import Zone
from honglian.kit import rows
from honglian.kit.prepared import PreparedQuery
from tests.foundation.places import make_zone

pytestmark = pytest.mark.django_db

ZONE = PreparedQuery(lambda pk: Zone.objects.filter(pk=pk), pk=int)
NAMES = PreparedQuery(
    lambda zone, since: (
        Enterprise.rows.filter(zone_id=zone, founded_on__gte=since)
        .order_by("name")
        .values_list("name", "capital")
    ),
    zone=int,
    since=date,
)
WITH_ZONE = PreparedQuery(
    lambda code: Enterprise.rows.filter(uscc=code).select_related("zone", "chain"), code=str
)


def firm(zone: Zone, number: int, **fields) -> Enterprise:
    return Enterprise(
        zone=zone,
        uscc=f"91420600MA0000000{number}",
        name=f"第{number}厂",
        contact_mobile="13900000000",
        **fields,
    )


def test_an_inserted_row_is_the_same_as_a_saved_one():
    zone = make_zone()
    ours, theirs = (
        firm(zone, 1, capital="12.5", is_key=True),
        firm(zone, 2, capital="12.5", is_key=True),
    )
    rows.insert(ours)
    theirs.save()
    ours, theirs = Enterprise.rows.get(pk=ours.pk), Enterprise.rows.get(pk=theirs.pk)
    differing = {
        f.name
        for f in Enterprise._meta.concrete_fields
        if getattr(ours, f.attname) != getattr(theirs, f.attname)
    }
    assert differing == {"id", "uscc", "name", "created_at", "updated_at"}


def test_several_rows_get_their_own_keys():
    zone = make_zone()
    made = [firm(zone, number) for number in range(5)]
    rows.insert(*made)
    assert [Enterprise.rows.get(pk=one.pk).name for one in made] == [one.name for one in made]
    assert not made[0]._state.adding


def test_nothing_to_insert_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.insert()


def test_a_doubled_row_is_still_refused():
    zone = make_zone()
    rows.insert(firm(zone, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(firm(zone, 1))


def test_an_update_sets_the_named_columns_only():
    zone = make_zone()
    one, other = firm(zone, 1), firm(zone, 2)
    rows.insert(one, other)
    values = {"name": "新名", "chain_id": zone.chains.first().pk, "founded_on": date(2020, 5, 1)}
    assert rows.update(Enterprise, one.pk, values) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.name, one.founded_on, one.chain) == ("新名", date(2020, 5, 1), zone.chains.first())
    assert one.contact_mobile == "13900000000"
    assert other.name == "第2厂"


def test_an_update_of_a_missing_row_hits_nothing():
    assert rows.update(User, 999, {"name": "无"}) == 0


def test_unknown_columns_are_a_mistake():
    with pytest.raises(KeyError):
        rows.update(Sequence, 1, {"no_such_column": 1})


def test_a_prepared_read_gives_the_row_of_its_value():
    one, two = make_zone("xianning"), make_zone("xiangyang")
    assert [ZONE.first(pk=zone.pk) for zone in (one, two, one)] == [one, two, one]
    assert ZONE.first(pk=0) is None
    assert ZONE.first(pk=one.pk).config == one.config


def test_prepared_tuples_are_converted_like_the_querysets():
    zone = make_zone()
    rows.insert(
        firm(zone, 1, founded_on=date(2019, 1, 1), capital="1.25"),
        firm(zone, 2, founded_on=date(2021, 1, 1), capital=None),
        firm(zone, 3, founded_on=date(2022, 1, 1), capital="3"),
    )
    for since in (date(2018, 1, 1), date(2021, 1, 1), date(2023, 1, 1)):
        expected = Enterprise.rows.filter(zone=zone, founded_on__gte=since).order_by("name")
        wanted = list(expected.values_list("name", "capital"))
        assert NAMES.list(zone=zone.pk, since=since) == wanted


def test_related_rows_come_along(django_assert_num_queries):
    zone = make_zone()
    rows.insert(firm(zone, 1))
    with django_assert_num_queries(1):
        found = WITH_ZONE.first(code="91420600MA00000001")
        assert found.zone.code == "xianning"
        assert found.chain is None
        assert found.contact_mobile == "13900000000"


def test_a_value_that_is_not_in_the_statement_is_a_mistake():
    lost = PreparedQuery(lambda pk, name: Zone.objects.filter(pk=pk), pk=int, name=str)
    with pytest.raises(TypeError, match="name"):
        lost.first(pk=1, name="x")

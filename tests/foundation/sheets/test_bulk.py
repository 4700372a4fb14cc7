"""Whatever stands in a value comes back as it was, on both databases."""

import string
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.orgs.models import Department
from honglian.foundation.sheets import bulk, copying
from honglian.foundation.zones.api import Zone

TEXTS = st.text(st.sampled_from("\\\t\n\r'\"NN.=襄" + string.ascii_letters), max_size=12)


def put(zone: Zone, names: list[str]) -> list[int]:
    now = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    return bulk.insert(
        Enterprise,
        {
            "zone_id": bulk.Same(zone.pk),
            "uscc": [f"C{n:017d}" for n in range(len(names))],
            "name": names,
            "former_name": iter(names),
            "founded_on": [date(2020, 2, 29) if n % 2 else None for n in range(len(names))],
            "capital": [Decimal("1234567.8901") if n % 3 else None for n in range(len(names))],
            "contact_mobile": ["13812345678" if n % 2 else "" for n in range(len(names))],
            "is_key": bulk.Same(True),
            "created_at": bulk.Same(now),
            "updated_at": bulk.Same(now),
        },
        len(names),
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(TEXTS, max_size=20))
def test_values_come_back(zone, names):
    Enterprise.rows.all().delete()
    keys = put(zone, names)
    found = list(Enterprise.rows.order_by("pk"))
    assert [row.pk for row in found] == keys
    assert [row.name for row in found] == [row.former_name for row in found] == names
    for n, row in enumerate(found):
        assert row.founded_on == (date(2020, 2, 29) if n % 2 else None)
        assert row.capital == (Decimal("1234567.8901") if n % 3 else None)
        assert row.contact_mobile == ("13812345678" if n % 2 else "")
        assert row.is_key
        assert not row.is_in_park
        assert row.created_at == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def test_lists_come_back(zone):
    aliases = [["甲\\\t", 'q"'], []]
    columns = {"zone_id": bulk.Same(zone.pk), "code": ["a1", "a2"], "name": ["甲", "乙"]}
    keys = bulk.insert(Department, {**columns, "aliases": aliases}, 2)
    assert [Department.rows.get(pk=key).aliases for key in keys] == aliases


def test_more_rows_than_a_block(zone, monkeypatch):
    monkeypatch.setattr(copying, "BLOCK", 7)
    names = [f"第{n}厂" for n in range(20)]
    put(zone, names)
    assert list(Enterprise.rows.order_by("pk").values_list("name", flat=True)) == names


def test_keys_are_never_given_twice(zone):
    first = put(zone, ["甲"])
    Enterprise.rows.all().delete()
    again = put(zone, ["乙"])
    assert again[0] > first[0]
    assert Enterprise.rows.create(zone=zone, uscc="X", name="丙").pk > again[0]


@pytest.mark.parametrize("value", [None, True, 7, "a\\b", Decimal("1.50"), date(2026, 1, 2)])
def test_the_text_of_a_value_holds_no_separator(value):
    assert not set("\t\n\r") & set(copying.text_of(value))

"""Words find rows, on both databases alike, however rows come, change and go."""

import pytest
from django.db import connection

from honglian.algo.hanzi import search_tokens
from honglian.domains.enterprises.models import Enterprise
from honglian.kit import search as module
from honglian.kit.search import restore_triggers, search
from tests.foundation.places import make_zone

NAMES = {"A": "咸宁清泉食品有限公司", "B": "咸宁清源电子有限公司", "C": "襄阳华明机电有限公司"}


@pytest.fixture
def rows(db):
    zone = make_zone()
    Enterprise.rows.bulk_create(
        Enterprise(zone=zone, uscc=key, name=name, search=search_tokens(name))
        for key, name in NAMES.items()
    )
    return Enterprise.rows.all()


def found(rows, typed):
    return "".join(sorted(search(rows, typed).values_list("uscc", flat=True)))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("清泉", "A"),
        ("咸宁", "AB"),
        ("清", "AB"),
        ("咸宁 电子", "B"),
        ("huaming", "C"),
        ("qingyuan", "B"),
        ("xnqq", "A"),
        ("龘", ""),
        ("%%", ""),
        ("清泉电子", ""),
        ("", "ABC"),
        ("  ", "ABC"),
        ("'; DROP TABLE --", ""),
        ('" OR 1=1', ""),
        ("公司&|!()<->:*", "ABC"),
    ],
)
@pytest.mark.parametrize("most", [10_000, 0], ids=["rare", "common"])
def test_what_is_typed_finds_its_rows(rows, typed, keys, most, monkeypatch):
    monkeypatch.setattr(module, "MOST_IDS", most)
    assert found(rows, typed) == keys


def test_a_search_joins_other_conditions_and_orders(rows):
    hits = search(rows.filter(uscc__in=["A", "C"]), "有限公司").order_by("-uscc")
    assert [e.uscc for e in hits] == ["C", "A"]
    assert search(rows, "咸宁").count() == 2
    assert search(Enterprise.rows.filter(pk__in=search(rows, "清泉").values("pk")), "食品").exists()


def test_changes_and_deletions_are_followed(rows):
    Enterprise.rows.filter(uscc="A").update(name="x", search=search_tokens("赤壁砖茶厂"))
    assert (found(rows, "清泉"), found(rows, "砖茶")) == ("", "A")
    Enterprise.rows.filter(uscc="A").update(name="y")
    assert found(rows, "砖茶") == "A"
    Enterprise.rows.filter(uscc="A").delete()
    assert found(rows, "砖茶") == ""


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite keeps the index by triggers"
)
def test_triggers_that_a_rebuilt_table_lost_are_put_back(rows):
    with connection.cursor() as cursor:
        for name in ("insert", "delete", "update"):
            cursor.execute(f"DROP TRIGGER enterprises_enterprise_fts_{name}")
    Enterprise.rows.filter(uscc="A").update(search=search_tokens("赤壁砖茶厂"))
    assert found(rows, "砖茶") == ""
    assert restore_triggers() == ["enterprises_enterprise"]
    assert found(rows, "砖茶") == "A"
    assert restore_triggers() == []

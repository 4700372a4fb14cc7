"""Rows that come in by the thousand are found like rows that come in one by one."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from honglian.algo.hanzi import search_tokens
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.sheets import bulk
from honglian.kit import clock
from honglian.kit.search import loading, search
from tests.foundation.places import make_zone

pytestmark = pytest.mark.django_db


def columns(zone, names: list[str]) -> dict:
    return {
        "zone_id": bulk.Same(zone.pk),
        "uscc": [f"9142060000000{i:05d}" for i in range(len(names))],
        "name": names,
        "search": [search_tokens(name) for name in names],
        "created_at": bulk.Same(clock.now()),
        "updated_at": bulk.Same(clock.now()),
    }


def names_found(typed: str) -> list[str]:
    return sorted(search(Enterprise.rows.all(), typed).values_list("name", flat=True))


def insert(zone, names: list[str]) -> None:
    with transaction.atomic():
        bulk.insert(Enterprise, columns(zone, names), len(names))


def many(word: str) -> list[str]:
    return [f"{word}第{number}号厂" for number in range(bulk.MANY)]


def test_many_rows_are_found_by_name_and_by_initials():
    insert(make_zone(), [*many("鄂南砖瓦"), "回天新材料"])
    assert names_found("天新") == ["回天新材料"]
    assert names_found("htxcl") == ["回天新材料"]
    assert len(names_found("砖瓦")) == bulk.MANY


def test_rows_that_were_there_before_are_not_indexed_twice():
    zone = make_zone()
    Enterprise.rows.create(
        zone=zone, uscc="91420600MA00000001", name="回天新材料", search=search_tokens("回天新材料")
    )
    insert(zone, many("鄂南砖瓦"))
    Enterprise.rows.filter(name="回天新材料").delete()
    assert names_found("天新") == []


def test_single_rows_are_still_indexed_afterwards():
    zone = make_zone()
    insert(zone, many("鄂南砖瓦"))
    Enterprise.rows.create(
        zone=zone, uscc="91420600MA00000001", name="回天新材料", search=search_tokens("回天新材料")
    )
    assert names_found("天新") == ["回天新材料"]


def test_a_failure_leaves_neither_rows_nor_a_lame_index():
    zone = make_zone()

    def fail():
        with transaction.atomic(), loading(Enterprise):
            bulk.insert(Enterprise, columns(zone, ["回天新材料"]), 1)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert names_found("天新") == []
    Enterprise.rows.create(
        zone=zone, uscc="91420600MA00000002", name="回天新材料", search=search_tokens("回天新材料")
    )
    assert names_found("天新") == ["回天新材料"]


def test_nothing_is_left_for_later():
    """FTS5 holds what the table holds; no token waits in the pending list of a GIN index."""
    zone = make_zone()
    with transaction.atomic(), loading(Enterprise):
        bulk.insert(Enterprise, columns(zone, many("鄂南砖瓦")), bulk.MANY)
    table = Enterprise._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{table}_search_gin"])
            assert cursor.fetchone() == (0,)
        else:
            check = f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('integrity-check', 1)"
            cursor.execute(check)  # raises where index and table differ

"""The chain: cheap to write, gapless, and every tampering is found and named."""

import threading

import pytest
from django.db import connection, connections, transaction

from honglian.foundation.audit.api import check_chain, record
from honglian.foundation.audit.chain import seal
from honglian.foundation.audit.models import AuditEntry, AuditHead
from honglian.kit.actor import Actor

ZONE = 7


def write(count: int, zone: int = ZONE, **fields) -> None:
    by = Actor.system(zone)
    for n in range(count):
        record(
            by=by, verb="test.write", target_kind="test", target_id=n, note=f"第 {n} 次", **fields
        )


def reasons(zone: int | None = ZONE) -> list[tuple[int, str]]:
    return [(b.seq, b.reason) for b in check_chain(zone)]


def tamper(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount == 1


@pytest.mark.django_db
def test_an_untouched_chain_holds():
    write(20)
    write(5, zone=8)
    assert check_chain() == []
    seqs = AuditEntry.rows.filter(zone_id=ZONE).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, 21))


@pytest.mark.django_db
def test_an_entry_costs_two_queries(django_assert_num_queries):
    write(1)
    with django_assert_num_queries(2):
        write(1, changes={"状态": ["待受理", "已受理"]})


@pytest.mark.django_db
def test_an_edited_row_is_found_and_named():
    write(10)
    tamper("UPDATE audit_auditentry SET note = 'x' WHERE zone_id = %s AND seq = 4", ZONE)
    assert reasons() == [(4, "内容与封签不符，被改动了")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("verb", "test.other"),
        ("target_label", "别的"),
        ("changes", '{"a": [1, 2]}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("role", "leader"),
        ("channel", "api"),
        ("actor_id", 99),
        ("ip", "10.9.9.9"),
        ("request_id", "r"),
    ],
)
def test_every_column_is_sealed(column, value):
    write(3)
    tamper(f"UPDATE audit_auditentry SET {column} = %s WHERE zone_id = %s AND seq = 2", value, ZONE)
    assert [seq for seq, _ in reasons()] == [2]


@pytest.mark.django_db
def test_a_removed_row_is_found_and_named():
    write(10)
    tamper("DELETE FROM audit_auditentry WHERE zone_id = %s AND seq = 4", ZONE)
    assert reasons() == [(4, "第 4 条缺失，被删除了")]


@pytest.mark.django_db
def test_a_removed_newest_row_is_found():
    write(10)
    tamper("DELETE FROM audit_auditentry WHERE zone_id = %s AND seq = 10", ZONE)
    assert reasons() == [(10, "末尾应到第 10 条，第 10 条起缺失，被删除了")]


@pytest.mark.django_db
def test_a_chain_removed_as_a_whole_is_found():
    write(1)
    tamper("DELETE FROM audit_auditentry WHERE zone_id = %s", ZONE)
    assert [seq for seq, _ in reasons()] == [1]
    assert [seq for seq, _ in reasons(None)] == [1]


@pytest.mark.django_db
def test_a_row_replaced_with_another_valid_one_is_found():
    """Somebody who even knows the secret seals a false row: the next one gives it away."""
    write(10)
    row = AuditEntry.rows.get(zone_id=ZONE, seq=4)
    row.note = "假的"
    tamper(
        "UPDATE audit_auditentry SET note = %s, hash = %s WHERE id = %s",
        row.note,
        seal(row),
        row.pk,
    )
    assert reasons() == [(5, "与上一条接不上，上一条或本条被替换了")]


@pytest.mark.django_db
def test_a_row_cannot_be_sealed_without_the_secret(settings):
    write(3)
    row = AuditEntry.rows.get(zone_id=ZONE, seq=3)
    secret, settings.HONGLIAN_INDEX_SECRET = settings.HONGLIAN_INDEX_SECRET, "a guess"
    row.note = "假的"
    tamper("UPDATE audit_auditentry SET note=%s, hash=%s WHERE id=%s", row.note, seal(row), row.pk)
    settings.HONGLIAN_INDEX_SECRET = secret
    assert reasons() == [(3, "内容与封签不符，被改动了")]


@pytest.mark.django_db
def test_an_added_row_is_found():
    write(3)
    row = AuditEntry.rows.get(zone_id=ZONE, seq=3)
    row.pk, row.seq = None, 4
    row.prev_hash, row.hash = row.hash, ""
    AuditEntry.rows.bulk_create([row])
    assert [seq for seq, _ in reasons()] == [4, 4]


@pytest.mark.django_db
def test_entries_are_never_changed_or_deleted_by_the_product():
    write(1)
    entry = AuditEntry.rows.get(zone_id=ZONE)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.django_db
def test_a_refused_action_leaves_no_entry_and_no_gap():
    write(2)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1)
        raise RuntimeError
    write(1)
    assert check_chain(ZONE) == []
    assert AuditHead.objects.get(zone_id=ZONE).seq == 3


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_a_gapless_chain():
    """Four threads, fifty entries each, in one zone."""
    write(1)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            write(50)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    seqs = AuditEntry.rows.filter(zone_id=ZONE).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, 202))
    assert check_chain(ZONE) == []


@pytest.mark.django_db(transaction=True)
def test_the_first_entries_of_a_zone_may_come_at_once():
    barrier = threading.Barrier(4)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            barrier.wait()
            write(1, zone=9)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert check_chain(9) == []
    assert AuditHead.objects.get(zone_id=9).seq == 4

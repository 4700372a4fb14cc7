"""Sealing and checking the audit chain.

Each entry carries HMAC-SM3 over its fields and the hash before it. The key is derived from
the site's secret, so that somebody who can write the database but does not know the secret
can neither change an entry nor close the gap behind one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from honglian.kit import rows

from .models import AuditEntry, AuditHead

LOCK_SPACE = 7401  # advisory-lock namespace of the audit chain on PostgreSQL
CHUNK = 2000

SEALED = (
    "zone_id seq actor_id actor_name role channel verb target_kind target_id target_label "
    "note ip request_id prev_hash"
).split()
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@lru_cache(maxsize=4)
def _keyed(secret: str) -> hmac.HMAC:
    key = HKDF(hashes.SHA256(), length=32, salt=None, info=b"honglian/audit").derive(
        secret.encode()
    )
    return hmac.HMAC(key, hashes.SM3())


def seal(entry: AuditEntry) -> str:
    """64 hex digits over every recorded field."""
    body = {name: getattr(entry, name) for name in SEALED}
    body["at"] = int(entry.at.timestamp() * 1_000_000)
    body["changes"] = entry.changes
    mac = _keyed(settings.HONGLIAN_INDEX_SECRET).copy()
    mac.update(_encode(body).encode())
    return mac.finalize().hex()


LOCK = "SELECT pg_advisory_xact_lock(%s, %s)"
# The subquery reads the hash of the entry that had the last number before this statement. On
# PostgreSQL the lock is a statement of its own in the same message: it must have been waited for
# before the next one takes its snapshot, or that would miss what the other writer wrote.
LOCK = "SELECT pg_advisory_xact_lock(%s, %s);"
NEXT = """
UPDATE audit_audithead SET seq = seq + 1 WHERE zone_id = %s
RETURNING seq, (SELECT e.hash FROM audit_auditentry e
                WHERE e.zone_id = audit_audithead.zone_id AND e.seq = audit_audithead.seq - 1)
"""


def append(entry: AuditEntry) -> AuditEntry:
    """Give the entry its place in the zone's chain and store it: two trips to the database.

    Writers of one zone queue until the other's transaction ends: on an advisory lock
    (PostgreSQL) or on the write lock of the immediate transaction (SQLite).
    """
    # Without a savepoint this costs nothing inside an action and keeps a lone call whole.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        found = _next(cursor, entry.zone_id)
        if found is None:
            AuditHead.objects.create(zone_id=entry.zone_id, seq=1)
            found = (1, "")
        entry.seq, entry.prev_hash = found[0], found[1] or ""
        entry.changes = json.loads(json.dumps(entry.changes, cls=DjangoJSONEncoder))
        entry.hash = seal(entry)
        rows.insert_soon(entry)
    return entry


def _next(cursor: Any, zone_id: int) -> tuple[int, str | None] | None:
    """The next number of the zone and the hash before it; None for the zone's first entry."""
    if connection.vendor == "postgresql":
        cursor.execute(LOCK + NEXT, [LOCK_SPACE, zone_id, zone_id])
        cursor.nextset()
    else:
        cursor.execute(NEXT, [zone_id])
    return cursor.fetchone()


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold."""

    zone_id: int
    seq: int
    reason: str


def breaks(entries: Iterable[AuditEntry], heads: dict[int, int]) -> Iterator[Break]:
    """Walk entries ordered by (zone, seq) and name every edited, removed or inserted row.

    ``heads`` is the number of entries each zone should have.
    """
    zone, seq, previous, met = None, 0, "", set()
    for entry in entries:
        if entry.zone_id != zone:
            if zone is not None:
                yield from _cut_off(zone, seq, heads)
            zone, seq, previous = entry.zone_id, 0, ""
            met.add(zone)
        if entry.seq != seq + 1:
            gone = (
                f"第 {seq + 1} 条"
                if entry.seq == seq + 2
                else f"第 {seq + 1} 至 {entry.seq - 1} 条"
            )
            yield Break(zone, seq + 1, f"{gone}缺失，被删除了")
        elif entry.prev_hash != previous:
            yield Break(zone, entry.seq, "与上一条接不上，上一条或本条被替换了")
        if seal(entry) != entry.hash:
            yield Break(zone, entry.seq, "内容与封签不符，被改动了")
        seq, previous = entry.seq, entry.hash
    if zone is not None:
        yield from _cut_off(zone, seq, heads)
    for missing in sorted(heads.keys() - met):
        yield from _cut_off(missing, 0, heads)


def _cut_off(zone: int, last: int, heads: dict[int, int]) -> Iterator[Break]:
    expected = heads.get(zone, 0)
    if expected > last:
        yield Break(zone, last + 1, f"末尾应到第 {expected} 条，第 {last + 1} 条起缺失，被删除了")
    elif expected < last:
        yield Break(zone, last, f"计数为 {expected} 条，却有第 {last} 条，末尾被添加或计数被改动了")


def check_chain(zone_id: int | None = None) -> list[Break]:
    """All breaks of one zone or of all; reads the log in chunks."""
    entries, heads = AuditEntry.rows.all(), AuditHead.objects.all()
    if zone_id is not None:
        entries, heads = entries.filter(zone_id=zone_id), heads.filter(zone_id=zone_id)
    rows = entries.order_by("zone_id", "seq").iterator(chunk_size=CHUNK)
    return list(breaks(rows, dict(heads.values_list("zone_id", "seq"))))

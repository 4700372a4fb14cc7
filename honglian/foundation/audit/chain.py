"""Sealing and checking the audit chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from .models import AuditEntry

LOCK_SPACE = 7401  # advisory-lock namespace of the audit chain on PostgreSQL

SEALED = (
    "zone_id seq actor_id actor_name role channel verb target_kind target_id target_label "
    "note ip request_id prev_hash"
).split()


def seal(entry: AuditEntry) -> str:
    """SM3 over every recorded field; 64 hex digits."""
    body = {name: getattr(entry, name) for name in SEALED}
    body["at"] = int(entry.at.timestamp() * 1_000_000)
    body["changes"] = entry.changes
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def append(entry: AuditEntry) -> AuditEntry:
    """Give the entry its place in the zone's chain and store it.

    Must run inside a transaction. Writers of one zone queue on an advisory lock
    (PostgreSQL) or on the write lock that the immediate transaction already holds (SQLite).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, entry.zone_id])
    last = (
        AuditEntry.rows.filter(zone_id=entry.zone_id)
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    entry.seq, entry.prev_hash = (last[0] + 1, last[1]) if last else (1, "")
    entry.changes = json.loads(json.dumps(entry.changes, cls=DjangoJSONEncoder))
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold."""

    zone_id: int
    seq: int
    reason: str


def breaks(entries: Iterable[AuditEntry]) -> Iterator[Break]:
    """Walk entries ordered by (zone, seq) and name every edited, removed or inserted row."""
    zone, seq, previous = None, 0, ""
    for entry in entries:
        if entry.zone_id != zone:
            zone, seq, previous = entry.zone_id, 0, ""
        if entry.seq != seq + 1:
            yield Break(zone, entry.seq, f"第 {seq + 1} 至 {entry.seq - 1} 条缺失，可能被删除")
        elif entry.prev_hash != previous:
            yield Break(zone, entry.seq, "与上一条的摘要对不上，可能被替换")
        if seal(entry) != entry.hash:
            yield Break(zone, entry.seq, "内容与摘要不符，可能被改动")
        seq, previous = entry.seq, entry.hash


def check_chain() -> list[Break]:
    """All breaks of all zones; reads the log in chunks."""
    rows = AuditEntry.rows.order_by("zone_id", "seq").iterator(chunk_size=2000)
    return list(breaks(rows))

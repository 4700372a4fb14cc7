"""What cells of a ledger may name: chains, organisations, departments of a zone."""

from __future__ import annotations

from honglian.foundation.sheets.kinds import Directory
from honglian.foundation.zones.models import Chain

from .models import Department, PartyOrg


def chains(zone_id: int) -> Directory:
    rows = Chain.objects.filter(zone_id=zone_id)
    entries = [(c.pk, c.name, [c.code, c.short_name, *c.aliases]) for c in rows]
    return Directory("产业链", entries, "请从下拉列表中选择，或先在“设置”里登记这条产业链")


def organisations(zone_id: int) -> Directory:
    """Organisations by name or code; the code decides between equal names."""
    rows = PartyOrg.rows.filter(zone_id=zone_id).values_list("pk", "name", "code")
    entries = [(pk, name, [code]) for pk, name, code in rows]
    return Directory(
        "党组织", entries, "请先在党组织台账里登记，或改填党组织编码", ambiguous="请改填党组织编码"
    )


def departments(zone_id: int) -> Directory:
    rows = Department.rows.filter(zone_id=zone_id)
    entries = [(d.pk, d.name, [d.code, d.short_name, *d.aliases]) for d in rows]
    return Directory(
        "部门", entries, "请先在部门台账里登记，或改填部门代码", ambiguous="请改填部门代码"
    )

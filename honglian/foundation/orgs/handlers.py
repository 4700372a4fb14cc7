"""Organisations follow the zone's configuration."""

from __future__ import annotations

from honglian.foundation.zones.api import ZoneConfigured
from honglian.kit.errors import Refusal

from .actions import CONFIGURED
from .models import Department
from .types import ORG_TYPES


def follow_configuration(event: ZoneConfigured) -> None:
    """Keep one row a department of the configuration; rows that left it stay, work hangs on them."""
    for tier in event.config.tiers:
        if unknown := [t for t in tier.types if t not in ORG_TYPES]:
            raise Refusal(
                f"组织层级“{tier.name}”里的类别 {'、'.join(unknown)} 不存在，请从组织类别表里选。",
                field="tiers",
            )
    rows = {row.code: row for row in Department.rows.filter(zone=event.zone)}
    known = {d.code: d for d in event.before.departments} if event.before else {}
    fresh, changed = [], []
    for described in event.config.departments:
        row = rows.get(described.code)
        if row is not None and known.get(described.code) == described:
            continue  # an import may have given the row a better name since
        (fresh if row is None else changed).append(
            row := row or Department(zone=event.zone, code=described.code)
        )
        row.name, row.short_name = described.name, described.short_name
        row.aliases, row.is_fallback = list(described.aliases), described.is_fallback
    Department.rows.bulk_create(fresh)
    Department.rows.bulk_update(changed, CONFIGURED)

"""What a document is about, and who issues it."""

from __future__ import annotations

from typing import Any

from honglian.foundation.documents.api import Matter
from honglian.foundation.zones.api import config_of

from .compose import Kind


def matter_of(kind: Kind, thing: Any) -> Matter:
    label = kind.thing._meta.label_lower
    mark = f"{config_of(thing.zone_id).short_name}{kind.name[:2]}"
    return Matter(
        thing.zone_id, f"visits.{kind.code}", mark, label, thing.pk, kind.occasion(thing)
    )  # fmt: skip


def issuer_of(kind: Kind, thing: Any) -> str:
    """The department in charge; a report of several departments is the zone's own."""
    department = getattr(thing, "department", None)
    return department.name if department else config_of(thing.zone_id).paper_issuer

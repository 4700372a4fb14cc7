"""What the zones tell the rooms above them."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import Actor

from .config import ZoneConfig
from .models import Zone


@dataclass(frozen=True)
class ZoneConfigured:
    """A zone was loaded or its configuration changed; ``before`` is empty for a new zone."""

    zone: Zone
    config: ZoneConfig
    before: ZoneConfig | None
    by: Actor

"""The door of the zones: who they are, what they decided, and whether this is a demonstration."""

from __future__ import annotations

from .actions import load_zone, save_config
from .config import CaseLevel, CaseRules, Category, DepartmentConfig, ZoneConfig
from .events import ZoneConfigured
from .ladder import Rung
from .models import Chain, Installation, Zone

__all__ = [
    "CaseLevel",
    "CaseRules",
    "Category",
    "Chain",
    "DepartmentConfig",
    "Rung",
    "Zone",
    "ZoneConfig",
    "ZoneConfigured",
    "config_of",
    "is_demo",
    "load_zone",
    "mark_demo",
    "save_config",
]


def config_of(zone_id: int) -> ZoneConfig:
    """The configuration in force; one small query, parsed once per content."""
    return Zone.objects.defer("config").get(pk=zone_id).settings


def is_demo() -> bool:
    """Whether this database was made as a demonstration. Unmarked databases are real."""
    return Installation.objects.filter(kind=Installation.Kind.DEMO).exists()


def mark_demo() -> None:
    """Make an empty database a demonstration; raises ``ValueError`` once it holds a zone.

    There is no way back and none from a real database to a demonstration.
    """
    if is_demo():
        return
    if Zone.objects.exists() or Installation.objects.exists():
        raise ValueError("这个数据库里已有正式数据，不能改成演示库；请换一个空数据库。")
    Installation.objects.create(kind=Installation.Kind.DEMO)

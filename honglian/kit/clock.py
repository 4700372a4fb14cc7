"""The only place that asks what time it is. All zones live in China Standard Time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Aware, in UTC as stored."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    return moment.astimezone(CHINA)


def today() -> date:
    return local(timezone.now()).date()

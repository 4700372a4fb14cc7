"""How often one sender may do something in an hour, counted for all processes together."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

from honglian.kit import clock

COUNT = (
    "INSERT INTO workflow_use (key, hour, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (key) DO UPDATE SET count = workflow_use.count + 1 RETURNING count"
)


def within_limit(what: str, sender: str, most: int) -> bool:
    """Count one more use in the running hour; whether it is still one of the ``most`` allowed.

    ``sender`` (an address on the network) is kept only as a keyed digest.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    digest = salted_hmac("workflow.use", f"{what}:{sender}:{hour.timestamp():.0f}").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [f"{what[:16]}:{digest}", _as_stored(hour)])
        return cursor.fetchone()[0] <= most


def _as_stored(moment: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(moment)

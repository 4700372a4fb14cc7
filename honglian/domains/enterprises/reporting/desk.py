"""A return on the enterprise's desk, and the log of what happened to it."""

from __future__ import annotations

from datetime import datetime, time

from django.urls import reverse

from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Return
from .states import RETURN

KIND = "enterprises.return"
END_OF_DAY = time(17, 30)
EXPECTED = {"waiting": "填报", "queried": "核实", "filled": ""}


def show(found: Return, *, by: Actor, verb: str, name: str, text: str = "") -> None:
    """Bring the line in step with the return's state; a filled one waits for nobody at the enterprise."""
    item = find_item(KIND, found.pk)
    expected = EXPECTED.get(found.state, "")
    due = datetime.combine(found.collection.due_on, END_OF_DAY, clock.CHINA)
    shown = {
        "expected": expected,
        "due_at": due if expected else None,
        "holder_enterprise_id": found.enterprise_id if expected else None,
        "holder_name": found.enterprise.name[:64] if expected else "",
    }
    before = item.state if item is not None else ""
    if item is None:
        item = open_item(
            kind=KIND, object_id=found.pk, table=RETURN, state=found.state, root=None,
            zone_id=found.zone_id, title=f"经营数据：{found.collection}",
            url=reverse("enterprises:return", args=[found.pk]), **shown,
        )  # fmt: skip
    else:
        update_item(item, RETURN, found.state, **shown)
    log(
        item, by=by, verb=verb, name=name, before=before, after=found.state, text=text,
        unit_name=found.enterprise.name,
    )  # fmt: skip

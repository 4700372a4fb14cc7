"""Demands that somebody reported and follows: they are handed on when an instructor leaves."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import Followed, Following, Instructor
from honglian.foundation.workflow.api import find_item, log
from honglian.kit.actor import Actor

from .models import Case
from .states import CASE


def find(zone_id: int, user_id: int) -> list[Followed]:
    """Open demands that this account reported, the oldest first."""
    rows = Case.rows.filter(
        zone_id=zone_id, reporter_user_id=user_id, state__in=CASE.open_states
    ).order_by("created_at")
    return [
        Followed(
            case.pk, f"{case.number} {case.title}", reverse("cases:detail", args=[case.number]),
            case.enterprise_id,
        )
        for case in rows
    ]  # fmt: skip


def hand(case_id: int, to: Instructor, by: Actor) -> None:
    """From now on the successor follows it and hears of it."""
    case = Case.rows.select_for_update().get(pk=case_id)
    case.reporter_user_id = to.user_id
    case.save(update_fields=["reporter_user"])
    item = find_item("cases.case", case.pk)
    if item is not None:
        text = f"跟进移交给{to.name}"
        log(
            item,
            by=by,
            verb="hand_on",
            name="移交跟进",
            before=case.state,
            after=case.state,
            text=text,
        )


FOLLOWING = Following("case", "诉求", find, hand)

"""The line on a visitor's desk follows what is still to be visited and what is still to be watched."""

from __future__ import annotations

from django.db.models import Q

from honglian.foundation.workflow.api import find_item, update_item

from ...states import CASE
from ..models import Issue, Round, Target
from ..states import ROUND

ROUND_KIND = "cases.round"
OPEN_CASE = Q(case__state__in=CASE.open_states)


def refresh(each: Round) -> None:
    """Recount one visitor's share: 走访中 while a door is left, 盯办中 while a demand is open, then done.

    When the campaign has ended nothing is left to be visited.
    """
    mine = Target.rows.filter(round=each, campaign__closed_at=None)
    left, again = mine.filter(state="waiting").count(), mine.filter(state="missed").count()
    watched = Issue.rows.filter(OPEN_CASE, target__round=each).count()
    state = "visiting" if left else "following" if watched else "done"
    item = find_item(ROUND_KIND, each.pk)
    said = [f"还有 {left} 家没去"] if left else []
    said += [f"{again} 家没走成"] if again else []
    said += [f"盯办 {watched} 件"] if watched else []
    title = f"敲门行动：{each.campaign.name}"
    update_item(
        item,
        ROUND,
        state,
        title=f"{title}，{'，'.join(said)}" if said else title,
        expected="上门走访" if left else "盯办",
        due_at=item.due_at if left else None,
    )
    if each.state != state:
        each.state = state
        each.save(update_fields=["state"])

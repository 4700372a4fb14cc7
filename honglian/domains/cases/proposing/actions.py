"""Taking a proposal: classify and dispatch in one step."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..actions import classify, dispatch
from ..models import Case


@action("cases.dispatch")
def take_proposal(*, number: str, category: str, by: Actor) -> Case:
    """Give the case this category and send it to the category's departments."""
    if not category:
        raise Refusal("没有选类别，请先分类再派单。", code="category")
    before = classify(number=number, category=category, by=by)
    case = dispatch(number=number, by=by)
    record(by=by, verb="cases.take_proposal", target=before, changes={"类别": ["建议", category]})
    return case

"""Taking a proposal: classify and dispatch in one step."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..actions import _frame as frame
from ..actions import classify, dispatch
from ..dispatching.past import returned_by
from ..dispatching.selectors import advice_for
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


@action("cases.dispatch")
def take_rule(*, number: str, category: str, by: Actor) -> Case:
    """Dispatch as the rules say now; ``category`` is given to a case that has none."""
    case = frame.locked(by, number)
    advice = advice_for(case, returned_by(case), category)
    if advice is None:
        raise Refusal("现在没有规则管这件诉求，规则可能刚改过。请选部门派单。", code="no_rule")
    if category != case.category or advice.level_code:
        classify(number=number, category=category, level=advice.level_code, by=by)
    case = dispatch(number=number, lead=advice.lead_code, co=advice.co_codes, by=by)
    record(by=by, verb="cases.take_rule", target=case, note=advice.rule)
    return case

"""One report that tells of several things becomes several cases, with a trace both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.workflow.steps import append
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from .. import clocks
from ..events import CaseReported, CaseSplit
from ..models import Case
from ..states import CASE
from . import _frame as frame
from ._frame import Rules, Step
from ._orders import end_order
from ._parts import waits_for
from .dispatch import dispatch
from .intake import _category, _headline, _level, _store

FEWEST, MOST = 2, 6


@action("cases.dispatch")
def split(*, number: str, parts: Sequence[Mapping[str, str]], reason: str, by: Actor) -> Case:
    """Make a case of each part (``text``, optionally ``title``, ``category``, ``lead``).

    The parent rests on its parts: it goes on to the call-back when the last of them has ended.
    A part with a ``lead`` department is dispatched at once. Parts are not split again.
    """
    case = frame.locked(by, number)
    state = CASE.apply(case.state, "split")
    if case.split_from_id is not None:
        raise Refusal(
            "这件是从别的诉求拆出来的，不能再拆。需要几个部门一起办请用“改派或增派”。",
            code="two_levels",
        )
    reason = frame.check_text(reason, label="拆分理由", field="reason", most=500)
    if not FEWEST <= len(parts) <= MOST:
        raise Refusal(
            f"拆分要写明 {FEWEST} 至 {MOST} 件，现在是 {len(parts)} 件。", code="how_many"
        )
    step, rules = Step(case, by), Rules.of(case.zone_id)
    made = [_part(step, rules, one, place) for place, one in enumerate(parts, start=1)]
    numbers = "、".join(part.number for part in made)
    text = f"拆成 {len(made)} 件：{numbers}。{reason}"
    step.say("split", before=case.state, after=state, text=text)
    _withdraw_all(step, rules, reason)
    count = len(made)
    frame.change(
        case,
        state=state,
        parts=count,
        open_parts=count,
        open_orders=0,
        lead_id=None,
        due_at=None,
        accepted_at=case.accepted_at or step.at,
    )
    frame.show_case(case, at=step.at, **waits_for(count))
    append(step.lines)
    record(by=by, verb="cases.split", target=case, changes={"拆成": [None, numbers]}, note=reason)
    emit(CaseSplit(case, tuple(made), by))
    _send(made, parts, by)
    return case


def _part(step: Step, rules: Rules, one: Mapping[str, str], place: int) -> Case:
    """A new case with the parent's reporter, enterprise and place, and its own text."""
    parent = step.case
    text = frame.check_text(
        one.get("text", ""), label=f"第 {place} 件的内容", field=f"text_{place}"
    )
    category = _category(rules.config, one.get("category", ""))
    title = frame.check_length(one.get("title", ""), label="标题", field=f"title_{place}", most=80)
    part = Case(
        zone_id=parent.zone_id,
        enterprise_id=parent.enterprise_id,
        enterprise_name=parent.enterprise_name,
        chain_id=parent.chain_id,
        channel=parent.channel,
        category=category,
        level=_level(rules.config, "", category) if category else parent.level,
        title=title or _headline(text),
        text=text,
        place=parent.place,
        reporter_name=parent.reporter_name,
        reporter_mobile=parent.reporter_mobile,
        reporter_user_id=parent.reporter_user_id,
        split_from_id=parent.pk,
        created_at=step.at,
    )
    part.due_at = clocks.case_due(
        part,
        (),
        root_log=[WorkEvent(verb="report", at=step.at)],
        limit=rules.config.cases.accept,
        calendar=rules.calendar,
    )
    _store(part, step.by, step.at, (), name=f"由 {parent.number} 拆出"[:24])
    emit(CaseReported(part, step.by))
    return part


def _withdraw_all(step: Step, rules: Rules, reason: str) -> None:
    """Departments that had the whole get the parts that are theirs anew."""
    for order in frame.waiting(frame.orders_of(step.case)):
        text = f"随诉求拆分撤回：{reason}"[:500]
        end_order(order, step, rules, verb="withdraw", text=text)


def _send(made: Sequence[Case], parts: Sequence[Mapping[str, str]], by: Actor) -> None:
    for part, one in zip(made, parts, strict=True):
        if one.get("lead"):
            dispatch(number=part.number, lead=one["lead"], by=by)

"""A case that was split follows its parts: it rests on them, and wakes when one is opened again.

Locks are taken from the part to its parent, never the other way round.
"""

from __future__ import annotations

from honglian.algo.workdays import Duration, due_at
from honglian.kit.events import emit

from ..events import CaseReplied
from ..ladder.lapsing import lapse
from ..models import Case
from ..states import CASE
from . import _frame as frame
from ._frame import DISPATCHER, Rules, Step

RANK = (
    Case.Outcome.SUSPENDED,
    Case.Outcome.EXPLAINED,
    Case.Outcome.REFERRED,
    Case.Outcome.PARTIALLY,
)


def part_over(case: Case, step: Step) -> None:
    """A part has been archived, merged or refused; the last one brings the parent on."""
    if case.split_from_id is None:
        return
    parent = _parent(case)
    left = parent.open_parts - 1
    on = Step(parent, step.by, step.at)
    on.say("part_over", name="一件办完", text=f"{case.number} {case.title}：{_ended(case)}")
    if left:
        frame.change(parent, open_parts=left)
        frame.show_case(parent, at=step.at, holder_name=f"还有 {left} 件在办")
    else:
        _all_over(parent, on)
    step.lines += on.lines


def part_back(case: Case, step: Step) -> None:
    """An archived part is opened again: the parent may not stay at rest."""
    if case.split_from_id is None:
        return
    parent = _parent(case)
    left = parent.open_parts + 1
    on = Step(parent, step.by, step.at)
    if parent.state == "split":
        on.say("part_back", name="一件重办", text=f"{case.number} {case.title} 重办")
        frame.change(parent, open_parts=left)
    else:
        before = parent.state
        state = CASE.apply(before, "part_reopened")
        text = f"{case.number} {case.title} 重办，本件回到分头办理"
        on.say("part_reopened", before=before, after=state, text=text)
        frame.change(
            parent,
            state=state,
            open_parts=left,
            replied_at=None,
            closed_at=None,
            outcome="",
            **NOT_RATED,
        )
    frame.show_case(parent, at=step.at, **waits_for(left))
    step.lines += on.lines


NOT_RATED = {
    "rated_at": None,
    "satisfaction": "",
    "rating_text": "",
    "was_reached": None,
    "was_contacted": None,
    "was_solved": None,
}


def waits_for(left: int) -> dict[str, object]:
    """The desk's columns of a parent: nobody's turn, its parts are under way."""
    return {
        "holder_role": "",
        "holder_name": f"还有 {left} 件在办",
        "due_at": None,
        "due_kind": "",
    }


def _parent(case: Case) -> Case:
    rows = Case.rows.select_for_update(of=("self",))
    return rows.get(pk=case.split_from_id)


def _ended(case: Case) -> str:
    if case.state == "closed":
        return case.get_outcome_display() or CASE.state(case.state).name
    return CASE.state(case.state).name


def _all_over(parent: Case, step: Step) -> None:
    rules = Rules.of(parent.zone_id)
    state = CASE.apply(parent.state, "parts_done")
    step.say("parts_done", before=parent.state, after=state, name="各件办完，等待回访")
    outcome = _outcome(parent)
    frame.change(parent, state=state, open_parts=0, replied_at=step.at, outcome=outcome)
    limit = Duration.parse(rules.config.cases.callback_within)
    frame.show_case(
        parent,
        at=step.at,
        holder_role=DISPATCHER,
        holder_name="",
        due_at=due_at(step.at, limit, rules.calendar),
        due_kind="callback",
    )
    lapse(parent, step.at)
    emit(CaseReplied(parent, step.by))


def _outcome(parent: Case) -> str:
    """Solved when every part that was worked on is solved; else the least of them in words."""
    found = set(
        Case.rows.filter(split_from=parent, state="closed").values_list("outcome", flat=True)
    ) - {""}
    if not found:
        return Case.Outcome.EXPLAINED
    if found == {Case.Outcome.SOLVED}:
        return Case.Outcome.SOLVED
    if Case.Outcome.SOLVED in found:
        return Case.Outcome.PARTIALLY
    return next(one for one in reversed(RANK) if one in found)

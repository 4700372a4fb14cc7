"""Around a case: merging it into another, adding to it, seeing who reported it."""

from __future__ import annotations

from collections.abc import Sequence

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared
from honglian.foundation.workflow.steps import append
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from ..events import CaseMerged
from ..ladder.lapsing import lapse
from ..models import Case, Order
from ..states import CASE
from . import _frame as frame
from ._frame import Rules, Step
from ._orders import end_order
from ._parts import part_over


@action("cases.merge")
def merge(*, number: str, into: str, reason: str = "", by: Actor) -> Case:
    """Let this case go on inside another one about the same thing (WH-06). Both keep a trace."""
    if number == into:
        raise Refusal("不能并入自己，请选另一件诉求。", code="same", field="into")
    if Case.rows.filter(zone_id=by.zone_id, number=number, split_from__number=into).exists():
        raise Refusal(
            f"这件是从 {into} 拆出来的，不能并回去；不用办了请“不予受理”并写明。",
            code="own_parent",
            field="into",
        )
    case, main = _both(by, number, into)
    state = CASE.apply(case.state, "merge")
    if main.state == "merged":
        final = main.merged_into.number
        raise Refusal(f"{into} 已经并入 {final}，请直接并入 {final}。", code="merged", field="into")
    if CASE.state(main.state).final:
        raise Refusal(
            f"{into} 已经是“{CASE.state(main.state).name}”，不能再并入。有新情况请单独办理。",
            code="over",
            field="into",
        )
    step = Step(case, by)
    note = (
        f"并入 {main.number}。{frame.check_length(reason, label='理由', field='reason', most=500)}"
    )
    step.say("merge", before=case.state, after=state, text=note)
    _withdraw_all(case, step)
    frame.change(case, state=state, merged_into_id=main.pk, due_at=None, open_orders=0)
    frame.show_case(case, at=step.at)
    lapse(case, step.at)
    part_over(case, step)
    on_main = Step(main, by, step.at)
    on_main.say("merge", text=f"{case.number} 并入本件：{case.title}")
    append([*step.lines, *on_main.lines])
    record(by=by, verb="cases.merge", target=case, note=note)
    emit(CaseMerged(case, main, by))
    return case


def _both(by: Actor, number: str, into: str) -> tuple[Case, Case]:
    """Both cases locked in the order of their keys, so that crossing merges cannot deadlock."""
    rows = Case.objects.visible_to(by).select_for_update(of=("self",))
    found = {c.number: c for c in rows.filter(number__in=[number, into]).order_by("pk")}
    if into not in found:
        raise Refusal(
            f"找不到诉求 {into}，请核对编号（只能并入本高新区、您能看到的诉求）。",
            code="unknown",
            field="into",
        )
    return get_object_or_404(rows, number=number) if number not in found else found[number], found[
        into
    ]


def _withdraw_all(case: Case, step: Step) -> None:
    """Orders of a merged case end: the main case's departments go on."""
    orders = frame.waiting(frame.orders_of(case))
    rules = Rules.of(case.zone_id) if orders else None
    for order in orders:
        end_order(order, step, rules, verb="withdraw", text="随诉求并案撤回")


@action("cases.comment")
def comment(
    *,
    number: str,
    text: str,
    internal: bool = False,
    files: Sequence[Prepared] = (),
    by: Actor,
) -> Case:
    """Add something to the timeline; what an enterprise or its people say is never internal."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "comment")
    text = frame.check_text(text, label="补充说明", field="text", most=2000)
    inside = internal and by.scope.kind not in (ScopeKind.ENTERPRISE, ScopeKind.OWN)
    step = Step(case, by)
    step.say("comment", text=text, internal=inside, unit_name=_unit(case, by))
    frame.keep(step, files, step.lines[-1])
    record(by=by, verb="cases.comment", target=case)
    return case


def _unit(case: Case, by: Actor) -> str:
    if by.scope.kind == ScopeKind.ENTERPRISE:
        return case.enterprise_name
    if by.department_id is None:
        return ""
    order = Order.rows.filter(case=case, department_id=by.department_id)
    return order.values_list("department__name", flat=True).first() or ""


@action("cases.reveal")
def reveal_reporter(*, number: str, by: Actor) -> str:
    """The reporter's telephone in full; each look is on record."""
    case = get_object_or_404(Case.objects.visible_to(by), number=number)
    record(by=by, verb="cases.reveal_reporter", target=case)
    return case.reporter_mobile

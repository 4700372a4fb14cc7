"""Up the ladder, and the answer from the rung that was asked."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.steps import append, move_item, new_item
from honglian.foundation.zones.api import CaseRules, Rung
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.events import emit

from ..actions import _frame as frame
from ..actions._frame import Rules, Step
from ..actions._supervision import press
from ..events import CaseEscalated, EscalationAnswered
from ..models import Case, Escalation
from ..states import CASE, ESCALATION
from .lapsing import open_escalation

OVERSEE = ("dispatcher", "leader")  # they may pass on from any rung


@action("cases.escalate")
def escalate(*, number: str, reason: str, by: Actor) -> Escalation:
    """Pass a stuck case to the next rung of the zone's ladder, with a reason.

    The rung asked before has then passed it on. From a rung only its own role, a dispatcher
    or a leader passes on; the top of the ladder puts the case under supervision.
    """
    case = frame.locked(by, number)
    CASE.apply(case.state, "escalate")
    reason = frame.check_text(reason, label="上报理由", field="reason", most=500)
    rules = Rules.of(case.zone_id).config.cases
    present = rules.rung(case.rung) or rules.first_rung()
    _may_pass_on(case, present, by)
    target, skipped = _above(rules, case, present)
    step = Step(case, by)
    _raised(open_escalation(case), step)
    note = f"上报{target.name}。{reason}" + (f"（{skipped}）" if skipped else "")
    step.say("escalate", name=f"上报{target.name}"[:24], text=note, internal=True)
    frame.change(case, rung=target.code)
    asked = _ask(step, target, reason)
    if target.supervision > case.supervision:
        press(step, target.supervision, f"逐级上报到{target.name}：{reason}"[:500])
    append(step.lines)
    record(by=by, verb="cases.escalate", target=case, note=note)
    emit(CaseEscalated(case, asked, by))
    return asked


def _may_pass_on(case: Case, present: Rung | None, by: Actor) -> None:
    if present is None:
        raise Refusal(
            "本高新区没有设逐级上报的层级，请管理员在“诉求时限”设置里写明（ladder）。",
            code="no_ladder",
        )
    if case.rung and not by.is_system and by.role not in (present.role, *OVERSEE):
        raise NotAllowed(f"这件诉求已上报到{present.name}，要不要再往上报由{present.name}决定。")


def _above(rules: CaseRules, case: Case, present: Rung) -> tuple[Rung, str]:
    """The next rung that somebody holds for this case, and what was passed over in words."""
    target, skipped = rules.rung(present.next), ""
    while target is not None and target.role == "grid_leader" and case.chain_id is None:
        skipped = f"企业没有归到产业链，越过{target.name}"
        target = rules.rung(target.next)
    if target is None:
        raise Refusal(
            f"已经到最高一级“{present.name}”，不能再上报。请在这一级协调解决。", code="top"
        )
    return target, skipped


def _raised(before: Escalation | None, step: Step) -> None:
    if before is None:
        return
    state = ESCALATION.apply(before.state, "raise")
    Escalation.objects.filter(pk=before.pk).update(
        state=state, answered_by=step.by.name[:64], answered_at=step.at
    )
    move_item(before.item_id, ESCALATION, state, at=step.at)


def _ask(step: Step, target: Rung, reason: str) -> Escalation:
    """The question to the rung, laid on its desk."""
    case = step.case
    asked = Escalation.objects.create(
        case=case,
        rung=target.code,
        rung_name=target.name[:32],
        holder_role=target.role,
        reason=reason,
        asked_by=step.by.name[:64],
        asked_by_user_id=step.by.user_id,
        asked_at=step.at,
    )
    item = new_item(
        table=ESCALATION,
        state=asked.state,
        kind="cases.escalation",
        object_id=asked.pk,
        root_id=case.item_id,
        zone_id=case.zone_id,
        number=case.number,
        title=f"上报{target.name}：{case.enterprise_name}：{case.title}"[:200],
        url=frame.address(case),
        expected="协调",
        urgency=min(2, frame.urgency(case)),
        due_at=case.due_at,
        due_kind="finish",
        holder_role=target.role,
        chain_id=case.chain_id,
        opened_at=step.at,
    )
    item.save(force_insert=True)
    asked.item = item
    asked.save(update_fields=["item"])
    return asked


@action("cases.coordinate")
def coordinate(*, number: str, text: str, by: Actor) -> Escalation:
    """The rung that was asked says what was agreed; the departments go on with it."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "coordinate")
    asked = open_escalation(case)
    if asked is None:
        raise Refusal("这件诉求没有等待协调的上报，不用答复。", code="nothing_asked")
    if not by.is_system and by.role not in (asked.holder_role, "leader"):
        raise NotAllowed(f"这件诉求已上报到{asked.rung_name}，由{asked.rung_name}答复。")
    text = frame.check_text(text, label="协调结果", field="text", most=500)
    step = Step(case, by)
    asked.state = ESCALATION.apply(asked.state, "answer")
    asked.answer, asked.answered_by, asked.answered_at = text, by.name[:64], clock.now()
    asked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    move_item(asked.item_id, ESCALATION, asked.state, at=step.at)
    step.say("coordinate", name=f"{asked.rung_name}协调"[:24], text=text, internal=True)
    append(step.lines)
    record(by=by, verb="cases.coordinate", target=case, note=text)
    emit(EscalationAnswered(case, asked, by))
    return asked

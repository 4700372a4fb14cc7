"""Writes about transfers. Each review is entered by the side whose turn it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import next_number
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from ..days import in_order
from ..models import PartyMember
from . import checks
from .desk import refresh
from .limits import letter_committee
from .models import Transfer
from .placement import settle
from .states import IN, SIDES, TRANSFER, move_of

Direction = Transfer.Direction


@action("members.transfer")
def apply(
    *,
    member_id: int,
    reason: str,
    by: Actor,
    to_branch_id: int | None = None,
    to_name: str = "",
    work_unit: str = "",
    excuse: str = "",
    applied_on: date | None = None,
    as_draft: bool = False,
) -> Transfer:
    """A member asks to be transferred: to a branch of this zone, or to a typed one outside."""
    members = PartyMember.objects.visible_to(by).select_for_update(of=("self",))
    member = get_object_or_404(members, pk=member_id)
    checks.check_member(member)
    on = applied_on or clock.today()
    in_order("申请", on, [("加入党组织", member.joined_on)], field="applied_on")
    branch = _branch_here(member.zone_id, to_branch_id)
    if (branch is None) == (not to_name.strip()):
        raise Refusal("请选本区的转入支部，或填写区外转入党组织的全称，二者填一。", field="to_name")
    transfer = Transfer(
        zone_id=member.zone_id,
        direction=Direction.WITHIN if branch else Direction.OUT,
        member=member,
        name=member.name,
        from_branch=member.branch,
        from_name=member.branch.name,
        to_branch=branch,
        to_name=branch.name if branch else to_name.strip(),
        reason=reason.strip(),
        work_unit=work_unit.strip(),
        excuse=excuse.strip(),
        applied_on=on,
    )
    found = checks.check_target(transfer, branch, work_unit, on, excuse)
    transfer.findings = [{"rule": f.rule.id, "words": f.words} for f in found]
    transfer.state = "draft" if as_draft else TRANSFER.apply("draft", "submit")
    transfer.save()
    refresh(transfer, by, "apply", "", transfer.reason)
    record(by=by, verb="members.transfer", target=transfer, note=f"申请：{transfer}"[:200])
    return transfer


def _branch_here(zone_id: int, pk: int | None) -> PartyOrg | None:
    """Any branch of the zone may be named as the target; seeing its members is another matter."""
    return get_object_or_404(PartyOrg.rows, zone_id=zone_id, pk=pk) if pk else None


@action(None)
def step(
    *, transfer_id: int, verb: str, by: Actor, on: date | None = None, **facts: Any
) -> Transfer:
    """One step by its verb (states.TRANSFER); the permission is the transition's own.

    ``facts``: issuer_id, addressee, valid_days (issue, reissue); receipt_no (confirm); reason
    (reject, recall, expire, abandon). A step of the other side is refused.
    """
    if verb not in _DO:
        raise Refusal("没有这一步。")
    rows = Transfer.objects.visible_to(by).select_for_update(of=("self",))
    transfer = get_object_or_404(rows, pk=transfer_id)
    move = move_of(verb, transfer.state)
    by.require(move.permission)
    before, target = transfer.state, TRANSFER.apply(transfer.state, verb)
    _own_side(transfer, verb, by)
    day = on or clock.today()
    in_order(move.name, day, transfer.days)
    checks.check_kept(transfer, day)
    said = _DO[verb](transfer, day, by, **facts)
    transfer.state = target
    transfer.save()
    if target == "completed":
        settle(transfer, day)
    refresh(transfer, by, verb, before, said)
    record(by=by, verb="members.transfer", target=transfer, note=f"{move.name} {said}"[:200])
    return transfer


def _own_side(transfer: Transfer, verb: str, by: Actor) -> None:
    """The step belongs to one side; the other side sees it but does not take it."""
    side = SIDES.get(verb) or (IN if transfer.state.startswith("in_") else "out")
    branch = transfer.to_branch if side == IN else transfer.from_branch
    name = transfer.to_name if side == IN else transfer.from_name
    if branch is None:
        raise Refusal(f"{name}在区外，这一步由对方办理；收到回执后请登记回执。")
    if not PartyOrg.objects.visible_to(by).filter(pk=branch.pk).exists():
        raise NotAllowed(f"这一步由{name}及其上级党委办理。")


def _agree(transfer: Transfer, day: date, by: Actor) -> str:
    transfer.reviewed_on = day
    return f"{transfer.from_name} {day} 同意转出"


def _issue(
    transfer: Transfer,
    day: date,
    by: Actor,
    *,
    issuer_id: int | None = None,
    addressee: str = "",
    valid_days: int | None = None,
) -> str:
    branch = transfer.from_branch
    issuer = letter_committee(branch) if issuer_id is None else _issuer(branch, issuer_id, by)
    if issuer is None:
        raise Refusal(
            f"{branch.name}上面没有可以开介绍信的党委，请先在党组织里登记它的上级党委。",
            code="TR-02",
            field="issuer",
        )
    transfer.valid_days = checks.check_letter(transfer, issuer, day, valid_days)
    transfer.issued_on, transfer.issuer, transfer.issuer_name = day, issuer, issuer.name
    transfer.addressee = addressee.strip() or _addressee(transfer)
    prefix = f"JSX{day.year}-{issuer.pk}-"
    number = int(next_number(transfer.zone_id, prefix)[len(prefix) :])
    transfer.letter_no = f"组介〔{day.year}〕{number}号"
    return f"{transfer.letter_no}，有效期 {transfer.valid_days} 天，到 {transfer.valid_until}"


def _issuer(branch: PartyOrg, pk: int, by: Actor) -> PartyOrg:
    return get_object_or_404(PartyOrg.objects.visible_to(by), zone_id=branch.zone_id, pk=pk)


def _addressee(transfer: Transfer) -> str:
    above = letter_committee(transfer.to_branch) if transfer.to_branch else None
    return above.name if above else transfer.to_name


def _reissue(transfer: Transfer, day: date, by: Actor, **facts: Any) -> str:
    return "重新开具 " + _issue(transfer, day, by, **facts)


def _report(transfer: Transfer, day: date, by: Actor) -> str:
    checks.check_validity(transfer, day)
    transfer.received_on = day
    return f"{day} 持{transfer.letter_no or '介绍信'}报到"


def _admit(transfer: Transfer, day: date, by: Actor) -> str:
    transfer.admitted_on = day
    return f"{day} 同意转入，编入{transfer.to_name}"


def _accept(transfer: Transfer, day: date, by: Actor) -> str:
    transfer.completed_on = day
    return f"{day} 编入{transfer.to_name}"


def _confirm(transfer: Transfer, day: date, by: Actor, *, receipt_no: str = "") -> str:
    if transfer.direction != Direction.OUT:
        raise Refusal("对方在本区，由转入支部接收后自动回执，不用另外登记。")
    if not receipt_no.strip():
        raise Refusal("请填写对方党组织回执的编号或说明。", field="receipt_no")
    checks.check_validity(transfer, day)
    transfer.completed_on, transfer.receipt_no = day, receipt_no.strip()
    return f"{day} 收到{transfer.to_name}回执 {transfer.receipt_no}"


def _submit(transfer: Transfer, day: date, by: Actor) -> str:
    return "提交支部审核"


def _reject(transfer: Transfer, day: date, by: Actor, *, reason: str = "") -> str:
    checks.check_reason(reason, day)
    transfer.closed_because = reason.strip()[:200]
    return transfer.closed_because


def _because(transfer: Transfer, day: date, by: Actor, *, reason: str = "") -> str:
    if not reason.strip():
        raise Refusal("请写明原因。", field="reason")
    transfer.closed_because = reason.strip()[:200]
    return transfer.closed_because


def _expire(transfer: Transfer, day: date, by: Actor, *, reason: str = "") -> str:
    if transfer.valid_until and day <= transfer.valid_until:
        raise Refusal(
            f"介绍信有效期到 {transfer.valid_until}，还没有过期；不转了的请撤回。", code="TR-05"
        )
    return _because(transfer, day, by, reason=reason)


_DO = {
    "submit": _submit,
    "agree": _agree,
    "issue": _issue,
    "report": _report,
    "admit": _admit,
    "accept": _accept,
    "confirm": _confirm,
    "reject": _reject,
    "recall": _because,
    "expire": _expire,
    "reissue": _reissue,
    "abandon": _because,
}

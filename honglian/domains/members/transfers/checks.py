"""What stands against a transfer, by the rules TR-01 … TR-06 of the day."""

from __future__ import annotations

from datetime import date

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK, Finding

from ..models import PartyMember
from ..placing import COUNTED, keeps_members
from .limits import entitled, usual_days
from .models import GOING, Transfer


def check_member(member: PartyMember) -> None:
    """Only somebody whose membership goes on can be transferred, and only once at a time."""
    if member.standing not in COUNTED:
        raise Refusal(
            f"{member.name}的党籍状态是“{member.get_standing_display()}”，不能转接组织关系；"
            "请先按党籍规定办理。",
            field="member",
        )
    going = member.transfers.filter(state__in=GOING).first()
    if going is not None:
        raise Refusal(
            f"{member.name}已有一件转接在办（{going.from_name} → {going.to_name}，"
            f"{going.get_state_display()}），办结或撤回后才能再申请。",
            code="transfer_going",
            field="member",
        )


def check_target(
    transfer: Transfer, branch: PartyOrg | None, work_unit: str, on: date, excuse: str
) -> list[Finding]:
    """The new branch keeps members, and is the one at the new place of work (TR-06)."""
    if branch is None:
        return []
    if not keeps_members(branch) or branch.status not in PartyOrg.STANDING:
        raise Refusal(
            f"{branch.name}是{branch.type_name}（{branch.get_status_display()}），"
            "党员的组织关系不转到那里，请选党员所在的支部。",
            field="to_branch",
        )
    if transfer.from_branch_id == branch.pk:
        raise Refusal(f"{transfer.name}已经在{branch.name}，不用转接。", field="to_branch")
    found = BOOK.require(
        "TR-06",
        on,
        at="to_branch",
        excuse=excuse,
        target=branch.name,
        at_work=branch_at_work(branch.zone_id, work_unit),
    )
    return [found] if found else []


def branch_at_work(zone_id: int, work_unit: str) -> str:
    """The branch of a unit of this zone, if there is exactly one; else nothing."""
    if not work_unit.strip():
        return ""
    rows = PartyOrg.rows.filter(
        zone_id=zone_id, unit_name=work_unit.strip(), status__in=PartyOrg.STANDING
    ).order_by("pk")
    names = [org.name for org in rows[:3] if keeps_members(org)]
    return names[0] if len(names) == 1 else ""


def check_letter(transfer: Transfer, issuer: PartyOrg, on: date, days: int | None) -> int:
    """Who may write a letter (TR-02) and for how long it is good (TR-05); returns the days."""
    BOOK.require("TR-02", on, at="issuer", committee=issuer.name, entitled=entitled(issuer))
    days = days or usual_days(on)
    BOOK.require("TR-05", on, at="valid_days", sent=on, days=days, today=on)
    return days


def check_validity(transfer: Transfer, on: date) -> None:
    """A letter that ran out before the member reported is written anew (TR-05)."""
    if transfer.issued_on and transfer.valid_days:
        BOOK.require(
            "TR-05", on, at="on", sent=transfer.issued_on, days=transfer.valid_days, today=on
        )


def check_kept(transfer: Transfer, on: date) -> None:
    """Until the new branch has taken the member in, the old one answers (TR-03)."""
    member = transfer.member
    if member is None or transfer.from_branch_id is None:
        return
    BOOK.require(
        "TR-03",
        on,
        state=transfer.state,
        in_old_branch=member.branch_id == transfer.from_branch_id,
    )


def check_reason(reason: str, on: date) -> None:
    BOOK.require("TR-04", on, at="reason", reason=reason)

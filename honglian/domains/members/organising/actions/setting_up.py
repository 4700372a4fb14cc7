"""From the application to the day an organisation stands: 申请 → 批复 → 选举 → 成立."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import (
    ORG_TYPES,
    PartyOrg,
    Post,
    fresh_code,
    rebuild_closure,
)
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ..models import OrgAct
from ..states import DECIDE, ORGANISE
from ..thresholds import check_application
from ._desk import begin, move_item, to_desk
from ._frame import check_day, from_above, keep_act, locked, names_in, need_paper, next_state, seat

NOT_ASKED_FOR = ("working_committee", "temporary_branch")


@action(ORGANISE)
def apply_to_found(
    *,
    parent_id: int,
    type_code: str,
    name: str,
    applied_on: date,
    formal: int,
    by: Actor,
    probationary: int = 0,
    units: Sequence[str] = (),
    unit_uscc: str = "",
    chain_id: int | None = None,
    months: int = 0,
    paper_no: str = "",
    reason: str = "",
    excuse: str = "",
) -> PartyOrg:
    """Ask the superior for a new organisation.

    ``formal`` and ``probationary`` count the members it would have, ``units`` names what it
    would cover (the first is where it stands), ``months`` is how long a project lasts.
    """
    parent = get_object_or_404(PartyOrg.objects.visible_to(by), pk=parent_id)
    check_day(applied_on)
    _check_place(parent, type_code, name)
    findings = check_application(
        type_code=type_code,
        formal=formal,
        members=formal + probationary,
        units=len(units),
        months=months,
        on=applied_on,
        excuse=excuse,
    )
    org = _asked_for(parent, type_code, name, units)
    org.unit_uscc, org.chain_id = unit_uscc, chain_id
    org.save(since=applied_on)
    rebuild_closure(org.zone_id)
    facts = {
        "formal": formal,
        "probationary": probationary,
        "units": list(units),
        "months": months,
    }
    said = "；".join(filter(None, (reason, excuse and f"说明：{excuse}")))
    keep_act(
        org, "apply", "申请成立", applied_on, by,
        paper_no=paper_no, text=said, facts=facts, findings=findings,
    )  # fmt: skip
    to_desk(org, applied_on, by)
    return org


def _asked_for(parent: PartyOrg, type_code: str, name: str, units: Sequence[str]) -> PartyOrg:
    """The row of an organisation that does not stand yet."""
    return PartyOrg(
        zone_id=parent.zone_id,
        code=fresh_code(parent.zone_id),
        name=name.strip(),
        type=type_code,
        parent=parent,
        unit_name=units[0] if units else "",
        formation=_formation(type_code, units),
        is_functional=ORG_TYPES[type_code].functional,
        status=PartyOrg.Status.APPLYING,
    )


def _check_place(parent: PartyOrg, type_code: str, name: str) -> None:
    if type_code in NOT_ASKED_FOR:
        raise Refusal(
            f"{ORG_TYPES[type_code].name}不按申请成立：党工委由上级派出，临时党支部由批准党组织指定，请到“临时党组织”办理。",
            field="type_code",
        )
    if parent.status not in PartyOrg.STANDING:
        raise Refusal(
            f"{parent.name}目前是“{parent.get_status_display()}”，下面不能再建组织。",
            field="parent",
        )
    same = PartyOrg.rows.filter(zone_id=parent.zone_id, name=name.strip())
    if same.exclude(status__in=("merged", "dissolved", "refused")).exists():
        raise Refusal(f"已有党组织叫“{name.strip()}”，请换一个全称。", field="name")


def _formation(type_code: str, units: Sequence[str]) -> str:
    if type_code == "joint_branch":
        return str(PartyOrg.Formation.JOINT)
    return str(PartyOrg.Formation.SINGLE) if units else ""


@action(DECIDE)
def approve(*, org_id: int, on: date, paper_no: str, by: Actor, text: str = "") -> PartyOrg:
    """Enter the superior's approval with its paper; not by the person who entered the application."""
    org, asked = _asked(by, org_id, on)
    state = next_state(org, "approve")
    org.approval_no = need_paper(paper_no)
    late = BOOK.find("ORG-008", on, applied=asked.on, answered=on)
    _turn(org, state, "approve", "批复同意", on, by, paper_no=paper_no, text=text, findings=[late])
    expected = "筹备选举" if ORG_TYPES[org.type].elected else "宣布成立"
    move_item(org, "approve", "批复同意", by, text=paper_no, expected=expected, asked=asked)
    return org


@action(DECIDE)
def refuse(*, org_id: int, on: date, text: str, by: Actor, paper_no: str = "") -> PartyOrg:
    """Enter that the superior does not agree, with the reason."""
    org, asked = _asked(by, org_id, on)
    state = next_state(org, "refuse")
    if not text.strip():
        raise Refusal("请写明不同意的理由。", field="text")
    _turn(org, state, "refuse", "批复不同意", on, by, paper_no=paper_no, text=text)
    move_item(org, "refuse", "批复不同意", by, text=text, expected="", asked=asked)
    return org


def _asked(by: Actor, org_id: int, on: date) -> tuple[PartyOrg, OrgAct]:
    """The organisation and its application; nobody answers their own."""
    org = from_above(by, org_id)
    asked = get_object_or_404(OrgAct.rows, org=org, verb="apply")
    check_day(on, after=asked.on, what="申请日期")
    if by.user_id is not None and by.user_id == asked.entered_user_id:
        raise NotAllowed("申请是您登记的，批复要由另一人登记。")
    return org, asked


@action(ORGANISE)
def prepare(*, org_id: int, on: date, by: Actor, paper_no: str = "", text: str = "") -> PartyOrg:
    """Begin the first election of an approved organisation."""
    org = locked(by, org_id)
    state = next_state(org, "prepare")
    if not ORG_TYPES[org.type].elected:
        raise Refusal(
            f"{ORG_TYPES[org.type].name}的班子不由选举产生，请登记“宣布成立”。", field="on"
        )
    _turn(org, state, "prepare", "筹备选举", on, by, paper_no=paper_no, text=text)
    move_item(org, "prepare", "筹备选举", by, text=text, expected="登记选举结果")
    return org


@action(ORGANISE)
def found(
    *, org_id: int, on: date, secretary: str, paper_no: str, by: Actor, deputies: str = "",
    committee: str = "", text: str = "",
) -> PartyOrg:  # fmt: skip
    """Declare an organisation whose leaders are appointed by the superior."""
    org = locked(by, org_id)
    state = next_state(org, "found")
    if ORG_TYPES[org.type].elected:
        raise Refusal(
            f"{ORG_TYPES[org.type].name}的班子由选举产生，请先“筹备选举”，再登记选举结果。",
            field="on",
        )
    paper = need_paper(paper_no)
    for kind, words in (
        (Post.Kind.SECRETARY, secretary),
        (Post.Kind.DEPUTY, deputies),
        (Post.Kind.COMMITTEE, committee),
    ):
        seat(org, kind, names_in(words), on, paper)
    begin(org, on)
    _turn(org, state, "found", "宣布成立", on, by, paper_no=paper, text=text)
    move_item(org, "found", "宣布成立", by, text=paper, expected="", done=True)
    return org


def _turn(
    org: PartyOrg, state: str, verb: str, name: str, on: date, by: Actor, **said: Any
) -> None:
    last = org.acts.order_by("-on", "-id").first()
    check_day(on, after=last.on if last else None, what=f"“{last.name}”的日期" if last else "")
    org.status = state
    org.save(since=on)
    keep_act(org, verb, name, on, by, **said)

"""Somebody comes with a letter from outside the zone: the transfer begins where the letter ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.algo.months import whole_years
from honglian.algo.standards import Invalid, id_card
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.fields import blind_index

from ..days import in_order
from ..models import PartyMember
from . import checks
from .desk import refresh
from .models import Arrival, Transfer

ADULT = 18


@action("members.admit")
def arrive(
    *,
    to_branch_id: int,
    name: str,
    from_name: str,
    letter_no: str,
    issued_on: date,
    valid_days: int,
    by: Actor,
    received_on: date | None = None,
    work_unit: str = "",
    excuse: str = "",
    **person: Any,
) -> Transfer:
    """Take in a letter written elsewhere; the committee admits and the branch accepts as usual.

    ``person``: gender, ethnicity, birth_date, id_no, category, joined_on, full_on, mobile,
    dues_paid_to.
    """
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=to_branch_id)
    day = received_on or clock.today()
    arrival = _person(branch.zone_id, person)
    in_order(
        "报到", day, [("加入党组织", arrival.joined_on), ("开出介绍信", issued_on)],
        field="received_on",
    )  # fmt: skip
    transfer = Transfer(
        zone_id=branch.zone_id,
        direction=Transfer.Direction.IN,
        name=name.strip(),
        from_name=from_name.strip(),
        to_branch=branch,
        to_name=branch.name,
        reason="持介绍信报到",
        work_unit=work_unit.strip(),
        excuse=excuse.strip(),
        state="in_committee",
        applied_on=issued_on,
        issued_on=issued_on,
        received_on=day,
        letter_no=letter_no.strip(),
        valid_days=valid_days,
    )
    checks.check_validity(transfer, day)
    found = checks.check_target(transfer, branch, work_unit, day, excuse)
    transfer.findings = [{"rule": f.rule.id, "words": f.words} for f in found]
    transfer.save()
    arrival.transfer = transfer
    arrival.save()
    refresh(transfer, by, "report", "", f"{day} 持{transfer.letter_no}报到")
    record(by=by, verb="members.transfer", target=transfer, note=f"报到：{transfer}"[:200])
    return transfer


def _person(zone_id: int, facts: dict[str, Any]) -> Arrival:
    """The person's facts, checked against the identity number and the roster."""
    try:
        card = id_card.parse(facts["id_no"], today=clock.today())
    except Invalid as wrong:
        raise Refusal(f"公民身份号码：{wrong}。", field="id_no") from wrong
    sex = {"1": "男", "2": "女"}.get(facts["gender"])
    for key, said in (
        ("birth_date", {"birth_date": facts["birth_date"]}),
        ("gender", {"sex": sex}),
    ):
        for sentence in id_card.disagreements(card, **said):
            raise Refusal(f"{sentence}。", field=key)
    _check_dates(facts)
    index = blind_index(card.number)
    here = PartyMember.rows.filter(zone_id=zone_id, id_no_index=index).select_related("branch")
    member = here.exclude(standing=PartyMember.Standing.TRANSFERRED).first()
    if member is not None:
        raise Refusal(
            f"身份号码相同的党员{member.name}已在{member.branch.name}，"
            "区内换支部请在党员页上申请转接。",
            code="already_here",
            field="id_no",
        )
    return Arrival(**(facts | {"id_no": card.number, "id_no_index": index}))


def _check_dates(facts: dict[str, Any]) -> None:
    joined, full = facts["joined_on"], facts.get("full_on")
    if whole_years(facts["birth_date"], joined) < ADULT:
        raise Refusal("加入党组织时未满 18 周岁，请核对两个日期。", field="joined_on")
    if facts["category"] == "formal" and full is None:
        raise Refusal("正式党员要填转正日期。", field="full_on")
    if facts["category"] == "probationary" and full is not None:
        raise Refusal("预备党员还没有转正日期，请核对人员类别。", field="full_on")
    if full and full < joined:
        raise Refusal(f"转正日期 {full} 早于加入党组织日期 {joined}，请核对。", field="full_on")

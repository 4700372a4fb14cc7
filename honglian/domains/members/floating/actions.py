"""Writes about members away from home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..days import in_order
from ..models import FloatingContact, FloatingStay, PartyMember
from ..placing import COUNTED
from .desk import refresh
from .states import FLOATING


@action("members.transfer")
def register_out(
    *,
    member_id: int,
    left_on: date,
    place: str,
    by: Actor,
    host_branch_id: int | None = None,
    host_name: str = "",
    expected_back: date | None = None,
    registered_on: date | None = None,
    excuse: str = "",
    **facts: Any,
) -> FloatingStay:
    """A member of ours goes away without a transfer (FL-01, FL-03).

    ``facts``: kind, is_settled, job, contact_name, times_a_quarter, note.
    """
    rows = PartyMember.objects.visible_to(by).select_for_update(of=("self",))
    member = get_object_or_404(rows.select_related("branch"), pk=member_id)
    if member.standing not in COUNTED:
        raise Refusal(
            f"{member.name}的党籍状态是“{member.get_standing_display()}”，不登记流动。",
            field="member",
        )
    away = member.stays.filter(state__in=FLOATING.open_states).first()
    if away is not None:
        raise Refusal(
            f"{member.name}已于 {away.left_on} 登记流出到{away.place}，返回或转接后才能再登记。",
            code="away_already",
            field="member",
        )
    on = registered_on or clock.today()
    in_order("登记流出", on, [("流出", left_on)], field="left_on")
    _expected(left_on, expected_back, on, excuse)
    branch = _branch(member.zone_id, host_branch_id)
    host = branch.name if branch else host_name.strip()
    if host:
        BOOK.require("FL-03", on, at="host_branch", home=member.branch.name, host=host)
    stay = FloatingStay(
        zone_id=member.zone_id, member=member, name=member.name, gender=member.gender,
        home_branch=member.branch, home_name=member.branch.name, host_branch=branch,
        host_name=host, left_on=left_on, expected_back=expected_back, place=place.strip(),
        registered_on=on, excuse=excuse.strip(), **facts,
    )  # fmt: skip
    return _begin(stay, by, "登记流出")


def _expected(left_on: date, back: date | None, on: date, excuse: str) -> None:
    if back is not None and back < left_on:
        raise Refusal(
            f"预计返回日期 {back} 早于流出日期 {left_on}，请核对两个日期。",
            code="days_out_of_order",
            field="expected_back",
        )
    BOOK.require("FL-01", on, at="expected_back", excuse=excuse, left=left_on, back=back)


def _branch(zone_id: int, pk: int | None) -> PartyOrg | None:
    return get_object_or_404(PartyOrg.rows, zone_id=zone_id, pk=pk) if pk else None


@action("members.transfer")
def register_in(
    *,
    host_branch_id: int,
    name: str,
    home_name: str,
    left_on: date,
    by: Actor,
    gender: str = "",
    reported_on: date | None = None,
    **facts: Any,
) -> FloatingStay:
    """Somebody whose membership is elsewhere reports to one of our branches.

    ``facts``: place, kind, is_settled, job, contact_name, times_a_quarter, note.
    """
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=host_branch_id)
    on = reported_on or clock.today()
    in_order("报到", on, [("流出", left_on)], field="reported_on")
    BOOK.require("FL-03", on, at="home_name", home=home_name.strip(), host=branch.name)
    stay = FloatingStay(
        zone_id=branch.zone_id, name=name.strip(), gender=gender, home_name=home_name.strip(),
        host_branch=branch, host_name=branch.name, left_on=left_on, registered_on=on,
        reported_on=on, state="reported", **facts,
    )  # fmt: skip
    return _begin(stay, by, "登记流入并报到")


def _begin(stay: FloatingStay, by: Actor, said: str) -> FloatingStay:
    if not stay.place.strip():
        raise Refusal("请填写外出地点。", field="place")
    stay.save()
    refresh(stay, by, "register", "", f"{said}：{stay.left_on} 起在{stay.place}")
    record(by=by, verb="members.floating", target=stay, note=f"{said}：{stay.place}"[:200])
    return stay


@action("members.transfer")
def step(
    *,
    stay_id: int,
    verb: str,
    by: Actor,
    on: date | None = None,
    host_name: str = "",
    excuse: str = "",
) -> FloatingStay:
    """Report, take into care, or come back; by the side that sees the stay."""
    stay = _locked(stay_id, by)
    if verb not in ("report", "manage", "back"):
        raise Refusal("没有这一步。")
    before, stay.state = stay.state, FLOATING.apply(stay.state, verb)
    day = on or clock.today()
    name = next(t.name for t in FLOATING.transitions if t.verb == verb)
    earlier = [("流出", stay.left_on), ("报到", stay.reported_on), ("纳入管理", stay.managed_on)]
    in_order(name, day, [(what, d) for what, d in earlier if d])
    if verb == "report":
        stay.reported_on = day
        stay.host_name = host_name.strip() or stay.host_name
        if not stay.host_name:
            raise Refusal("请填写报到的党组织。", field="host_name")
        BOOK.require("FL-03", day, at="host_name", home=stay.home_name, host=stay.host_name)
    elif verb == "manage":
        stay.managed_on = day
    else:
        stay.back_on = day
        BOOK.require("FL-01", day, at="on", excuse=excuse, left=stay.left_on, back=day)
    stay.save()
    refresh(stay, by, verb, before, f"{day} {stay.host_name if verb != 'back' else ''}".strip())
    record(by=by, verb="members.floating", target=stay, note=f"{name} {day}")
    return stay


def _locked(pk: int, by: Actor) -> FloatingStay:
    rows = FloatingStay.objects.visible_to(by).select_for_update(of=("self",))
    rows = rows.select_related("member", "home_branch", "host_branch", "item")
    return get_object_or_404(rows, pk=pk)


@action("members.transfer")
def contact(
    *, stay_id: int, way: str, by: Actor, on: date | None = None, text: str = ""
) -> FloatingContact:
    """Note one contact; taking part in organisation life counts as one."""
    stay = _locked(stay_id, by)
    FLOATING.apply(stay.state, "contact")
    day = on or clock.today()
    in_order("联系", day, [("流出", stay.left_on)])
    row = FloatingContact.objects.create(
        stay=stay, on=day, way=way, text=text.strip()[:200], entered_by=by.name[:64]
    )
    if way == FloatingContact.Way.LIFE:
        stay.attended += 1
        stay.save(update_fields=["attended", "updated_at"])
    refresh(stay, by, "contact", stay.state, f"{day} {row.get_way_display()} {row.text}".strip())
    record(by=by, verb="members.floating", target=stay, note=f"联系 {day}")
    return row

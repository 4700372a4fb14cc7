"""Places in other structures (chain, park, grid, covered units), and members who take part."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import ORG_TYPES, OrgTie, PartyOrg
from honglian.foundation.zones.api import Chain
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...models import PartyMember
from ..models import TakingPart
from ..states import ORGANISE
from ._frame import check_day, keep_act, locked, next_state


@action(ORGANISE)
def tie(
    *, org_id: int, kind: str, name: str, on: date, by: Actor, code: str = "", role: str = ""
) -> OrgTie:
    """Enter that an organisation also belongs to a chain, park, grid or covers a unit."""
    org = locked(by, org_id)
    next_state(org, "tie")
    check_day(on, after=org.founded_on, what="成立日期")
    name, code = name.strip(), code.strip()
    if kind == OrgTie.Kind.CHAIN:
        chain = Chain.objects.filter(zone_id=org.zone_id, name=name).first()
        if chain is None:
            raise Refusal(f"本高新区没有产业链“{name}”，请按“高新区配置”里的名称填。", field="name")
        code = chain.code
    if _already(org, kind, name):
        raise Refusal(f"{org.name}已经登记在“{name}”。", field="name")
    made = OrgTie.rows.create(org=org, kind=kind, name=name, code=code, role=role, starts_on=on)
    findings = [_too_many_units(org, on)] if kind == OrgTie.Kind.UNIT else []
    keep_act(org, "tie", "登记所在结构", on, by, text=str(made), findings=findings)
    return made


def _already(org: PartyOrg, kind: str, name: str) -> bool:
    """Tied already, or named by the organisation's own row."""
    if org.ties.filter(kind=kind, name=name, ends_on=None).exists():
        return True
    own = {OrgTie.Kind.UNIT: org.unit_name, OrgTie.Kind.CHAIN: org.chain and org.chain.name}
    return own.get(OrgTie.Kind(kind)) == name


def _too_many_units(org: PartyOrg, on: date):
    names = set(org.ties.filter(kind=OrgTie.Kind.UNIT, ends_on=None).values_list("name", flat=True))
    units = len(names | ({org.unit_name} - {""}))
    return BOOK.find("ORG-005", on, type_code=org.type, units=units)


@action(ORGANISE)
def untie(*, org_id: int, tie_id: int, on: date, by: Actor) -> OrgTie:
    """End such a place; it stays on record."""
    org = locked(by, org_id)
    next_state(org, "untie")
    found = get_object_or_404(OrgTie.rows, org=org, pk=tie_id, ends_on=None)
    check_day(on, after=found.starts_on, what="登记的起始日期")
    found.ends_on = on
    found.save(update_fields=["ends_on"])
    keep_act(org, "untie", "退出所在结构", on, by, text=str(found))
    return found


@action(ORGANISE)
def join(*, org_id: int, member_id: int, on: date, by: Actor, duty: str = "") -> TakingPart:
    """A member takes part in a functional or temporary organisation; the home branch stays (ORG-017)."""
    org = locked(by, org_id)
    next_state(org, "join")
    check_day(on)
    member = get_object_or_404(
        PartyMember.objects.visible_to(by).select_related("branch"), pk=member_id
    )
    functional = org.is_functional or ORG_TYPES[org.type].functional
    BOOK.require(
        "ORG-017", on, at="member", name=member.name, functional=functional, home=member.branch.name
    )
    if TakingPart.rows.filter(org=org, member=member, ends_on=None).exists():
        raise Refusal(f"{member.name}已经参加{org.name}。", field="member")
    made = TakingPart.rows.create(org=org, member=member, duty=duty.strip(), starts_on=on)
    text = f"{member.name}（组织关系在{member.branch.name}）"
    keep_act(org, "join", "登记参加党员", on, by, text=text)
    return made


@action(ORGANISE)
def leave(*, org_id: int, part_id: int, on: date, by: Actor) -> TakingPart:
    """A member no longer takes part."""
    org = locked(by, org_id)
    next_state(org, "leave")
    found = get_object_or_404(
        TakingPart.rows.select_related("member"), org=org, pk=part_id, ends_on=None
    )
    check_day(on, after=found.starts_on, what="参加日期")
    found.ends_on = on
    found.save(update_fields=["ends_on"])
    keep_act(org, "leave", "退出参加党员", on, by, text=found.member.name)
    return found

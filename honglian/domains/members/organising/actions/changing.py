"""Reorganising: names and superiors change, organisations are adjusted, merged and dissolved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import changes_between
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ... import placing
from ...models import PartyMember
from .. import terms
from ..states import DECIDE, ORGANISE
from ._frame import check_day, end_all, from_above, keep_act, locked, need_paper, next_state

CHANGED = ("name", "parent_id", "unit_name", "unit_uscc", "chain_id")


@action(ORGANISE)
def change(
    *,
    org_id: int,
    on: date,
    by: Actor,
    paper_no: str = "",
    text: str = "",
    **fields: Any,
) -> PartyOrg:
    """Give an organisation another name, superior, unit or chain from a day on.

    ``fields``: any of name, parent_id, unit_name, unit_uscc, chain_id. The days before keep
    what was; a new superior must not hang below the organisation itself.
    """
    org = locked(by, org_id)
    next_state(org, "change")
    check_day(on, after=org.founded_on, what="成立日期")
    before = {name: getattr(org, name) for name in CHANGED}
    for name in CHANGED:
        if name in fields:
            setattr(org, name, fields[name])
    after = {name: getattr(org, name) for name in CHANGED}
    if after == before:
        raise Refusal("没有要变更的内容，请改一项再登记。", field="name")
    if after["name"] != before["name"]:
        _check_name(org)
    if after["parent_id"] != before["parent_id"]:
        _check_parent(org, by)
        paper_no = need_paper(paper_no)
    org.save(since=on)
    if after["parent_id"] != before["parent_id"]:
        rebuild_closure(org.zone_id)
    words = _said(before, after)
    keep_act(
        org, "change", "变更登记", on, by,
        paper_no=paper_no, text="；".join(filter(None, (words, text))),
        changes=changes_between(before, after),
    )  # fmt: skip
    return org


def _check_name(org: PartyOrg) -> None:
    if not org.name.strip():
        raise Refusal("请填党组织名称。", field="name")
    same = PartyOrg.rows.filter(zone_id=org.zone_id, name=org.name).exclude(pk=org.pk)
    if same.filter(status__in=PartyOrg.STANDING).exists():
        raise Refusal(f"已有党组织叫“{org.name}”，请换一个全称。", field="name")


def _check_parent(org: PartyOrg, by: Actor) -> None:
    """The new superior is within sight, stands, and is not below the organisation."""
    if org.parent_id is None:
        raise Refusal("请选上级党组织。", field="parent")
    parent = get_object_or_404(PartyOrg.objects.visible_to(by), pk=org.parent_id)
    if parent.status not in PartyOrg.STANDING:
        raise Refusal(
            f"{parent.name}目前是“{parent.get_status_display()}”，不能作为上级。", field="parent"
        )
    way, above = [org.name], parent
    while above is not None:
        way.append(above.name)
        if above.pk == org.pk:
            raise Refusal(
                f"上下级会成圈：{' → '.join(way)}。请选不在它下面的党组织作上级。", field="parent"
            )
        above = above.parent


def _said(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The change as people read it; numbers of rows become names."""
    parts = []
    if after["name"] != before["name"]:
        parts.append(f"名称：{before['name']} → {after['name']}")
    if after["parent_id"] != before["parent_id"]:
        names = dict(
            PartyOrg.rows.filter(pk__in=(before["parent_id"], after["parent_id"])).values_list(
                "pk", "name"
            )
        )
        old = names.get(before["parent_id"], "无")
        parts.append(f"上级：{old} → {names[after['parent_id']]}")
    if after["unit_name"] != before["unit_name"]:
        parts.append(f"所在单位：{before['unit_name'] or '无'} → {after['unit_name'] or '无'}")
    if after["chain_id"] != before["chain_id"]:
        parts.append("产业链有变更")
    return "；".join(parts)


@action(DECIDE)
def adjust(*, org_id: int, on: date, text: str, by: Actor, paper_no: str = "") -> PartyOrg:
    """Begin to adjust an organisation that no longer meets its conditions (ORG-020)."""
    if not text.strip():
        raise Refusal("请写明为什么调整。", field="text")
    return _turn(org_id, "adjust", "启动调整", on, by, paper_no=paper_no, text=text)


@action(DECIDE)
def retain(*, org_id: int, on: date, text: str, by: Actor, paper_no: str = "") -> PartyOrg:
    """Keep the organisation after all."""
    if not text.strip():
        raise Refusal("请写明保留的理由。", field="text")
    return _turn(org_id, "retain", "调整后保留", on, by, paper_no=paper_no, text=text)


@action(DECIDE)
def merge(
    *, org_id: int, into_id: int, on: date, paper_no: str, by: Actor, text: str = ""
) -> PartyOrg:
    """End an organisation by joining it to another, which takes its members over that day."""
    org = from_above(by, org_id)
    into = get_object_or_404(PartyOrg.objects.visible_to(by), pk=into_id)
    if into.pk == org.pk:
        raise Refusal("不能并入自己，请选另一个党组织。", field="into")
    next_state(org, "merge")
    need_paper(paper_no)
    _check_empty_below(org)
    moved = 0
    for member in PartyMember.rows.filter(branch=org).select_for_update():
        placing.move(member, to=into, on=on)
        moved += 1
    words = f"并入{into.name}，{moved} 名党员的组织关系同日转入"
    said = "；".join(filter(None, (words, text)))
    return _turn(org.pk, "merge", "并入其他组织", on, by, paper_no=paper_no, text=said)


@action(DECIDE)
def dissolve(*, org_id: int, on: date, paper_no: str, text: str, by: Actor) -> PartyOrg:
    """End an organisation whose members have all gone elsewhere."""
    org = from_above(by, org_id)
    next_state(org, "dissolve")
    need_paper(paper_no)
    _check_empty_below(org)
    left = PartyMember.rows.filter(branch=org, standing__in=placing.COUNTED).count()
    if left:
        raise Refusal(
            f"还有 {left} 名党员的组织关系在{org.name}，请先转出，或改办“并入其他组织”。",
            field="on",
        )
    return _turn(org.pk, "dissolve", "撤销", on, by, paper_no=paper_no, text=text)


def _check_empty_below(org: PartyOrg) -> None:
    below = PartyOrg.rows.filter(parent=org).exclude(status__in=("merged", "dissolved", "refused"))
    names = list(below.values_list("name", flat=True)[:3])
    if names:
        raise Refusal(f"下面还有{'、'.join(names)}，请先把它们改隶属或撤销。", field="on")


def _turn(org_id: int, verb: str, name: str, on: date, by: Actor, **said: Any) -> PartyOrg:
    org = from_above(by, org_id)
    org.status = next_state(org, verb)
    check_day(on, after=org.founded_on, what="成立日期")
    org.save(since=on)
    if org.status in ("merged", "dissolved"):
        end_all(org, on)
        terms.settle(org, by, name)
    keep_act(org, verb, name, on, by, **said)
    return org

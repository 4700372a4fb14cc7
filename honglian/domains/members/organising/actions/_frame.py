"""What every act on an organisation does: fetch within scope, look at the state, leave a trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg, Post, held_on
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import Finding

from ..models import OrgAct, TakingPart
from ..states import table_of

SET_UP = "members.org_set_up"


def locked(by: Actor, org_id: int) -> PartyOrg:
    """The organisation, locked; 404 outside of the actor's scope."""
    rows = PartyOrg.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=org_id)


def from_above(by: Actor, org_id: int) -> PartyOrg:
    """The organisation, locked, for a decision of its superior: its own staff may not decide."""
    org = locked(by, org_id)
    if org.pk in by.ids(ScopeKind.ORG):
        raise NotAllowed(f"{org.name}的这件事由上级党组织决定，请由上级的工作人员登记。")
    return org


def next_state(org: PartyOrg, verb: str) -> str:
    """The status after a verb; a refusal that says what is possible instead."""
    return table_of(org.type).apply(org.status, verb)


def check_day(on: date, *, after: date | None = None, what: str = "") -> None:
    """Not in the future and not before the day it follows."""
    if on > clock.today():
        raise Refusal("日期在今天之后，请到那天再登记。", field="on")
    if after is not None and on < after:
        raise Refusal(f"日期 {on} 早于{what} {after}，请核对。", field="on")


def keep_act(
    org: PartyOrg,
    verb: str,
    name: str,
    on: date,
    by: Actor,
    *,
    paper_no: str = "",
    text: str = "",
    facts: dict[str, Any] | None = None,
    findings: Iterable[Finding | None] = (),
    changes: dict[str, Any] | None = None,
) -> OrgAct:
    """Record one act and its audit entry."""
    kept = [{"rule": f.rule.id, "words": f.words} for f in findings if f is not None]
    act = OrgAct.rows.create(
        zone_id=org.zone_id,
        org=org,
        verb=verb,
        name=name,
        on=on,
        paper_no=paper_no.strip(),
        text=text.strip()[:500],
        facts=facts or {},
        findings=kept,
        entered_by=by.name[:64],
        entered_user_id=by.user_id,
        entered_at=clock.now(),
    )
    note = "；".join(filter(None, (f"{on}", paper_no.strip(), text.strip())))
    record(by=by, verb=f"orgs.{verb}", target=org, note=note[:200], changes=changes or {})
    return act


def need_paper(paper_no: str) -> str:
    if not paper_no.strip():
        raise Refusal("请填批复（批准）文号。", field="paper_no")
    return paper_no.strip()


def end_all(org: PartyOrg, on: date) -> None:
    """Posts, places in structures and participations of an organisation that ends."""
    Post.objects.filter(held_on(on), org=org).update(ends_on=on)
    org.ties.filter(ends_on=None).update(ends_on=on)
    TakingPart.rows.filter(org=org, ends_on=None).update(ends_on=on)


def seat(
    org: PartyOrg, kind: str, names: Sequence[str], on: date, paper_no: str = "", duty: str = ""
) -> None:
    """Begin posts; an account that the same person held a post with before goes along."""
    for name in names:
        before = Post.objects.filter(org=org, person_name=name, user__isnull=False).first()
        elsewhere = Post.objects.filter(held_on(on), person_name=name, org__zone_id=org.zone_id)
        Post.objects.create(
            org=org,
            kind=kind,
            person_name=name,
            user_id=before.user_id if before else None,
            duty=duty,
            appointed_by=paper_no,
            starts_on=on,
            is_primary=not elsewhere.exists(),
        )


def names_in(words: str) -> list[str]:
    """Names as people write them, separated by 、 , or a new line."""
    plain = words.replace("，", "、").replace(",", "、").replace("\n", "、").replace("\r", "")
    return list(dict.fromkeys(name.strip() for name in plain.split("、") if name.strip()))

"""Keeping what the rules suggest, and the branch's answer to it. Nothing else changes here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..desks import branch_holder
from .finding import Found, find
from .models import Proposal
from .states import PROPOSAL

KIND = "members.proposal"
ANSWER_WORKDAYS = 10  # 设: a branch looks at a suggestion
QUIET_DAYS = 90  # 设: what was answered is not asked again so soon


@action(None)
def look(*, zone_id: int, by: Actor) -> int:
    """Compare the rules with the records and keep what is new; for the system, daily.

    No permission of a person is asked: it writes suggestions only. Returns how many are new.
    """
    if not by.is_system:
        by.require("members.decide")
    today = clock.today()
    found = list(find(zone_id, today))
    open_now = {(p.member_id, p.rule): p for p in _open(zone_id)}
    quiet = set(
        Proposal.rows.filter(
            zone_id=zone_id, answered_on__gt=today - timedelta(days=QUIET_DAYS)
        ).values_list("member_id", "rule")
    )
    keys = {(f.member.pk, f.rule) for f in found}
    for key, proposal in open_now.items():
        if key not in keys:
            _vanish(proposal, by)
    fresh = [f for f in found if (f.member.pk, f.rule) not in open_now.keys() | quiet]
    _propose(fresh, zone_id)
    return len(fresh)


def _open(zone_id: int) -> list[Proposal]:
    return list(Proposal.rows.filter(zone_id=zone_id, state="open").select_related("item"))


def _propose(found: Iterable[Found], zone_id: int) -> None:
    today, calendar = clock.today(), calendar_for(zone_id)
    due = calendar.add_workdays(datetime.combine(today, time(12), clock.CHINA), ANSWER_WORKDAYS)
    holders: dict[int, dict] = {}
    for one in found:
        branch = one.member.branch
        if branch.pk not in holders:
            holders[branch.pk] = branch_holder(branch)
        row = Proposal.rows.create(
            zone_id=zone_id, branch=branch, member=one.member, rule=one.rule,
            words=one.words[:300], found_on=today,
        )  # fmt: skip
        row.item = open_item(
            kind=KIND, object_id=row.pk, table=PROPOSAL, state=row.state, root=None,
            zone_id=zone_id, title=row.words[:200], expected="研究并登记处理情况", due_at=due,
            url=reverse("members:proposal", args=[row.pk]), **holders[branch.pk],
        )  # fmt: skip
        row.save(update_fields=["item"])


def _vanish(proposal: Proposal, by: Actor) -> None:
    proposal.state = PROPOSAL.apply(proposal.state, "vanish")
    proposal.save(update_fields=["state"])
    if proposal.item:
        update_item(proposal.item, PROPOSAL, proposal.state)
        log(proposal.item, by=by, verb="vanish", name="情况已消除", before="open", after="gone")


@action("members.standing")
def answer(*, proposal_id: int, verb: str, text: str, by: Actor) -> Proposal:
    """Say what the branch did about it (handle) or why nothing is needed (dismiss)."""
    rows = Proposal.objects.visible_to(by).select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=proposal_id)
    before, row.state = row.state, PROPOSAL.apply(row.state, verb)
    if len(text.strip()) < 4:
        raise Refusal("请写明处理情况或无需处理的理由。", field="text")
    row.answer, row.answered_by, row.answered_on = text.strip()[:300], by.name[:64], clock.today()
    row.save(update_fields=["state", "answer", "answered_by", "answered_on"])
    name = {"handle": "已研究处理", "dismiss": "无需处理"}[verb]
    if row.item:
        update_item(row.item, PROPOSAL, row.state)
        log(row.item, by=by, verb=verb, name=name, before=before, after=row.state, text=row.answer)
    record(by=by, verb="members.answer", target=row, note=f"{name}：{row.answer}"[:200])
    return row

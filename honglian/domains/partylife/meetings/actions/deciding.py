"""Decisions of a meeting, and the work they become."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.notify.api import notify
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...due import end_of
from ..desks import own_holder
from ..models import Decision, Meeting
from ..people import accounts_of
from ..states import DECISION, EDIT, MEETING
from ._frame import ensure_line, locked, move, need

KIND = "partylife.decision"


@action(EDIT)
def decide(
    *,
    meeting_id: int,
    text: str,
    by: Actor,
    entitled: int | None = None,
    voters: int | None = None,
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
) -> Decision:
    """Note a decision, with the vote where one was taken (ORG-013, ORG-014)."""
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "decide")
    words = need(text, "text", "决议内容")[:300]
    if meeting.decisions.filter(text=words).exists():
        raise Refusal("这条决议已经记过了。", field="text")
    votes = {"entitled": entitled, "voters": voters, "in_favour": in_favour,
             "against": against, "abstained": abstained}  # fmt: skip
    passed = _vote(meeting, votes) if any(
        v is not None for v in votes.values()
    ) else None  # fmt: skip
    decision = Decision.rows.create(
        zone_id=meeting.zone_id,
        branch_id=meeting.branch_id,
        meeting=meeting,
        no=meeting.decisions.count() + 1,
        text=words,
        passed=passed,
        **votes,
    )
    move(meeting, "decide", by, text=f"{words}{_said(decision)}")
    return decision


def _said(decision: Decision) -> str:
    if decision.passed is None:
        return ""
    result = "通过" if decision.passed else "没有通过"
    return (
        f"（应到 {decision.entitled}，到会 {decision.voters}，赞成 {decision.in_favour}，{result}）"
    )


def _vote(meeting: Meeting, votes: dict[str, int | None]) -> bool:
    """Whether it passed; refused where too few came to vote at all."""
    entitled, voters, in_favour = votes["entitled"], votes["voters"], votes["in_favour"]
    if entitled is None or voters is None or in_favour is None:
        raise Refusal("表决的请把应到、到会、赞成人数都填上；没有表决的都不填。", field="entitled")
    if voters > entitled:
        raise Refusal(f"到会 {voters} 名，多于应到 {entitled} 名，请核对。", field="voters")
    cast = in_favour + (votes["against"] or 0) + (votes["abstained"] or 0)
    if cast > voters:
        raise Refusal(
            f"赞成、反对、弃权加起来 {cast} 名，多于到会 {voters} 名。", field="in_favour"
        )
    day, facts = meeting.held_on or clock.today(), {"expected": entitled, "present": voters}
    if meeting.kind_info.seats == "committee":
        BOOK.require("ORG-014", day, at="voters", committee=entitled, present=voters)
    else:  # whatever the votes, the meeting itself must be able to decide
        BOOK.require("ORG-013", day, at="voters", in_favour=entitled, **facts)
    return BOOK.find("ORG-013", day, in_favour=in_favour, **facts) is None


def _locked_decision(by: Actor, pk: int) -> Decision:
    rows = Decision.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("meeting", "branch", "item"), pk=pk)


@action(EDIT)
def assign(
    *, decision_id: int, owner: str, due_on: date, by: Actor, owner_user_id: int | None = None
) -> Decision:
    """Make work of a decision: somebody's, by a day, on a desk, with its own timeline."""
    decision = _locked_decision(by, decision_id)
    meeting = locked(by, decision.meeting_id)
    MEETING.apply(meeting.state, "assign")
    before, decision.state = decision.state, DECISION.apply(decision.state, "assign")
    if decision.passed is False:
        raise Refusal("这条决议没有通过，不能转为工作。", field="owner")
    decision.owner = need(owner, "owner", "由谁负责")[:32]
    decision.due_on = _due(due_on)
    if owner_user_id is not None and owner_user_id not in dict(accounts_of(decision.branch)):
        raise Refusal("请从本支部的账号里选。", field="owner_user")
    decision.owner_user_id = owner_user_id
    text = f"{decision.owner}负责，{decision.due_on} 前完成：{decision.text}"
    ensure_line(meeting, by)
    decision.item = open_item(
        kind=KIND,
        object_id=decision.pk,
        table=DECISION,
        state=decision.state,
        root=meeting.item,
        zone_id=decision.zone_id,
        number=f"{meeting.number}-{decision.no}",
        title=f"决议：{decision.text}"[:200],
        url=reverse("partylife:decision", args=[decision.pk]),
        expected="办理并报结果",
        due_at=_closing(decision),
        **_holder(decision, by),
    )
    decision.save()
    _log(decision, "assign", by, before, text)
    if owner_user_id is not None:
        notify(
            zone_id=decision.zone_id, topic="partylife.decision", users=[owner_user_id],
            title=f"决议由您负责，{decision.due_on} 前完成", body=decision.text,
            url=reverse("partylife:decision", args=[decision.pk]), without=by.user_id,
        )  # fmt: skip
    return decision


def _due(day: date) -> date:
    if day < clock.today():
        raise Refusal("完成期限不能早于今天。", field="due_on")
    return day


def _closing(decision: Decision) -> datetime:
    """The end of its day, or of the next workday after a day off."""
    assert decision.due_on is not None
    return end_of(decision.due_on, calendar_for(decision.zone_id))


def _holder(decision: Decision, by: Actor) -> dict[str, Any]:
    if decision.owner_user_id is None:
        return own_holder(decision.branch, by)
    return {
        "holder_user_id": decision.owner_user_id,
        "holder_name": decision.owner,
        "holder_role": "",
    }


def _log(decision: Decision, verb: str, by: Actor, before: str, text: str) -> None:
    name = next(t.name for t in DECISION.transitions if t.verb == verb)
    log(
        decision.item, by=by, verb=verb, name=name, before=before, after=decision.state,
        text=text, unit_name=decision.branch.name,
    )  # fmt: skip
    record(by=by, verb=f"decisions.{verb}", target=decision, note=text[:300])


def _move(decision: Decision, verb: str, by: Actor, text: str) -> Decision:
    before, decision.state = decision.state, DECISION.apply(decision.state, verb)
    decision.save()
    shown = {} if DECISION.state(decision.state).final else {
        "due_at": _closing(decision), "expected": "办理并报结果"
    }  # fmt: skip
    update_item(decision.item, DECISION, decision.state, **shown)
    _log(decision, verb, by, before, text)
    return decision


@action(EDIT)
def finish(*, decision_id: int, result: str, by: Actor, done_on: date | None = None) -> Decision:
    """It is carried out, with what came of it. Late stays visible: ``done_on`` is kept."""
    decision, day = _locked_decision(by, decision_id), done_on or clock.today()
    DECISION.apply(decision.state, "finish")
    if day > clock.today():
        raise Refusal("办结日期不能晚于今天。", field="done_on")
    decision.result = need(result, "result", "办成了什么")[:300]
    decision.done_on = day
    late = "（晚于期限）" if decision.is_late else ""
    return _move(decision, "finish", by, f"{decision.result}{late}")


@action(EDIT)
def postpone(*, decision_id: int, due_on: date, reason: str, by: Actor) -> Decision:
    decision = _locked_decision(by, decision_id)
    DECISION.apply(decision.state, "postpone")
    why, before = need(reason, "reason", "为什么改期限"), decision.due_on
    decision.due_on = _due(due_on)
    if before == decision.due_on:
        raise Refusal("新的期限和原来一样。", field="due_on")
    return _move(decision, "postpone", by, f"{before} 改到 {due_on}：{why}")


@action(EDIT)
def drop(*, decision_id: int, reason: str, by: Actor) -> Decision:
    decision = _locked_decision(by, decision_id)
    DECISION.apply(decision.state, "drop")
    return _move(decision, "drop", by, need(reason, "reason", "为什么不再办理"))


@action(EDIT)
def reopen(*, decision_id: int, reason: str, by: Actor) -> Decision:
    """It is not done after all; the limit stays what it was."""
    decision = _locked_decision(by, decision_id)
    DECISION.apply(decision.state, "reopen")
    decision.done_on = None
    return _move(decision, "reopen", by, need(reason, "reason", "为什么继续办理"))

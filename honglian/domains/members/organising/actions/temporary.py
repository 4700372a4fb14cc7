"""Temporary organisations on major projects: appointed, with duties, and gone with the task.

Members keep their home branch; the body develops nobody and collects no dues (支部条例 第八条).
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg, Post, fresh_code, rebuild_closure
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ...desks import branch_holder
from ..models import TemporaryTask
from ..states import DECIDE, ORGANISE, TEMPORARY_LIFE
from ._frame import (
    check_day,
    end_all,
    from_above,
    keep_act,
    locked,
    names_in,
    need_paper,
    next_state,
    seat,
)

KIND = "members.temporary"
TYPE = "temporary_branch"


@action(DECIDE)
def appoint_temporary(
    *,
    approver_id: int,
    name: str,
    project: str,
    duties: str,
    until: date,
    on: date,
    paper_no: str,
    secretary: str,
    by: Actor,
    committee: str = "",
    chain_id: int | None = None,
) -> PartyOrg:
    """The approving organisation sets up a temporary one and names its secretary and committee."""
    approver = get_object_or_404(PartyOrg.objects.visible_to(by), pk=approver_id)
    check_day(on)
    if ORG_TYPES[approver.type].functional or approver.status not in PartyOrg.STANDING:
        raise Refusal(f"{approver.name}不能批准成立临时党组织，请选上级党委。", field="approver")
    if until <= on:
        raise Refusal("任务预计结束的日期应晚于成立日期，请核对。", field="until")
    if len(names_in(secretary)) != 1:
        raise Refusal("书记填 1 名，由批准的党组织指定。", field="secretary")
    if PartyOrg.rows.filter(zone_id=approver.zone_id, name=name.strip()).exists():
        raise Refusal(f"已有党组织叫“{name.strip()}”，请换一个全称。", field="name")
    org = PartyOrg(
        zone_id=approver.zone_id,
        code=fresh_code(approver.zone_id),
        name=name.strip(),
        type=TYPE,
        parent=approver,
        chain_id=chain_id,
        founded_on=on,
        approval_no=need_paper(paper_no),
        is_functional=True,
        status=PartyOrg.Status.APPOINTED,
    )
    org.save(since=on)
    rebuild_closure(org.zone_id)
    TemporaryTask.rows.create(
        org=org,
        project=project.strip(),
        duties=duties.strip(),
        approved_by=approver,
        paper_no=org.approval_no,
        until=until,
    )
    seat(org, Post.Kind.SECRETARY, names_in(secretary), on, org.approval_no)
    seat(org, Post.Kind.COMMITTEE, names_in(committee), on, org.approval_no)
    text = f"{approver.name}批准，{project.strip()}，书记{secretary.strip()}"
    keep_act(org, "appoint_temporary", "指定成立", on, by, paper_no=paper_no, text=text)
    _to_desk(org, until, by)
    return org


def _to_desk(org: PartyOrg, until: date, by: Actor) -> None:
    """It lies on the desk of its own people until it is dissolved with the task."""
    item = open_item(
        kind=KIND,
        object_id=org.pk,
        table=TEMPORARY_LIFE,
        state=org.status,
        root=None,
        zone_id=org.zone_id,
        title=f"临时党组织：{org.name}"[:200],
        url=reverse("members:org", args=[org.pk]),
        due_at=_evening(until),
        expected="开展工作",
        **branch_holder(org),
    )
    log(item, by=by, verb="appoint", name="指定成立", after=org.status, unit_name=org.name[:64])


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18), clock.CHINA)


@action(ORGANISE)
def start(*, org_id: int, on: date, by: Actor, text: str = "") -> PartyOrg:
    """The temporary organisation has begun its work."""
    org = locked(by, org_id)
    state = next_state(org, "start")
    check_day(on, after=org.founded_on, what="成立日期")
    org.status = state
    org.save(since=on)
    keep_act(org, "start", "开展工作", on, by, text=text)
    _show(org, by, "start", "开展工作", text, expected="任务结束时撤销")
    return org


@action(DECIDE)
def prolong(*, org_id: int, on: date, until: date, by: Actor, text: str = "") -> PartyOrg:
    """The task takes longer (or less); the organisation ends with it all the same."""
    org = from_above(by, org_id)
    next_state(org, "prolong")
    check_day(on, after=org.founded_on, what="成立日期")
    task: TemporaryTask = org.task
    if until <= org.founded_on or until == task.until:
        raise Refusal(f"请填新的预计结束日期，现在是 {task.until}。", field="until")
    words = f"任务期限 {task.until} → {until}"
    task.until = until
    task.save(update_fields=["until"])
    keep_act(org, "prolong", "改任务期限", on, by, text="；".join(filter(None, (words, text))))
    _show(org, by, "prolong", "改任务期限", words, due_at=_evening(until))
    return org


@action(DECIDE)
def close(*, org_id: int, on: date, outcome: str, by: Actor, paper_no: str = "") -> PartyOrg:
    """Dissolve it with the task: its posts end, its people go on in their home branches."""
    org = from_above(by, org_id)
    state = next_state(org, "close")
    check_day(on, after=org.founded_on, what="成立日期")
    if not outcome.strip():
        raise Refusal("请写明任务完成或终止的情况。", field="outcome")
    task: TemporaryTask = org.task
    task.ended_on, task.outcome = on, outcome.strip()[:300]
    task.save(update_fields=["ended_on", "outcome"])
    org.status = state
    org.save(since=on)
    end_all(org, on)
    keep_act(org, "close", "随任务结束撤销", on, by, paper_no=paper_no, text=outcome)
    _show(org, by, "close", "随任务结束撤销", outcome)
    return org


def _show(org: PartyOrg, by: Actor, verb: str, name: str, text: str, **fields) -> None:
    item = find_item(KIND, org.pk)
    if item is None:
        return
    before = item.state
    update_item(item, TEMPORARY_LIFE, org.status, **fields)
    log(item, by=by, verb=verb, name=name, before=before, after=org.status, text=text)

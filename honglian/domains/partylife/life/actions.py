"""Writes about life meetings. What was said is noted by those who were there, for those it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.members.api import branch_holder, counted
from honglian.foundation.access.api import Grant
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal

from ..due import end_of
from ..rectify.actions import register
from ..rectify.models import RectifyItem
from . import selectors
from .models import READ, STEPS, Criticism, LifeMeeting, LifeSeat, Preparation
from .states import EDIT, LIFE

KIND = "partylife.lifemeeting"


@action(EDIT)
def plan(
    *,
    branch_id: int,
    theme: str,
    planned_on: date,
    by: Actor,
    place: str = "",
    host_name: str = "",
    host_user_id: int | None = None,
) -> LifeMeeting:
    """Begin to prepare one. Every member on record gets a seat; it opens with the last one's list."""
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=branch_id)
    if not theme.strip():
        raise Refusal("请写会议主题。", field="theme")
    running = LifeMeeting.rows.filter(branch=branch, state="preparing").first()
    if running is not None:
        raise Refusal(
            f"{branch.name}已有一次在准备的组织生活会（{running.planned_on}），请先开完或取消它。",
            field="branch",
        )
    own = host_name.strip() in ("", by.name)
    host = by.user_id if host_user_id is None and own else host_user_id
    meeting = LifeMeeting(
        zone_id=branch.zone_id,
        branch=branch,
        theme=theme.strip(),
        planned_on=planned_on,
        place=place.strip(),
        host_name=(host_name.strip() or by.name)[:32],
        host_user_id=_of_branch(branch, host, by),
        previous=selectors.last_held(branch.pk),
    )
    meeting.save()
    _seat(meeting)
    meeting.item = open_item(
        kind=KIND,
        object_id=meeting.pk,
        table=LIFE,
        state=meeting.state,
        root=None,
        zone_id=meeting.zone_id,
        title=f"组织生活会：{meeting.theme}"[:200],
        url=reverse("partylife:life_meeting", args=[meeting.pk]),
        expected="做好会前准备",
        due_at=end_of(planned_on, calendar_for(meeting.zone_id)),
        **branch_holder(branch, by),
    )
    meeting.save(update_fields=["item"])
    _log(meeting, by, "plan", "开始准备", meeting.theme)
    record(by=by, verb="life.plan", target=meeting, note=meeting.theme)
    return meeting


def _of_branch(branch: PartyOrg, user_id: int | None, by: Actor) -> int | None:
    """Only an account that works for exactly this branch may host: the host reads everything."""
    if user_id is None:
        return None
    if user_id == by.user_id and by.ids(ScopeKind.ORG) == (branch.pk,):
        return user_id
    granted = Grant.objects.in_force(clock.today()).unscoped("who works for the branch")
    mine = granted.filter(scope_kind=ScopeKind.ORG, scope_id=branch.pk, user_id=user_id)
    return user_id if mine.exists() else None


def _seat(meeting: LifeMeeting) -> None:
    """A seat a member; an account of the branch with the member's name is theirs."""
    granted = Grant.objects.in_force(clock.today()).unscoped("whose accounts these are")
    rows = granted.filter(scope_kind=ScopeKind.ORG, scope_id=meeting.branch_id)
    accounts = {name: pk for pk, name in rows.values_list("user_id", "user__name")}
    members = counted(Actor.system(meeting.zone_id)).filter(branch=meeting.branch_id)
    names = list(members.order_by("pk").values_list("pk", "name"))
    once = {n for _, n in names if sum(n == other for _, other in names) == 1}
    LifeSeat.objects.bulk_create(
        LifeSeat(
            meeting=meeting, member_id=pk, name=name,
            user_id=accounts.get(name) if name in once else None,
        )
        for pk, name in names
    )  # fmt: skip


def _log(meeting: LifeMeeting, by: Actor, verb: str, name: str, text: str = "", before: str = ""):
    return log(
        meeting.item, by=by, verb=verb, name=name, before=before or meeting.state,
        after=meeting.state, text=text, unit_name=meeting.branch.name,
    )  # fmt: skip


def _locked(by: Actor, pk: int) -> LifeMeeting:
    rows = LifeMeeting.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch", "item"), pk=pk)


@action(EDIT)
def prepare(*, meeting_id: int, step: str, by: Actor, text: str = "", done_on: date | None = None):
    """Note a step of the preparation, or what was noted about it anew."""
    meeting, day = _locked(by, meeting_id), done_on or clock.today()
    LIFE.apply(meeting.state, "prepare")
    if step not in STEPS:
        raise Refusal("没有这项准备工作。", field="step")
    if day > clock.today():
        raise Refusal("完成日期不能晚于今天。", field="done_on")
    noted, _ = Preparation.objects.update_or_create(
        meeting=meeting,
        step=step,
        defaults={"done_on": day, "text": text.strip()[:300], "noted_by": by.name[:64]},
    )
    _log(meeting, by, "prepare", STEPS[step][:24], noted.text)
    record(by=by, verb="life.prepare", target=meeting, note=STEPS[step])
    return noted


@action(EDIT)
def hold(
    *,
    meeting_id: int,
    held_on: date,
    by: Actor,
    minutes: str = "",
    absences: Mapping[int, str] | None = None,
    missing_because: str = "",
) -> LifeMeeting:
    """It took place. ``absences``: seat → reason. Preparation that is missing must be explained."""
    meeting = _locked(by, meeting_id)
    before, meeting.state = meeting.state, LIFE.apply(meeting.state, "hold")
    if held_on > clock.today():
        raise Refusal("召开日期不能晚于今天。", field="held_on")
    missing = selectors.missing_preparation(meeting)
    if missing and not missing_because.strip():
        names = "、".join(missing)
        raise Refusal(
            f"会前准备还缺：{names}。做了的请先登记，没有做的请写明原因。", field="missing_because"
        )
    reasons = dict(absences or {})
    for seat in meeting.seats.all():
        why = reasons.get(seat.pk)
        if why is not None:
            seat.present, seat.absent_because = False, why.strip()[:100] or "未说明"
            seat.save(update_fields=["present", "absent_because"])
    meeting.held_on, meeting.minutes = held_on, minutes.strip()
    meeting.missing_because = missing_because.strip()[:200] if missing else ""
    meeting.save()
    update_item(meeting.item, LIFE, meeting.state, expected="把问题列入整改台账", due_at=None)
    present = meeting.seats.filter(present=True).count()
    text = f"{held_on} 召开，到会 {present} 名"
    _log(meeting, by, "hold", "登记召开", text, before)
    record(by=by, verb="life.hold", target=meeting, note=text)
    return meeting


@action(EDIT)
def cancel(*, meeting_id: int, text: str, by: Actor) -> LifeMeeting:
    meeting = _locked(by, meeting_id)
    before, meeting.state = meeting.state, LIFE.apply(meeting.state, "cancel")
    if not text.strip():
        raise Refusal("请写明为什么取消。", field="text")
    meeting.save(update_fields=["state"])
    update_item(meeting.item, LIFE, meeting.state)
    _log(meeting, by, "cancel", "取消", text.strip(), before)
    record(by=by, verb="life.cancel", target=meeting, note=text.strip()[:200])
    return meeting


@action(READ)
def criticise(
    *,
    meeting_id: int,
    critic_id: int,
    category: str,
    content: str,
    by: Actor,
    target_id: int | None = None,
    suggestion: str = "",
    accepted: bool | None = None,
) -> Criticism:
    """Note what a member said of another, of themselves, or (without target) of the team.

    The host notes for everybody; a member only what they said themselves. The audit log keeps
    that it was noted, never what.
    """
    meeting = _locked(by, meeting_id)
    LIFE.apply(meeting.state, "criticise")
    seats = {seat.pk: seat for seat in meeting.seats.all()}
    critic = seats.get(critic_id)
    target = seats.get(target_id) if target_id is not None else None
    if critic is None or (target_id is not None and target is None):
        raise Refusal("请从参会党员里选。", field="critic")
    if not selectors.is_host(by, meeting) and critic.user_id != by.user_id:
        raise NotAllowed("您只能记自己说的意见；别人的由主持人记。")
    if not critic.present:
        raise Refusal(f"{critic.name}没有到会，不能记为会上的意见。", field="critic")
    if not content.strip():
        raise Refusal("请写批评意见的内容。", field="content")
    noted = Criticism.rows.create(
        meeting=meeting,
        critic=critic,
        target=target,
        category=category,
        content=content.strip(),
        suggestion=suggestion.strip(),
        is_self=critic == target,
        accepted=accepted,
        noted_by=by.name[:64],
    )
    record(by=by, verb="life.criticise", target=meeting, note=str(noted))
    return noted


@action(READ)
def read_criticisms(*, meeting_id: int, by: Actor) -> list[Criticism]:
    """What concerns this person of a meeting; each reading is on record, with how much was read."""
    meeting = get_object_or_404(LifeMeeting.objects.visible_to(by), pk=meeting_id)
    rows = Criticism.objects.visible_to(by).filter(meeting=meeting)
    found = list(rows.select_related("critic", "target", "rectify_item"))
    if found:
        record(by=by, verb="life.read", target=meeting, note=f"{len(found)} 条")
    return found


@action(EDIT)
def raise_problem(
    *,
    meeting_id: int,
    issue: str,
    category: str,
    kind: str,
    by: Actor,
    seat_id: int | None = None,
    measure: str = "",
    responsible: str = "",
    responsible_user_id: int | None = None,
    due_on: date | None = None,
    criticism_id: int | None = None,
) -> RectifyItem:
    """Put a problem found at the meeting into the ledger, each once.

    ``criticism_id`` is the criticism it comes from; its words are not copied, the ledger is
    read by the level above. Without a seat the problem is the team's.
    """
    meeting = _locked(by, meeting_id)
    LIFE.apply(meeting.state, "raise")
    seat = get_object_or_404(meeting.seats, pk=seat_id) if seat_id is not None else None
    said = _criticism(meeting, criticism_id, by)
    same = Q(member_id=seat.member_id) if seat else Q(owner_kind=RectifyItem.Owner.TEAM)
    if meeting.items.filter(same, issue=issue.strip()).exclude(state="dropped").exists():
        raise Refusal("这个问题已经列入整改台账，每条只列一次。", field="issue")
    item = register(
        branch_id=meeting.branch_id,
        member_id=seat.member_id if seat else None,
        issue=issue,
        category=category,
        source=RectifyItem.Source.LIFE,
        kind=kind,
        measure=measure,
        responsible=responsible,
        responsible_user_id=responsible_user_id,
        due_on=due_on,
        opened_on=clock.today(),
        life_meeting_id=meeting.pk,
        by=by,
    )
    if said is not None:
        said.rectify_item = item
        said.save(update_fields=["rectify_item"])
    _log(meeting, by, "raise", "列入整改台账", f"{item.number} {item.issue}")
    return item


def _criticism(meeting: LifeMeeting, pk: int | None, by: Actor) -> Criticism | None:
    if pk is None:
        return None
    rows = Criticism.objects.visible_to(by).filter(meeting=meeting).select_for_update(of=("self",))
    said = get_object_or_404(rows, pk=pk)
    if said.rectify_item_id is not None:
        raise Refusal("这条意见已经列入整改台账，每条只列一次。", field="issue")
    return said


@action(EDIT)
def settle(*, meeting_id: int, by: Actor, text: str = "") -> LifeMeeting:
    """All problems are in the ledger; from here the ledger carries them."""
    meeting = _locked(by, meeting_id)
    before, meeting.state = meeting.state, LIFE.apply(meeting.state, "settle")
    if not meeting.items.exists() and not text.strip():
        raise Refusal("这次会还没有一条问题列入整改台账；确实没有的，请写明原因。", field="text")
    meeting.save(update_fields=["state"])
    update_item(meeting.item, LIFE, meeting.state)
    _log(meeting, by, "settle", "整改已全部立项", text.strip(), before)
    record(by=by, verb="life.settle", target=meeting, note=text.strip()[:200])
    return meeting

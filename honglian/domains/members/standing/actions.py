"""Writes about standing. Every decision is one that people took; it is entered here, never made here."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK
from honglian.kit.states import StateTable

from ..days import in_order
from ..desks import branch_holder
from ..models import PartyMember, StandingMatter, StandingStep
from ..placing import stand
from .activity import suspended_since
from .kinds import KINDS, PRESENT, Kind
from .states import MATTER

ITEM = "members.standing"


@action("members.standing")
def mark_lost(*, member_id: int, lost_on: date, text: str, by: Actor) -> PartyMember:
    """Register that contact is lost, from when, and what was tried (MB-01's clock starts)."""
    member = _member(member_id, by)
    if member.standing not in (*PRESENT, "rectifying"):
        raise Refusal(f"{member.name}的党籍状态是“{member.get_standing_display()}”，不登记失联。")
    in_order("失联", lost_on, [("加入党组织", member.joined_on)], field="lost_on")
    if not text.strip():
        raise Refusal("请写明最后一次联系和已经用过的联系办法。", field="text")
    member.is_lost, member.lost_on = True, lost_on
    member.save(update_fields=["is_lost", "lost_on", "updated_at"])
    if member.standing in PRESENT:
        stand(member, PartyMember.Standing.LOST_WATCH, on=clock.today())
    record(by=by, verb="members.lost", target=member, note=f"{lost_on} 失联：{text}"[:200])
    return member


@action("members.standing")
def mark_found(*, member_id: int, text: str, by: Actor) -> PartyMember:
    """Contact is there again; a suspended membership is restored by a matter of its own."""
    member = _member(member_id, by)
    if not member.is_lost:
        raise Refusal(f"{member.name}没有登记失联。")
    member.is_lost, member.lost_on = False, None
    member.save(update_fields=["is_lost", "lost_on", "updated_at"])
    if member.standing == PartyMember.Standing.LOST_WATCH:
        stand(member, PartyMember.Standing.NORMAL, on=clock.today())
    record(by=by, verb="members.found", target=member, note=text.strip()[:200])
    return member


def _member(pk: int, by: Actor) -> PartyMember:
    rows = PartyMember.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch"), pk=pk)


@action("members.standing")
def open_matter(
    *,
    member_id: int,
    kind: str,
    reason: str,
    by: Actor,
    searched: str = "",
    disciplined: bool = False,
    opened_on: date | None = None,
) -> StandingMatter:
    """Take a matter up: the rules of its kind are asked first (MB-01 … MB-03, MB-07)."""
    member = _member(member_id, by)
    asked = _kind(kind)
    going = member.matters.filter(state="going").first()
    if going is not None:
        raise Refusal(f"{member.name}已有一件“{KINDS[going.kind].name}”在办，办结后再提。")
    on = opened_on or clock.today()
    in_order("提出", on, [("加入党组织", member.joined_on)], field="opened_on")
    if len(reason.strip()) < 5:
        raise Refusal("请写明事由，写清时间和事实。", field="reason")
    matter = StandingMatter(
        zone_id=member.zone_id, branch=member.branch, member=member, kind=kind,
        reason=reason.strip(), searched=searched.strip(), disciplined=disciplined, opened_on=on,
    )  # fmt: skip
    _check(matter, on, "kind")
    _from_here(member, asked)
    matter.save()
    _put_on_desk(matter, by)
    record(by=by, verb="members.standing", target=matter, note=f"提出{asked.name}：{reason}"[:200])
    return matter


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Refusal("请选择事项。", field="kind")
    return KINDS[code]


def _from_here(member: PartyMember, kind: Kind) -> None:
    if member.standing not in kind.sources:
        raise Refusal(
            f"{member.name}的党籍状态是“{member.get_standing_display()}”，不能办理{kind.name}。",
            field="kind",
        )


def _check(matter: StandingMatter, day: date, at: str) -> None:
    """The rules of the kind, at the day of opening or of the decision."""
    member = matter.member
    facts: dict[str, dict[str, Any]] = {
        "MB-01": {"lost_on": member.lost_on, "searched": bool(matter.searched), "decided": day},
        "MB-02": {"suspended": suspended_since([member]).get(member.pk), "decided": day},
        "MB-03": {"standing": member.standing},
        "MB-07": {"disciplined": matter.disciplined},
    }
    for rule in KINDS[matter.kind].rules:
        BOOK.require(rule, day, at=at, **facts[rule])


def _put_on_desk(matter: StandingMatter, by: Actor) -> None:
    matter.item = open_item(
        kind=ITEM, object_id=matter.pk, table=MATTER, state=matter.state, root=None,
        zone_id=matter.zone_id, title=str(matter), expected=_expected(matter),
        url=reverse("members:matter", args=[matter.pk]), **branch_holder(matter.branch, by),
    )  # fmt: skip
    matter.save(update_fields=["item"])
    log(
        matter.item,
        by=by,
        verb="open",
        name="提出",
        after=matter.state,
        text=matter.reason,
        internal=True,
    )


def _expected(matter: StandingMatter) -> str:
    """What comes next: a step of the procedure, the decision, or the end of the time to mend."""
    if matter.state == "mending":
        return "到期评议是否改正"
    done = set(matter.steps.values_list("name", flat=True)) if matter.pk else set()
    left = [s for s in KINDS[matter.kind].steps if s not in done]
    return f"登记{left[0]}" if left else "登记决定"


def _locked(pk: int, by: Actor) -> StandingMatter:
    rows = StandingMatter.objects.visible_to(by).select_for_update(of=("self",))
    rows = rows.select_related("member__branch", "branch", "item")
    return get_object_or_404(rows, pk=pk)


@action("members.standing")
def add_step(
    *, matter_id: int, name: str, body: str, by: Actor, on: date | None = None, text: str = ""
) -> StandingStep:
    """Enter one step of the procedure, in its order and not before the step ahead of it (MB-06)."""
    matter = _locked(matter_id, by)
    MATTER.apply(matter.state, "step")
    steps, done = KINDS[matter.kind].steps, list(matter.steps.all())
    names = [s.name for s in done]
    left = [s for s in steps if s not in names]
    if name not in steps:
        raise Refusal(f"{KINDS[matter.kind].name}没有“{name}”这一步。", field="name")
    if name in names:
        raise Refusal(f"“{name}”已经登记过。", field="name")
    if name != left[0]:
        raise Refusal(f"请先登记“{left[0]}”，再登记“{name}”。", code="step_needed", field="name")
    day = on or clock.today()
    in_order(name, day, [("提出", matter.opened_on), *((s.name, s.on) for s in done)])
    row = StandingStep.objects.create(
        matter=matter, name=name, on=day, body=body.strip(), text=text.strip(),
        entered_by=by.name[:64],
    )  # fmt: skip
    said = f"{name} {day} {row.body} {row.text}".strip()
    _show(matter, by, "step", matter.state, said, name=name)
    record(by=by, verb="members.standing", target=matter, note=said[:200])
    return row


def _show(
    matter: StandingMatter, by: Actor, verb: str, before: str, text: str, name: str = ""
) -> None:
    table: StateTable = MATTER
    due = None
    if matter.state == "mending" and matter.ends_on:
        due = datetime.combine(matter.ends_on, time(18), clock.CHINA)
    final = table.state(matter.state).final
    update_item(
        matter.item, table, matter.state, due_at=due, expected="" if final else _expected(matter)
    )
    names = [t.name for t in table.transitions if t.verb == verb]
    log(
        matter.item, by=by, verb=verb, name=(name or names[0])[:24], before=before,
        after=matter.state, text=text, internal=True,
    )  # fmt: skip


@action("members.standing")
def decide(
    *,
    matter_id: int,
    agreed: bool,
    body: str,
    by: Actor,
    on: date | None = None,
    paper_no: str = "",
    ends_on: date | None = None,
    text: str = "",
) -> StandingMatter:
    """Enter what the body decided, on which day and by which paper; the standing changes from then.

    Asks the rules again at the day of the decision, the whole procedure (MB-06), and for a time
    to mend its end (MB-04).
    """
    matter = _locked(matter_id, by)
    kind, member = KINDS[matter.kind], matter.member
    if not kind.branch_decides and not by.can("members.decide"):
        raise NotAllowed(f"{kind.name}由上级党委批准，由党委的工作人员登记，支部不能自己批自己。")
    before = matter.state
    after = MATTER.apply(before, "agree" if agreed else "refuse")
    day = on or clock.today()
    steps = [("提出", matter.opened_on), *((s.name, s.on) for s in matter.steps.all())]
    in_order("决定", day, steps)
    if not body.strip():
        raise Refusal("请填写作出决定的组织。", field="body")
    matter.body, matter.paper_no, matter.decided_on = body.strip(), paper_no.strip(), day
    matter.outcome = text.strip()[:300]
    if agreed:
        after = _carry_out(matter, kind, day, ends_on, after)
    matter.state = after
    matter.save()
    said = f"{day} {body} {'同意' if agreed else '不同意'}{kind.name} {paper_no} {text}".strip()
    _show(matter, by, "agree" if agreed else "refuse", before, said)
    record(by=by, verb="members.standing_decide", target=member, note=said[:200])
    return matter


def _carry_out(
    matter: StandingMatter, kind: Kind, day: date, ends_on: date | None, after: str
) -> str:
    _check(matter, day, "on")
    _from_here(matter.member, kind)
    if kind.steps:
        papers = tuple(matter.steps.values_list("name", flat=True))
        BOOK.require("MB-06", day, papers=papers)
    if kind.code == "rectify":
        BOOK.require("MB-04", day, at="ends_on", starts=day, ends=ends_on)
        matter.ends_on, after = ends_on, MATTER.apply(matter.state, "limit")
    member = matter.member
    stand(member, kind.target, on=day)
    if kind.code in ("restore", "death", "remove_lost"):
        member.is_lost, member.lost_on = False, None
        member.save(update_fields=["is_lost", "lost_on", "updated_at"])
    return after


@action("members.standing")
def finish(
    *, matter_id: int, mended: bool, text: str, by: Actor, on: date | None = None
) -> StandingMatter:
    """Enter the branch's appraisal at the end of the time to mend.

    Mended: the standing is normal again. Not mended: the matter is closed, and the branch takes
    up another disposal if it so decides.
    """
    matter = _locked(matter_id, by)
    before, verb = matter.state, "mended" if mended else "unmended"
    after = MATTER.apply(before, verb)
    day = on or clock.today()
    in_order("评议", day, [("决定", matter.decided_on or day)])
    if len(text.strip()) < 4:
        raise Refusal("请写明支部评议的情况。", field="text")
    matter.state, matter.outcome = after, text.strip()[:300]
    matter.save(update_fields=["state", "outcome"])
    if mended and matter.member.standing == PartyMember.Standing.RECTIFYING:
        stand(matter.member, PartyMember.Standing.NORMAL, on=day)
    _show(matter, by, verb, before, f"{day} {matter.outcome}")
    record(by=by, verb="members.standing_decide", target=matter.member, note=f"{verb} {day}")
    return matter


@action("members.standing")
def withdraw(*, matter_id: int, reason: str, by: Actor) -> StandingMatter:
    """Give a matter up before it is decided; it stays on record."""
    matter = _locked(matter_id, by)
    before, matter.state = matter.state, MATTER.apply(matter.state, "withdraw")
    if not reason.strip():
        raise Refusal("请写明原因。", field="reason")
    matter.outcome = reason.strip()[:300]
    matter.save(update_fields=["state", "outcome"])
    _show(matter, by, "withdraw", before, matter.outcome)
    record(by=by, verb="members.standing", target=matter, note=f"撤销：{matter.outcome}"[:200])
    return matter

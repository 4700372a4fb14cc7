"""What the branch does: register a problem, set the measure, report, bring evidence, ask for sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from honglian.foundation.files.api import Prepared, attach, attachments_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ...due import quarter_end
from ..models import RectifyItem
from ..states import EDIT, RECTIFY
from ._frame import branch_of, check_person, locked, move, need
from ._opening import Facts, new_item, put_in, set_measure


@action(EDIT)
def register(
    *,
    branch_id: int,
    issue: str,
    category: str,
    source: str,
    kind: str,
    by: Actor,
    member_id: int | None = None,
    cause: str = "",
    measure: str = "",
    responsible: str = "",
    responsible_user_id: int | None = None,
    due_on: date | None = None,
    opened_on: date | None = None,
    note: str = "",
    life_meeting_id: int | None = None,
) -> RectifyItem:
    """Put a problem into the ledger. With a measure it is in work at once, else it waits for one.

    Without a member the problem is the team's. ``responsible_user_id`` is the account of the
    responsible person, where they have one.
    """
    facts = Facts(issue, category, source, kind, cause, note, life_meeting_id=life_meeting_id)
    day = opened_on or clock.today()
    if day > clock.today():
        raise Refusal("登记日期不能晚于今天。", field="opened_on")
    item = new_item(branch_of(by, branch_id), member_id, day, facts)
    if measure.strip():
        set_measure(item, measure, responsible, responsible_user_id, kind, due_on)
        item.state = "in_progress"
    return put_in(item, by)


@action(EDIT)
def plan(
    *,
    item_id: int,
    measure: str,
    responsible: str,
    kind: str,
    by: Actor,
    due_on: date | None = None,
    cause: str = "",
    responsible_user_id: int | None = None,
) -> RectifyItem:
    """Set or change the measure, the responsible person, the kind and the limit."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "plan")
    before = {"整改措施": item.measure, "责任人": item.responsible, "整改期限": item.due_on}
    if item.returned and due_on and item.due_on and due_on > item.due_on:
        raise Refusal("退回重改不重新计算期限，不能比原来的期限晚。", field="due_on")
    set_measure(item, measure, responsible, responsible_user_id, kind, due_on)
    item.cause = cause.strip() or item.cause
    now = {"整改措施": item.measure, "责任人": item.responsible, "整改期限": item.due_on}
    changes = {k: [str(before[k] or ""), str(now[k] or "")] for k in now if before[k] != now[k]}
    until = f"，{item.due_on} 前完成" if item.due_on else ""
    move(item, "plan", by, text=f"{item.responsible}负责{until}：{item.measure}", changes=changes)
    return item


@action(EDIT)
def progress(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """Say how far it is. A long-term item's next report falls due at the end of the next quarter."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "progress")
    item.progress = need(text, "text", "目前进展")[:500]
    if item.is_long_term and item.due_on:
        day = max(item.due_on, clock.today())
        item.due_on = quarter_end(date.fromordinal(quarter_end(day).toordinal() + 1))
    move(item, "progress", by, text=item.progress)
    return item


@action(EDIT)
def add_evidence(
    *, item_id: int, files: Sequence[Prepared], by: Actor, text: str = ""
) -> RectifyItem:
    """Keep files (photo or document) that show what was done."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "evidence")
    if not files:
        raise Refusal("请选择照片或文件。", field="files")
    known = {e for e in item.evidence.split("、") if e}
    names = [f.name for f in files if f.name not in known]
    item.evidence = "、".join([*filter(None, [item.evidence]), *names])[:300]
    event = move(item, "evidence", by, text=text.strip() or "、".join(f.name for f in files))
    for one in files:
        attach(owner=item, upload=one, by=by, event_id=event.pk)
    return item


@action(EDIT)
def apply_close(
    *, item_id: int, by: Actor, text: str = "", files: Sequence[Prepared] = ()
) -> RectifyItem:
    """Ask for sign-off: only with evidence (RF-01) and never for a long-term item (RF-03)."""
    item, today = locked(by, item_id), clock.today()
    RECTIFY.apply(item.state, "apply")
    BOOK.require("RF-03", today, kind=item.kind)
    if files:
        add_evidence(item_id=item_id, files=files, by=by)
        item = locked(by, item_id)
    BOOK.require("RF-01", today, at="files", evidence=len(attachments_of(item, internal=True)))
    item.applied_on, item.applied_by, item.applied_user_id = today, by.name[:64], by.user_id
    item.verifier, item.verifier_user_id, item.verdict = "", None, ""
    if text.strip():
        item.progress = text.strip()[:500]
    move(item, "apply", by, text=item.progress)
    return item


@action(EDIT)
def withdraw(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """Whoever asked takes the request back before anybody has begun to check it."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "withdraw")
    if item.applied_user_id not in (None, by.user_id):
        raise NotAllowed(
            f"销号是{item.applied_by}申请的，由{item.applied_by}撤回；不同意的请退回。"
        )
    item.applied_on, item.applied_by, item.applied_user_id = None, "", None
    move(item, "withdraw", by, text=need(text, "text", "为什么撤回"))
    return item


@action("partylife.verify")
def drop(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """Take out an item that was registered by mistake: only the level above may make one vanish."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "drop")
    if by.ids(ScopeKind.ORG) == (item.branch_id,):
        raise NotAllowed("整改事项由上级党组织撤销，支部不能自己撤销自己的问题。")
    check_person(item, by)
    move(item, "drop", by, text=need(text, "text", "哪里登记错了"))
    return item

"""A pledge begins and the one before it ends; promises go with the enterprise.

For actions that have locked the enterprise and checked who asks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import find_item, log, update_item
from honglian.kit import clock, events
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..events import PledgeBegan
from ..models import ContactLog, ContactPledge, Enterprise, Instructor, LeaveCover
from ..states import PROMISE
from ..validity import held_on, meeting
from .models import Conflict, covering

PRIMARY = ContactPledge.Kind.PRIMARY
ITEM = "enterprises.promise"


def bind(
    enterprise: Enterprise,
    instructor: Instructor,
    kind: str,
    day: date,
    *,
    by: Actor,
    until: date | None = None,
    note: str = "",
) -> ContactPledge:
    """Let somebody answer from a day on; a new primary takes over from the present one that day."""
    may_guide(enterprise, instructor, day)
    if kind == PRIMARY:
        _end_present(enterprise, instructor, day, until)
    else:
        _not_twice(enterprise, instructor, kind, day, until)
    try:
        with transaction.atomic():
            new = ContactPledge.rows.create(
                zone_id=enterprise.zone_id, enterprise=enterprise, instructor=instructor,
                kind=kind, starts_on=day, ends_on=until, note=note[:200],
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal("这家企业刚由别人指定了主指导员，请刷新后再看。", code="taken") from error
    record(
        by=by, verb="pledges.pledge", target=new, label=f"{enterprise.name} — {instructor.name}",
        changes={"instructor": [None, instructor.name], "kind": [None, new.get_kind_display()]},
        note=note[:200],
    )  # fmt: skip
    follow_pledges(enterprise.zone_id, by=by, enterprises=[enterprise.pk])
    events.emit(PledgeBegan(new, by))
    return new


def may_guide(enterprise: Enterprise, instructor: Instructor, day: date) -> None:
    """Refuse somebody who has left, or who has a conflict of interest."""
    if instructor.left_on and instructor.left_on <= day:
        raise Refusal(
            f"{instructor.name}已于 {instructor.left_on:%Y-%m-%d} 离任，请换一名。",
            field="instructor",
        )
    tie = Conflict.rows.filter(
        instructor=instructor, enterprise=enterprise, lifted_on__isnull=True
    ).first()
    why = tie.why if tie else ""
    BOOK.require("CT-03", day, at="instructor", name=instructor.name, firm=enterprise.name, why=why)


def _end_present(
    enterprise: Enterprise, successor: Instructor, day: date, until: date | None
) -> None:
    if until is not None:
        raise Refusal("主指导员不填止期：换人时自动交接，临时请假请登记代班。", field="ends_on")
    rows = ContactPledge.rows.filter(enterprise=enterprise, kind=PRIMARY)
    present = rows.filter(ends_on__isnull=True).first()
    if present is not None and present.instructor_id == successor.pk:
        raise Refusal(f"{successor.name}已经是这家企业的主指导员。", field="instructor")
    if present is not None and day < present.starts_on:
        raise Refusal(
            f"起始日期不能早于现任指导员的起始日期 {present.starts_on:%Y-%m-%d}。",
            field="starts_on",
        )
    others = rows.filter(meeting(day, None), ends_on__isnull=False)
    BOOK.require("CT-01", day, at="starts_on", others=_named(others))
    if present is not None:
        present.ends_on, present.handed_to = day, successor
        present.save(update_fields=["ends_on", "handed_to"])


def _named(rows: QuerySet[ContactPledge]) -> tuple[tuple[str, date, date | None], ...]:
    found = rows.select_related("instructor").order_by("starts_on")
    return tuple((p.instructor.name, p.starts_on, p.ends_on) for p in found)


def _not_twice(
    enterprise: Enterprise, instructor: Instructor, kind: str, day: date, until: date | None
) -> None:
    if until is not None and until <= day:
        raise Refusal("止期应晚于起始日期，请核对。", field="ends_on")
    same = ContactPledge.rows.filter(
        meeting(day, until), enterprise=enterprise, instructor=instructor, kind=kind
    ).first()
    if same is None:
        return
    end = f"至 {same.ends_on:%Y-%m-%d}" if same.ends_on else "起"
    raise Refusal(
        f"{instructor.name}在这段日期里已经是这家企业的{same.get_kind_display()}"
        f"（{same.starts_on:%Y-%m-%d} {end}），请改日期。",
        field="starts_on",
    )


def follow_pledges(zone_id: int, *, by: Actor, enterprises: Collection[int] | None = None) -> int:
    """Give open promises to today's primary where their keeper has nothing to do there any more.

    Idempotent; also for handovers that a ledger brought or that were planned for today.
    """
    day = clock.today()
    rows = ContactLog.rows.filter(
        zone_id=zone_id, keeper__isnull=False, promise_done_on__isnull=True,
        promise_withdrawn_on__isnull=True,
    ).exclude(promise="")  # fmt: skip
    if enterprises is not None:
        rows = rows.filter(enterprise__in=enterprises)
    moved = 0
    for entry in rows.select_related("keeper", "enterprise"):
        if answers_for(entry.enterprise_id, entry.keeper_id, day):
            continue
        primary = ContactPledge.rows.filter(
            held_on(day), enterprise=entry.enterprise_id, kind=PRIMARY
        ).select_related("instructor").first()  # fmt: skip
        if primary is not None:
            hand_promise(entry, primary.instructor, by=by)
            moved += 1
    return moved


def answers_for(enterprise_id: int, instructor_id: int | None, day: date) -> bool:
    """Whether this person answers for the enterprise that day, himself or for somebody away."""
    absent = LeaveCover.rows.filter(covering(day), cover=instructor_id).values("absent")
    mine = Q(instructor=instructor_id) | Q(instructor__in=absent)
    return ContactPledge.rows.filter(mine, held_on(day), enterprise=enterprise_id).exists()


def hand_promise(entry: ContactLog, to: Instructor, *, by: Actor) -> None:
    """Somebody else has to keep it now; the desk line and the timeline say so."""
    before = entry.keeper.name if entry.keeper else entry.logged_by
    entry.keeper = to
    entry.save(update_fields=["keeper"])
    item = find_item(ITEM, entry.pk)
    if item is None:
        return
    state = PROMISE.apply(item.state, "hand_on")
    # Without an account of the successor the Party office has it on its desk.
    role = "" if to.user_id else "org_admin"
    update_item(
        item, PROMISE, state, holder_user_id=to.user_id, holder_role=role, holder_name=to.name
    )
    text = f"{before}移交给{to.name}"
    log(item, by=by, verb="hand_on", name="移交", before=state, after=state, text=text)

"""Handing over, and leaving once nothing is open any more (CT-02)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.kit import clock, events
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ...events import InstructorLeft
from ...models import ContactPledge, Enterprise, Instructor, LeaveCover
from ..binding import bind
from ..following import following
from ..opening import Open, open_of


def _leaver(instructor_id: int, by: Actor) -> Instructor:
    """The instructor, locked; leaving concerns the whole zone."""
    if not by.is_system and by.scope.kind != ScopeKind.ZONE:
        raise NotAllowed("离任和移交由党群工作部办理，请联系他们。")
    rows = Instructor.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=instructor_id)
    if found.left_on:
        raise Refusal(f"{found.name}已于 {found.left_on:%Y-%m-%d} 离任。")
    return found


@action("pledges.edit")
def hand_over(*, instructor_id: int, to: Mapping[str, int], day: date, by: Actor) -> int:
    """Give open things to named successors: ``to`` maps their keys (:class:`Open`) to instructors.

    Enterprises change hands on ``day`` and their promises with them; what is followed changes at
    once. Returns how many things were handed over.
    """
    leaver = _leaver(instructor_id, by)
    if day < clock.today():
        raise Refusal("移交日期已经过去，请选今天或以后的日期。", field="day")
    if not to:
        raise Refusal("请至少给一项选好接手的人。")
    chosen = Instructor.rows.filter(zone_id=leaver.zone_id, pk__in=set(to.values()))
    people = {one.pk: one for one in chosen}
    if leaver.pk in people or len(people) < len(set(to.values())):
        raise Refusal("接手的应是本区另一名在册指导员，请重新选。")
    open_ = open_of(leaver, day)
    known = {line[0] for line in open_.lines()}
    if gone := to.keys() - known:
        raise Refusal(f"有 {len(gone)} 项已经移交或办结，请刷新后再看。", code="gone")
    _hand_pledges(open_, to, people, day, by)
    for kind, one in open_.followed:
        if successor := to.get(f"{kind.code}-{one.id}"):
            following(kind.code).hand(one.id, people[successor], by)
    _tell(leaver, to, people, by)
    words = f"移交 {len(to)} 项给{'、'.join(p.name for p in people.values())}"
    record(by=by, verb="pledges.hand_over", target=leaver, label=leaver.name, note=words[:200])
    return len(to)


def _hand_pledges(
    open_: Open, to: Mapping[str, int], people: Mapping[int, Instructor], day: date, by: Actor
) -> None:
    mine = [p for p in open_.pledges if f"pledge-{p.pk}" in to]
    locked = Enterprise.rows.select_for_update().filter(pk__in=[p.enterprise_id for p in mine])
    firms = {firm.pk: firm for firm in locked.order_by("pk")}
    for pledge in mine:
        successor = people[to[f"pledge-{pledge.pk}"]]
        start = max(day, pledge.starts_on)
        if pledge.kind != ContactPledge.Kind.PRIMARY:
            pledge.ends_on, pledge.handed_to = start, successor
            pledge.save(update_fields=["ends_on", "handed_to"])
        bind(firms[pledge.enterprise_id], successor, pledge.kind, start, by=by, note="离任移交")


def _tell(
    leaver: Instructor, to: Mapping[str, int], people: Mapping[int, Instructor], by: Actor
) -> None:
    for pk, count in Counter(to.values()).items():
        if people[pk].user_id:
            notify(
                zone_id=leaver.zone_id, topic="pledges.hand_over", users=[people[pk].user_id],
                without=by.user_id, title=f"{leaver.name}移交给您 {count} 项联系企业的工作",
                body="企业、承诺和跟着的诉求已转到您名下。", url=reverse("enterprises:mine"),
            )  # fmt: skip


@action("pledges.edit")
def leave(*, instructor_id: int, on: date, by: Actor) -> Instructor:
    """From ``on`` the instructor is not there any more; refused while anything stays open."""
    leaver = _leaver(instructor_id, by)
    BOOK.require("CT-02", on, at="on", **open_of(leaver, on).counts)
    covers = LeaveCover.rows.filter(cover=leaver, until__gte=on, called_off_on__isnull=True)
    if cover := covers.select_related("absent").first():
        raise Refusal(
            f"{leaver.name}在 {cover.starts_on:%Y-%m-%d} 至 {cover.until:%Y-%m-%d} 给{cover.absent.name}"
            "代班，请先提前结束这段代班，另请一名。",
            field="on",
        )
    leaver.left_on = on
    leaver.save(update_fields=["left_on"])
    record(by=by, verb="pledges.leave", target=leaver, label=leaver.name, note=f"{on:%Y-%m-%d}")
    events.emit(InstructorLeft(leaver, by))
    return leaver


@action("pledges.edit")
def come_back(*, instructor_id: int, by: Actor) -> Instructor:
    """Somebody who left guides again; old pledges stay with the successors."""
    rows = Instructor.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=instructor_id)
    if found.left_on is None:
        raise Refusal(f"{found.name}没有离任，不用复任。")
    found.left_on = None
    found.save(update_fields=["left_on"])
    record(by=by, verb="pledges.come_back", target=found, label=found.name)
    return found

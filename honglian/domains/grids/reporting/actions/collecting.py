"""Collecting: what a grid member met, in few words, from the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.workflow.api import log, next_number
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from ...events import GridEventMoved, SafetyReported
from .. import clocks, reach
from ..matters import Matter, matter
from ..models import GridEvent
from ..states import REPORT
from . import _frame as frame

MOST_TEXT = 1000


@action(REPORT)
def report(
    *,
    matter_code: str,
    text: str,
    enterprise_id: int | None = None,
    place: str = "",
    urgent: bool = False,
    handled: str = "",
    files: Sequence[Prepared] = (),
    key: str = "",
    at: datetime | None = None,
    remark: str = "",
    by: Actor,
) -> GridEvent:
    """Take a matter in: settled on the spot, turned into a whistle, or waiting to be accepted.

    ``key`` comes from the telephone: the same report sent twice gives the same event. Photographs
    and place are never demanded (国办函〔2026〕12号). ``at`` is when it was filled in without a network;
    the limits run from its arrival.
    """
    if key and (known := _known(key, by)):
        return known
    wanted = matter(matter_code)
    text = frame.need(text, "text", "看到或听到的情况，一两句就行")
    if len(text) > MOST_TEXT:
        raise Refusal(f"描述有 {len(text)} 字，请控制在 {MOST_TEXT} 字以内。", field="text")
    event = _store(wanted, text, _enterprise(enterprise_id, by), place, urgent, key, at, by)
    line = log(
        event.item, by=by, verb="report", name="上报", after=event.state,
        text=f"{text}（{remark}）" if remark else text,
    )  # fmt: skip
    for one in files:
        attach(owner=event, upload=one, by=by, event_id=line.pk)
    record(by=by, verb="gridevents.report", target=event, note=text[:300])
    _go_on(event, wanted, handled.strip(), by)
    return event


def _known(key: str, by: Actor) -> GridEvent | None:
    rows = GridEvent.rows.filter(zone_id=by.zone_id, key=key[:64], reporter_id=by.user_id)
    return rows.first()


def _enterprise(pk: int | None, by: Actor) -> Enterprise | None:
    if pk is None:
        return None
    return get_object_or_404(reach.enterprises(by), pk=pk)


def _store(
    wanted: Matter,
    text: str,
    firm: Enterprise | None,
    place: str,
    urgent: bool,
    key: str,
    at: datetime | None,
    by: Actor,
) -> GridEvent:
    grid = reach.grid_for(firm, by)
    level = "L1" if urgent else "L3"
    event = GridEvent(
        zone_id=by.zone_id,
        number=_number(by.zone_id, grid.code if grid else ""),
        grid=grid,
        enterprise=firm,
        topic=wanted.topic,
        matter=wanted.code,
        level=level,
        place=place.strip()[:120],
        text=text,
        reporter_id=by.user_id,
        reporter_name=by.name[:64],
        key=key[:64],
        limits=clocks.limits_of(config_of(by.zone_id).grids, level),
        collected_at=at or clock.now(),
    )
    clocks.set_due(event)
    event.save()
    event.item = frame.desk_line(event)
    event.save(update_fields=["item"])
    return event


def _number(zone_id: int, grid_code: str) -> str:
    day = f"{clock.local(clock.now()):%y%m%d}"
    return next_number(zone_id, f"WG{grid_code or '000'}{day}", width=3)


def _go_on(event: GridEvent, wanted: Matter, handled: str, by: Actor) -> None:
    """What follows at once: done already, a demand of the enterprise, or somebody's turn to accept."""
    if handled:
        event.on_the_spot, event.outcome = True, handled[:1000]
        frame.move(event, "settle", by, text=handled)
    elif wanted.topic == GridEvent.Topic.SERVICE and event.enterprise_id:
        frame.to_case(event, by)
    else:
        emit(GridEventMoved(event, "report", by))
    if wanted.topic == GridEvent.Topic.SAFETY:
        emit(SafetyReported(event, by))


@action(REPORT)
def note(*, event_id: int, text: str, files: Sequence[Prepared] = (), by: Actor) -> GridEvent:
    """Add what came up later; state and clock stay."""
    event = frame.locked(event_id, by)
    said = frame.need(text, "text", "补充的情况")
    frame.move(event, "note", by, text=said, files=files, keep_clock=True)
    return event

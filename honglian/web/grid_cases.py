"""A demand met in a grid becomes a whistle, once; when the whistle ends, so does the grid's event.

Neither domain knows the other, so the joining stands here.
"""

from __future__ import annotations

from honglian.domains.cases import api as cases
from honglian.domains.grids import api as grids
from honglian.foundation.zones.api import config_of
from honglian.kit import events, slots
from honglian.kit.actor import Actor, Scope, ScopeKind
from honglian.kit.slots import Panel


def raise_case(raised: grids.DemandRaised) -> None:
    """Report in the reporter's name. The enterprise was found in the reporter's reach by the grid,
    which for a grid member is wider than the scope of the grant."""
    event = raised.event
    if event.case_number:
        return
    who = raised.by
    by = Actor(
        name=who.name, role=who.role, zone_id=who.zone_id, user_id=who.user_id, grant_id=who.grant_id,
        scope=Scope(ScopeKind.ZONE), permissions=who.permissions | {"cases.create"},
        channel=who.channel, request_id=who.request_id,
    )  # fmt: skip
    made = cases.actions.report(
        by=by,
        text=event.text,
        enterprise_id=event.enterprise_id,
        category=raised.category if _known(event.zone_id, raised.category) else "",
        level="L1" if event.level == "L1" else "",
        place=event.place,
        channel="grid",
        outside_number=event.number,
    )
    event.case_number = made.case.number
    grids.reporting.link_case(event_id=event.pk, number=made.case.number, by=who)


def _known(zone_id: int, category: str) -> bool:
    return bool(category) and config_of(zone_id).category(category) is not None


def closed(event: cases.CaseClosed) -> None:
    case = event.case
    if not grids.waits_for(case.zone_id, case.number):
        return
    outcome = f"吹哨 {case.number} 已办结"
    grids.reporting.close_with_case(number=case.number, outcome=outcome, by=_machine(case.zone_id))


def refused(event: cases.CaseRefused) -> None:
    case = event.case
    if not grids.waits_for(case.zone_id, case.number):
        return
    reason = f"吹哨 {case.number} 不予受理：{event.reason}"
    grids.reporting.refuse_with_case(number=case.number, reason=reason, by=_machine(case.zone_id))


def merged(event: cases.CaseMerged) -> None:
    """The event follows the whistle into which its own went."""
    grids.reporting.follow_case(
        number=event.case.number, into=event.into.number, by=_machine(event.case.zone_id)
    )


def _machine(zone_id: int) -> Actor:
    return Actor.system(zone_id, name="企业吹哨")


def of_event(actor: Actor, event: grids.GridEvent) -> Panel | None:
    """On the page of a grid event: the whistle it became, and how far it is."""
    if not event.case_number:
        return None
    rows = cases.cases(actor).select_related("item")
    case = rows.filter(number=event.case_number).first()
    context = {"number": event.case_number, "case": case}
    return Panel("转成的吹哨", "web/_event_case.html", context, order=10)


def of_case(actor: Actor, case: cases.Case) -> Panel | None:
    """On the page of a whistle: the grid events it came from."""
    found = list(grids.events(actor).filter(case_number=case.number))
    if not found:
        return None
    return Panel("来自网格", "web/_case_events.html", {"events": found}, order=10)


def connect() -> None:
    events.subscribe(grids.DemandRaised, raise_case)
    events.subscribe(cases.CaseClosed, closed)
    events.subscribe(cases.CaseRefused, refused)
    events.subscribe(cases.CaseMerged, merged)
    slots.fill("grids.event", of_event)
    slots.fill("cases.detail", of_case)

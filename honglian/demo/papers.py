"""Documents of the demo's latest cases, one case under supervision, and two months' analyses."""

from __future__ import annotations

from datetime import timedelta

from honglian.domains.cases.api import Case, actions, cases, papers, supervision_proposals
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

ASSIGNED, CALLED = 6, 3
REQUIREMENT = "请承办部门两个工作日内联系企业，说明进展和办结时间，办结前每周报告一次。"


def play_papers(zone: Zone, desk: Actor, leader: Actor) -> int:
    """How many documents were issued."""
    rows = cases(desk).exclude(lead=None).order_by("-dispatched_at", "-pk")
    wanted = [(case, "assign", desk) for case in rows[:ASSIGNED]]
    closed = rows.filter(state="closed")
    wanted += [(case, "callback", desk) for case in closed[:CALLED]]
    wanted += [(case, "supervise", leader) for case in _supervised(leader)]
    for case, kind, by in wanted:
        papers.issue_paper(number=case.number, kind=kind, by=by)
    first = clock.today().replace(day=1)
    month = papers.Month(first).previous
    for each in (month.previous, month):
        with clock.at(min(clock.now(), each.until + timedelta(days=1, hours=9))):
            papers.issue_monthly(month=each, by=desk)
    return len(wanted) + 2


def _supervised(leader: Actor) -> list[Case]:
    """The most pressing case that the rules propose, put under supervision by the leader."""
    for case, level, reason in supervision_proposals(leader):
        try:
            actions.supervise(
                number=case.number, level=level, requirement=f"{reason}。{REQUIREMENT}", by=leader
            )
        except Refusal:
            continue
        return [case]
    return []

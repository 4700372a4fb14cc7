"""Which documents a case has and may get, for an actor who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from honglian.foundation.documents.api import Document, Matter, Paper, find, papers_about
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from .. import selectors
from ..models import Case
from .compose import Draft, draft
from .kinds import KINDS, Kind

UNNUMBERED = "（生成时编号）"


@dataclass(frozen=True)
class Line:
    """One issued document on the case's page."""

    paper: Paper
    name: str
    url: str


def kind_of(code: str) -> Kind:
    if code not in KINDS:
        raise Http404(code)
    return KINDS[code]


def visible_case(actor: Actor, number: str) -> Case:
    """The case within scope and seen from inside; enterprises and visitors have no papers: 404."""
    if actor.role in selectors.OUTSIDE:
        raise Http404("papers are for those inside")
    return selectors.detail(actor, number)


def matter_of(case: Case, kind: Kind, made: Draft) -> Matter:
    mark = config_of(case.zone_id).paper_mark(kind.code)
    return Matter(case.zone_id, kind.code, mark, "cases.case", case.pk, made.occasion)


def preview(case: Case, kind: Kind, of: int | None = None) -> tuple[Document, Paper | None]:
    """How it reads now, with the number it has or a word that it gets one."""
    made = draft(case, kind.code, of=of)
    paper = find(matter_of(case, kind, made))
    if paper is None:
        return made.compose(UNNUMBERED, clock.today()), None
    return made.compose(paper.number, paper.issued_on), paper


def issued(case: Case) -> list[Line]:
    """What was issued about a visible case, newest first."""
    return [
        Line(p, KINDS[p.kind].name, f"{address(case, p.kind)}?of={p.occasion}")
        for p in papers_about(case)
        if p.kind in KINDS
    ]


def address(case: Case, kind: str) -> str:
    return reverse("cases:paper", args=[case.number, kind])


def offered(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """(name, address) of the documents this actor could issue about the case now."""
    grounds = {
        "assign": case.lead_id is not None,
        "supervise": case.supervision > 0,
        "callback": case.state in ("replied", "closed"),
    }
    return [
        (kind.name, address(case, kind.code))
        for kind in KINDS.values()
        if grounds[kind.code] and actor.can(kind.permission)
    ]


def panel(actor: Actor, case: Case) -> dict[str, list]:
    """The part of the case's page that is about documents; empty for those outside."""
    if actor.role in selectors.OUTSIDE:
        return {"issued": [], "offered": []}
    return {"issued": issued(case), "offered": offered(actor, case)}

"""A demand that ends takes a line off the desk of who heard it at the door."""

from __future__ import annotations

from honglian.kit.events import subscribe

from ..events import CaseClosed, CaseMerged, CaseRefused, CaseReopened
from ..models import Case
from .actions._rounds import refresh
from .models import Issue


def _recount(case: Case) -> None:
    issue = Issue.rows.filter(case=case).select_related("target__round__campaign").first()
    if issue and issue.target.round:
        refresh(issue.target.round)


def ended(event: CaseClosed | CaseMerged | CaseRefused | CaseReopened) -> None:
    _recount(event.case)


def connect() -> None:
    for kind in (CaseClosed, CaseMerged, CaseRefused, CaseReopened):
        subscribe(kind, ended)

"""Issuing documents of cases: a number, a line in the register, an entry in the audit log."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.documents.api import Document, Paper, find, issue
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from ..actions import _frame as frame
from ..models import Case
from .compose import Draft, draft
from .kinds import Kind
from .selectors import kind_of, matter_of, visible_case


@action("cases.view")
def issue_paper(
    *, number: str, kind: str, of: int | None = None, mobile: bool = False, by: Actor
) -> tuple[Paper, Document]:
    """Issue the document, or make it again under its number.

    Issuing needs the kind's own permission; reading one that was issued needs the case alone. With
    ``mobile`` the reporter's number stands in full, which is logged like every other look at it.
    """
    found = kind_of(kind)
    visible_case(by, number)
    case = frame.locked(by, number)
    made = draft(case, kind, of=of)
    _may(by, case, found, made)
    paper, document = issue(matter_of(case, found, made), made.compose, by=by)
    again = f"，第 {paper.times} 次" if paper.times > 1 else ""
    note = f"{found.name} {paper.number}{again}"
    record(by=by, verb="cases.issue_paper", target=case, note=note)
    if mobile:
        by.require("cases.reveal")
        record(by=by, verb="cases.reveal_reporter", target=case, note=note)
        document = draft(case, kind, of=of, mobile=True).compose(paper.number, paper.issued_on)
    return paper, document


def _may(by: Actor, case: Case, kind: Kind, made: Draft) -> None:
    if find(matter_of(case, kind, made)) is None:
        by.require(kind.permission)

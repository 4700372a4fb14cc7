"""Issuing a month's analysis: numbered for the whole zone, on record for everybody."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.documents.api import Document, Paper, issue
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind

from .drafting import matter, written
from .selectors import Month, analysis
from .workbook import workbook

PERMISSION = "cases.export"


@action(PERMISSION)
def issue_monthly(*, month: Month, by: Actor) -> tuple[Paper | None, Document]:
    """The month's document. Only that of the whole zone gets a number; a part of it stays a working paper."""
    found, config = analysis(by, month), config_of(by.zone_id or 0)
    paper = None
    if by.scope.kind == ScopeKind.ZONE:
        paper, made = issue(
            matter(by, month, config), lambda no, on: written(found, config, by, no, on), by=by
        )
    else:
        made = written(found, config, by, "", clock.today())
    _record(by, month, "公文", paper.number if paper else "不编号")
    return paper, made


@action(PERMISSION)
def export_monthly(*, month: Month, by: Actor) -> bytes:
    """The same figures as a workbook."""
    found, config = analysis(by, month), config_of(by.zone_id or 0)
    title = written(found, config, by, "", clock.today()).title
    _record(by, month, "电子表格", f"{found.whole} 件")
    return workbook(found, title)


def _record(by: Actor, month: Month, what: str, note: str) -> None:
    record(by=by, verb="cases.monthly", target_kind="cases", note=f"{month.name} {what} {note}")

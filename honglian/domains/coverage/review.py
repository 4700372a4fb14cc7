"""The two work lists: found by computation each morning, on the desk until the facts change (A.4)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import selectors
from .models import CoverageTask
from .states import TASK

ITEM = "coverage.task"
BLANK_DAYS = 7  # 空白点 7 日内必须派指导员
END_OF_DAY = time(17, 30)
Kind = CoverageTask.Kind
WANTED = {Kind.DUE: "单独成立党支部", Kind.BLANK: "派党建指导员"}


def review(zone_id: int) -> tuple[int, int]:
    """Open what is new and close what is settled; returns (opened, closed). May run twice."""
    actor = Actor.system(zone_id)
    base = selectors.base(actor)
    found = {
        Kind.DUE: base.filter(selectors.unbuilt_q()),
        Kind.BLANK: base.filter(selectors.blank_q()),
    }
    opened = closed = 0
    for kind, rows in found.items():
        new, gone = _review(actor, kind, rows)
        opened, closed = opened + new, closed + gone
    return opened, closed


def _review(actor: Actor, kind: Kind, rows: QuerySet[Enterprise]) -> tuple[int, int]:
    tasks = CoverageTask.rows.filter(zone_id=actor.zone_id, kind=kind, closed_on=None)
    known = {task.enterprise_id: task for task in tasks}
    now = {row.pk: row for row in rows}
    for pk in sorted(now.keys() - known.keys()):
        _open(actor, kind, now[pk])
    for pk in sorted(known.keys() - now.keys()):
        _close(actor, known[pk])
    return len(now.keys() - known.keys()), len(known.keys() - now.keys())


def _open(actor: Actor, kind: Kind, row: Enterprise) -> None:
    today = clock.today()
    due_on = today + timedelta(days=BLANK_DAYS) if kind == Kind.BLANK else None
    task = CoverageTask.rows.create(
        zone_id=row.zone_id, enterprise=row, kind=kind, found_on=today, due_on=due_on
    )
    # A blank spot is the grid lead's to fill; founding a branch is the Party office's.
    role = "grid_leader" if kind == Kind.BLANK and row.chain_id else "org_admin"
    item = open_item(
        kind=ITEM,
        object_id=task.pk,
        table=TASK,
        state=TASK.initial,
        root=None,
        zone_id=row.zone_id,
        title=f"{kind.label}：{row.name}"[:200],
        url=reverse("enterprises:detail", args=[row.pk]),
        expected=WANTED[kind],
        due_at=datetime.combine(due_on, END_OF_DAY, clock.CHINA) if due_on else None,
        due_kind="coverage",
        holder_role=role,
        holder_name="网格长" if role == "grid_leader" else "党群工作部",
        chain_id=row.chain_id,
    )
    log(item, by=actor, verb="found", name="发现", after=TASK.initial, text=kind.label)


def _close(actor: Actor, task: CoverageTask) -> None:
    CoverageTask.rows.filter(pk=task.pk, closed_on=None).update(closed_on=clock.today())
    item = find_item(ITEM, task.pk)
    if item is not None and item.closed_at is None:
        update_item(item, TASK, TASK.apply(item.state, "close"))
        log(item, by=actor, verb="close", name="情况已变", before="open", after="closed")

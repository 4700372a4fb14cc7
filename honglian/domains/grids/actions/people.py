"""Who serves in a grid: assign, relieve, hand over with what is open."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404

from honglian.foundation.accounts.models import User
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import held_on
from honglian.foundation.workflow.api import log
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from ..events import GridChanged
from ..models import Grid, GridDuty
from ..selectors import open_items
from .grids import EDIT

Kind = GridDuty.Kind


@action(EDIT)
def assign(
    *,
    grid_id: int,
    kind: str,
    person_name: str,
    starts_on: date,
    user_id: int | None = None,
    org_id: int | None = None,
    department_id: int | None = None,
    post: str = "",
    phone: str = "",
    by: Actor,
) -> GridDuty:
    """Give a person a duty in a grid. A second lead is refused: the first hands over."""
    grid = get_object_or_404(Grid.objects.visible_to(by), pk=grid_id)
    if user_id is not None:
        user = get_object_or_404(User.objects.filter(zone_id=by.zone_id), pk=user_id)
        person_name = person_name.strip() or user.name
    if not person_name.strip():
        raise Refusal("请写姓名，或选一个账号。", field="person_name")
    _check_free(grid, kind, person_name)
    if starts_on < grid.starts_on:
        raise Refusal(f"网格 {grid.starts_on} 才启用，到任日期不能更早。", field="starts_on")
    duty = GridDuty.rows.create(
        grid=grid, kind=kind, person_name=person_name.strip(), user_id=user_id, org_id=org_id,
        department_id=department_id, post=post, phone=phone, starts_on=starts_on,
    )  # fmt: skip
    record(by=by, verb="grids.assign", target=grid, note=str(duty))
    emit(GridChanged(grid, by))
    return duty


def _check_free(grid: Grid, kind: str, person_name: str) -> None:
    standing = GridDuty.rows.filter(held_on(clock.today()), grid=grid)
    if kind == Kind.LEAD and (lead := standing.filter(kind=Kind.LEAD, ends_on=None).first()):
        raise Refusal(
            f"网格长现在是{lead.person_name}，请用“交接”换人，在办的事一并移交。", field="kind"
        )
    if standing.filter(kind=kind, person_name=person_name.strip(), ends_on=None).exists():
        raise Refusal(
            f"{person_name}已经在这个网格任{Kind(kind).label}，不用再登记。", field="person_name"
        )


@action(EDIT)
def relieve(*, duty_id: int, on: date, by: Actor) -> GridDuty:
    """End a duty without a successor; refused while something waits for the person."""
    duty = _locked(duty_id, by)
    if waiting := open_items(duty).count():
        raise Refusal(
            f"{duty.person_name}手上还有 {waiting} 件在办，请用“交接”移交给接手的人。", field="on"
        )
    _end(duty, on)
    record(by=by, verb="grids.relieve", target=duty.grid, note=f"{duty} {on}")
    emit(GridChanged(duty.grid, by))
    return duty


@action(EDIT)
def hand_over(
    *,
    duty_id: int,
    on: date,
    person_name: str = "",
    user_id: int | None = None,
    phone: str = "",
    note: str = "",
    by: Actor,
) -> GridDuty:
    """Another person takes the duty over with everything that waits; both are told.

    Each item's timeline says from whom to whom.
    """
    duty = _locked(duty_id, by)
    if user_id is not None:
        user = get_object_or_404(User.objects.filter(zone_id=by.zone_id), pk=user_id)
        person_name = person_name.strip() or user.name
    if not person_name.strip():
        raise Refusal("请写接手人的姓名，或选一个账号。", field="person_name")
    waiting = list(open_items(duty).select_for_update())
    if waiting and user_id is None:
        raise Refusal(
            f"有 {len(waiting)} 件在办要移交，接手人要有账号才能继续办，请选接手人的账号。",
            field="user_id",
        )
    if user_id is not None and user_id == duty.user_id:
        raise Refusal("接手人和移交人是同一个人，请另选一人。", field="user_id")
    _end(duty, on)
    new = GridDuty.rows.create(
        grid_id=duty.grid_id, kind=duty.kind, person_name=person_name.strip(), user_id=user_id,
        org_id=duty.org_id, department_id=duty.department_id, post=duty.post, phone=phone,
        starts_on=on,
    )  # fmt: skip
    for item in waiting:
        _pass_on(item, duty, new, by)
    duty.handed_to, duty.handed_note, duty.handed_items = new, note[:300], len(waiting)
    duty.save(update_fields=["handed_to", "handed_note", "handed_items"])
    _tell(duty, new, by)
    record(
        by=by,
        verb="grids.hand_over",
        target=duty.grid,
        note=f"{duty} → {new.person_name}，{len(waiting)} 件在办",
    )
    emit(GridChanged(duty.grid, by))
    return new


def _pass_on(item: WorkItem, duty: GridDuty, new: GridDuty, by: Actor) -> None:
    item.holder_user_id, item.holder_name = new.user_id, new.person_name
    item.save(update_fields=["holder_user", "holder_name"])
    text = f"{duty.person_name} → {new.person_name}"
    log(item, by=by, verb="hand_over", name="交接", before=item.state, after=item.state, text=text)


def _tell(duty: GridDuty, new: GridDuty, by: Actor) -> None:
    users = [pk for pk in (duty.user_id, new.user_id) if pk]
    if users:
        notify(
            zone_id=duty.grid.zone_id,
            topic="grids.handed_over",
            title=f"{duty.grid.name}{duty.get_kind_display()}交接：{duty.person_name} → {new.person_name}",
            body=f"移交在办 {duty.handed_items} 件。{duty.handed_note}",
            url=f"/grids/{duty.grid_id}/",
            users=users,
            without=by.user_id,
        )


def _end(duty: GridDuty, on: date) -> None:
    if duty.ends_on is not None:
        raise Refusal(f"{duty.person_name}已于 {duty.ends_on} 离任。", field="on")
    if on <= duty.starts_on or on > clock.today():
        raise Refusal(
            f"离任日期应在 {duty.starts_on}（到任）之后、不晚于今天，请重新选一天。", field="on"
        )
    duty.ends_on = on
    duty.save(update_fields=["ends_on"])


def _locked(pk: int, by: Actor) -> GridDuty:
    rows = GridDuty.rows.filter(grid__in=Grid.objects.visible_to(by).values("pk"))
    return get_object_or_404(rows.select_related("grid").select_for_update(of=("self",)), pk=pk)

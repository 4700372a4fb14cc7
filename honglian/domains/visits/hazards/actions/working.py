"""From the five that must be settled to the closing, with returns, listing and delay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from honglian.foundation.files.api import PHOTO, Prepared, attachments_of
from honglian.foundation.notify.api import notify
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit
from honglian.kit.rules import BOOK

from ...events import HazardClosed
from ...frame import need
from ..models import Hazard
from ..states import HAZARD, RECHECK, RECTIFY, SUPERVISE
from ._frame import locked, move

FIVE = {
    "measure": "措施",
    "responsible": "责任",
    "money": "资金",
    "due_on": "时限",
    "emergency": "预案",
}


@action(RECTIFY)
def report(*, hazard_id: int, text: str, by: Actor) -> Hazard:
    """A serious hazard is reported to the authority and to the workers' congress (HZ-08)."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "report")
    if not hazard.is_serious:
        raise Refusal("一般隐患不用报告，请直接定整改措施。")
    hazard.reported_on = clock.today()
    move(hazard, "report", by, need(text, "text", "向谁报告、怎么报告的"))
    return hazard


@action(RECTIFY)
def plan(
    *, hazard_id: int, measure: str, responsible: str, money: Decimal | None,
    due_on: date | None, emergency: str, by: Actor,
) -> Hazard:  # fmt: skip
    """五落实. Nothing of the five may be missing, and the limit keeps that of its grade."""
    hazard, today = locked(by, hazard_id), clock.today()
    HAZARD.apply(hazard.state, "plan")
    BOOK.require(
        "HZ-08", today, level=hazard.level, reported=hazard.reported_on is not None
    )  # fmt: skip
    given = {
        "measure": measure.strip(), "responsible": responsible.strip(), "money": money,
        "due_on": due_on, "emergency": emergency.strip(),
    }  # fmt: skip
    missing = [FIVE[name] for name, value in given.items() if value in (None, "")]
    first = next((name for name, value in given.items() if value in (None, "")), None)
    BOOK.require("HZ-03", today, at=first, missing="、".join(missing))
    assert due_on is not None
    _check_limit(hazard, due_on)
    for name, value in given.items():
        setattr(hazard, name, value)
    move(hazard, "plan", by, f"{hazard.measure}（{hazard.responsible}，{due_on} 前）")
    return hazard


def _check_limit(hazard: Hazard, due_on: date) -> None:
    rules = hazard.zone.settings.visits
    limit = rules.serious_days if hazard.is_serious else rules.ordinary_days
    days = (due_on - hazard.found_on).days
    BOOK.require(
        "HZ-04", clock.today(), at="due_on", level=hazard.level, days=days, limit=limit
    )  # fmt: skip


@action(RECTIFY)
def progress(*, hazard_id: int, text: str, by: Actor, photos: Sequence[Prepared] = ()) -> Hazard:
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "progress")
    move(hazard, "progress", by, need(text, "text", "做到哪一步了"), photos)
    return hazard


@action(RECTIFY)
def apply_recheck(
    *, hazard_id: int, text: str, by: Actor, photos: Sequence[Prepared] = ()
) -> Hazard:
    """申请复查. Where there is a photo from before there is one from after (HZ-06)."""
    hazard, today = locked(by, hazard_id), clock.today()
    HAZARD.apply(hazard.state, "apply")
    before = sum(f.kind == PHOTO for f in attachments_of(hazard, internal=True))
    BOOK.require("HZ-06", today, at="photos", before=before, after=len(photos))
    _check_late(hazard)
    hazard.applied_on, hazard.applied_by = today, by.name[:64]
    hazard.applied_user_id = by.user_id
    hazard.rechecked_user_id = None
    move(hazard, "apply", by, need(text, "text", "怎么整改的"), photos)
    notify(
        zone_id=hazard.zone_id, topic="hazards.apply", department_id=hazard.department_id,
        title=f"申请复查：{hazard.enterprise.name} {hazard.part}"[:120], body=hazard.number,
        url=f"/visits/hazards/{hazard.pk}/", without=by.user_id,
    )  # fmt: skip
    return hazard


def _check_late(hazard: Hazard) -> None:
    """A serious hazard past its limit moves on only with its written reason (HZ-07)."""
    late = hazard.is_serious and hazard.is_overdue
    said = hazard.late_said if hazard.late_said_on and hazard.late_said_on > hazard.due_on else ""  # type: ignore[operator]
    BOOK.require("HZ-07", clock.today(), closed=False, late=late, said=said)


@action(RECTIFY)
def explain(*, hazard_id: int, text: str, by: Actor) -> Hazard:
    """逾期书面说明 of a serious hazard; it stays on the list."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "explain")
    if not (hazard.is_serious and hazard.is_overdue):
        raise Refusal("书面说明用于逾期没有消除的重大隐患，这一件没有逾期。")
    hazard.late_said = need(text, "text", "为什么没有完成、现在怎么管控、什么时候完成")[:500]
    hazard.late_said_on = clock.today()
    move(hazard, "explain", by, hazard.late_said)
    return hazard


def _check_person(hazard: Hazard, by: Actor) -> None:
    BOOK.require(
        "HZ-05", clock.today(), applicant=hazard.applied_user_id, checker=by.user_id,
        responsible=hazard.responsible, name=by.name,
    )  # fmt: skip
    hazard.rechecked_by, hazard.rechecked_user_id = by.name[:64], by.user_id
    hazard.rechecked_on = clock.today()


@action(RECHECK)
def passed(*, hazard_id: int, text: str, by: Actor, photos: Sequence[Prepared] = ()) -> Hazard:
    """复查通过，销号."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "pass")
    _check_person(hazard, by)
    hazard.verdict = need(text, "text", "复查结论：看了什么、是否消除")[:300]
    hazard.closed_on = clock.today()
    move(hazard, "pass", by, hazard.verdict, photos)
    emit(HazardClosed(hazard, by))
    return hazard


@action(RECHECK)
def send_back(*, hazard_id: int, text: str, by: Actor, photos: Sequence[Prepared] = ()) -> Hazard:
    """复查不通过: the enterprise goes on; its limit stays what it was."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "return")
    _check_person(hazard, by)
    hazard.verdict = need(text, "text", "哪里没有整改到位")[:300]
    hazard.returned += 1
    hazard.applied_on, hazard.applied_by, hazard.applied_user_id = None, "", None
    move(hazard, "return", by, hazard.verdict, photos)
    return hazard


@action(SUPERVISE)
def list_it(*, hazard_id: int, at: str, text: str, by: Actor) -> Hazard:
    """挂牌督办 of a serious hazard."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "list")
    if not hazard.is_serious:
        raise Refusal("只有重大隐患才挂牌督办。")
    if hazard.is_listed:
        raise Refusal(f"{hazard.listed_on} 已经挂牌（{hazard.listed_at}）。")
    hazard.listed_on, hazard.listed_at, hazard.delisted_on = clock.today(), at[:16], None
    move(hazard, "list", by, need(text, "text", "督办要求"))
    return hazard


@action(SUPERVISE)
def delist(*, hazard_id: int, text: str, by: Actor) -> Hazard:
    """摘牌, only after the closing."""
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "delist")
    if not hazard.is_listed:
        raise Refusal("这一件没有在挂牌。")
    hazard.delisted_on = clock.today()
    move(hazard, "delist", by, need(text, "text", "摘牌的依据"))
    return hazard

"""The inspection itself: scanned in, result told, answered and rated by the enterprise."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.foundation.notify.api import notify
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.events import emit
from honglian.kit.rules import BOOK

from ... import frame
from ...events import InspectionFiled
from ...frame import need
from ..codes import read
from ..gate import check_officers
from ..models import Inspection
from ..states import ANSWER, INSPECT, INSPECTION
from ._frame import KIND, locked, move, placed


def _as_officer(inspection: Inspection, by: Actor) -> None:
    """Only the officers named in the approved plan open and file it."""
    if by.is_system:
        return
    if not inspection.officers.filter(user_id=by.user_id).exists():
        names = "、".join(o.name for o in inspection.officers.all())
        raise NotAllowed(f"这次检查由{names}实施，请由本人办理，或先换执法人员。")


@action(INSPECT)
def enter(*, inspection_id: int, code: str, by: Actor) -> Inspection:
    """扫码入企: the right code on the spot, two certificates that hold today (INS-04-3)."""
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "enter")
    _as_officer(inspection, by)
    today, found = clock.today(), read(code, inspection.zone_id)
    BOOK.require(
        "INS-04-3", today, at="code", readable=found.readable, wanted=inspection.enterprise.name,
        scanned=found.enterprise.name if found.enterprise else "",
    )  # fmt: skip
    officers = list(inspection.officers.all())
    check_officers(officers, today)
    inspection.entered_at, inspection.code_version = clock.now(), found.version
    inspection.shown = "、".join(str(o) for o in officers)[:300]
    move(inspection, "enter", by, f"出示证件：{inspection.shown}")
    return inspection


@action(INSPECT)
def file_result(*, inspection_id: int, outcome: str, result: str, by: Actor) -> Inspection:
    """The result is told to the enterprise at once."""
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "file")
    _as_officer(inspection, by)
    inspection.outcome = outcome
    inspection.result = need(result, "result", "检查结果")[:1000]
    inspection.filed_at = clock.now()
    move(inspection, "file", by, inspection.result)
    notify(
        zone_id=inspection.zone_id, topic="inspections.filed", enterprise_id=inspection.enterprise_id,
        title=f"检查结果：{inspection.purpose}"[:120], body="可以回应、评价，也可以投诉。",
        url=f"/visits/inspections/{inspection.pk}/",
    )  # fmt: skip
    emit(InspectionFiled(inspection, by))
    return inspection


@action(INSPECT)
def close(*, inspection_id: int, by: Actor) -> Inspection:
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "close")
    move(inspection, "close", by)
    return inspection


def _of_enterprise(by: Actor, pk: int) -> Inspection:
    rows = Inspection.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("enterprise", "department", "zone"), pk=pk)


def _told(inspection: Inspection, verb: str, by: Actor, text: str) -> None:
    frame.move(
        inspection, INSPECTION, verb, by, audit="inspections", kind=KIND, text=text,
        placed=placed(inspection, inspection.state),
    )  # fmt: skip


@action(ANSWER)
def answer(*, inspection_id: int, text: str, by: Actor) -> Inspection:
    """The enterprise says what it thinks of the result."""
    inspection = _of_enterprise(by, inspection_id)
    INSPECTION.apply(inspection.state, "answer")
    inspection.answer = need(text, "text", "企业的意见")[:500]
    _told(inspection, "answer", by, inspection.answer)
    notify(
        zone_id=inspection.zone_id, topic="inspections.answer", department_id=inspection.department_id,
        title=f"企业对检查结果有回应：{inspection.enterprise.name}"[:120], body=inspection.number,
        url=f"/visits/inspections/{inspection.pk}/",
    )  # fmt: skip
    return inspection


@action(ANSWER)
def rate(*, inspection_id: int, rating: int, by: Actor, text: str = "") -> Inspection:
    """Once for each inspection."""
    inspection = _of_enterprise(by, inspection_id)
    INSPECTION.apply(inspection.state, "rate")
    if inspection.rating is not None:
        raise Refusal("这次检查已经评价过了。")
    inspection.rating, inspection.rating_text = rating, text.strip()[:300]
    _told(inspection, "rate", by, f"{rating} 分 {inspection.rating_text}".strip())
    return inspection

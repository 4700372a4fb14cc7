"""整改通知书, 复查意见书, 检查通知书, 体检报告: what each says and when there is ground for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from honglian.foundation.documents.api import (
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    chinese_day,
)
from honglian.kit.errors import Refusal

from ..hazards.models import Hazard
from ..inspecting.models import Inspection, JointVisit

WIDE = (1.0, 5.0)


@dataclass(frozen=True)
class Kind:
    """``permission`` is needed to issue it first; ``thing`` is the model it is about."""

    code: str
    name: str
    thing: Any
    permission: str
    body: Callable[[Any], list[Block]]
    occasion: Callable[[Any], int] = lambda thing: 0


def _table(*rows: tuple[str, str]) -> Table:
    return Table((), tuple((name, text or "—") for name, text in rows), shares=WIDE)


def _day(day: date | None) -> str:
    return chinese_day(day) if day else "—"


def _rectify(hazard: Hazard) -> list[Block]:
    if not hazard.level:
        raise Refusal("这一件还没有判级，不能发整改通知书。请先引用条款判级。")
    limit = (
        f"请于{_day(hazard.due_on)}前整改完毕并申请复查。"
        if hazard.due_on
        else "请立即制定整改措施，落实措施、责任、资金、时限、预案。"
    )
    return [
        Paragraph(f"经查，你单位存在下列事故隐患。{limit}"),
        _table(
            ("隐患编号", hazard.number), ("排查日期", _day(hazard.found_on)), ("隐患部位", hazard.part),
            ("隐患描述", hazard.description), ("隐患等级", f"{hazard.get_level_display()}隐患"),
            ("判定依据", hazard.basis_text), ("整改措施", hazard.measure),
            ("整改责任人", hazard.responsible), ("整改期限", _day(hazard.due_on)),
        ),
        Paragraph("整改期间应当采取防范措施，必要时停用有关设备、场所。对本通知有异议的，可以向发文机关提出。"),
    ]  # fmt: skip


def _recheck(hazard: Hazard) -> list[Block]:
    if hazard.rechecked_on is None:
        raise Refusal("这一件还没有复查，不能出复查意见书。")
    result = (
        "经复查，隐患已经消除，同意销号。"
        if hazard.closed_on
        else "经复查，隐患没有消除，请继续整改后再次申请复查。"
    )
    return [
        Paragraph(f"根据你单位的复查申请，{_day(hazard.rechecked_on)}对下列隐患进行了复查。{result}"),
        _table(
            ("隐患编号", hazard.number), ("隐患部位", hazard.part), ("隐患描述", hazard.description),
            ("整改措施", hazard.measure), ("复查人", hazard.rechecked_by), ("复查意见", hazard.verdict),
        ),
    ]  # fmt: skip


def _notice(found: Inspection) -> list[Block]:
    if not found.approval_no:
        raise Refusal("这次检查还没有批准，不能制发检查通知书。")
    officers = "、".join(str(o) for o in found.officers.all())
    items = "；".join(f"{i.name}（{i.basis}）" for i in found.items.all())
    return [
        Paragraph(f"定于{_day(found.planned_on)}对你单位进行{found.get_kind_display()}，请予配合。"),
        _table(
            ("检查内容", found.purpose), ("检查事项和依据", items), ("执法人员和证号", officers),
            ("审批表编号", found.approval_no), ("检查缘由", found.get_why_display()),
        ),
        Paragraph("执法人员到达后应当扫企业码、出示执法证；没有扫码、没有出示证件的，你单位可以拒绝。检查结果当场反馈，你单位可以回应、评价、投诉。"),
    ]  # fmt: skip


def _report(visit: JointVisit) -> list[Block]:
    if visit.done_on is None:
        raise Refusal("还没有上门，不能出体检报告。请先登记走访情况。")
    body: list[Block] = [
        Paragraph(f"{_day(visit.done_on)}，有关部门一次上门，为{visit.enterprise.name}办理了下列事项。"),
        Heading("服务情况"),
    ]  # fmt: skip
    for service in visit.services.select_related("department"):
        who = f"（{service.department}）" if service.department else ""
        body.append(Paragraph(f"{service.visitors}{who}：{service.heard}"))
        if service.advice:
            body.append(Paragraph(f"提醒和建议：{service.advice}"))
    inspections = visit.inspections.exclude(outcome="").select_related("department")
    if inspections:
        body.append(Heading("检查结果"))
        body += [
            Paragraph(f"{i.department}：{i.get_outcome_display()}。{i.result}") for i in inspections
        ]
    hazards = visit.hazards.exclude(state="dropped")
    if hazards:
        body.append(Heading("查出的隐患"))
        rows = tuple(
            (h.number, h.part, h.get_level_display() or "待判级", _day(h.due_on)) for h in hazards
        )
        body.append(Table(("编号", "部位", "等级", "整改期限"), rows))
    if visit.rating:
        body += [Heading("企业评价"), Paragraph(f"{visit.rating} 分。{visit.rating_text}")]
    return body


KINDS = {
    kind.code: kind
    for kind in (
        Kind("rectify", "整改通知书", Hazard, "hazards.grade", _rectify),
        Kind("recheck", "复查意见书", Hazard, "hazards.recheck", _recheck, lambda h: h.returned),
        Kind("notice", "检查通知书", Inspection, "visits.inspect", _notice),
        Kind("report", "体检报告", JointVisit, "visits.serve", _report),
    )
}


def document(kind: Kind, thing: Any, issuer: str) -> Callable[[str, date], Document]:
    """Composes the document once number and day are known; a refusal while there is no ground."""
    body = tuple(kind.body(thing))

    def compose(number: str, on: date) -> Document:
        return Document(
            kind.name, issuer, on, body, number=number, to=thing.enterprise.name
        )  # fmt: skip

    return compose

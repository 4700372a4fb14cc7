"""REST: my desk, and the figures of the cockpit."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Router, Schema

from honglian.foundation.workflow.models import WorkItem
from honglian.kit.rest import PROBLEMS, after_page

from .cockpit import figures

router = Router(tags=["待办和指标"])


class ItemOut(Schema):
    id: int
    kind: str
    object_id: int
    number: str
    title: str
    state: str
    expected: str = Field(description="等我做什么")
    due_at: datetime | None


class ItemPage(Schema):
    items: list[ItemOut]
    next: int | None


class FigureOut(Schema):
    code: str
    label: str
    value: str = Field(description="按展示口径格式化；分母为零是“—”")
    raw: float | None
    unit: str
    records: str = Field(description="明细页地址")
    definition: str


@router.get("/desk", response={200: ItemPage, **PROBLEMS}, summary="我的待办")
def list_desk(request, after: int | None = None, limit: int = 50):
    items, following = after_page(WorkItem.objects.held_by(request.auth), after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.get("/figures", response={200: list[FigureOut], **PROBLEMS}, summary="驾驶舱指标")
def list_figures(request):
    request.auth.require("cockpit.view")
    return 200, [
        {
            "code": f.code,
            "label": f.label,
            "value": f.shown,
            "raw": f.raw,
            "unit": f.unit,
            "records": f.url,
            "definition": f.definition,
        }
        for f in figures(request.auth)
    ]

"""REST operations for the auditor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Router, Schema

from honglian.kit.rest import PROBLEMS, after_page

from . import actions, selectors
from .words import verb_name

router = Router(tags=["审计"])


class EntryOut(Schema):
    id: int
    seq: int = Field(description="本区内连续编号")
    at: datetime
    actor_name: str
    role: str
    verb: str
    verb_name: str
    target_kind: str
    target_id: str
    target_label: str
    changes: dict[str, Any]
    hash: str

    @staticmethod
    def resolve_verb_name(obj) -> str:
        return verb_name(obj.verb)


class EntryPage(Schema):
    items: list[EntryOut]
    next: int | None


class CheckOut(Schema):
    entries: int = Field(description="应有条数")
    intact: bool
    breaks: list[str] = Field(description="哪一条有问题")


@router.get("/entries", response={200: EntryPage, **PROBLEMS}, summary="审计日志")
def list_entries(request, after: int | None = None, limit: int = 50):
    request.auth.require("audit.view")
    items, following = after_page(selectors.entries(request.auth), after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.post("/check", response={200: CheckOut, **PROBLEMS}, summary="校验审计链")
def check(request):
    expected, found = actions.verify(by=request.auth)
    return 200, {
        "entries": expected,
        "intact": not found,
        "breaks": [f"第 {b.seq} 条：{b.reason}" for b in found],
    }

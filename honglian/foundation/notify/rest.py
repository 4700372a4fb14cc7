"""REST: one's own inbox."""

from __future__ import annotations

from datetime import datetime

from ninja import Router, Schema

from honglian.kit.rest import PROBLEMS, after_page

from . import actions, selectors

router = Router(tags=["消息"])


class MessageOut(Schema):
    id: int
    topic: str
    title: str
    body: str
    url: str
    created_at: datetime
    read_at: datetime | None


class MessagePage(Schema):
    items: list[MessageOut]
    next: int | None


class ReadIn(Schema):
    ids: list[int]


class ReadOut(Schema):
    read: int


@router.get("", response={200: MessagePage, **PROBLEMS}, summary="我的消息")
def list_messages(request, after: int | None = None, limit: int = 50):
    items, following = after_page(selectors.inbox(request.auth), after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.post("/read", response={200: ReadOut, **PROBLEMS}, summary="标为已读")
def read_messages(request, body: ReadIn):
    return 200, {"read": actions.mark_read(message_ids=body.ids, by=request.auth)}

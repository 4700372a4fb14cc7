"""REST: one's own inbox."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Router, Schema

from honglian.foundation.workflow.api import idempotent
from honglian.kit.rest import PROBLEMS, after_page

from . import actions, selectors

router = Router(tags=["消息"])


class MessageOut(Schema):
    id: int
    topic: str
    title: str
    body: str
    url: str = Field(description="办理页面的站内地址")
    is_urgent: bool
    created_at: datetime
    read_at: datetime | None


class MessagePage(Schema):
    items: list[MessageOut]
    next: int | None


class ReadIn(Schema):
    ids: list[int] | None = Field(default=None, description="消息编号；不填则全部标为已读")


class ReadOut(Schema):
    read: int = Field(description="由未读变为已读的条数")


@router.get("", response={200: MessagePage, **PROBLEMS}, summary="我的消息")
def list_messages(request, unread: bool = False, after: int | None = None, limit: int = 50):
    mine = selectors.inbox(request.auth)
    rows = mine.filter(read_at=None) if unread else mine
    items, following = after_page(rows, after=after, limit=limit)
    return 200, {"items": items, "next": following}


@router.post("/read", response={200: ReadOut, **PROBLEMS}, summary="标为已读")
def read_messages(request, body: ReadIn):
    def act() -> tuple[int, ReadOut]:
        return 200, ReadOut(read=actions.mark_read(message_ids=body.ids, by=request.auth))

    return idempotent(request, request.auth, act)

"""The inbox and the channels as lists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from honglian.ui.lists import BoolFilter, BulkAction, Column, Listing


def _unread(rows: QuerySet, wanted: bool) -> QuerySet:
    return rows.filter(read_at__isnull=wanted)


class InboxListing(Listing):
    key = "inbox"
    noun = "消息"
    columns = (
        Column(
            "title",
            "消息",
            link=lambda m: reverse("notify:open", args=[m.pk]),
            template="notify/_title.html",
            on_card="title",
        ),
        Column("body", "内容"),
        Column("created_at", "时间", sort="-created_at"),
    )
    filters = (BoolFilter(key="unread", label="读过没有", yes="未读", no="已读", lookup=_unread),)
    search = ("title", "body")
    search_hint = "按标题或内容查找"
    orderings = (("-is_unread", "未读在前"), ("-pk", "最新"))
    bulk = (BulkAction("标为已读", reverse_lazy("notify:read"), icon="checks"),)
    export = False
    empty_hint = "有需要您知道的事会出现在这里。"


class ChannelListing(Listing):
    key = "channels"
    noun = "通知渠道"
    unit = "个"
    columns = (
        Column(
            "name",
            "名称",
            sort="name",
            link=lambda c: reverse("notify:channel", args=[c.pk]),
            on_card="title",
        ),
        Column("kind", "种类", value="get_kind_display"),
        Column("department", "用于", value=lambda c: c.department.name if c.department else "全区"),
        Column("state", "状态", template="notify/_channel_state.html", value="is_active"),
        Column("last_sent_at", "最近发送", sort="-last_sent_at"),
        Column("last_error", "最近失败原因"),
        Column("test", "操作", template="notify/_channel_test.html", value="pk"),
    )
    orderings = (("-pk", "最新添加"), ("name", "名称"))
    export = False
    empty_hint = "没有渠道时，消息只进各人的收件箱。"

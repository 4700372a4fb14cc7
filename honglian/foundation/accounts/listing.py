"""The list of accounts."""

from __future__ import annotations

from django.urls import reverse

from honglian.algo.standards import mask_mobile
from honglian.ui.lists import BoolFilter, Column, Listing

from .models import User


def _address(user: User) -> str:
    return reverse("accounts:detail", args=[user.pk])


class AccountListing(Listing):
    key = "accounts"
    noun = "账号"
    unit = "个"
    columns = (
        Column("name", "姓名", link=_address, sort="name", on_card="title"),
        Column("username", "账号", sort="username"),
        Column(
            "mobile",
            "手机",
            value=lambda user: mask_mobile(user.mobile) if user.mobile else "",
            on_card="hidden",
        ),
        Column("is_active", "状态", show=lambda active: "启用" if active else "已停用"),
        Column(
            "has_second_factor",
            "二次认证",
            show=lambda on: "已启用" if on else "未启用",
        ),
        Column("last_login", "最近登录", sort="-last_login"),
        Column("created_at", "建立时间", sort="-created_at", default=False),
    )
    filters = (
        BoolFilter(key="active", label="状态", lookup="is_active", yes="启用", no="已停用"),
        BoolFilter(
            key="totp",
            label="二次认证",
            lookup=lambda rows, on: rows.filter(totp_confirmed_at__isnull=not on),
            yes="已启用",
            no="未启用",
        ),
    )
    search = ("name", "username")
    search_hint = "按姓名或账号查找"
    orderings = (("-pk", "最新建立"), ("name", "姓名"), ("-last_login", "最近登录"))
    export_permission = "accounts.edit"

"""The lists of grants and of tokens."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from honglian.kit import clock
from honglian.ui.lists import ChoiceFilter, Column, Listing

from .models import ApiToken, Grant
from .roles import ROLES


def _state_of_grant(row: Grant) -> str:
    today = clock.today()
    if row.revoked_at is not None:
        return "已收回"
    if row.valid_to is not None and row.valid_to < today:
        return "已到期"
    return "有效" if row.valid_from <= today else "未到开始日期"


def _in_state(rows: QuerySet, state: str) -> QuerySet:
    today = clock.today()
    ended = Q(valid_to__lt=today)
    if state == "force":
        return rows.filter(~ended | Q(valid_to=None), revoked_at=None, valid_from__lte=today)
    if state == "revoked":
        return rows.filter(revoked_at__isnull=False)
    return rows.filter(ended, revoked_at=None)


class GrantListing(Listing):
    key = "grants"
    noun = "授权"
    columns = (
        Column("user", "姓名", value="user.name", on_card="title"),
        Column("username", "账号", value="user.username", default=False),
        Column("role", "角色", value="get_role_display", sort="role"),
        Column("scope", "范围", value=lambda g: g.scope_label or g.get_scope_kind_display()),
        Column("state", "状态", value=_state_of_grant),
        Column("valid_from", "从", sort="-valid_from"),
        Column("valid_to", "到", value=lambda g: g.valid_to or "长期"),
        Column("granted_by", "授权人"),
        Column("reason", "事由"),
        Column("revoke", "操作", value="pk", template="access/_revoke.html", export=False),
    )
    filters = (
        ChoiceFilter(key="role", label="角色", choices=[(r.code, r.name) for r in ROLES.values()]),
        ChoiceFilter(
            key="state",
            label="状态",
            lookup=_in_state,
            choices=[("force", "有效"), ("ended", "已到期"), ("revoked", "已收回")],
        ),
    )
    search = ("user__name", "user__username", "scope_label")
    search_hint = "按姓名、账号或范围查找"
    orderings = (("-pk", "最新授予"), ("user__name", "姓名"), ("role", "角色"))
    export_permission = "access.view"


def _state_of_token(row: ApiToken) -> str:
    today = clock.today()
    if row.revoked_at is not None:
        return "已停用"
    if row.expires_on is not None and row.expires_on < today:
        return "已到期"
    return "有效" if row.grant.is_in_force(today) else "所代表的身份已失效"


class TokenListing(Listing):
    key = "tokens"
    noun = "接口令牌"
    unit = "个"
    columns = (
        Column("name", "用途", sort="name", on_card="title"),
        Column("prefix", "开头", value=lambda t: f"{t.prefix}…"),
        Column("grant", "代表的身份", value=lambda t: f"{t.grant.user.name} · {t.grant}"),
        Column("state", "状态", value=_state_of_token),
        Column("expires_on", "有效期至", sort="expires_on"),
        Column("used_on", "最近使用", sort="-used_on"),
        Column("created_by", "建立人", default=False),
        Column("revoke", "操作", value="pk", template="access/_revoke_token.html", export=False),
    )
    orderings = (("-pk", "最新建立"), ("expires_on", "先到期的在前"))
    export = False

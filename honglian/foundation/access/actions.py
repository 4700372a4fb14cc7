"""Writes about grants and tokens. Only the security administrator, never about themselves."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db.models import Q
from django.shortcuts import get_object_or_404

from honglian.foundation.accounts.models import User
from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.errors import NotAllowed, Refusal

from .models import ApiToken, Grant
from .roles import ROLES, Role
from .scopes import needs_id, source_of
from .tokens import PREFIX, PREFIX_SHOWN, hash_of

LONGEST_TOKEN = timedelta(days=366)


@action("access.edit")
def grant(
    *,
    user_id: int,
    role: str,
    scope_kind: str,
    by: Actor,
    scope_id: int | None = None,
    reason: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    zone_id: int | None = None,
) -> Grant:
    """Give a person one role over one scope.

    Refuses: oneself; an officer's role beside another role, or another role beside an
    officer's (三员互不兼任); scopes the role cannot have; scopes outside the zone; a
    validity that has passed; what the person holds already. ``zone_id`` is only heard
    from the system.
    """
    zone = zone_id if by.zone_id is None else by.zone_id
    if zone is None:
        raise Refusal("请指明高新区。", field="zone")
    user = _grantee(user_id, zone, by)
    kind = _scope_kind(role, scope_kind)
    label = _scope_label(zone, kind, scope_id)
    begins = valid_from or clock.today()
    if valid_to is not None and valid_to < max(begins, clock.today()):
        raise Refusal("截止日期已过或早于开始日期，请改正。", field="valid_to")
    _check_exclusive(user, ROLES[role], zone)
    wanted = {"user": user, "role": role, "scope_kind": kind, "scope_id": scope_id, "zone_id": zone}
    if _unexpired().filter(**wanted).exists():
        raise Refusal(f"{user.name} 已经有这个身份了，不用重复授予。", field="role")
    row = Grant.rows.create(
        **wanted,
        scope_label=label,
        valid_from=begins,
        valid_to=valid_to,
        granted_by=by.name[:64],
        reason=reason[:200],
    )
    record(
        by=by,
        verb="access.grant",
        target=row,
        label=f"{user.name}：{row}",
        changes={"身份": [None, str(row)], "止": [None, valid_to]},
        note=reason,
        zone_id=zone,
    )
    return row


@action("access.edit")
def revoke(*, grant_id: int, reason: str, by: Actor) -> Grant:
    """End a grant now; takes effect with the person's next request."""
    visible = get_object_or_404(Grant.objects.visible_to(by), pk=grant_id)
    row = Grant.rows.select_for_update().select_related("user").get(pk=visible.pk)
    if row.revoked_at is not None:
        raise Refusal("这个身份已经收回了。")
    if row.user_id == by.user_id:
        raise NotAllowed("不能收回自己的身份，请由另一位安全管理员办理。")
    if (
        row.role == "secadmin"
        and _unexpired().filter(zone=row.zone_id, role="secadmin").count() == 1
    ):
        raise Refusal("这是本区唯一的安全管理员，请先授予另一位，再收回这一位。")
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    record(
        by=by,
        verb="access.revoke",
        target=row,
        label=f"{row.user.name}：{row}",
        note=reason,
        zone_id=row.zone_id,
    )
    return row


@action("tokens.edit")
def create_token(*, grant_id: int, name: str, expires_on: date, by: Actor) -> tuple[ApiToken, str]:
    """A token that acts as one grant, and its raw text, which is shown once."""
    visible = get_object_or_404(
        Grant.objects.in_force(clock.today()).visible_to(by).select_related("user"), pk=grant_id
    )
    if visible.user_id == by.user_id or ROLES[visible.role].officer:
        raise Refusal("令牌不能代表管理员的身份，请先为接口单独建账号并授权。", field="grant")
    if expires_on <= clock.today():
        raise Refusal("有效期应晚于今天。", field="expires_on")
    if expires_on > clock.today() + LONGEST_TOKEN:
        raise Refusal("令牌最长一年，到期前再换新的。", field="expires_on")
    raw = f"{PREFIX}{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(
        zone_id=visible.zone_id,
        name=name,
        grant=visible,
        prefix=raw[len(PREFIX) : len(PREFIX) + PREFIX_SHOWN],
        token_hash=hash_of(raw),
        created_by=by.name[:64],
        expires_on=expires_on,
    )
    note = f"代表 {visible.user.name}：{visible}，到 {expires_on} 止"
    record(by=by, verb="tokens.create", target=row, label=name, note=note)
    return row, raw


@action("tokens.edit")
def revoke_token(*, token_id: int, by: Actor) -> ApiToken:
    """Stop a token at once."""
    row = get_object_or_404(
        ApiToken.objects.select_for_update(of=("self",)), pk=token_id, zone_id=by.zone_id
    )
    if row.revoked_at is not None:
        raise Refusal("这个令牌已经停用了。")
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    record(by=by, verb="tokens.revoke", target=row, label=row.name)
    return row


def _grantee(user_id: int, zone: int, by: Actor) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or user.zone_id not in (zone, None):
        raise Refusal("在本区没有找到这个账号，请先由系统管理员建立。", field="user")
    if user.pk == by.user_id:
        raise NotAllowed("不能给自己授权，请由另一位安全管理员办理。")
    if not user.is_active:
        raise Refusal(f"{user.name} 的账号已停用，请先启用再授权。", field="user")
    return user


def _scope_kind(role: str, scope_kind: str) -> ScopeKind:
    if role not in ROLES:
        raise Refusal("请从角色表里选一个角色。", field="role")
    kind, allowed = ScopeKind(scope_kind), ROLES[role].scopes
    if kind not in allowed:
        names = "、".join(k.chinese for k in allowed)
        raise Refusal(f"“{ROLES[role].name}”的范围只能是：{names}。", field="scope_kind")
    return kind


def _scope_label(zone: int, kind: ScopeKind, scope_id: int | None) -> str:
    if not needs_id(kind):
        if scope_id is not None:
            raise Refusal(f"范围“{kind.chinese}”不需要再选对象。", field="scope_id")
        return ""
    source = source_of(kind)
    label = source.label(zone, scope_id) if source and scope_id is not None else None
    if label is None:
        raise Refusal(f"请选出{kind.chinese}具体是哪一个，它应在本高新区内。", field="scope_id")
    return label[:128]


def _check_exclusive(user: User, role: Role, zone: int) -> None:
    """An officer holds nothing else, in any zone; two roles of work may stand side by side."""
    known = _unexpired().filter(user=user, role__in=ROLES)
    held = [g for g in known if (g.role, g.zone_id) != (role.code, zone)]
    officer = next((g for g in held if ROLES[g.role].officer), None)
    if officer is not None:
        raise Refusal(
            f"{user.name} 是{ROLES[officer.role].name}，三员互不兼任，也不办业务。"
            "请换一个人，或先收回那个身份。",
            code="officers_exclusive",
            field="role",
        )
    if role.officer and held:
        raise Refusal(
            f"{user.name} 已有身份“{held[0]}”，不能再做{role.name}：三员不兼其他角色。"
            "请换一个人，或先收回那些身份。",
            code="officers_exclusive",
            field="role",
        )


def _unexpired():
    """Grants in force now or later."""
    today = clock.today()
    return Grant.rows.filter(Q(valid_to=None) | Q(valid_to__gte=today), revoked_at=None)

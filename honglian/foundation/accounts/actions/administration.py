"""Writes about accounts by their administrators: open, reset, stop, unlock.

The three officers check each other: the system administrator opens accounts and resets
passwords but grants nothing; the security administrator unlocks and takes away a second
factor but resets no password. So neither takes over an account alone.
"""

from __future__ import annotations

from axes.models import AccessAttempt
from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.fields import blind_index

from .. import lockout, selectors, sessions
from ..models import User
from ..passwords import give_one_time_code
from ..secondfactor import forget


@action("accounts.edit")
def create_account(
    *,
    username: str,
    name: str,
    by: Actor,
    mobile: str = "",
    email: str = "",
    zone_id: int | None = None,
) -> tuple[User, str]:
    """A new account without any grant, and its one-time code, which is shown once.

    ``zone_id`` is only heard from the system; an administrator opens accounts in the own zone.
    """
    if User.objects.filter(username=username).exists():
        raise Refusal(f"账号 {username} 已经有人用了，请换一个。", field="username")
    user = User(
        username=username,
        name=name,
        zone_id=zone_id if by.is_system else by.zone_id,
        mobile=mobile,
        mobile_index=blind_index(mobile),
        email=email,
    )
    code = give_one_time_code(user)
    record(by=by, verb="accounts.create", target=user, changes={"账号": [None, username]})
    return user, code


@action("accounts.edit")
def reset_password(*, user_id: int, by: Actor) -> tuple[User, str]:
    """Replace the password by a one-time code (24 hours, shown once) and end all sessions."""
    user = _account(by, user_id)
    if user.pk == by.user_id:
        raise Refusal("自己的口令请在“我的账号”里修改，不能给自己重置。")
    code = give_one_time_code(user)
    sessions.end(user.login_sessions.all())
    record(by=by, verb="accounts.reset", target=user, note="发放一次性口令，已退出所有设备")
    return user, code


@action("accounts.view")
def set_active(*, user_id: int, active: bool, by: Actor) -> User:
    """Stop or reopen an account; both the system and the security administrator may."""
    if not (by.can("accounts.edit") or by.can("accounts.lock")):
        by.require("accounts.edit")
    user = _account(by, user_id)
    if user.pk == by.user_id:
        raise Refusal("不能停用自己的账号，请由另一位管理员办理。")
    if user.is_active == active:
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sessions.end(user.login_sessions.all())
    record(
        by=by,
        verb="accounts.enable" if active else "accounts.disable",
        target=user,
        changes={"启用": [not active, active]},
    )
    return user


@action("accounts.lock")
def unlock(*, user_id: int, by: Actor) -> User:
    """Let a locked account try again at once."""
    user = _account(by, user_id)
    if not lockout.locked_until([user.username]) and not _has_failures(user):
        raise Refusal("这个账号没有被锁定。")
    lockout.open_again(user.username)
    record(by=by, verb="accounts.unlock", target=user)
    return user


@action("accounts.lock")
def remove_second_factor(*, user_id: int, by: Actor) -> User:
    """For a lost phone: the person enrols a new one after the next sign-in."""
    user = _account(by, user_id)
    if user.pk == by.user_id:
        raise Refusal("自己的二次认证请在“我的账号”里更换，需要当前的验证码。")
    if not user.has_second_factor:
        raise Refusal("这个账号没有启用二次认证。")
    forget(user)
    sessions.end(user.login_sessions.all())
    record(by=by, verb="accounts.second_factor_removed", target=user)
    return user


def _has_failures(user: User) -> bool:
    return AccessAttempt.objects.filter(username=user.username).exists()


def _account(by: Actor, user_id: int) -> User:
    """The row, locked. Officers never touch what is not in their zone: 404."""
    if by.is_system:
        return get_object_or_404(User, pk=user_id)
    found = selectors.account(by, user_id)
    if found.zone_id not in (by.zone_id, None):
        raise NotAllowed("这个账号属于另一个高新区，请联系那里的管理员。")
    return User.objects.select_for_update().get(pk=found.pk)

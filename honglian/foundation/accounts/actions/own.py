"""Writes of a person about the own account. No permission: they act on ``by.user_id`` alone."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.fields import blind_index

from .. import secondfactor, sessions
from ..models import User
from ..passwords import choose_password


def _self(by: Actor) -> User:
    """The actor's own row, locked."""
    if by.user_id is None:
        raise NotAllowed("请先登录。")
    return User.objects.select_for_update().get(pk=by.user_id)


@action(None)
def change_password(*, old: str, new: str, by: Actor, keep_session: str = "") -> User:
    """Choose another password; needs the old one; ends the other sessions.

    Raises :class:`Refusal` on ``old_password`` or ``new_password``.
    """
    user = _self(by)
    if not user.check_password(old):
        raise Refusal("现在的口令不对，请重新输入。", field="old_password")
    if user.check_password(new):
        raise Refusal("新口令不能与现在的口令相同。", field="new_password")
    choose_password(user, new)
    sessions.end(user.login_sessions.exclude(session_key=keep_session))
    record(by=by, verb="accounts.password", target=user, note="修改口令，其他设备已退出")
    return user


@action(None)
def enrol_second_factor(*, secret: str, code: str, by: Actor) -> list[str]:
    """Confirm the phone; the recovery codes to be shown once. Ends nothing."""
    user = _self(by)
    if user.has_second_factor:
        raise Refusal("已经启用了二次认证；换手机请先停用再重新启用。")
    codes = secondfactor.confirm(user, secret, code)
    if codes is None:
        raise Refusal(
            "验证码不对。请确认手机时间准确，输入屏幕上正在显示的 6 位数字。", field="code"
        )
    record(by=by, verb="accounts.second_factor", target=user, note="启用二次认证")
    return codes


@action(None)
def renew_recovery_codes(*, code: str, by: Actor) -> list[str]:
    """Fresh recovery codes; needs a code of the phone."""
    user = _self(by)
    _require_code(user, code)
    record(by=by, verb="accounts.recovery_codes", target=user, note="重新生成恢复码")
    return secondfactor.renew_recovery_codes(user)


@action(None)
def stop_second_factor(*, code: str, by: Actor) -> None:
    """Turn the second factor off; needs a code of the phone or a recovery code."""
    user = _self(by)
    _require_code(user, code)
    secondfactor.forget(user)
    record(by=by, verb="accounts.second_factor", target=user, note="停用二次认证")


@action(None)
def edit_contact(*, mobile: str, email: str, by: Actor) -> User:
    """Own mobile number and mail address; the log says that they changed, not what they are."""
    user = _self(by)
    changes = {}
    if mobile != user.mobile:
        changes["手机"] = ["***", "***"]
    if email != user.email:
        changes["邮箱"] = ["***", "***"]
    if not changes:
        return user
    user.mobile, user.mobile_index, user.email = mobile, blind_index(mobile), email
    user.save(update_fields=["mobile", "mobile_index", "email"])
    record(by=by, verb="accounts.contact", target=user, changes=changes)
    return user


@action(None)
def reveal_own(*, by: Actor) -> User:
    """Own data unmasked; logged like every reveal."""
    user = _self(by)
    record(by=by, verb="accounts.reveal", target=user, note="查看本人完整手机号和邮箱")
    return user


@action(None)
def end_session(*, session_id: int, by: Actor) -> bool:
    """End one of the own sessions; 404 for anybody else's. Whether it was still open."""
    user = _self(by)
    row = get_object_or_404(user.login_sessions, pk=session_id)
    ended = bool(sessions.end(user.login_sessions.filter(pk=row.pk)))
    if ended:
        record(
            by=by, verb="accounts.session_ended", target=user, note=sessions.device(row.user_agent)
        )
    return ended


@action(None)
def end_other_sessions(*, keep_session: str, by: Actor) -> int:
    """End all own sessions but the current one; how many were open."""
    user = _self(by)
    count = sessions.end(user.login_sessions.exclude(session_key=keep_session))
    if count:
        record(by=by, verb="accounts.session_ended", target=user, note=f"退出其他 {count} 个会话")
    return count


def _require_code(user: User, code: str) -> None:
    if not user.has_second_factor:
        raise Refusal("还没有启用二次认证。")
    if not secondfactor.accept_code(user, code):
        raise Refusal(
            "验证码不对、已经用过或已过期，请输入手机上正在显示的 6 位数字。", field="code"
        )
